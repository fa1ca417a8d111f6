"""How large a request body may be: uploads by their setting, everything else by a smaller one."""

from starlette.exceptions import HTTPException
from starlette.types import Message, Receive, Scope

from runyard.kit.settings import Settings
from runyard.wire.credentials import header

_MEGABYTE = 1024 * 1024
_UPLOADS = ("multipart/", "application/octet-stream", "application/zip", "application/x-zip-compressed")


class BodyLimit:
    """The caps of one installation."""

    def __init__(self, settings: Settings) -> None:
        self._upload = settings.max_upload_mb
        self._other = settings.max_json_mb

    def cap(self, scope: Scope) -> int:
        """The cap for this request, in megabytes."""
        kind = (header(scope, b"content-type") or "").lower()
        return self._upload if kind.startswith(_UPLOADS) else self._other

    def check(self, scope: Scope) -> str | None:
        """The sentence that refuses a request by its declared length, or None."""
        declared = header(scope, b"content-length")
        if declared is None:
            return None
        cap = self.cap(scope)
        if not declared.isdecimal() or int(declared) > cap * _MEGABYTE:
            return too_large(cap, int(declared) if declared.isdecimal() else 0)
        return None

    def counted(self, scope: Scope, receive: Receive) -> Receive:
        """The same body, cut with a 413 where it goes over the cap; for bodies that do not declare their length."""
        cap, seen = self.cap(scope), 0

        async def counting() -> Message:
            nonlocal seen
            message = await receive()
            seen += len(message.get("body", b""))
            if seen > cap * _MEGABYTE:
                raise HTTPException(413, too_large(cap, seen))
            return message

        return counting


def too_large(cap: int, size: int) -> str:
    """The sentence for a body over the cap."""
    return f"Content size limit exceeded. Maximum allowed is {cap}MB and got {size / _MEGABYTE:.3f}MB."
