"""Who may write and see films and documents, from the data in `publishing.roles`; a group keeps what it has beside.

Here and not in `files`, which knows nothing of roles.
"""

from django.contrib.auth.management import create_permissions
from django.db import migrations

from publishing import roles


def give_rights(apps, schema_editor):
    """Give the groups their rights; permissions are made here already, because Django makes them afterwards only."""
    app = apps.get_app_config("files")
    app.models_module = True
    create_permissions(app, verbosity=0, apps=apps, using=schema_editor.connection.alias)
    app.models_module = None
    roles.ensure(apps.get_model("auth", "Group"), apps.get_model("auth", "Permission"))


def keep_rights(apps, schema_editor):
    """Keep the rights: without their tables they harm nothing."""


class Migration(migrations.Migration):
    dependencies = [
        ("articles", "0004_films_and_documents"),
        ("files", "0001_initial"),
        ("auth", "0012_alter_user_first_name_max_length"),
    ]

    operations = [migrations.RunPython(give_rights, keep_rights)]
