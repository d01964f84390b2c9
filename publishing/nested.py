"""Short lists that belong to a row and are read with it, in one statement."""

from datetime import UTC, datetime

from django.db.models import Func, JSONField, QuerySet, Subquery
from django.db.models.functions import JSONObject


class _Gathered(Func):
    """The values of all rows as one JSON list; nothing for no rows on PostgreSQL, an empty list on SQLite."""

    function = "JSON_GROUP_ARRAY"
    output_field = JSONField()

    def as_postgresql(self, compiler, connection, **context):
        return self.as_sql(compiler, connection, function="JSONB_AGG", **context)


def nested(rows: QuerySet, **fields: str) -> Subquery:
    """Return rows for an annotation: a list of mappings with these fields, in no order; nothing when there are none.

    For a handful of short values. Moments come as text: `moment` reads them.
    """
    return Subquery(
        rows.order_by().values(gathered=_Gathered(JSONObject(**fields))).values("gathered"), output_field=JSONField()
    )


def moment(text: str) -> datetime:
    """Return a moment that `nested` read; SQLite stores it in UTC without saying so."""
    found = datetime.fromisoformat(text)
    return found if found.tzinfo else found.replace(tzinfo=UTC)
