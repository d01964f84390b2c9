"""The ground of every frozen type: values that cannot change, and a mark on the words of one language."""

from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field


class Frozen(BaseModel):
    """A value that cannot be changed and knows all its fields."""

    model_config = ConfigDict(frozen=True, extra="forbid")


# Text in the language of the document. Everything else is a fact that all languages share.
Words = Annotated[str, Field(json_schema_extra={"translated": True})]

# The same as sanitised HTML.
RichWords = Annotated[str, Field(json_schema_extra={"translated": True, "rich": True})]
