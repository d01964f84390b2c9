"""The command behind `make run`: everything is there after the first time, and nothing changes after the second."""

import io
from pathlib import Path

import pytest
from django.contrib.auth.models import User
from django.core.management import call_command
from django.core.management.base import CommandError
from django.utils import timezone
from PIL import Image

from articles.models import Article, Notice
from config.demonstration import DEMO_PASSWORD
from config.management.commands.load_demonstration import PICTURES
from images.management.commands import draw_demonstration_pictures
from images.models import Picture
from missions.models import EasyVersion, Mission
from publishing import chain, drafts
from publishing.models import Edition, Release, Withdrawal
from tests.content.fixture_files import dump, every_row, load

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _where_debug_is_on(settings):
    """Undo what Django does to every test: switch DEBUG off."""
    settings.DEBUG = True


@pytest.fixture(autouse=True)
def _small_pictures(monkeypatch):
    """Draw a few pixels only: what the pictures show is tested elsewhere."""

    def draw(scene):
        drawn = io.BytesIO()
        Image.new("RGB", (60, 40), tuple(scene.uid.bytes[:3])).save(drawn, "PNG")
        return drawn.getvalue()

    monkeypatch.setattr(draw_demonstration_pictures, "draw", draw)


@pytest.fixture
def only_a_page(settings, tmp_path):
    """Stand a small file in for the content."""
    settings.FIXTURE_DIRS = [tmp_path]
    page = "uid: 41000000-0000-4000-8000-000000000001\n    role: about"
    words = [f"    {name}_{language}: about" for name in ("title", "slug") for language in ("fr", "nl", "de", "en")]
    words += [f"    body_{language}: <p>Who we are.</p>" for language in ("fr", "nl", "de", "en")]
    text = "\n".join([f"- model: articles.standingpage\n  fields:\n    {page}", *words])
    (tmp_path / "01_page.yaml").write_text(f"{text}\n")
    return tmp_path


def run(capsys):
    call_command("load_demonstration")
    return capsys.readouterr().out


def everything():
    releases = list(Release.objects.order_by("pk").values())
    return every_row(), chain.head(), releases, list(User.objects.order_by("pk").values())


def test_the_site_is_complete_after_the_first_run_and_untouched_by_the_second(capsys):
    said = run(capsys)
    now = timezone.now()
    live = Edition.objects.live(now)
    assert live.filter(path="/fr/nos-missions/mali/").count() == 1
    assert set(live.filter(kind="mission").values_list("language", flat=True)) == {"fr", "nl", "de", "en"}
    easy = EasyVersion.objects.get()
    assert set(live.filter(page__uid=easy.uid).values_list("language", flat=True)) == {"fr", "nl", "en"}
    assert said.count("Left out: ") == 1
    assert chain.first_fault() is None
    shown = {row.uid: row.picture for model in (Mission, Article) for row in model.objects.filter(uid__in=PICTURES)}
    assert shown.keys() == PICTURES.keys()
    assert all(shown.values())
    # What is live is the draft: nobody finds a change to publish that nobody made.
    mali = Mission.objects.get(name_en="Mali")
    assert drafts.differences(mali) == []

    # An editor changes one page, leaves it unpublished, deletes a draft, and withdraws a page.
    alice, bob = User.objects.get(username="author"), User.objects.get(username="releaser")
    mali.lead_fr = "Un chapeau écrit hier soir."
    mali.save(by=alice)
    drafts.note(Mission.objects.get(pk=mali.pk), by=alice)
    notice = Notice.objects.first()
    Withdrawal.objects.withdraw(notice.page(), by=bob, reason="No longer true.")
    notice.delete()
    before = everything()
    said = run(capsys)
    assert everything() == before
    assert "Loaded" not in said
    assert "Pages published" not in said
    assert Mission.objects.get(pk=mali.pk).lead_fr == "Un chapeau écrit hier soir."


def test_a_run_that_was_interrupted_before_publishing_is_taken_up(capsys, only_a_page):
    load(*only_a_page.glob("*.yaml"))
    assert "Pages published: 1." in run(capsys)
    assert Edition.objects.live(timezone.now()).count() == 4


def test_a_file_whose_drafts_were_all_deleted_does_not_come_back(capsys, only_a_page):
    run(capsys)
    page = Edition.objects.first().page
    Withdrawal.objects.withdraw(page, by=User.objects.get(username="releaser"), reason="Enough.")
    call_command("shell", command="from articles.models import StandingPage; StandingPage.objects.get().delete()")
    capsys.readouterr()
    assert "Loaded" not in run(capsys)
    assert dump("articles.standingpage") == "[]\n"


def test_each_part_in_the_newsroom_has_an_account_that_can_do_it_and_no_more(capsys, only_a_page):
    said = run(capsys)
    users = {user.username: user for user in User.objects.all()}
    assert users.keys() == {"author", "releaser", "translator", "administrator"}
    assert all(user.is_staff and not user.is_superuser for user in users.values())
    assert all(user.check_password(DEMO_PASSWORD) for user in users.values())
    assert all(any(line.split()[:2] == [name, DEMO_PASSWORD] for line in said.splitlines()) for name in users)
    asks, approves = "publishing.request_release", "publishing.approve_release"
    may = {name: (user.has_perm(asks), user.has_perm(approves)) for name, user in users.items()}
    assert may == {
        "author": (True, False),
        "releaser": (True, True),
        "translator": (False, False),
        "administrator": (True, True),
    }
    assert users["translator"].has_perm("languages.translate_de")
    assert not users["translator"].has_perm("languages.translate_nl")


def test_a_password_that_was_changed_is_neither_put_back_nor_printed_wrongly(capsys, only_a_page):
    run(capsys)
    author = User.objects.get(username="author")
    author.set_password("something-of-my-own")
    author.save()
    said = run(capsys)
    assert User.objects.get(username="author").check_password("something-of-my-own")
    assert [line.split()[1] for line in said.splitlines() if line.startswith("  author")] == ["(changed)"]


def test_a_colleague_of_the_same_name_is_not_taken_for_a_demonstration(capsys, only_a_page):
    User.objects.create_user("author", "author@mil.example")
    with pytest.raises(CommandError) as caught:
        run(capsys)
    assert "'author' belongs to an account that is no demonstration" in str(caught.value)
    assert User.objects.count() == 1


def test_nothing_of_the_demonstration_exists_where_debug_is_off(settings, capsys, only_a_page):
    settings.DEBUG = False
    with pytest.raises(CommandError) as caught:
        run(capsys)
    assert "only where DEBUG is on" in str(caught.value)
    assert not User.objects.exists()
    assert not Edition.objects.exists()
    assert not Picture.objects.exists()
    assert Path(only_a_page, "01_page.yaml").exists()
