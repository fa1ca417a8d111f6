"""Answers that carry a file: always an attachment, never interpreted by the browser."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path
from urllib.parse import quote

from starlette.datastructures import UploadFile
from starlette.responses import FileResponse, Response

from runyard.domains.files.errors import NotAnImage
from runyard.domains.files.rules import content_type

SAFE = {"x-content-type-options": "nosniff", "content-security-policy": "default-src 'none'; sandbox"}


def disposition(name: str) -> str:
    """The attachment header for a name, in the plain and in the encoded form."""
    plain = "".join(c if " " <= c <= "~" and c not in '"\\' else "_" for c in name)
    return f"attachment; filename=\"{plain}\"; filename*=UTF-8''{quote(name, safe='')}"


def attachment(name: str, content: bytes, media_type: str) -> Response:
    """Bytes as a download."""
    return Response(content, media_type=media_type, headers=SAFE | {"content-disposition": disposition(name)})


def download(name: str, path: Path) -> Response:
    """A stored file as a download."""
    headers = SAFE | {"content-disposition": disposition(name)}
    return FileResponse(path, media_type="application/octet-stream", headers=headers)


def inline_image(name: str, path: Path) -> Response:
    """A stored image, shown in place; SVG can hold script, so that one is a download in a sandbox."""
    media_type = content_type(name)
    if not media_type.startswith("image/"):
        raise NotAnImage(f"Content type {media_type} is not an image")
    headers = SAFE | ({"content-disposition": disposition(name)} if media_type == "image/svg+xml" else {})
    return FileResponse(path, media_type=media_type, headers=headers)


async def chunks(file: UploadFile) -> AsyncIterator[bytes]:
    """The bytes of an upload, from its start."""
    await file.seek(0)
    while chunk := await file.read(1 << 18):
        yield chunk
