"""The indexes of stems: GIN on PostgreSQL, FTS5 on SQLite, each kept by the database itself.

Stems are letters and figures, so both databases split them at spaces and nowhere else, and find the same rows. Nothing
here stems, ranks or marks: that would differ from one to the other.
"""

TABLE = "publishing_searchentry"
COLUMNS = ("title", "lead", "body")


def _postgresql() -> list[str]:
    added = ", ".join(
        # Without positions: a phrase is looked for in the text of the column.
        f"ADD COLUMN {column}_index tsvector GENERATED ALWAYS AS (strip(to_tsvector('simple', {column}))) STORED"
        for column in COLUMNS
    )
    return [
        f"ALTER TABLE {TABLE} {added}",
        *(
            # Readers ask all day, publications are rare: words go into the index at once, not onto a waiting list.
            f"CREATE INDEX search_{column} ON {TABLE} USING gin ({column}_index) WITH (fastupdate = off)"
            for column in COLUMNS
        ),
    ]


def _sqlite() -> list[str]:
    index, names = f"{TABLE}_index", ", ".join(COLUMNS)
    new, old = (", ".join(f"{row}.{name}" for name in ("id", *COLUMNS)) for row in ("NEW", "OLD"))
    add = f"INSERT INTO {index} (rowid, {names}) VALUES ({new});"  # noqa: S608 - names of our own
    remove = f"INSERT INTO {index} ({index}, rowid, {names}) VALUES ('delete', {old});"  # noqa: S608 - likewise
    return [
        f"CREATE VIRTUAL TABLE {index} USING fts5({names}, content='{TABLE}', content_rowid='id', "
        "tokenize='ascii', detail='column')",
        f"CREATE TRIGGER search_entry_added AFTER INSERT ON {TABLE} BEGIN {add} END",
        f"CREATE TRIGGER search_entry_removed AFTER DELETE ON {TABLE} BEGIN {remove} END",
        f"CREATE TRIGGER search_entry_changed AFTER UPDATE ON {TABLE} BEGIN {remove} {add} END",
    ]


def creation(vendor: str) -> list[str]:
    """Return the statements that create the indexes on a kind of database, over a table that is still empty."""
    return _postgresql() if vendor == "postgresql" else _sqlite()


def removal(vendor: str) -> list[str]:
    """Return the statements that drop them."""
    if vendor == "postgresql":
        return [f"ALTER TABLE {TABLE} {', '.join(f'DROP COLUMN {column}_index' for column in COLUMNS)}"]
    triggers = [f"DROP TRIGGER search_entry_{when}" for when in ("added", "removed", "changed")]
    return [*triggers, f"DROP TABLE {TABLE}_index"]


def install(_apps, schema_editor) -> None:
    """Create the indexes; the order of arguments is that of `RunPython`."""
    for statement in creation(schema_editor.connection.vendor):
        schema_editor.execute(statement)


def remove(_apps, schema_editor) -> None:
    """Drop the indexes."""
    for statement in removal(schema_editor.connection.vendor):
        schema_editor.execute(statement)
