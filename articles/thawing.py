"""The way back from the documents of articles and notices to their rows."""

from collections.abc import Sequence

from django.utils.translation import gettext as _

from articles.models import Block
from languages.columns import LANGUAGES
from publishing.shapes import PartShape, Shape


def _say_for_whom(block: Block, present: Sequence[str], languages: Sequence[str]) -> None:
    """Tell a piece which of these languages have it; for others it stays as it was, and for all it names none."""
    known = {code.strip() for code in block.only_in.split(",")} - {""} or set(LANGUAGES)
    having = [code for code in LANGUAGES if code in (present if code in languages else known)]
    block.only_in = "" if len(having) == len(LANGUAGES) else ", ".join(having)
    if block.only_in and not block.only_in_reason:
        block.only_in_reason = _("As in the published version it was taken from.")


ARTICLE_SHAPE = Shape(
    names={"article_kind": "kind"},
    parts={
        "blocks": PartShape("blocks", settle=_say_for_whom),
        "themes": PartShape("theme_places", foreign=frozenset({"label"}), points_at="theme"),
    },
)
STANDING_SHAPE = Shape(parts={"downloads": PartShape("downloads", points_at="download")})
NOTICE_SHAPE = Shape(names={"notice_kind": "kind"})
