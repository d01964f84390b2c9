"""A sheet as a published version holds it: named by its digest, with what a page must know to set it."""

from pydantic import Field

from languages.documents import Frozen


class FrozenSheet(Frozen):
    """The map a version was published with; the file is found by `digest` alone and never changes."""

    digest: str = Field(description="SHA-256 of the salted file, in hexadecimal.", pattern=r"^[0-9a-f]{64}$")
    subject: str = Field(description="What is drawn, for example “country ML” or “sea X-BALTIC-SEA DE DK”.")
    width: int = Field(description="In units of the drawing.", gt=0)
    height: int = Field(description="In units of the drawing.", gt=0)
    distance: int | None = Field(default=None, description="From capital to capital, in kilometres.")
