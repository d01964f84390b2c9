"""What a spreadsheet makes of a cell."""

# A cell that begins so is a formula to a spreadsheet, wherever the text came from; the wide forms too.
FORMULA = ("=", "+", "-", "@", "＝", "＋", "－", "＠", "\t", "\r", "\n")


def harmless(value: str) -> str:
    """Return a text as a cell that no spreadsheet runs: with an apostrophe before what would be a formula."""
    return f"'{value}" if value.startswith(FORMULA) else value
