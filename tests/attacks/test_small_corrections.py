"""What a duty officer tries to let out alone under the name of a small correction."""

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse

from languages.models import Segment
from languages.states import State
from publishing.models import Release
from publishing.models.releases import Blocked
from tests.factories import make_mission, make_standing_page
from tests.people import make_alice, make_bob, make_erik
from tests.publishing.stories import ask, live, publish, still_right, written_by

pytestmark = pytest.mark.django_db


@pytest.fixture
def alice():
    return make_alice()


@pytest.fixture
def bob():
    return make_bob()


@pytest.fixture
def erik():
    return make_erik()


@pytest.mark.parametrize(
    ("language", "old", "new"),
    [
        ("fr", "<p>Mali est loin.</p>", "<p>Niger est loin.</p>"),
        ("fr", "<p>Un mot. Mali est loin.</p>", "<p>Un mot. Niger est loin.</p>"),
        ("fr", "<p>Mali</p>", "<p>Niger</p>"),
        ("de", "<p>Sie sind in Mali.</p>", "<p>Sie sind in Niger.</p>"),
        ("de", "<p>Frau Weber leitet sie.</p>", "<p>Frau Peeters leitet sie.</p>"),
        ("fr", "<p>Ils partent en janvier.</p>", "<p>Ils partent en février.</p>"),
        ("nl", "<p>Ze vertrekken in maart.</p>", "<p>Ze vertrekken in april.</p>"),
        ("fr", "<p>Ils partent lundi.</p>", "<p>Ils partent mardi.</p>"),
        ("en", "<p>They leave tomorrow.</p>", "<p>They leave today.</p>"),
        ("fr", "<p>Il y a deux blessés.</p>", "<p>Il y a trois blessés.</p>"),
        ("nl", "<p>Er zijn twintig militairen.</p>", "<p>Er zijn dertig militairen.</p>"),
        ("de", "<p>Es sind hundert dort.</p>", "<p>Es sind tausend dort.</p>"),
        ("en", "<p>There are twenty-five soldiers.</p>", "<p>There are twenty-six soldiers.</p>"),
        ("fr", "<p>un mot</p>", "<p>un-mot-ou-deux-ou-trois-ou-quatre-ou-cinq-ou-six-ou-sept-ou-huit</p>"),
        ("fr", "<p>un mot</p>", "<p>un mot ☠☠☠☠☠☠☠☠☠☠☠☠☠☠☠☠</p>"),
    ],
)
def test_a_changed_name_number_or_date_is_no_small_correction(alice, bob, erik, language, old, new):
    about = written_by(alice, make_standing_page(body=old))
    publish(about, alice=alice, bob=bob)
    about = written_by(erik, about, **{f"body_{language}": new})
    for segment in Segment.objects.filter(part_uid=about.uid, state=State.STALE):
        segment.still_right(by=erik)
    release = ask(about, by=erik, languages=[language], ticks={f"{language}:body"})
    with pytest.raises(ValidationError):
        release.publish_small_correction(by=erik)
    assert live(about, language).body == old


@pytest.mark.parametrize(
    ("language", "old", "new"),
    [
        ("fr", "<p>Nos soldats y forment dex bataillons.</p>", "<p>Nos soldats y forment des bataillons.</p>"),
        ("nl", "<p>Onze militairen helppen er.</p>", "<p>Onze militairen helpen er.</p>"),
        ("de", "<p>Unsere Soldaten helffen dort.</p>", "<p>Unsere Soldaten helfen dort.</p>"),
        ("en", "<p>Our soldiers, who train.</p>", "<p>Our soldiers who train.</p>"),
    ],
)
def test_a_typing_error_still_is_one(alice, bob, erik, language, old, new):
    about = written_by(alice, make_standing_page(body=old))
    publish(about, alice=alice, bob=bob)
    about = written_by(erik, about, **{f"body_{language}": new})
    still_right(about, "body", by=erik)
    ask(about, by=erik, languages=[language], ticks={f"{language}:body"}).publish_small_correction(by=erik)
    assert live(about, language).body == new


def test_the_name_of_a_mission_is_a_name(alice, bob, erik):
    mission = written_by(alice, make_mission(name="Mali", title="Mission Mali"))
    publish(mission, alice=alice, bob=bob)
    mission = written_by(erik, mission, name_fr="Niger")
    still_right(mission, "name", by=erik)
    release = ask(mission, by=erik, languages=["fr"], ticks={"fr:name"})
    with pytest.raises(ValidationError):
        release.publish_small_correction(by=erik)


def test_a_note_to_the_public_does_not_ride_on_a_small_correction(alice, bob, erik):
    about = written_by(alice, make_standing_page(body="<p>Qui nous somme.</p>"))
    publish(about, alice=alice, bob=bob)
    about = written_by(erik, about, body_fr="<p>Qui nous sommes.</p>")
    still_right(about, "body", by=erik)
    note = {"fr": "Trois soldats ont été blessés hier à Gao, dit-on, et bien d’autres choses encore."}
    release = ask(about, by=erik, languages=["fr"], ticks={"fr:body"}, public_notes=note)
    with pytest.raises(ValidationError):
        release.publish_small_correction(by=erik)


def test_a_small_correction_frees_no_translation_from_a_rewrite_made_after_it_was_asked_for(alice, bob, erik):
    about = written_by(alice, make_standing_page(body="<p>Qui nous somme.</p>"))
    publish(about, alice=alice, bob=bob)
    about = written_by(erik, about, body_fr="<p>Qui nous sommes.</p>")
    still_right(about, "body", by=erik)
    release = ask(about, by=erik, languages=["fr"], ticks={"fr:body"})
    written_by(erik, about, body_fr="<p>Tout autre chose que personne n’a traduit.</p>")
    release.publish_small_correction(by=erik)
    assert Segment.objects.get(part_uid=about.uid, field="body", language="nl").state == State.STALE


def test_a_small_correction_of_a_translation_frees_no_other_translation(alice, bob, erik):
    about = written_by(alice, make_standing_page(body="<p>Wie we zin.</p>"))
    publish(about, alice=alice, bob=bob)
    about = written_by(alice, about, body_fr="<p>Une réécriture.</p>")
    about = written_by(erik, about, body_nl="<p>Wie we zijn.</p>")
    ask(about, by=erik, languages=["nl"], ticks={"nl:body"}).publish_small_correction(by=erik)
    assert Segment.objects.get(part_uid=about.uid, field="body", language="de").state == State.STALE


def test_a_typing_error_in_the_source_waits_for_no_translator(alice, bob, erik):
    about = written_by(alice, make_standing_page(body="<p>Qui nous somme.</p>"))
    publish(about, alice=alice, bob=bob)
    about = written_by(erik, about, body_fr="<p>Qui nous sommes.</p>")
    states = Segment.objects.filter(part_uid=about.uid, field="body").values_list("state", flat=True)
    assert set(states) == {State.STALE}
    with pytest.raises(Blocked):
        ask(about, by=alice, languages=["fr"], ticks={"fr:body"})
    ask(about, by=erik, languages=["fr"], ticks={"fr:body"}).publish_small_correction(by=erik)
    assert live(about, "fr").body == "<p>Qui nous sommes.</p>"
    assert set(states.all()) == {State.FRESH}


def test_a_rewrite_by_the_duty_officer_waits_for_the_translators(alice, bob, erik):
    about = written_by(alice, make_standing_page(body="<p>Qui nous sommes.</p>"))
    publish(about, alice=alice, bob=bob)
    about = written_by(
        erik, about, body_fr="<p>Tout autre chose que personne n’a encore traduit dans ce ministère.</p>"
    )
    with pytest.raises(Blocked):
        ask(about, by=erik, languages=["fr"], ticks={"fr:body"})


@pytest.fixture
def misspelt(alice, bob, erik):
    about = written_by(alice, make_standing_page(body="<p>Qui nous somme.</p>"))
    publish(about, alice=alice, bob=bob)
    return written_by(erik, about, body_fr="<p>Qui nous sommes.</p>")


def publication_of(row):
    return reverse("admin:articles_standingpage_publish", args=[row.pk])


SENT = {"ticks": ["fr:body"], "languages": ["fr"], "when": "now", "alone": "1"}


def test_a_typing_error_goes_live_from_the_page_that_asks(client, misspelt, erik):
    client.force_login(erik)
    assert b'name="alone"' in client.get(publication_of(misspelt)).content
    client.post(publication_of(misspelt), SENT)
    assert live(misspelt, "fr").body == "<p>Qui nous sommes.</p>"
    assert Release.objects.latest("pk").nature == Release.Nature.SMALL_CORRECTION


def test_an_author_who_forges_the_button_asks_for_nothing(client, misspelt, alice):
    client.force_login(alice)
    still_right(misspelt, "body", by=alice)
    assert b'name="alone"' not in client.get(publication_of(misspelt)).content
    before = Release.objects.count()
    assert client.post(publication_of(misspelt), SENT).status_code == 403
    assert Release.objects.count() == before
    assert live(misspelt, "fr").body == "<p>Qui nous somme.</p>"


@pytest.mark.parametrize(
    "more", [{"when": "later", "moment_0": "2999-01-02", "moment_1": "06:00"}, {"note_fr": "Corrigé."}]
)
def test_what_is_no_small_correction_is_not_even_asked_for(client, misspelt, erik, more):
    client.force_login(erik)
    before = Release.objects.count()
    answer = client.post(publication_of(misspelt), SENT | more)
    assert answer.status_code == 200
    assert answer.context["form"].errors
    assert Release.objects.count() == before
    assert live(misspelt, "fr").body == "<p>Qui nous somme.</p>"


def corrected(about, body, *, by):
    about = written_by(by, about, body_fr=body)
    still_right(about, "body", by=by)
    return about, ask(about, by=by, languages=["fr"], ticks={"fr:body"})


def test_no_rewrite_is_cut_into_small_corrections(alice, bob, erik):
    first = "<p>Nos soldats y forment une armée et protègent la population depuis longtemps.</p>"
    second = "<p>Nos soldats y commandent une milice et menacent la population depuis longtemps.</p>"
    third = "<p>Nos soldats y commandent une milice et menacent tout le monde sans aucun doute et sans honte.</p>"
    about = written_by(alice, make_standing_page(body=first))
    publish(about, alice=alice, bob=bob)
    about, release = corrected(about, second, by=erik)
    release.publish_small_correction(by=erik)
    about, again = corrected(about, third, by=erik)
    with pytest.raises(ValidationError):
        again.publish_small_correction(by=erik)
    assert live(about, "fr").body == second


def test_after_its_confirmation_a_correction_is_what_the_next_one_is_compared_with(alice, bob, erik):
    first = "<p>Nos soldats y forment une armée venue de loin.</p>"
    second = "<p>Nos soldats y forment des gens de toutes sortes.</p>"
    third = "<p>Nos soldats accompagnent avec soin des gens de toutes sortes, tous les jours ouvrables.</p>"
    about = written_by(alice, make_standing_page(body=first))
    publish(about, alice=alice, bob=bob)
    about, release = corrected(about, second, by=erik)
    release.publish_small_correction(by=erik)
    about, again = corrected(about, third, by=erik)
    assert again.why_not_small([candidate.prepared() for candidate in again.candidates.all()])
    release.confirm(by=bob)
    again.publish_small_correction(by=erik)
    assert live(about, "fr").body == third
