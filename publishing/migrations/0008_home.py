"""The home of the desk, the outbox, the housekeeping and the trail; what happened before is entered into the trail."""

import json

import django.db.models.deletion
from django.conf import settings
from django.contrib.auth.management import create_permissions
from django.db import migrations, models


from publishing import roles

# Which entry a decision of earlier days becomes.
DECIDED = {"approved": "approved", "refused": "refused", "cancelled": "cancelled", "void": "void"}


def name_candidates(apps, schema_editor):
    """Give the documents of earlier publications their titles."""
    Candidate = apps.get_model("publishing", "Candidate")
    for candidate in Candidate.objects.filter(title="").iterator(chunk_size=200):
        document = json.loads(candidate.document)
        candidate.title = str(document.get("title") or document.get("label") or document.get("name") or "")[:200]
        candidate.save(update_fields=["title"])


def enter_the_past(apps, schema_editor):
    """Enter into the trail what earlier records know; words before and after were not kept then."""
    entries = list(_past(apps))
    apps.get_model("publishing", "TrailEntry").objects.bulk_create(entries, batch_size=500)


def _past(apps):
    def rows(name, *related):
        return apps.get_model("publishing", name).objects.select_related(*related).order_by("pk").iterator()

    Entry = apps.get_model("publishing", "TrailEntry")
    titles = dict(apps.get_model("publishing", "Edition").objects.order_by("sequence").values_list("page_id", "title"))
    candidates = {}
    for candidate in rows("Candidate"):
        candidates.setdefault(candidate.release_id, {}).setdefault(candidate.page_id, []).append(candidate)

    def entry(act, who, at, page_id=None, **facts):
        title = facts.pop("title", "") or titles.get(page_id, "")
        by = {"by": who, "by_name": who.username if who else ""}
        return Entry(act=act, at=at, page_id=page_id, title=title, **by, **facts)

    for writing in rows("Writing", "by"):
        place = {"place": writing.change, "languages": writing.language}
        yield entry("saved", writing.by, writing.at, writing.page_id, **place)
    for release in rows("Release", "requested_by", "decided_by", "confirmed_by"):
        for page_id, found in candidates.get(release.pk, {}).items():
            facts = {
                "title": next((each.title for each in found if each.title), ""),
                "languages": " ".join(sorted(each.language for each in found)),
                "release": release,
            }
            yield entry(
                "asked", release.requested_by, release.requested_at, page_id, moment=release.wanted_from, **facts
            )
            if release.state in DECIDED:
                small = release.state == "approved" and release.nature == "small"
                act = "small" if small else DECIDED[release.state]
                told = {"detail": release.reason, "moment": release.live_from}
                yield entry(act, release.decided_by, release.decided_at, page_id, **told, **facts)
            if release.confirmed_at:
                yield entry("confirmed", release.confirmed_by, release.confirmed_at, page_id, **facts)
    for row in rows("Withdrawal", "by"):
        yield entry("withdrawn", row.by, row.at, row.page_id, languages=row.language, detail=row.reason)
    for row in rows("Redaction", "by"):
        yield entry(
            "redacted",
            row.by,
            row.at,
            row.page_id,
            place=row.passage,
            languages=" ".join(row.languages),
            detail=row.reason,
        )
    for row in rows("TakeDown", "by"):
        yield entry("taken_down", row.by, row.at, place=row.content_hash, detail=row.reason)
    for row in rows("AddressTransfer", "by", "address"):
        yield entry("address", row.by, row.at, row.to_page_id, place=row.address.path, detail=row.reason)


def give_rights(apps, schema_editor):
    """Let releasers and administrators read the trail; Django makes permissions after the last migration only."""
    app = apps.get_app_config("publishing")
    app.models_module = True
    create_permissions(app, verbosity=0, apps=apps, using=schema_editor.connection.alias)
    app.models_module = None
    roles.ensure(apps.get_model("auth", "Group"), apps.get_model("auth", "Permission"))


def leave(apps, schema_editor):
    """Leave titles and rights: they harm nothing, and the tables go."""


class Migration(migrations.Migration):
    dependencies = [
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
        ("auth", "0012_alter_user_first_name_max_length"),
        ("publishing", "0007_share_links"),
    ]

    operations = [
        migrations.CreateModel(
            name="ChoreRun",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("name", models.CharField(max_length=60, unique=True, verbose_name="name")),
                ("ran_at", models.DateTimeField(verbose_name="at")),
                ("failed", models.BooleanField(default=False, verbose_name="failed")),
                ("outcome", models.TextField(blank=True, verbose_name="outcome")),
            ],
            options={
                "verbose_name": "housekeeping",
                "verbose_name_plural": "housekeeping",
                "ordering": ["name"],
            },
        ),
        migrations.AddField(
            model_name="candidate",
            name="title",
            field=models.CharField(blank=True, max_length=200, verbose_name="title"),
        ),
        migrations.CreateModel(
            name="Preference",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "language",
                    models.CharField(
                        choices=[("fr", "Français"), ("nl", "Nederlands"), ("de", "Deutsch"), ("en", "English")],
                        max_length=10,
                        verbose_name="language",
                    ),
                ),
                (
                    "user",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="preference",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="account",
                    ),
                ),
            ],
            options={
                "verbose_name": "language of a colleague",
                "verbose_name_plural": "languages of colleagues",
            },
        ),
        migrations.CreateModel(
            name="Absence",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("first_day", models.DateField(verbose_name="first day")),
                ("last_day", models.DateField(verbose_name="last day")),
                (
                    "deputy",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="stand_ins",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="who stands in",
                    ),
                ),
                (
                    "user",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="absences",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="who is away",
                    ),
                ),
            ],
            options={
                "verbose_name": "absence",
                "verbose_name_plural": "absences",
                "ordering": ["first_day", "pk"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("last_day__gte", models.F("first_day"))),
                        name="an_absence_ends_after_it_starts",
                        violation_error_message="The last day is before the first day. Exchange the two.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("user", models.F("deputy")), _negated=True),
                        name="somebody_else_stands_in",
                        violation_error_message="Somebody else has to stand in for you.",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Letter",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "about",
                    models.CharField(
                        choices=[
                            ("asked", "asks for approval"),
                            ("refused", "refused"),
                            ("live", "live"),
                            ("to_confirm", "small correction to confirm"),
                        ],
                        max_length=10,
                        verbose_name="about",
                    ),
                ),
                ("written_at", models.DateTimeField(verbose_name="written at")),
                ("due_at", models.DateTimeField(verbose_name="due at")),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("waiting", "waits"),
                            ("sent", "sent"),
                            ("needless", "no longer needed"),
                            ("given_up", "given up"),
                        ],
                        default="waiting",
                        max_length=10,
                        verbose_name="state",
                    ),
                ),
                ("attempts", models.PositiveSmallIntegerField(default=0, verbose_name="attempts")),
                ("sent_at", models.DateTimeField(null=True, verbose_name="sent at")),
                ("error", models.CharField(blank=True, max_length=300, verbose_name="error")),
                (
                    "instead_of",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="stands in for",
                    ),
                ),
                (
                    "release",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="letters",
                        to="publishing.release",
                        verbose_name="publication",
                    ),
                ),
                (
                    "to",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="letters",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="to",
                    ),
                ),
            ],
            options={
                "verbose_name": "letter",
                "verbose_name_plural": "letters",
                "ordering": ["-written_at", "-pk"],
                "indexes": [models.Index(fields=["state", "due_at"], name="letter_due")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("sent_at__isnull", False), ("state", "sent")),
                            models.Q(models.Q(("state", "sent"), _negated=True), ("sent_at__isnull", True)),
                            _connector="OR",
                        ),
                        name="a_letter_was_sent_at_a_moment",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Standing",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("titles", models.JSONField(default=dict, verbose_name="titles")),
                ("differs", models.BooleanField(verbose_name="differs from what is live")),
                ("published", models.BooleanField(verbose_name="published")),
                ("changes", models.PositiveIntegerField(verbose_name="number of changes")),
                ("changed_at", models.DateTimeField(verbose_name="changed at")),
                (
                    "page",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="standing",
                        to="publishing.page",
                        verbose_name="page",
                    ),
                ),
            ],
            options={
                "verbose_name": "standing of a draft",
                "verbose_name_plural": "standings of drafts",
                "indexes": [models.Index(fields=["differs", "-changed_at"], name="standing_differs")],
            },
        ),
        migrations.CreateModel(
            name="TrailEntry",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("at", models.DateTimeField(verbose_name="when")),
                ("by_name", models.CharField(blank=True, max_length=150, verbose_name="name")),
                (
                    "act",
                    models.CharField(
                        choices=[
                            ("saved", "saved the draft"),
                            ("deleted", "deleted the draft"),
                            ("asked", "asked for publication"),
                            ("approved", "approved"),
                            ("small", "published a small correction alone"),
                            ("confirmed", "confirmed a small correction"),
                            ("refused", "refused"),
                            ("cancelled", "cancelled a publication"),
                            ("moved", "moved a publication to another moment"),
                            ("void", "made a publication void"),
                            ("withdrawn", "withdrew the page"),
                            ("taken_down", "took a picture down"),
                            ("redacted", "removed a passage from every version"),
                            ("address", "gave an address to another page"),
                            ("logged_in", "logged in"),
                            ("not_logged_in", "tried to log in in vain"),
                            ("rights", "changed the rights of an account"),
                            ("password", "set the password of an account"),
                        ],
                        max_length=20,
                        verbose_name="what",
                    ),
                ),
                ("title", models.CharField(blank=True, max_length=200, verbose_name="title")),
                ("languages", models.CharField(blank=True, max_length=60, verbose_name="languages")),
                ("place", models.CharField(blank=True, max_length=200, verbose_name="place")),
                ("part", models.CharField(blank=True, max_length=80, verbose_name="part of the page")),
                ("before", models.TextField(blank=True, verbose_name="before")),
                ("after", models.TextField(blank=True, verbose_name="after")),
                ("detail", models.TextField(blank=True, verbose_name="detail")),
                ("moment", models.DateTimeField(null=True, verbose_name="for when")),
                (
                    "by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="who",
                    ),
                ),
                (
                    "page",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="trail",
                        to="publishing.page",
                        verbose_name="page",
                    ),
                ),
                (
                    "release",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="publishing.release",
                        verbose_name="publication",
                    ),
                ),
            ],
            options={
                "verbose_name": "entry of the trail",
                "verbose_name_plural": "trail",
                "ordering": ["-at", "-pk"],
                "permissions": [("view_trail", "Can read the trail")],
                "default_permissions": (),
                "indexes": [
                    models.Index(fields=["-at", "-id"], name="trail_order"),
                    models.Index(fields=["page", "-at"], name="trail_of_page"),
                    models.Index(fields=["by", "-at"], name="trail_of_person"),
                    models.Index(fields=["act", "-at"], name="trail_of_act"),
                ],
            },
        ),
        migrations.RunPython(name_candidates, leave),
        migrations.RunPython(enter_the_past, leave),
        migrations.RunPython(give_rights, leave),
    ]
