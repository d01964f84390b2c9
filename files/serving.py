"""Answers with a stored file, or with the stretch of it that was asked for (RFC 9110, section 14)."""

import re
from collections.abc import Callable, Iterator
from typing import BinaryIO

from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.utils.cache import get_conditional_response

PIECE = 64 * 1024  # bytes
_RANGE = re.compile(r"bytes=(\d{0,18})-(\d{0,18})\s*", re.ASCII)


class Unsatisfiable(Exception):
    """A stretch that lies behind the end of the file."""


def serve(
    request: HttpRequest,
    opened: Callable[[], BinaryIO],
    *,
    size: int,
    content_hash: str,
    media_type: str,
    disposition: str,
) -> HttpResponse:
    """Return 200 with the whole file, 206 with the stretch asked for, 304 to who has it, 416 for what is not there.

    `opened` is called only when bytes go out. Several stretches at once are answered with the whole file, as are those
    that cannot be read: both are allowed, and no player asks for them.
    """
    etag = f'"{content_hash}"'
    known = HttpResponse(headers={"ETag": etag})
    if (answer := get_conditional_response(request, etag=etag, response=known)) is not known:
        return answer
    status, start, stop = 200, 0, size
    is_current = request.headers.get("If-Range", etag) == etag
    if request.method == "GET" and is_current and "Range" in request.headers:
        try:
            stretch = stretch_of(request.headers["Range"], size)
        except Unsatisfiable:
            response = HttpResponse(status=416, headers={"Content-Range": f"bytes */{size}", "Accept-Ranges": "bytes"})
            del response.headers["Content-Type"]
            return response
        if stretch is not None:
            status, (start, stop) = 206, stretch
    headers = {
        "Accept-Ranges": "bytes",
        "Content-Disposition": disposition,
        "Content-Length": str(stop - start),
        "Content-Type": media_type,
        "ETag": etag,
    }
    if status == 206:
        headers["Content-Range"] = f"bytes {start}-{stop - 1}/{size}"
    if request.method == "HEAD":
        return HttpResponse(status=status, headers=headers)
    return StreamingHttpResponse(_pieces(opened, start, stop), status=status, headers=headers)


def stretch_of(header: str, size: int) -> tuple[int, int] | None:
    """Return (first byte, byte behind the last) that a Range header asks for; None for one that is to be ignored."""
    found = _RANGE.fullmatch(header.strip())
    if found is None or not (found[1] or found[2]):
        return None
    if not found[1]:
        start, stop = max(size - int(found[2]), 0), size
    else:
        start, stop = int(found[1]), min(int(found[2]) + 1, size) if found[2] else size
        if found[2] and int(found[2]) < start:
            return None
    if start >= size or start >= stop:
        raise Unsatisfiable
    return start, stop


def _pieces(opened: Callable[[], BinaryIO], start: int, stop: int) -> Iterator[bytes]:
    """Yield a stretch of a file piece by piece; it is opened when somebody reads and closed however that ends."""
    with opened() as file:
        file.seek(start)
        while start < stop and (piece := file.read(min(PIECE, stop - start))):
            start += len(piece)
            yield piece
