"""Hot routes answered before the layers of the web framework begin: one look-up, the edge, the doorman, the handler. Their errors
get the same bodies as everywhere; a path that does not fit exactly goes the long way."""

from collections.abc import Awaitable, Callable, Iterable

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute
from starlette.types import ASGIApp, Receive, Scope, Send

from runyard.kit.settings import Settings
from runyard.wire.edge import Edge, settled
from runyard.wire.route import RouteSpec

Handler = Callable[[Request], Awaitable[Response]]
Hot = tuple[RouteSpec, BaseRoute, Handler]
_HANDLER = "runyard.handler"


class FastLane:
    """Stands before the application; takes raw routes whose path is literal up to one parameter at its end."""

    def __init__(self, app: ASGIApp, routes: Iterable[Hot], settings: Settings) -> None:
        self._app = app
        self._edge = Edge(_answered, settings)
        self._routes: dict[tuple[str, str], tuple[str, BaseRoute, Handler]] = {}
        for spec, route, handler in routes:
            literal, _, last = spec.path.rpartition("/")
            if spec.raw and "{" not in literal and last.startswith("{"):
                self._routes[spec.method, literal] = last[1:-1], route, handler

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "http":
            literal, _, last = scope["path"].rpartition("/")
            found = self._routes.get((scope["method"], literal))
            if found is not None and last:
                name, scope["route"], scope[_HANDLER] = found
                scope["path_params"] = {name: last}
                await self._edge(scope, receive, send)
                return
        await self._app(scope, receive, send)


async def _answered(scope: Scope, receive: Receive, send: Send) -> None:
    request = Request(scope, receive, send)
    response = await settled(request, scope[_HANDLER])
    await response(scope, receive, send)
