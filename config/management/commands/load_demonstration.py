"""Brings the demonstration: accounts, content in four languages, pictures, and the first publication of all of it."""

import uuid
from pathlib import Path

from django.conf import settings
from django.contrib.auth import get_user_model
from django.contrib.auth.hashers import check_password, make_password
from django.contrib.auth.models import Group
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError
from django.db import transaction

from articles.models import Article, Block, PageDownload, StandingPage
from config.demonstration import ACCOUNTS, DEMO_PASSWORD, Account
from files import demonstration as files
from files.models import Download, Film
from images.demonstration import SCENES
from images.models import Picture
from languages.fixtures import uids_by_model
from missions.models import Briefing
from publishing import kinds
from publishing.models import Candidate, Page

GROUPS = {
    "author": "author",
    "releaser": "releaser",
    "translator": "translator-de",
    "administrator": "administrator",
}
# Which page shows which picture. Fixtures name none: they have to load without a drawing being made first. A mission
# without one shows the map of its place.
PICTURES = {
    uuid.UUID("10000000-0000-4000-8000-000000000004"): "hills",  # Lebanon
    uuid.UUID("30000000-0000-4000-8000-000000000001"): "night-hills",  # the article on EUTM
}

# The imaginary briefing that shows the film, the article that offers the document as its last piece, and the standing
# page that offers it too.
BRIEFING_WITH_FILM = uuid.UUID("13000000-0000-4000-8000-000009000001")
ARTICLE_WITH_DOCUMENT = uuid.UUID("30000000-0000-4000-8000-000000000006")
ROLE_WITH_DOCUMENT = StandingPage.Role.PRESS
PIECE_WITH_DOCUMENT = uuid.UUID("31000000-0000-4000-8000-000006000009")


class Command(BaseCommand):
    help = (
        "Load the demonstration: accounts, content, pictures, publications. Run it as often as you like: what is "
        "there stays as it is, changes made at the desk included. Refused when DEBUG is off."
    )

    def handle(self, *args, **options):
        if not settings.DEBUG:
            raise CommandError(
                "The demonstration has accounts with a public password, so it is loaded only where DEBUG is on."
            )
        accounts = self._accounts()
        files = sorted(path for folder in settings.FIXTURE_DIRS for path in Path(folder).glob("*.yaml"))
        uids = {path: uids_by_model(path) for path in files}
        # In one transaction: content without its pictures, or half of it, would count as loaded the next time.
        with transaction.atomic():
            missing = [path for path in files if not _is_known(uids[path])]
            if missing:
                call_command("loaddata", *missing, verbosity=0)
                self.stdout.write(f"Loaded: {', '.join(path.name for path in missing)}")
            waiting = _never_asked_for(uids.values())
            if waiting:
                call_command("draw_demonstration_pictures", stdout=self.stdout)
                _hang_pictures(waiting)
                call_command("add_demonstration_files", stdout=self.stdout)
                _show_files(waiting)
        if waiting:
            names = {"by": "releaser", "asked_by": "author"}
            call_command("publish_loaded", *waiting, **names, stdout=self.stdout, verbosity=options["verbosity"])
        self._show(accounts)

    def _accounts(self) -> dict[Account, str]:
        """Make the accounts that are missing; return each with its password, or with what to say instead."""
        found = {account: self._find(account) for account in ACCOUNTS}
        if not all(found.values()):
            # Slow on purpose, and all four have the same one.
            encoded = make_password(DEMO_PASSWORD)
            for account in [account for account, user in found.items() if user is None]:
                found[account] = _make(account, encoded)
        opens = {encoded: check_password(DEMO_PASSWORD, encoded) for encoded in {u.password for u in found.values()}}
        return {account: DEMO_PASSWORD if opens[user.password] else "(changed)" for account, user in found.items()}

    def _find(self, account: Account):
        users = get_user_model().objects
        user = users.filter(email=account.email).first()
        if user is None and users.filter(username=account.username).exists():
            raise CommandError(
                f"The name {account.username!r} belongs to an account that is no demonstration. Rename that account, "
                "or use another database."
            )
        return user

    def _show(self, accounts: dict[Account, str]) -> None:
        rows = [("Account", "Password", "Part in the newsroom")]
        rows += [(account.username, password, account.role) for account, password in accounts.items()]
        widths = [max(len(row[column]) for row in rows) for column in range(2)]
        self.stdout.write("")
        for name, password, role in rows:
            self.stdout.write(f"  {name:{widths[0]}}   {password:{widths[1]}}   {role}")


@transaction.atomic
def _make(account: Account, encoded: str):
    user = get_user_model().objects.create(
        username=account.username, email=account.email, password=encoded, is_staff=True
    )
    user.groups.add(Group.objects.get(name=GROUPS[account.username]))
    return user


def _is_known(uids: dict[type, list[uuid.UUID]]) -> bool:
    """Tell whether a file was loaded before: a row of it is there, or a page whose draft was deleted since."""
    everything = [uid for found in uids.values() for uid in found]
    return Page.objects.filter(uid__in=everything).exists() or any(
        model.objects.filter(uid__in=found).exists() for model, found in uids.items()
    )


def _never_asked_for(files) -> list[uuid.UUID]:
    """Return the pages of the demonstration that nobody ever asked to publish, this command included."""
    asked_for = set(Candidate.objects.values_list("page__uid", flat=True))
    models = {kind.model for kind in kinds.every()}
    found = [uid for uids in files for model in uids if model in models for uid in uids[model]]
    return [uid for uid in found if uid not in asked_for]


def _hang_pictures(waiting: list[uuid.UUID]) -> None:
    """Give pages that were never published their picture, if they have none."""
    pictures = {scene.name: scene.uid for scene in SCENES}
    for kind in kinds.every():
        for row in kind.model.objects.filter(uid__in=PICTURES.keys() & set(waiting)):
            if row.picture is None:
                row.picture = Picture.objects.get(uid=pictures[PICTURES[row.uid]])
                row.save()


def _show_files(waiting: list[uuid.UUID]) -> None:
    """Give pages that were never published their film and their document, if they have none."""
    film, document = Film.objects.get(uid=files.FILM), Download.objects.get(uid=files.DOCUMENT)
    for briefing in Briefing.objects.filter(uid=BRIEFING_WITH_FILM, mission__uid__in=waiting, film=None):
        briefing.film = film
        briefing.save()
    for article in Article.objects.filter(uid=ARTICLE_WITH_DOCUMENT).filter(uid__in=waiting):
        last = max((block.order for block in article.blocks.all()), default=0)
        values = {"article": article, "kind": Block.Kind.DOCUMENT, "download": document, "order": last + 10}
        if not article.blocks.filter(download=document).exists():
            Block(uid=PIECE_WITH_DOCUMENT, **values).save()
    for page in StandingPage.objects.filter(role=ROLE_WITH_DOCUMENT, uid__in=waiting, downloads=None):
        PageDownload.objects.create(page=page, download=document, order=1)
