"""Rich text: one list configures the toolbar and what is let in."""

import re

import nh3
from django.utils.html import strip_tags
from django_prose_editor.config import allowlist_from_extensions, expand_extensions
from django_prose_editor.fields import ProseEditorField

from languages.plaintext import without_control_characters

# The toolbar shows these and the sanitiser lets through what they produce, nothing else.
EXTENSIONS = {
    "Bold": True,
    "Italic": True,
    "Superscript": True,
    "Heading": {"levels": [3, 4]},
    "BulletList": True,
    "OrderedList": True,
    "ListItem": True,
    "Blockquote": True,
    "HardBreak": True,
    "Link": {"protocols": ["https", "mailto"], "enableTarget": False},
}

# Of the shared editor configuration, attributes our pages have no use for.
_UNUSED_ATTRIBUTES = {"a": {"rel"}, "ol": {"type", "data-type"}}
# A path on this site; "//host" and "\\host" would leave it under the reader's own protocol.
_OWN_PATH = re.compile(r"(?:/(?![/\\])|#)[^\s\\]*\Z")

_BETWEEN_BLOCKS = re.compile(r"(</(?:p|li|ul|ol|blockquote|h[34])>|<(?:ul|ol|li|blockquote)>)[ \n\t]+(?=<)")


def _attribute(tag: str, name: str, value: str) -> str | None:
    if (tag, name) == ("a", "href") and not value.lower().startswith(("https:", "mailto:")):
        return value if _OWN_PATH.match(value) else None
    return value


def _cleaner() -> nh3.Cleaner:
    allowed = allowlist_from_extensions(expand_extensions(EXTENSIONS))
    allowed["attributes"] = {
        tag: set(names) - _UNUSED_ATTRIBUTES.get(tag, set()) for tag, names in allowed["attributes"].items()
    }
    return nh3.Cleaner(**allowed, attribute_filter=_attribute)


_CLEANER = _cleaner()


def sanitise(html: str | None) -> str:
    """Return HTML reduced to what the toolbar can write; empty when no text is left."""
    cleaned = _CLEANER.clean(without_control_characters(html or ""))
    # The editor, fixtures and documents hold the space itself, and no space between blocks: one text, one form.
    cleaned = _BETWEEN_BLOCKS.sub(r"\1", cleaned.replace("&nbsp;", "\N{NO-BREAK SPACE}")).strip(" \n\t")
    return cleaned if strip_tags(cleaned).strip() else ""


class RichTextField(ProseEditorField):
    """Text with the few formats of `EXTENSIONS`, sanitised on every way into the database.

    Forms pass `clean`, `save()` and `bulk_create()` pass `pre_save`, and fixtures, `update()` and `bulk_update()`
    pass `get_db_prep_save` alone; migrations know the column as a plain TextField.
    """

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **{"extensions": EXTENSIONS, "sanitize": sanitise} | kwargs)

    def pre_save(self, model_instance, add):
        value = super().pre_save(model_instance, add)
        if not isinstance(value, str):
            return value
        value = sanitise(value)
        setattr(model_instance, self.attname, value)
        return value

    def get_db_prep_save(self, value, connection):
        return super().get_db_prep_save(sanitise(value) if isinstance(value, str) else value, connection)
