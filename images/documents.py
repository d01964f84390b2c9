"""A picture as a published version holds it: named by the hash of its content, with its words in one language."""

from uuid import UUID

from pydantic import Field

from languages.documents import Frozen, Words


class FrozenPicture(Frozen):
    """A picture with its words in one language; the file is found by `content_hash` alone."""

    uid: UUID
    content_hash: str = Field(description="SHA-256 of the cleaned file, in hexadecimal.", pattern=r"^[0-9a-f]{64}$")
    media_type: str = Field(description="image/jpeg or image/png.")
    width: int = Field(description="In pixels.", gt=0)
    height: int = Field(description="In pixels.", gt=0)
    focal_x: int = Field(default=50, description="From the left, in percent of the width.", ge=0, le=100)
    focal_y: int = Field(default=50, description="From the top, in percent of the height.", ge=0, le=100)
    alternative_text: Words = Field(default="", description="What one sees; empty when decorative.")
    decorative: bool = False
    caption: Words = ""
    credit: str = ""
    press_bytes: int = Field(
        default=0, description="Size of the large JPEG that is offered to the press; 0 when none is.", ge=0
    )
