"""Articles, themes, notices and standing pages at the desk."""

import pytest
from django.urls import reverse

from languages.columns import LANGUAGES
from tests.factories import (
    make_article,
    make_block,
    make_category,
    make_notice,
    make_person,
    make_picture,
    make_standing_page,
    make_tag,
    make_theme,
    make_theme_place,
)
from tests.missions.desk_forms import added, errors_in, filled_in, make_administrator

pytestmark = pytest.mark.django_db

HOSTILE = "<script>alert(1)</script><img src=x onerror=alert(2)>"
MAKERS = [make_article, make_theme, make_category, make_tag, make_person, make_notice, make_standing_page]


@pytest.fixture
def desk(client):
    make_administrator(client)
    return client


def address(row, view="change"):
    name = f"admin:{row._meta.app_label}_{row._meta.model_name}_{view}"
    return reverse(name, args=[row.pk] if view == "change" else [])


def post(desk, row, data):
    return desk.post(address(row), data)


@pytest.mark.parametrize("make", MAKERS)
def test_every_list_and_form_opens(desk, make):
    row = make()
    for view in ("changelist", "add", "change"):
        assert desk.get(address(row, view)).status_code == 200


@pytest.mark.parametrize("make", MAKERS)
@pytest.mark.parametrize("language", LANGUAGES)
def test_every_list_is_searched_in_all_languages_at_once(desk, make, language):
    text = "title" if make in (make_article, make_notice, make_standing_page) else "label"
    wanted = make(**{text: {language: "Zauberwort"}})
    make(**({"role": "press"} if make is make_standing_page else {}))
    response = desk.get(address(wanted, "changelist"), {"q": "zauberwort"})
    assert list(response.context["cl"].result_list) == [wanted]


@pytest.mark.parametrize("make", MAKERS)
def test_a_form_that_nobody_touched_is_taken_and_changes_nothing(desk, make):
    row = make()
    before = type(row).objects.filter(pk=row.pk).values().get()
    assert errors_in(post(desk, row, filled_in(desk.get(address(row))))) == ""
    assert type(row).objects.filter(pk=row.pk).values().get() == before


def test_an_article_is_found_by_the_text_of_its_pieces_and_listed_once(desk):
    article = make_article()
    for _ in range(2):
        make_block(article, text={"nl": "<p>Toverwoord</p>"})
    response = desk.get(address(article, "changelist"), {"q": "toverwoord"})
    assert list(response.context["cl"].result_list) == [article]


def piece(kind, order="1", **values):
    return {"kind": kind, "order": order, **values}


@pytest.mark.parametrize(
    ("values", "told"),
    [
        (piece("heading", text_fr="<p>One</p><p>Two</p>"), "A heading is one line"),
        (piece("heading", text_nl="<p>One<br>Two</p>"), "A heading is one line"),
        (piece("picture"), "Choose the picture"),
        (piece("text", text_fr="<p>x</p>", attribution_fr="the commander"), "Only a quotation says who says it"),
        (piece("text", text_fr="<p>x</p>", only_in="nl"), "Say why"),
        (piece("text", text_fr="<p>x</p>", only_in="nl, it", only_in_reason="x"), "“it” is none of our languages"),
    ],
)
def test_a_piece_that_does_not_go_with_its_kind_is_refused(desk, values, told):
    article = make_article()
    data = added(filled_in(desk.get(address(article))), "blocks", **values)
    assert told in errors_in(post(desk, article, data))
    assert not article.blocks.exists()


@pytest.mark.parametrize("kind", ["text", "heading", "list", "quotation"])
def test_only_a_picture_piece_shows_a_picture(desk, kind):
    article = make_article()
    values = piece(kind, text_fr="<p>x</p>", picture=make_picture().pk)
    data = added(filled_in(desk.get(address(article))), "blocks", **values)
    assert "Only a piece of the kind “picture”" in errors_in(post(desk, article, data))


def test_a_picture_piece_has_no_text_of_its_own(desk):
    article = make_article()
    values = piece("picture", text_de="<p>x</p>", picture=make_picture().pk)
    data = added(filled_in(desk.get(address(article))), "blocks", **values)
    assert "brings its own caption" in errors_in(post(desk, article, data))


def test_languages_of_a_piece_are_kept_in_one_way_of_writing(desk):
    article = make_article()
    values = piece("text", text_fr="<p>x</p>", only_in=" NL ,de,nl", only_in_reason="A regiment of theirs.")
    data = added(filled_in(desk.get(address(article))), "blocks", **values)
    assert errors_in(post(desk, article, data)) == ""
    assert article.blocks.get().only_in == "nl,de"


@pytest.mark.parametrize("values", [piece("heading", text_fr="<p>One</p>"), piece("list", text_fr="<p>1</p><p>2</p>")])
def test_a_piece_in_good_order_is_taken(desk, values):
    article = make_article()
    assert errors_in(post(desk, article, added(filled_in(desk.get(address(article))), "blocks", **values))) == ""
    assert article.blocks.count() == 1


def test_a_piece_is_checked_in_languages_the_form_does_not_show(desk):
    article = make_article()
    make_block(article, text={"nl": "<p>Eén</p><p>Twee</p>"})
    shown = f"{address(article)}?language=de"
    response = desk.post(shown, filled_in(desk.get(shown)) | {"blocks-0-kind": "heading"})
    assert "Dutch" in errors_in(response)
    assert "A heading is one line" in errors_in(response)


def test_a_source_without_a_title_is_refused(desk):
    article = make_article()
    data = filled_in(desk.get(address(article))) | {"source_url": "https://example.org/"}
    assert "Give the source a title" in errors_in(post(desk, article, data))
    assert errors_in(post(desk, article, data | {"source_title_de": "Eine Zeitung"})) == ""


def test_a_position_in_a_theme_that_is_taken_is_refused(desk):
    theme, article = make_theme(), make_article()
    make_theme_place(theme, make_article(), 1)
    data = added(filled_in(desk.get(address(article))), "theme_places", theme=theme.pk, position="1")
    assert "already has this position" in errors_in(post(desk, article, data))


def test_an_article_stands_in_a_theme_once(desk):
    theme, article = make_theme(), make_article()
    data = filled_in(desk.get(address(article)))
    for position in ("1", "2"):
        data = added(data, "theme_places", theme=theme.pk, position=position)
    assert errors_in(post(desk, article, data)) != ""
    assert not article.theme_places.exists()


@pytest.mark.parametrize("make", [make_article, make_theme, make_category, make_notice, make_standing_page])
def test_an_address_another_page_has_is_refused_and_the_page_named(desk, make):
    text = "label" if make in (make_theme, make_category) else "title"
    other = make(slug={"nl": "vrede"}, **{text: "Peace"})
    row = make(**({"role": "press"} if make is make_standing_page else {}))
    data = filled_in(desk.get(address(row)))
    assert "“Peace” already has the address “vrede”" in errors_in(post(desk, row, data | {"slug_nl": "vrede"}))
    assert errors_in(post(desk, row, data | {"slug_fr": "vrede"})) == ""
    assert other.slug_nl == "vrede"


def test_hostile_words_are_inert_at_the_desk(desk):
    article = make_article(title=HOSTILE, lead=HOSTILE, tags=[make_tag(label=HOSTILE)])
    make_block(article, kind="quotation", text=f"<p>{HOSTILE}</p>", attribution=HOSTILE)
    notice = make_notice(title=HOSTILE, text=HOSTILE)
    for row in (article, notice, make_person(label=HOSTILE), make_theme(label=HOSTILE)):
        for view in ("change", "changelist"):
            html = desk.get(address(row, view)).content.decode()
            assert "<script>alert" not in html
            assert "<img src=x" not in html
            assert "alert(1)" in html
