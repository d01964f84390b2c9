"""Posts that no form of the desk would send: from a translator, about rows of other pages, to lists and side doors."""

import pytest
from django.core.files import File
from django.urls import reverse

from languages.columns import translated_fields
from publishing import drafts
from publishing.guest_pages import address_of
from publishing.models import GuestAnswer, Release, ShareLink
from tests import factories
from tests.missions.desk_forms import errors_in, filled_in
from tests.people import PASSWORD, make_alice, make_bob, make_dora, make_user
from tests.publishing import past
from tests.publishing.stories import ask, publish, written_by
from timeline.models import TimelineEvent

pytestmark = pytest.mark.django_db

MAKERS = {
    "mission": past.full_mission,
    "operation": past.full_operation,
    "place": past.region,
    "component": factories.make_component,
    "easyversion": factories.make_easy_version,
    "article": past.full_article,
    "theme": factories.make_theme,
    "category": factories.make_category,
    "tag": factories.make_tag,
    "person": factories.make_person,
    "notice": factories.make_notice,
    "standingpage": factories.make_standing_page,
    "picture": factories.make_picture,
    "film": factories.make_film,
    "download": factories.make_download,
}
CAPTIONS = "WEBVTT\n\n00:00.000 --> 00:01.000\n[Ton]"
# What says which row of a form is meant; changing it is a forgery of its own, below.
FRAME = ("_FORMS", "-id", "-mission", "-article", "-operation")


@pytest.fixture
def alice():
    return make_alice()


@pytest.fixture
def bob():
    return make_bob()


def url(verb, row, *arguments):
    return reverse(f"admin:{row._meta.app_label}_{row._meta.model_name}_{verb}", args=[row.pk, *arguments])


def form_of(client, user, row):
    """Return what a browser would send for a row, opened in all languages."""
    client.force_login(user)
    fields = filled_in(client.get(f"{url('change', row)}?language=all"))
    return {name: value for name, value in fields.items() if value is not None and not isinstance(value, File)}


def everything_of(row):
    """Return every column and every connection of a row and of its parts, by model, key and name."""
    found, rows = {}, [row]
    for relation in row._meta.related_objects:
        if relation.one_to_many and relation.field.model.__module__.split(".")[0] != "publishing":
            rows += relation.field.model._base_manager.filter(**{relation.field.name: row})
    for each in rows:
        name = each._meta.label
        stored = type(each)._base_manager.get(pk=each.pk).__dict__
        translated = {field.name for field in translated_fields(type(each))}  # their base columns mean nothing
        columns = {field.attname for field in each._meta.concrete_fields} - translated
        found |= {(name, each.pk, column): str(stored[column]) for column in columns}
        for field in each._meta.many_to_many:
            found[name, each.pk, field.name] = sorted(getattr(each, field.name).values_list("pk", flat=True))
    return found


def forged(name, value):
    """Return another value for a field of a form than the one it has."""
    if name.endswith(FRAME):
        return value
    if isinstance(value, list):
        return []
    if name.endswith("-DELETE"):
        return "on"
    if "slug" in name:
        return f"forged-{name.rpartition('_')[2]}"
    return "7" if str(value).isdigit() else "Forged"


@pytest.mark.parametrize("kind", MAKERS)
def test_a_forged_form_of_a_translator_changes_her_language_only(client, kind):
    row = MAKERS[kind]()
    data = form_of(client, make_user("boss", is_superuser=True), row)
    before = everything_of(row)
    german = [name for name in data if name.endswith("_de") and "slug" not in name and "attribution" not in name]
    assert german
    wrong = {name: forged(name, value) for name, value in data.items() if not name.endswith("_de") or "slug" in name}
    # Her words are such as any field takes.
    right = {name: CAPTIONS if name in ("captions_de", "descriptions_de") else "Neu" for name in german}
    client.force_login(make_dora())
    added = {f"{prefix}-DELETE": "on" for prefix in ("events-0", "figures-0", "blocks-0", "briefings-0")}
    response = client.post(
        f"{url('change', row)}?language=all", wrong | right | added | {"rights": "own", "faces": "none"}
    )
    assert errors_in(response) == ""
    after = everything_of(row)
    assert after.keys() == before.keys()
    changed = {key for key in before if before[key] != after[key]}
    assert {column for _model, _pk, column in changed if not column.endswith("_de")} == set()
    assert changed


def test_a_translator_may_name_who_speaks_in_a_quotation_and_nowhere_else(client):
    article = factories.make_article()
    factories.make_block(article, kind="quotation", attribution="The commander")
    address = f"{url('change', article)}?language=de"
    data = form_of(client, make_dora(), article)
    assert errors_in(client.post(address, data | {"blocks-0-attribution_de": "Die Kommandantin"})) == ""
    assert article.blocks.get().attribution_de == "Die Kommandantin"
    factories.make_block(article)
    data = form_of(client, make_dora_again(), article)
    refused = client.post(address, data | {"blocks-1-attribution_de": "Niemand"})
    assert "Only a quotation says who says it" in errors_in(refused)


def make_dora_again():
    return make_user("dora-again", groups=["translator-de"])


# ---- Rows of another page --------------------------------------------------------------------------------------------


def test_a_row_of_another_page_is_neither_changed_nor_taken_over(client, alice):
    mission, other = factories.make_mission(), factories.make_mission()
    factories.make_event(mission)
    foreign = factories.make_event(other, title="Foreign")
    data = form_of(client, alice, mission) | {"events-0-id": foreign.pk, "events-0-title_fr": "Stolen"}
    assert client.post(f"{url('change', mission)}?language=all", data).status_code in (200, 302)
    stored = TimelineEvent.objects.get(pk=foreign.pk)
    assert (stored.mission, stored.title_fr) == (other, "Foreign")


# ---- Lists -----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("make", [make_alice, make_bob, make_dora])
def test_no_list_of_drafts_deletes_by_forged_action(client, make):
    row = factories.make_category()
    client.force_login(make())
    listed = reverse("admin:articles_category_changelist")
    client.post(listed, {"action": "delete_selected", "_selected_action": [row.pk], "post": "yes"})
    assert type(row).objects.filter(pk=row.pk).exists()


def test_a_translator_asks_for_nothing_by_forged_action(client, alice):
    row = written_by(alice, factories.make_category())
    client.force_login(make_dora())
    listed = reverse("admin:articles_category_changelist")
    client.post(listed, {"action": "ask_together", "_selected_action": [row.pk]})
    assert client.get(f"{reverse('admin:publishing_release_together')}?page={row.uid}").status_code == 403
    assert not Release.objects.exists()


@pytest.mark.parametrize("record", ["release", "withdrawal", "redaction", "address", "takedown", "addresstransfer"])
def test_no_list_of_what_happened_deletes_by_forged_action(client, alice, bob, record):
    publish(written_by(alice, factories.make_category()), alice=alice, bob=bob)
    client.force_login(make_user("boss", groups=["administrator"]))
    listed = reverse(f"admin:publishing_{record}_changelist")
    client.post(listed, {"action": "delete_selected", "_selected_action": ["1"], "post": "yes"})
    assert Release.objects.count() == 1


# ---- Side doors ------------------------------------------------------------------------------------------------------


def test_autocomplete_answers_only_for_what_one_may_see(client):
    factories.make_person(label="Hidden Person")
    factories.make_picture(caption="Hidden picture")
    client.force_login(make_user("reader", permissions=["missions.view_mission"]))
    for model, field in (("article", "authors"), ("article", "picture"), ("block", "picture")):
        asked = {"app_label": "articles", "model_name": model, "field_name": field, "term": ""}
        response = client.get(reverse("admin:autocomplete"), asked)
        assert response.status_code == 403
        assert b"Hidden" not in response.content
    for app, model, field in (("auth", "user", "groups"), ("publishing", "release", "requested_by")):
        asked = {"app_label": app, "model_name": model, "field_name": field, "term": ""}
        assert client.get(reverse("admin:autocomplete"), asked).status_code == 403


@pytest.mark.parametrize("column", ["password", "uid", "label_fr", "nonsense"])
def test_no_list_gives_another_column_away(client, alice, column):
    client.force_login(make_user("boss", groups=["administrator"]))
    factories.make_category()
    for listed in ("auth_user", "articles_category"):
        asked = {"_to_field": column, "_popup": "1"}
        assert client.get(reverse(f"admin:{listed}_changelist"), asked).status_code == 400


@pytest.mark.parametrize("elsewhere", ["https://evil.example/", "//evil.example/", "javascript:alert(1)", "\\\\evil"])
def test_nobody_is_sent_to_another_host_after_a_log_in(client, alice, elsewhere):
    response = client.post(reverse("admin:login"), {"username": "alice", "password": PASSWORD, "next": elsewhere})
    assert response.url.startswith("/")
    assert not response.url.startswith("//")
    response = client.post(reverse("desk-language"), {"language": "nl", "next": elsewhere})
    assert response.url.startswith("/")
    assert not response.url.startswith("//")


@pytest.fixture
def two_requests(alice, bob):
    """Return two pages, each published once and asked for again, with the requests."""
    found = []
    for number in (1, 2):
        row = written_by(alice, factories.make_notice(title=f"Notice {number}"))
        publish(row, alice=alice, bob=bob)
        row = written_by(alice, row, text=f"A new text {number}.")
        found.append((row, ask(row, by=alice)))
    return found


def test_nothing_of_another_page_is_compared_or_shared(client, alice, two_requests):
    (row, _own), (other, foreign) = two_requests
    client.force_login(alice)
    published = Release.objects.filter(state="approved", candidates__page__uid=other.uid).first()
    for key in (f"request-{foreign.pk}", f"publication-{published.pk}", "request-", "request-0", "draft-1"):
        assert client.get(url("compare", row), {"from": key, "to": "draft"}).status_code == 404, key
        sent = {"state": key, "languages": ["fr"], "days": "7"}
        assert client.post(url("share", row), sent).status_code == 200, key
    assert not ShareLink.objects.exists()


def test_a_request_shows_its_own_pages_only(client, alice, two_requests):
    (_row, own), (other, _foreign) = two_requests
    client.force_login(alice)
    for uid, language in ((other.uid, "fr"), (_row.uid, "xx")):
        address = reverse("admin:publishing_release_preview_page", args=[own.pk, uid, language])
        assert client.get(address).status_code == 404


def test_an_answer_about_another_page_is_not_marked_as_read(client, alice, two_requests):
    (row, _own), (other, _foreign) = two_requests
    links = [ShareLink.objects.share(each.page(), {"fr": drafts.frozen(each, "fr")}, by=alice) for each in (row, other)]
    for _link, token in links:
        client.post(address_of(token, "fr"), {"name": "Guest", "verdict": "yes", "comment": ""})
    foreign = GuestAnswer.objects.get(link=links[1][0])
    client.force_login(alice)
    address = reverse("admin:publishing_sharelink_link", args=[links[0][0].pk])
    client.post(address, {"verb": "read", "answer": [foreign.pk]})
    assert GuestAnswer.objects.get(pk=foreign.pk).read_at is None
