"""The database itself refuses to change or delete a published version."""

from django.db import migrations

from publishing import triggers


class Migration(migrations.Migration):
    dependencies = [("publishing", "0001_initial")]

    operations = [migrations.RunPython(triggers.install, triggers.remove)]
