"""What the database itself refuses: changing or deleting a map that was drawn."""

REFUSAL = "A map that was drawn is never changed or deleted."


def creation(vendor: str) -> list[str]:
    """Return the statements that create the triggers on a kind of database."""
    if vendor == "postgresql":
        return [
            f"""CREATE FUNCTION refuse_sheet_change() RETURNS trigger LANGUAGE plpgsql AS
            $$ BEGIN RAISE EXCEPTION '{REFUSAL}' USING ERRCODE = 'restrict_violation'; END $$""",
            """CREATE TRIGGER sheet_is_never_changed BEFORE UPDATE OR DELETE ON maps_sheet
            FOR EACH ROW EXECUTE FUNCTION refuse_sheet_change()""",
        ]
    return [
        f"CREATE TRIGGER sheet_is_never_{name} BEFORE {verb} ON maps_sheet BEGIN SELECT RAISE(ABORT, '{REFUSAL}'); END"
        for name, verb in (("changed", "UPDATE"), ("deleted", "DELETE"))
    ]


def removal(vendor: str) -> list[str]:
    """Return the statements that drop them."""
    if vendor == "postgresql":
        return ["DROP TRIGGER sheet_is_never_changed ON maps_sheet", "DROP FUNCTION refuse_sheet_change()"]
    return ["DROP TRIGGER sheet_is_never_changed", "DROP TRIGGER sheet_is_never_deleted"]


def install(_apps, schema_editor) -> None:
    """Create the triggers; the order of arguments is that of `RunPython`."""
    for statement in creation(schema_editor.connection.vendor):
        schema_editor.execute(statement)


def remove(_apps, schema_editor) -> None:
    """Drop the triggers."""
    for statement in removal(schema_editor.connection.vendor):
        schema_editor.execute(statement)
