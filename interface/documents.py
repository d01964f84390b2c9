"""What the interface gives away of a published version: its document without what no page shows.

Each class of `documents.py` has a published twin, derived here, with the same fields except those named in `HIDDEN`.
The description of the interface is made of the twins, so a new field of a document shows up in `docs/openapi.json`
before it goes out.
"""

import functools
import types
import typing
from typing import Annotated, Literal, Union

from pydantic import BaseModel, ConfigDict, Field, create_model

from articles.documents import ArticleDocument, NoticeDocument, StandingDocument
from files.documents import FrozenDownload, FrozenFilm
from files.templatetags.films import public_address as public_file_address
from images.documents import FrozenPicture
from images.templatetags.pictures import fallback, is_blocked, public_address
from missions.documents import EasyDocument, MissionDocument, PlaceReference
from publishing.documents import Document, TermDocument
from timeline.documents import Event
from timeline.partial_dates import PartialDate

# Kinds of page with an address of their own. A person is a released name, and names are off by default.
TERMS = ("theme", "category")
PUBLISHED = (MissionDocument, EasyDocument, ArticleDocument, NoticeDocument, StandingDocument, TermDocument)

# What frames a document is said once, around it; the rest is the editors' own business and stands on no page.
FRAME = {"schema_version", "uid", "language", "path", "redacted"}
HIDDEN: dict[type[BaseModel], set[str]] = {
    MissionDocument: {"order", "precision_ceiling"},
    Event: {"place_in_list"},
}
# Partial dates in their stored form; the interface speaks EDTF.
DATES = frozenset({"as_of", "assessed", "date", "ended", "mandate", "started"})
EDTF = "Partial date in EDTF (ISO 8601-2); empty when there is none."
NAMES = {FrozenPicture: "Picture", TermDocument: "Term"}
# The shapes that a place may have under a ceiling of precision; without an entry, all of them.
SHAPES_UNDER = {"none": (), "region": ("region", "sea")}


def _may_grow(schema: dict) -> None:
    """Tell nobody that there will never be another field, though we ourselves write none that is not described."""
    schema.pop("additionalProperties", None)


class Published(BaseModel):
    """The ground of everything the interface says."""

    model_config = ConfigDict(extra="forbid", frozen=True, json_schema_extra=_may_grow)


def _is_model(annotation: object) -> bool:
    return (
        isinstance(annotation, type)
        and not isinstance(annotation, types.GenericAlias)
        and issubclass(annotation, BaseModel)
    )


def _twins_in(annotation: object) -> object:
    """Return a type with every frozen class in it replaced by its published twin."""
    if _is_model(annotation):
        return twin(annotation)
    arguments = typing.get_args(annotation)
    if not arguments or typing.get_origin(annotation) is Literal:
        return annotation
    changed = tuple(_twins_in(argument) for argument in arguments)
    if isinstance(annotation, types.UnionType):
        return Union[changed]  # noqa: UP007 - a union of types that are only known now
    return typing.get_origin(annotation)[changed]


@functools.cache
def twin(model: type[BaseModel]) -> type[Published]:
    """Return the published twin of a class of frozen documents, the same one each time."""
    hidden = HIDDEN.get(model, set()) | (FRAME if issubclass(model, Document) else set())
    fields = {}
    for name, field in model.model_fields.items():
        if name in hidden:
            continue
        extra = field.json_schema_extra or {}
        description = EDTF if name in DATES else field.description
        # Every field is always there: a default would make it look as if it might be missing.
        said = Field(description=description, json_schema_extra={f"x-{mark}": value for mark, value in extra.items()})
        fields[name] = (_twins_in(field.annotation), said)
    if model is FrozenPicture:
        fields["url"] = (str, Field(description="Address of a JPEG or PNG of middling width."))
    if model in (FrozenFilm, FrozenDownload):
        fields["url"] = (str, Field(description="Address of the file; empty for a film that stands elsewhere."))
    if model is TermDocument:
        fields["kind"] = (Literal[TERMS], Field())
    name = NAMES.get(model) or model.__name__.removesuffix("Document")
    return create_model(name, __base__=Published, __doc__=model.__doc__, **fields)


PublishedDocument = Annotated[Union[tuple(twin(model) for model in PUBLISHED)], Field(discriminator="kind")]  # noqa: UP007


def edtf(stored: str) -> str:
    """Return a stored partial date as EDTF; empty for none."""
    return PartialDate.from_storage(stored).to_edtf() if stored else ""


def publish(document: Document, *, blocked: str, origin: str) -> Published:
    """Return what the interface gives away of a document; `blocked` are hashes of pictures that were taken down."""
    return twin(type(document)).model_validate(_plain(document, blocked, origin))


def _plain(value: object, blocked: str, origin: str) -> object:
    if isinstance(value, FrozenPicture):
        if is_blocked(value, blocked):
            return None
        return value.model_dump() | {"url": origin + public_address(value.content_hash, fallback(value).name)}
    if isinstance(value, FrozenFilm | FrozenDownload):
        value = value.without(blocked)
    if isinstance(value, BaseModel):
        plain = {
            name: _plain(found, blocked, origin)
            for name, found in _shown(value).items()
            if name in twin(type(value)).model_fields
        }
        if isinstance(value, FrozenFilm | FrozenDownload):
            plain["url"] = origin + public_file_address(value.file, blocked) if value.file else ""
        return plain | {name: edtf(plain[name]) for name in DATES & plain.keys()}
    if isinstance(value, list):
        return [_plain(item, blocked, origin) for item in value]
    return value


def _shown(value: BaseModel) -> dict[str, object]:
    """Return the fields of a document, lists without what the page leaves out."""
    fields = dict(value)
    if isinstance(value, MissionDocument):
        fields |= {"briefings": value.shown_briefings, "places": shown_places(value), "sheet": value.shown_sheet}
    if isinstance(value, ArticleDocument):
        fields |= {"blocks": value.shown_blocks}
    return fields


def shown_places(mission: MissionDocument) -> list[PlaceReference]:
    """Return the places that the mission may name: none more precise than its ceiling."""
    allowed = SHAPES_UNDER.get(mission.precision_ceiling)
    return [place for place in mission.places if allowed is None or place.shape in allowed]
