"""Lifts documents of older shapes to today's, one step at a time, for as long as the product lives.

A change of shape raises `current_schema` of its document class and adds one step here; no step is ever removed, because
published versions of that shape stay in the database unchanged.
A new field with a default is no change of shape: an older document is read with the default.
"""

from collections.abc import Callable

Step = Callable[[dict], dict]

# (kind, schema a document has) → the step to the next schema.
STEPS: dict[tuple[str, int], Step] = {}


def upgraded(document: dict, *, to: int) -> dict:
    """Return the document in schema `to`; a document that is already there comes back as it is."""
    while document["schema_version"] < to:
        version = document["schema_version"]
        document = STEPS[document["kind"], version](document) | {"schema_version": version + 1}
    return document
