"""What the walk of the desk finds: a row of every kind, published once and changed since; how to fill in forms."""

import datetime
import io
from types import SimpleNamespace

from django.contrib.auth.models import Group
from django.core.files import File
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone
from PIL import Image

from languages.columns import LANGUAGES, column
from publishing import addresses, drafts, saves
from publishing.models import (
    AddressTransfer,
    DeletedDraft,
    Redaction,
    SavedDraft,
    ShareLink,
    TakeDown,
    Withdrawal,
)
from tests import factories
from tests.desk import matrix
from tests.files.pdfs import pdf
from tests.missions.desk_forms import Filled, filled_in
from tests.people import PASSWORD, make_user
from tests.publishing.stories import ask, publish, written_by

MAKERS = {
    "missions_mission": factories.make_mission,
    "missions_operation": factories.make_operation,
    "missions_place": factories.make_place,
    "missions_component": factories.make_component,
    "missions_easyversion": factories.make_easy_version,
    "articles_article": lambda: factories.make_block().article,
    "articles_theme": factories.make_theme,
    "articles_category": factories.make_category,
    "articles_tag": factories.make_tag,
    "articles_person": factories.make_person,
    "articles_notice": factories.make_notice,
    "articles_standingpage": factories.make_standing_page,
    "images_picture": factories.make_picture,
    "files_film": factories.make_film,
    "files_download": factories.make_download,
}
LATER = timezone.make_aware(datetime.datetime(2031, 3, 3, 6, 0))


def make_people():
    """Return one account per role; whoever is anonymous has none."""
    people = {"anonymous": None}
    for role in matrix.ROLES[1:]:
        group = {"charlie": [], "translator": ["translator-de"], "superuser": []}.get(role, [role])
        people[role] = make_user(role, groups=group, is_superuser=role == "superuser")
    return people


def name_field(row):
    """Return the field that names a row: what a renaming changes."""
    fields = {field.name for field in row._meta.get_fields()}
    return next(field for field in ("title", "label", "name", "alternative_text") if field in fields)


def name_of(row):
    return f"{row._meta.app_label}_{row._meta.model_name}"


def titled(words):
    """Return a title in every language, so that none waits for its translation."""
    return {column("title", code): f"{words} {code}" for code in LANGUAGES}


def make_world():
    """Return every object that an address of the desk can be about, written by Alice and let out by Bob."""
    alice, bob = make_user("alice", groups=["author"]), make_user("bob", groups=["releaser"])
    world = SimpleNamespace(people=make_people(), alice=alice, bob=bob, rows={}, editions={})
    for kind, make in MAKERS.items():
        row = make()
        if kind in matrix.PAGES:
            row = written_by(alice, row)
            world.editions[kind] = publish(row, alice=alice, bob=bob)["fr"]
            row = written_by(alice, row, **{column(name_field(row), code): f"Autre {code}" for code in LANGUAGES})
        else:
            saves.record(row, by=alice)
        world.rows[kind] = row
    other = written_by(alice, factories.make_standing_page(role="press", slug="press", title="Press"))
    world.edition = publish(other, alice=alice, bob=bob)["fr"]
    other = written_by(alice, other, **titled("Press office"))
    publish(other, alice=alice, bob=bob)
    world.request = ask(written_by(alice, other, **titled("The press office")), by=alice)
    gone = written_by(alice, factories.make_standing_page(role="legal", slug="legal", title="Legal", body="<p>L.</p>"))
    publish(gone, alice=alice, bob=bob)
    boss = world.people["superuser"]
    world.redaction = Redaction.objects.redact(gone.page(), "body", by=boss, reason="No.", languages=["fr"])
    (world.withdrawal, *_others) = Withdrawal.objects.withdraw(gone.page(), by=boss, reason="No.", languages=["nl"])
    world.take_down = TakeDown.objects.take_down(factories.make_picture().content_hash, by=boss, reason="No.")
    world.address = world.edition.page.addresses.first()
    give = publish(
        written_by(alice, factories.make_standing_page(role="contact", slug="contact", title="Contact")),
        alice=alice,
        bob=bob,
    )["fr"]
    freed = publish(
        written_by(alice, factories.make_standing_page(role="families", slug="families", title="Families")),
        alice=alice,
        bob=bob,
    )["fr"]
    Withdrawal.objects.withdraw(freed.page, by=boss, reason="No.", languages=LANGUAGES)
    addresses.take_over(freed.path, page=give.page, by=boss, at=timezone.now(), reason="Moved.")
    world.transfer = AddressTransfer.objects.get()
    world.free_path = freed.page.addresses.exclude(path=freed.path).first().path
    world.new_owner = give.path
    document = drafts.frozen_in_all_languages(other)["fr"]
    world.link, _token = ShareLink.objects.share(other.page(), {"fr": document}, by=alice)
    deleted = factories.make_tag(label="Deleted")
    saves.record(deleted, by=alice, what=SavedDraft.What.DELETED)
    deleted.delete()
    world.deleted = DeletedDraft.objects.recoverable(timezone.now()).get(page_uid=deleted.uid)
    world.spare_mission = factories.make_mission()
    world.account = make_user("somebody")
    world.group = Group.objects.create(name="guests")
    world.states = make_states(world.people["author"], bob, boss)
    return world


def make_states(author, bob, boss):
    """Return a page and its request by state, each written and asked for by the author."""
    rows = {state: written_by(author, factories.make_notice()) for state in matrix.STATES}
    requests = {
        "asked": ask(rows["asked"], by=author),
        "scheduled": ask(rows["scheduled"], by=author, wanted_from=LATER),
        "live": ask(rows["live"], by=author),
        "withdrawn": ask(rows["withdrawn"], by=author),
    }
    for state in ("scheduled", "live", "withdrawn"):
        requests[state].approve(by=bob)
    Withdrawal.objects.withdraw(rows["withdrawn"].page(), by=boss, reason="No.", languages=LANGUAGES)
    rows["live"] = written_by(author, rows["live"], **titled("Changed since"))
    return {state: (row, requests.get(state)) for state, row in rows.items()}


# ---- Addresses -------------------------------------------------------------------------------------------------------


def address_of(name, world):
    """Return the address of a name of the table, about the objects of the world."""
    if name == "app_list":
        return reverse("admin:app_list", args=["missions"])
    if name == "anything_else":
        return f"{reverse('admin:index')}nothing/here/"
    if name == "guide-chapter":
        return reverse("admin:guide-chapter", args=["nothing-you-type-is-lost"])
    if name == "open-page":
        return reverse("admin:open-page", args=[world.rows["articles_standingpage"].uid])
    if name == "trail-export":
        return reverse("admin:trail-export", args=["csv"])
    if name == "autocomplete":
        asked = "app_label=missions&model_name=mission&field_name=places&term="
        return f"{reverse('admin:autocomplete')}?{asked}"
    if name == "publishing_release_together":
        rows = [world.rows[kind] for kind in ("articles_tag", "articles_person")]
        return together(rows)
    arguments, verb, kind = arguments_of(name, world)
    if verb == "translate":
        row = world.rows[kind]
        return f"{reverse(f'admin:{name}', args=arguments)}?passage={row.uid}.{name_field(row)}"
    if verb == "change_or_list":
        return f"{reverse(f'admin:{kind}_changelist')}{arguments[0]}/"
    return reverse(f"admin:{name}", args=arguments)


def together(rows):
    """Return where the publication of several pages is asked for."""
    return f"{reverse('admin:publishing_release_together')}?{'&'.join(f'page={row.uid}' for row in rows)}"


def arguments_of(name, world):
    """Return what stands in an address, with its verb and its kind."""
    picture, film = world.rows["images_picture"], world.rows["files_film"]
    special = {
        "images_picture_upload": [],
        "images_picture_dismiss": [],
        "publishing_release_together": [],
        "images_picture_rendition": [picture.pk, "original-64.webp"],
        "publishing_release_roll_back": [world.edition.sequence],
        "publishing_release_preview_page": [world.request.pk, world.edition.page.uid, "fr"],
        "publishing_release_preview_file": [world.request.pk, "0" * 64, "captions.vtt"],
        "publishing_preview_media": [picture.content_hash, "original-64.webp"],
        "publishing_preview_file": [film.content_hash, film.content_hash, "film.mp4"],
    }
    known = {
        **world.rows,
        "publishing_release": world.request,
        "publishing_withdrawal": world.withdrawal,
        "publishing_redaction": world.redaction,
        "publishing_sharelink": world.link,
        "publishing_takedown": world.take_down,
        "publishing_address": world.address,
        "publishing_addresstransfer": world.transfer,
        "publishing_deleteddraft": world.deleted,
        "auth_user": world.account,
        "auth_group": world.group,
    }
    kind = next((kind for kind in known if name.startswith(f"{kind}_")), "")
    verb = name.removeprefix(f"{kind}_")
    if name in special:
        return special[name], verb, kind
    if not kind or verb in ("changelist", "add"):
        return [], verb, kind
    row = known[kind]
    more = {
        "preview_page": lambda: ["fr"],
        "translate": lambda: ["de"],
        "take": lambda: [world.editions[kind].sequence],
        "restore_save": lambda: [SavedDraft.objects.of(row.uid).order_by("pk").first().pk],
    }
    return [row.pk, *more.get(verb, list)()], verb, kind


# ---- Forms -----------------------------------------------------------------------------------------------------------


def body_of(name, world, client):
    """Return what is sent to an address: a form filled in as somebody who may do everything would."""
    _arguments, verb, kind = arguments_of(name, world)
    bodies = {
        "publishing_release_decide": {"verb": "refuse", "refuse-reason": "Not yet."},
        "publishing_release_roll_back": {"reason": "As before."},
        "publishing_release_together": {
            "when": "now",
            **{
                f"page-{world.rows[kind].page().pk}-{field}": value
                for kind in ("articles_tag", "articles_person")
                for field, value in (("languages", LANGUAGES), ("ticks", ["fr:label"]))
            },
        },
        "publishing_sharelink_link": {"verb": "revoke"},
        "publishing_takedown_add": {"picture": world.rows["images_picture"].content_hash, "reason": "Wrong person."},
        "publishing_addresstransfer_add": {
            "path": world.free_path,
            "new_owner": world.new_owner,
            "reason": "It moves.",
        },
        "images_picture_upload": {"files": [upload("image/png")]},
        "auth_user_add": {"username": "new", "usable_password": "true", "password1": NEW, "password2": NEW},
        "auth_user_change": {
            "username": "renamed",
            "is_active": "on",
            "date_joined_0": "2026-01-01",
            "date_joined_1": "00:00:00",
        },
        "auth_user_password_change": {"usable_password": "true", "password1": NEW, "password2": NEW},
        "auth_group_add": {"name": "new"},
        "auth_group_change": {"name": "renamed"},
        "password_change": {"old_password": PASSWORD, "new_password1": NEW, "new_password2": NEW},
        "absences": {
            "first_day": "2031-01-01",
            "last_day": "2031-01-02",
            "deputy": world.bob.pk,
        },
        "trail-export": {},
    }
    if name in bodies:
        return bodies[name]
    if verb == "change":
        return changed_form(world, client, kind)
    if verb == "translate":
        return {column(name_field(world.rows[kind]), "de"): "Neuer Name", "_next": "1"}
    if verb == "add" and kind in world.rows:
        return new_form(world, client, kind)
    if verb in OFFERED and kind in world.rows:
        return PAGE_BODIES[verb] | offered(world, client, name, verb)
    return PAGE_BODIES.get(verb, {})


OFFERED = {
    "publish": lambda context: {"ticks": [item["tick"] for item in context["differences"]]},
    "take": lambda context: {"ticks": [offer["tick"] for offer in context["offers"]]},
    "redact": lambda context: {
        "passage": next(
            key
            for _title, choices in context["form"].fields["passage"].choices
            for key, _words in choices
            if key in ("title", "label", "name")
        )
    },
}


def offered(world, client, name, verb):
    """Return what a page of the desk offers to choose, as somebody who may do everything sees it."""
    client.force_login(world.people["superuser"])
    return OFFERED[verb](client.get(address_of(name, world)).context)


NEW = "another-long-password-of-the-tests"
PAGE_BODIES = {
    "publish": {"languages": LANGUAGES, "when": "now"},
    "withdraw": {"languages": ["fr"], "reason": "Wrong page."},
    "redact": {"languages": LANGUAGES, "reason": "A name."},
    "preview_request": {"preview": "fr", "languages": ["fr"]},
    "share": {"state": "draft", "languages": ["fr"], "days": "7"},
    "take": {},
    "delete": {"post": "yes"},
}


def upload(media_type):
    if media_type == "application/pdf":
        return SimpleUploadedFile("sent.pdf", pdf(title="Another report"), media_type)
    drawn = io.BytesIO()
    Image.new("RGB", (40, 30), "navy").save(drawn, "PNG")
    return SimpleUploadedFile("sent.png", drawn.getvalue(), media_type)


def opened_form(world, client, row):
    """Return a form as a browser has it, opened by somebody who may do everything."""
    client.force_login(world.people["superuser"])
    fields = filled_in(client.get(f"{reverse(f'admin:{name_of(row)}_change', args=[row.pk])}?language=all"))
    kept = {name: value for name, value in fields.items() if value is not None and not isinstance(value, File)}
    return Filled(kept, fields.empty_rows)


def changed_form(world, client, kind):
    """Return the form of a row with its name changed in French and in German."""
    if kind not in world.rows:
        return {}
    row = world.rows[kind]
    field = name_field(row)
    return opened_form(world, client, row) | {column(field, "fr"): "Nom changé", column(field, "de"): "Neuer Name"}


def new_form(world, client, kind):
    """Return the form of a row to be, as like another as may be."""
    form = opened_form(world, client, world.rows[kind])
    form = {name: value for name, value in form.items() if "-" not in name or name.endswith("_FORMS")}
    form |= {name: "0" for name in form if name.endswith("_FORMS")}
    form |= {column("slug", code): f"new-{code}" for code in LANGUAGES if column("slug", code) in form}
    changed = {
        "missions_place": {"code": "X-NEW"},
        "missions_operation": {"acronym": "NEW"},
        "missions_easyversion": {"mission": world.spare_mission.pk},
        "articles_standingpage": {"role": "privacy"},
        "images_picture": {"file": upload("image/png")},
        "files_download": {"file": upload("application/pdf")},
        "files_film": {"external_url": "https://video.example.org/film"},
    }
    return form | changed.get(kind, {})


def sent_for(verb, state, world, client):
    """Return where a verb is sent about the page in a state, and with which form."""
    row, release = world.states[state]
    if verb not in ("change", "delete", "publish", "withdraw", "redact", "share"):
        more = {"refuse-reason": "No.", "reschedule-moment_0": "2031-04-04", "reschedule-moment_1": "06:00"}
        return reverse("admin:publishing_release_decide", args=[release.pk]), {"verb": verb} | more
    address = reverse(f"admin:{name_of(row)}_{verb}", args=[row.pk])
    if verb == "change":
        return address, opened_form(world, client, row) | {"title_fr": "Nom changé", "title_de": "Neuer Name"}
    body = PAGE_BODIES[verb] | {"languages": LANGUAGES, "passage": "title"}
    if verb == "publish":
        body |= {"ticks": [f"{code}:title" for code in LANGUAGES] if state == "live" else []}
    return address, body
