"""The web app: its files, and its page for every address that is nobody else's."""

from pathlib import Path

from starlette.exceptions import HTTPException
from starlette.responses import FileResponse, Response
from starlette.types import Receive, Scope, Send

_API = "/api"
_IMMUTABLE = {"cache-control": "public, max-age=31536000, immutable"}
_CHECKED = {"cache-control": "no-cache"}


class WebApp:
    """Serves a folder with an index.html; files under assets/ carry their hash in their name and never change."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder.resolve()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await send({"type": "websocket.close", "code": 4404})
            return
        path = scope["path"]
        if path == _API or path.startswith(_API + "/") or scope["method"] not in ("GET", "HEAD"):
            raise HTTPException(404, "Not Found")
        await self._response(path)(scope, receive, send)

    def _response(self, path: str) -> Response:
        file = self._file(path)
        if file is not None:
            return FileResponse(file, headers=_IMMUTABLE if path.startswith("/assets/") else _CHECKED)
        index = self._folder / "index.html"
        if path.startswith("/assets/") or not index.is_file():
            raise HTTPException(404, "Not Found")
        return FileResponse(index, headers=_CHECKED)

    def _file(self, path: str) -> Path | None:
        if "\0" in path or len(path) > 1000:
            return None
        file = (self._folder / path.lstrip("/")).resolve()
        return file if file.is_relative_to(self._folder) and file.is_file() else None
