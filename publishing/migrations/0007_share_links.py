"""Share links, their frozen documents, the answers of guests; and the right to share for the roles that have it."""

import django.db.models.deletion
import uuid
from django.conf import settings
from django.contrib.auth.management import create_permissions
from django.db import migrations, models

from publishing import roles

NEW = {"publishing.share_draft", "publishing.view_sharelink"}


def grant(apps, schema_editor):
    """Give the groups that exist what is new; permissions are made here, because Django makes them at the very end."""
    app = apps.get_app_config("publishing")
    app.models_module = True
    create_permissions(app, verbosity=0, apps=apps, using=schema_editor.connection.alias)
    app.models_module = None
    roles.grant(apps.get_model("auth", "Group"), apps.get_model("auth", "Permission"), NEW)


def keep(apps, schema_editor):
    """Keep the permissions: they go with the tables they are about, or harm nothing."""


class Migration(migrations.Migration):
    dependencies = [
        ("publishing", "0006_two_people_in_one_form"),
        ("auth", "0012_alter_user_first_name_max_length"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="ShareLink",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("uid", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ("token_digest", models.CharField(editable=False, max_length=64, unique=True)),
                ("audience", models.CharField(blank=True, max_length=100, verbose_name="for whom")),
                (
                    "of",
                    models.CharField(
                        choices=[("draft", "Draft"), ("request", "Request for publication")],
                        default="draft",
                        max_length=10,
                        verbose_name="what it shows",
                    ),
                ),
                ("made_at", models.DateTimeField(verbose_name="shared at")),
                ("expires_at", models.DateTimeField(verbose_name="valid until")),
                ("revoked_at", models.DateTimeField(blank=True, null=True, verbose_name="revoked at")),
                (
                    "made_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="share_links",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="shared by",
                    ),
                ),
                (
                    "page",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="share_links",
                        to="publishing.page",
                        verbose_name="page",
                    ),
                ),
                (
                    "revoked_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="revoked by",
                    ),
                ),
            ],
            options={
                "verbose_name": "share link",
                "verbose_name_plural": "share links",
                "ordering": ["-made_at", "-pk"],
                "permissions": [("share_draft", "Can share a draft with somebody without an account")],
            },
        ),
        migrations.CreateModel(
            name="SharedDocument",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("language", models.CharField(max_length=10, verbose_name="language")),
                ("document", models.TextField(verbose_name="document")),
                (
                    "link",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="documents",
                        to="publishing.sharelink",
                        verbose_name="share link",
                    ),
                ),
            ],
            options={
                "verbose_name": "shared document",
                "verbose_name_plural": "shared documents",
                "ordering": ["link", "pk"],
            },
        ),
        migrations.CreateModel(
            name="GuestAnswer",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("language", models.CharField(max_length=10, verbose_name="language")),
                ("name", models.CharField(max_length=100, verbose_name="name")),
                (
                    "verdict",
                    models.CharField(
                        choices=[("yes", "Yes, this can go out"), ("no", "No, not like this")],
                        max_length=3,
                        verbose_name="answer",
                    ),
                ),
                ("comment", models.TextField(blank=True, max_length=2000, verbose_name="comment")),
                ("at", models.DateTimeField(verbose_name="at")),
                ("read_at", models.DateTimeField(blank=True, null=True, verbose_name="read at")),
                (
                    "read_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="read by",
                    ),
                ),
                (
                    "link",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="answers",
                        to="publishing.sharelink",
                        verbose_name="share link",
                    ),
                ),
            ],
            options={
                "verbose_name": "answer of a guest",
                "verbose_name_plural": "answers of guests",
                "ordering": ["-at", "-pk"],
            },
        ),
        migrations.AddConstraint(
            model_name="sharelink",
            constraint=models.CheckConstraint(
                condition=models.Q(("expires_at__gt", models.F("made_at"))), name="a_share_link_expires"
            ),
        ),
        migrations.AddConstraint(
            model_name="sharelink",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("revoked_at__isnull", True), ("revoked_by__isnull", True)),
                    models.Q(("revoked_at__isnull", False), ("revoked_by__isnull", False)),
                    _connector="OR",
                ),
                name="a_revocation_has_who_and_when",
            ),
        ),
        migrations.AddConstraint(
            model_name="shareddocument",
            constraint=models.UniqueConstraint(fields=("link", "language"), name="one_shared_document_per_language"),
        ),
        migrations.AddConstraint(
            model_name="guestanswer",
            constraint=models.CheckConstraint(
                condition=models.Q(("name", ""), _negated=True),
                name="a_guest_has_a_name",
                violation_error_message="Write your name, so that the newsroom knows who answers.",
            ),
        ),
        migrations.AddConstraint(
            model_name="guestanswer",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("read_at__isnull", True), ("read_by__isnull", True)),
                    models.Q(("read_at__isnull", False), ("read_by__isnull", False)),
                    _connector="OR",
                ),
                name="whoever_read_an_answer_is_known",
            ),
        ),
        migrations.RunPython(grant, keep),
    ]
