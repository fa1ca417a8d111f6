"""The outermost layer, plain ASGI: hosts and origins, body size, request ids, and the headers every answer carries."""

import re
from collections.abc import Awaitable, Callable
from typing import Any

from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from runyard.kit.ids import short_id
from runyard.kit.settings import Settings
from runyard.wire import errors
from runyard.wire.context import REQUEST_ID_KEY
from runyard.wire.credentials import header, presented_key
from runyard.wire.limits import BodyLimit
from runyard.wire.origins import Origins

_SAFE = frozenset({"GET", "HEAD", "OPTIONS"})
_REQUEST_ID = re.compile(r"[A-Za-z0-9._-]{1,64}")
_HOP = b"x-request-id"
# Scripts come from our own files only; styles may be inline because the interface computes them.
CONTENT_SECURITY_POLICY = (
    "default-src 'self'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data: blob:; font-src 'self' data:; "
    "connect-src 'self'; worker-src 'self' blob:; object-src 'none'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'"
)
_ALWAYS = [
    (b"content-security-policy", CONTENT_SECURITY_POLICY.encode()),
    (b"x-content-type-options", b"nosniff"),
    (b"x-frame-options", b"DENY"),
    (b"referrer-policy", b"no-referrer"),
    (b"cross-origin-opener-policy", b"same-origin"),
    (b"cross-origin-resource-policy", b"same-origin"),
    (b"permissions-policy", b"camera=(), geolocation=(), microphone=()"),
]
_NO_STORE = (b"cache-control", b"no-store")
_CORS_PREFLIGHT = {
    "access-control-allow-methods": "GET, POST, PUT, PATCH, DELETE",
    "access-control-allow-headers": "authorization, content-type, x-api-key, if-match, last-event-id, x-liberty-lang, x-api-dialect",
    "access-control-max-age": "600",
}


class Edge:
    """Wraps the whole application."""

    def __init__(self, app: ASGIApp, settings: Settings) -> None:
        self._app = app
        self._origins = Origins(settings)
        self._limit = BodyLimit(settings)
        self._always = list(_ALWAYS)
        if (settings.base_url or "").startswith("https://"):
            self._always.append((b"strict-transport-security", b"max-age=31536000"))

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "http":
            await self._http(scope, receive, send)
        elif scope["type"] == "websocket" and self._refusal(scope) is not None:
            await send({"type": "websocket.close", "code": 4403})
        else:
            await self._app(scope, receive, send)

    async def _http(self, scope: Scope, receive: Receive, send: Send) -> None:
        origin = header(scope, b"origin")
        answer = self._dressed(scope, send, origin)
        refused = self._refusal(scope) or self._preflight(scope, origin)
        if refused is not None:
            await refused(scope, receive, answer)
            return
        if scope["method"] not in _SAFE and header(scope, b"content-length") is None:
            receive = self._limit.counted(scope, receive)
        await self._app(scope, receive, answer)

    def _refusal(self, scope: Scope) -> Response | None:
        host = header(scope, b"host")
        if not self._origins.host_is_ours(host):
            return _refuse(
                421, "This server is not reached under that host name; the setting allowed_hosts names further ones."
            )
        if scope.get("method") in _SAFE:
            return None
        if self._is_foreign(scope, host or ""):
            return _refuse(
                403, "This request comes from another site; the setting cors_origins names sites that may call."
            )
        too_large = self._limit.check(scope)
        return None if too_large is None else _refuse(413, too_large)

    def _is_foreign(self, scope: Scope, host: str) -> bool:
        """Whether a page of another site makes its visitor's browser act: a header with a credential rules that out."""
        origin, site = header(scope, b"origin"), header(scope, b"sec-fetch-site")
        if self._origins.may_act(origin, site, host):
            return False
        return header(scope, b"authorization") is None and presented_key(scope) is None

    def _preflight(self, scope: Scope, origin: str | None) -> Response | None:
        asked = scope["method"] == "OPTIONS" and header(scope, b"access-control-request-method") is not None
        if not asked or origin is None or not self._origins.is_friend(origin):
            return None
        return Response(status_code=204, headers=_CORS_PREFLIGHT)

    def _dressed(self, scope: Scope, send: Send, origin: str | None) -> Send:
        given = header(scope, _HOP)
        request_id = given if given and _REQUEST_ID.fullmatch(given) else short_id()
        scope[REQUEST_ID_KEY] = request_id
        extra = [*self._always, (_HOP, request_id.encode())]
        if origin is not None and self._origins.is_friend(origin):
            extra += [(b"access-control-allow-origin", origin.encode("latin-1")), (b"vary", b"Origin")]
            extra.append((b"access-control-allow-credentials", b"true"))

        async def dressed(message: Message) -> None:
            if message["type"] == "http.response.start":
                _dress(message, extra)
            await send(message)

        return dressed


def _dress(message: Message, extra: list[tuple[bytes, bytes]]) -> None:
    headers: list[Any] = message.setdefault("headers", [])
    present = {name for name, _ in headers}
    headers.extend(pair for pair in extra if pair[0] not in present)
    if b"cache-control" not in present:
        headers.append(_NO_STORE)


def _refuse(status: int, sentence: str) -> Response:
    return JSONResponse({"detail": sentence}, status)


async def settled(request: Request, handler: Callable[[Request], Awaitable[Response]]) -> Response:
    """What the handler answers, or the body of its error; for routes that stand outside of the framework's layers."""
    try:
        return await handler(request)
    except Exception as error:  # every error of a request ends here as an answer
        return await errors.answer(request, error)
