"""The roles of the desk, made from the data in `publishing.roles`; an existing group keeps what it has beside."""

from django.contrib.auth.management import create_permissions
from django.db import migrations

from publishing import roles


def make_roles(apps, schema_editor):
    """Make the groups; permissions are made here already, because Django makes them after the last migration only."""
    for label in ("auth", "languages", "images", "publishing", "timeline", "missions", "articles"):
        app = apps.get_app_config(label)
        app.models_module = True
        create_permissions(app, verbosity=0, apps=apps, using=schema_editor.connection.alias)
        app.models_module = None
    roles.ensure(apps.get_model("auth", "Group"), apps.get_model("auth", "Permission"))


def keep_roles(apps, schema_editor):
    """Keep the groups: people are in them, and they harm nothing."""


class Migration(migrations.Migration):
    dependencies = [
        ("articles", "0002_initial"),
        ("missions", "0001_initial"),
        ("timeline", "0001_initial"),
        ("images", "__first__"),
        ("languages", "0002_alter_segment_options"),
        ("publishing", "0002_frozen_versions"),
        ("auth", "0012_alter_user_first_name_max_length"),
    ]

    operations = [migrations.RunPython(make_roles, keep_roles)]
