"""Every page of the desk with something on it: a row of every kind, published once, and every act there is."""

from types import SimpleNamespace
from urllib.parse import urlencode

from django.contrib import admin
from django.contrib.auth.models import Group
from django.contrib.contenttypes.models import ContentType
from django.urls import reverse
from django.utils import timezone

from publishing import addresses, drafts, saves
from publishing.models import AddressTransfer, DeletedDraft, Redaction, SavedDraft, ShareLink, TakeDown, Withdrawal
from tests import factories
from tests.desk.addresses import names_of_pages
from tests.people import make_alice, make_bob, make_user
from tests.publishing.stories import ask, publish, written_by

# Every kind of page has the same verbs on the same templates: the walk does them on a mission.
KINDS = [
    "missions_operation",
    "missions_place",
    "missions_component",
    "missions_easyversion",
    "articles_article",
    "articles_theme",
    "articles_category",
    "articles_tag",
    "articles_person",
    "articles_notice",
    "articles_standingpage",
]
VERBS = ["publish", "withdraw", "redact", "versions", "preview", "compare", "share", "take", "translate"]
VERBS += ["compare_saves", "restore_save", "history", "delete"]
# Nobody adds, changes or deletes a record of what happened: such an address says so, or leads to the list.
RECORDS = ["release", "withdrawal", "redaction", "sharelink", "takedown", "address", "addresstransfer", "deleteddraft"]
ADDED = {"takedown", "addresstransfer"}
SAID_ONCE = (
    {f"{kind}_{verb}" for kind in KINDS for verb in VERBS}
    | {f"{kind}_{verb}" for kind in ("files_film", "files_download") for verb in ("compare_saves", "restore_save")}
    | {f"files_download_{verb}" for verb in ("history", "delete")}
    | {f"publishing_{record}_{verb}" for record in RECORDS for verb in ("delete", "history")}
    | {f"publishing_{record}_add" for record in RECORDS if record not in ADDED}
    | {"publishing_deleteddraft_change", "logout", "password_change_done"}
    # What the public reads cannot be deleted: that page is walked on an article that is a draft.
    | {"missions_mission_delete"}
) - {"articles_article_delete"}


def make_everything():
    """Return the rows by the name of their addresses, and what special pages are about."""
    alice, bob, boss = make_alice(), make_bob(), make_user("boss", is_superuser=True)
    ContentType.objects.clear_cache()
    mission = factories.make_mission(places=[factories.make_place()], operations=[factories.make_operation()])
    factories.make_event(mission)
    factories.make_headcount(mission, as_of="")
    factories.make_briefing(mission)
    for row in (*mission.places.all(), *mission.operations.all(), mission.briefings.get().component):
        publish(written_by(alice, row), alice=alice, bob=bob)
    mission = written_by(alice, mission)
    edition = publish(mission, alice=alice, bob=bob)["fr"]
    mission = written_by(alice, mission, lead_fr="Une autre phrase pour le chapeau.")
    article = factories.make_block().article
    easy = factories.make_easy_version(mission)
    rows = {
        "missions_mission": mission,
        "missions_operation": mission.operations.get(),
        "missions_place": mission.places.get(),
        "missions_component": mission.briefings.get().component,
        "missions_easyversion": easy,
        "articles_article": article,
        "articles_theme": factories.make_theme(),
        "articles_category": factories.make_category(),
        "articles_tag": factories.make_tag(),
        "articles_person": factories.make_person(),
        "articles_notice": factories.make_notice(),
        "articles_standingpage": factories.make_standing_page(),
        "images_picture": factories.make_picture(),
        "files_film": factories.make_film(),
        "files_download": factories.make_download(),
        "auth_user": alice,
        "auth_group": Group.objects.first(),
    }
    for name in ("images_picture", "files_film", "files_download"):
        saves.record(rows[name], by=alice)
    press = written_by(alice, factories.make_standing_page(role="press", slug="press", title="Press"))
    publish(press, alice=alice, bob=bob)
    request = ask(written_by(alice, press, title="The press office"), by=alice)
    legal = written_by(alice, factories.make_standing_page(role="legal", slug="legal", title="Legal", body="<p>L.</p>"))
    publish(legal, alice=alice, bob=bob)
    redaction = Redaction.objects.redact(legal.page(), "body", by=boss, reason="No.", languages=["fr"])
    withdrawal, *_others = Withdrawal.objects.withdraw(legal.page(), by=boss, reason="No.", languages=["nl"])
    take_down = TakeDown.objects.take_down(factories.make_picture().content_hash, by=boss, reason="No.")
    freed = written_by(alice, factories.make_standing_page(role="families", slug="families", title="Families"))
    path = publish(freed, alice=alice, bob=bob)["fr"].path
    Withdrawal.objects.withdraw(freed.page(), by=boss, reason="No.", languages=["fr", "nl", "de", "en"])
    addresses.take_over(path, page=press.page(), by=boss, at=timezone.now(), reason="Moved.")
    link, _token = ShareLink.objects.share(press.page(), {"fr": drafts.frozen_in_all_languages(press)["fr"]}, by=alice)
    tag = factories.make_tag(label="Deleted")
    saves.record(tag, by=alice, what=SavedDraft.What.DELETED)
    tag.delete()
    rows |= {
        "publishing_release": request,
        "publishing_withdrawal": withdrawal,
        "publishing_redaction": redaction,
        "publishing_takedown": take_down,
        "publishing_address": edition.page.addresses.first(),
        "publishing_addresstransfer": AddressTransfer.objects.get(),
        "publishing_sharelink": link,
        "publishing_deleteddraft": DeletedDraft.objects.recoverable(timezone.now()).get(),
    }
    return SimpleNamespace(rows=rows, edition=edition, boss=boss)


def pages(world):
    """Return the address of every page of the desk by its name; those that say the same are said once."""
    names = names_of_pages(admin.site) - SAID_ONCE
    return {name: _address(name, world) for name in sorted(names)}


def _address(name, world):
    app, _underscore, rest = name.partition("_")
    model, _underscore, verb = rest.partition("_")
    row = world.rows.get(f"{app}_{model}")
    arguments = {
        "app_list": ["missions"],
        "guide-chapter": ["nothing-you-type-is-lost"],
        "publishing_release_roll_back": [world.edition.sequence],
        "publishing_release_together": [],
    }.get(name)
    if arguments is None and verb not in ("", "add", "changelist", "upload") and row is not None:
        arguments = [row.pk]
        arguments += [world.edition.sequence] if verb == "take" else []
        arguments += ["de"] if verb == "translate" else []
        arguments += [_save_of(row)] if verb == "restore_save" else []
    asked = {
        # Several pages are asked for by their names.
        "publishing_release_together": {"page": world.rows["missions_mission"].uid},
        # What is removed is chosen first; then the page says what it touches.
        "missions_mission_redact": {"passage": "name"},
        "missions_mission_translate": {"passage": f"{world.rows['missions_mission'].uid}.lead"},
        "publishing_takedown_add": {"picture": world.rows["images_picture"].content_hash},
    }.get(name)
    return reverse(f"admin:{name}", args=arguments or []) + (f"?{urlencode(asked)}" if asked else "")


def _save_of(row):
    return str(SavedDraft.objects.filter(page_uid=row.uid).earliest("pk").pk)
