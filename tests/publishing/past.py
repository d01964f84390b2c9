"""One draft of every kind with all it can have, and what is kept of its past."""

from publishing import saved_rows
from publishing.models import SavedDraft
from tests.factories import (
    make_article,
    make_block,
    make_briefing,
    make_category,
    make_component,
    make_download,
    make_easy_version,
    make_event,
    make_headcount,
    make_legal_basis,
    make_mission,
    make_notice,
    make_operation,
    make_person,
    make_picture,
    make_place,
    make_standing_page,
    make_tag,
    make_theme,
    make_theme_place,
)


def full_mission():
    operation = make_operation()
    mission = make_mission(
        places=[make_place()], operations=[operation], picture=make_picture(), review_on="2027-01-15"
    )
    make_event(mission, operation=operation)
    make_event(mission, date="2014", place_in_list=1)
    make_headcount(mission, headcount=3, qualifier="exact")
    make_briefing(mission)
    return mission


def full_article():
    article = make_article(
        authors=[make_person()], categories=[make_category()], tags=[make_tag()], missions=[make_mission()]
    )
    make_block(article)
    make_block(article, kind="quotation", attribution="The commander")
    make_block(article, only_in="nl", only_in_reason="Asked for in Flanders.")
    make_theme_place(make_theme(), article, 3)
    return article


def full_operation():
    operation = make_operation(mandate="2013/2023")
    make_legal_basis(operation)
    return operation


def full_standing_page():
    return make_standing_page(downloads=[make_download(), make_download()])


def region():
    place, member = make_place(), make_place()
    place.members.set([member])
    return place


KINDS = {
    "article": full_article,
    "category": make_category,
    "component": make_component,
    "easy version": make_easy_version,
    "mission": full_mission,
    "notice": make_notice,
    "operation": full_operation,
    "person": make_person,
    "place": region,
    "standing page": full_standing_page,
    "tag": make_tag,
    "theme": make_theme,
}


def fresh(row):
    return type(row).objects.get(pk=row.pk)


def history(row):
    return list(SavedDraft.objects.of(row.uid))


def told(row):
    return saved_rows.fingerprint(saved_rows.plain(fresh(row)))
