"""What search reads of a published version: the stems of its words, and its text for an excerpt."""

from django.db import models
from django.db.models import Lookup

from publishing.models.editions import Edition, Projection


class StemsField(models.TextField):
    """Lines of stems (`languages.stems`), each line with a space at either end, so that a phrase is a substring.

    The lookup `holds` takes a sequence of stems and finds the rows that hold all of them, by an index that the database
    keeps beside the column (`publishing.stem_indexes`).
    """


@StemsField.register_lookup
class Holds(Lookup):
    """Ask whether a column holds every one of these stems. Stems are letters and figures: no sign needs escaping."""

    lookup_name = "holds"
    prepare_rhs = False

    def as_postgresql(self, compiler, connection):
        column = self._quoted(compiler, f"{self.lhs.target.column}_index")
        return f"{column} @@ to_tsquery('simple', %s)", [" & ".join(self.rhs)]

    def as_sqlite(self, compiler, connection):
        table = connection.ops.quote_name(f"{self.lhs.target.model._meta.db_table}_index")
        stems = " AND ".join(f'"{stem}"' for stem in self.rhs)
        question = f"{self.lhs.target.column} : ({stems})"
        identity = self._quoted(compiler, self.lhs.target.model._meta.pk.column)
        found = f"SELECT rowid FROM {table} WHERE {table} MATCH %s"  # noqa: S608 - the name of our own table
        return f"{identity} IN ({found})", [question]

    def _quoted(self, compiler, column: str) -> str:
        return f"{compiler.quote_name_unless_alias(self.lhs.alias)}.{compiler.connection.ops.quote_name(column)}"


class SearchEntry(Projection):
    """A published version as search knows it. `lead` holds the title too, and `body` everything."""

    edition = models.OneToOneField(Edition, models.CASCADE, related_name="+")
    language = models.CharField(max_length=10)
    day = models.DateField()
    title = StemsField()
    lead = StemsField()
    body = StemsField()
    text = models.TextField()

    class Meta:
        indexes = [models.Index(fields=["language", "day", "edition"], name="search_newest")]

    def __str__(self):
        return f"{self.language} {self.day}"
