"""Routes as rooms declare them: every one names its operation and the right it needs, or is on the public list."""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

from pydantic import BaseModel
from starlette.requests import Request
from starlette.responses import Response

from runyard.wire.context import RequestContext
from runyard.wire.public import PUBLIC

Auth = Literal["any", "key", "superuser"]
RawHandler = Callable[[Request, RequestContext], Awaitable[Response]]


class WiringError(Exception):
    """A route is declared in a way that may not start."""


@dataclass(frozen=True, eq=False)
class RouteSpec:
    """One declared route."""

    room: str
    method: str
    path: str
    op: str
    endpoint: Callable[..., Any]
    needs: str | None
    auth: Auth
    public: bool
    status: int
    raw: bool = False
    gzip: bool = False
    missing: str | None = None  # this route's own sentence for "no credentials"
    body: type[BaseModel] | None = None
    answer: Any = None
    params: Mapping[str, Any] = field(default_factory=dict)
    extra: Mapping[str, Any] = field(default_factory=dict)

    def __post_init__(self) -> None:
        if self.public != (self.op in PUBLIC):
            raise WiringError(f"{self.op}: public routes and wire/public.py must agree")
        if not self.public and not self.needs:
            raise WiringError(f"{self.op}: a route needs the code of a right, or a place in wire/public.py")
        if not self.path.startswith("/"):
            raise WiringError(f"{self.op}: the path {self.path!r} must start with a slash")


class Routes:
    """Routes of one room in one dialect. Options: `status`, `auth` ('any', 'key', 'superuser'), `public`, `gzip`, `missing`,
    `answer` (documents what a route answers that gives plain values; nothing is checked against it); anything else goes to
    FastAPI as it is."""

    def __init__(self, room: str) -> None:
        self.room = room
        self.specs: list[RouteSpec] = []

    def get(self, path: str, **options: Any) -> Callable[[Callable[..., Any]], Callable[..., Any]]:
        """Declare a GET route."""
        return self._declare("GET", path, options)

    def post(self, path: str, **options: Any) -> Callable[[Callable[..., Any]], Callable[..., Any]]:
        """Declare a POST route."""
        return self._declare("POST", path, options)

    def put(self, path: str, **options: Any) -> Callable[[Callable[..., Any]], Callable[..., Any]]:
        """Declare a PUT route."""
        return self._declare("PUT", path, options)

    def patch(self, path: str, **options: Any) -> Callable[[Callable[..., Any]], Callable[..., Any]]:
        """Declare a PATCH route."""
        return self._declare("PATCH", path, options)

    def delete(self, path: str, **options: Any) -> Callable[[Callable[..., Any]], Callable[..., Any]]:
        """Declare a DELETE route."""
        return self._declare("DELETE", path, options)

    def head(self, path: str, **options: Any) -> Callable[[Callable[..., Any]], Callable[..., Any]]:
        """Declare a HEAD route."""
        return self._declare("HEAD", path, options)

    def raw(self, method: str, path: str, **options: Any) -> Callable[[RawHandler], RawHandler]:
        """Declare a fast lane: a handler `async (request, ctx) -> Response` that reads and writes bytes itself. `body`, `answer`
        and `params` (name -> (type, default)) only document it."""
        return self._declare(method.upper(), path, {**options, "raw": True})

    def _declare(self, method: str, path: str, options: dict[str, Any]) -> Callable[[Any], Any]:
        known = {name: options.pop(name) for name in _OWN if name in options}
        if "op" not in known:
            raise WiringError(f"{method} {path}: a route names its operation (op=...)")
        given = {"needs": None, "auth": "any", "public": False, "status": 200} | known

        def declare(endpoint: Any) -> Any:
            self.specs.append(
                RouteSpec(room=self.room, method=method, path=path, endpoint=endpoint, extra=options, **given)
            )
            return endpoint

        return declare


_OWN = ("op", "needs", "auth", "public", "status", "raw", "gzip", "missing", "body", "answer", "params")
