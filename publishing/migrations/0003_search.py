"""What search reads of published versions, its indexes, and the rows of the versions there are already."""

import django.db.models.deletion
from django.db import migrations, models

from publishing import indexing, kinds, stem_indexes
from publishing.models.searchable import StemsField


def fill(apps, _schema_editor):
    """Write the rows of versions published before; by documents, which stay readable for ever, not by live models."""
    Edition, SearchEntry = apps.get_model("publishing", "Edition"), apps.get_model("publishing", "SearchEntry")
    known = {field.name for field in SearchEntry._meta.get_fields()}
    batch = []
    editions = Edition.objects.exclude(path="").order_by("pk").values_list("pk", "kind", "document", "live_from")
    for pk, kind, document, live_from in editions.iterator(chunk_size=200):
        found = indexing.columns(kinds.get(kind).document.read(document), live_from)
        batch.append(SearchEntry(edition_id=pk, **{name: value for name, value in found.items() if name in known}))
        if len(batch) == 200:
            SearchEntry.objects.bulk_create(batch)
            batch = []
    SearchEntry.objects.bulk_create(batch)


class Migration(migrations.Migration):
    dependencies = [("publishing", "0002_frozen_versions")]

    operations = [
        migrations.CreateModel(
            name="SearchEntry",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("language", models.CharField(max_length=10)),
                ("day", models.DateField()),
                ("title", StemsField()),
                ("lead", StemsField()),
                ("body", StemsField()),
                ("text", models.TextField()),
                (
                    "edition",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to="publishing.edition"
                    ),
                ),
            ],
            options={"indexes": [models.Index(fields=["language", "day", "edition"], name="search_newest")]},
        ),
        migrations.RunPython(stem_indexes.install, stem_indexes.remove),
        migrations.RunPython(fill, migrations.RunPython.noop),
    ]
