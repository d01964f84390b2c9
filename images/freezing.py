"""Writing a picture down as published versions keep it."""

from images.documents import FrozenPicture
from images.models import Picture
from images.renditions import press_bytes
from languages.columns import text


def freeze_picture(picture: Picture | None, language: str) -> FrozenPicture | None:
    """Return a picture with its words in one language; None without a picture."""
    if picture is None:
        return None
    return FrozenPicture(
        uid=picture.uid,
        content_hash=picture.content_hash,
        media_type=picture.media_type,
        width=picture.width,
        height=picture.height,
        focal_x=picture.focal_x,
        focal_y=picture.focal_y,
        alternative_text=text(picture, "alternative_text", language),
        decorative=picture.decorative,
        caption=text(picture, "caption", language),
        credit=picture.credit,
        press_bytes=press_bytes(picture.content_hash) if picture.press == Picture.Press.OFFERED else 0,
    )
