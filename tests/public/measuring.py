"""What an answer cost the database: statements, rows and characters read, tables named."""

import re
from contextlib import contextmanager
from dataclasses import dataclass, field

from django.db import connection
from django.db.backends.utils import CursorWrapper

TABLE = re.compile(r'(?:FROM|JOIN)\s+"(\w+)"', re.IGNORECASE)


@dataclass
class Cost:
    statements: list[str] = field(default_factory=list)
    rows: int = 0
    characters: int = 0

    @property
    def queries(self):
        return len(self.statements)

    @property
    def tables(self):
        return {table for statement in self.statements for table in TABLE.findall(statement)}

    def read(self, rows):
        self.rows += len(rows)
        self.characters += sum(len(str(value)) for row in rows for value in row)


class CountingCursor(CursorWrapper):
    cost: Cost

    def execute(self, sql, params=None):
        self.cost.statements.append(sql)
        return super().execute(sql, params)

    def fetchone(self):
        row = self.cursor.fetchone()
        self.cost.read([row] if row else [])
        return row

    def fetchmany(self, *args):
        rows = self.cursor.fetchmany(*args)
        self.cost.read(rows)
        return rows

    def fetchall(self):
        rows = self.cursor.fetchall()
        self.cost.read(rows)
        return rows


@contextmanager
def measured():
    """Count what is asked of the database inside the block."""
    cost = Cost()
    cursor_class = type("Counting", (CountingCursor,), {"cost": cost})
    make = connection.make_cursor
    connection.make_cursor = lambda cursor: cursor_class(cursor, connection)
    try:
        yield cost
    finally:
        connection.make_cursor = make
