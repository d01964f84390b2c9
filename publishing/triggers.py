"""What the database itself refuses: changing or deleting a published version.

A version's columns for lists and its `live_until` are derived and may be rewritten; its words, its digest and its place
in time may not. A redaction changes document and seal and counts up `redactions`; the digest stays, so that the chain
still tells a lawful removal from tampering.
"""

FROZEN = (
    "uid",
    "sequence",
    "page_id",
    "language",
    "release_id",
    "previous_digest",
    "digest",
    "live_from",
    "public_note",
)
REFUSAL = "A published version is never changed or deleted."


def _condition(differs: str) -> str:
    """Return when a change is refused; `differs` compares two values of which either may be null."""
    frozen = " OR ".join(f"OLD.{column} {differs} NEW.{column}" for column in FROZEN)
    words = f"OLD.document {differs} NEW.document OR OLD.seal {differs} NEW.seal"
    return f"{frozen} OR (({words}) AND NEW.redactions {differs} OLD.redactions + 1)"


def _sqlite() -> list[str]:
    return [
        f"""CREATE TRIGGER edition_is_never_changed BEFORE UPDATE ON publishing_edition WHEN {_condition("IS NOT")}
        BEGIN SELECT RAISE(ABORT, '{REFUSAL}'); END""",
        f"""CREATE TRIGGER edition_is_never_deleted BEFORE DELETE ON publishing_edition
        BEGIN SELECT RAISE(ABORT, '{REFUSAL}'); END""",
    ]


def _postgresql() -> list[str]:
    return [
        f"""CREATE FUNCTION refuse_edition_change() RETURNS trigger LANGUAGE plpgsql AS
        $$ BEGIN RAISE EXCEPTION '{REFUSAL}' USING ERRCODE = 'restrict_violation'; END $$""",
        f"""CREATE TRIGGER edition_is_never_changed BEFORE UPDATE ON publishing_edition
        FOR EACH ROW WHEN ({_condition("IS DISTINCT FROM")}) EXECUTE FUNCTION refuse_edition_change()""",
        """CREATE TRIGGER edition_is_never_deleted BEFORE DELETE ON publishing_edition
        FOR EACH ROW EXECUTE FUNCTION refuse_edition_change()""",
    ]


def creation(vendor: str) -> list[str]:
    """Return the statements that create the triggers on a kind of database."""
    return _postgresql() if vendor == "postgresql" else _sqlite()


def removal(vendor: str) -> list[str]:
    """Return the statements that drop them."""
    if vendor == "postgresql":
        return [
            "DROP TRIGGER edition_is_never_changed ON publishing_edition",
            "DROP TRIGGER edition_is_never_deleted ON publishing_edition",
            "DROP FUNCTION refuse_edition_change()",
        ]
    return ["DROP TRIGGER edition_is_never_changed", "DROP TRIGGER edition_is_never_deleted"]


def install(_apps, schema_editor) -> None:
    """Create the triggers; the order of arguments is that of `RunPython`."""
    for statement in creation(schema_editor.connection.vendor):
        schema_editor.execute(statement)


def remove(_apps, schema_editor) -> None:
    """Drop the triggers."""
    for statement in removal(schema_editor.connection.vendor):
        schema_editor.execute(statement)
