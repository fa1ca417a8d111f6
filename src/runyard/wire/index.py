"""Finds the route of a request without trying them one by one: the literal leading segments of a path leave a few
candidates, tried in their declared order. A path with or without its last slash finds the same route."""

from collections.abc import Iterable

from starlette.exceptions import HTTPException
from starlette.routing import BaseRoute, Match, Route, Router, WebSocketRoute
from starlette.types import ASGIApp, Receive, Scope, Send

_DEPTH = 4


class RouteIndex:
    """Stands in for the router, which keeps only the start and stop; `otherwise` answers paths that no route has."""

    def __init__(self, router: Router, otherwise: ASGIApp) -> None:
        self._lifespan = router.lifespan
        self._otherwise = otherwise
        self._by_prefix: dict[tuple[str, ...], list[tuple[int, BaseRoute]]] = {}
        self._chains: dict[tuple[tuple[str, ...], ...], list[BaseRoute]] = {}
        for position, route in enumerate(router.routes):
            path = route.path if isinstance(route, Route | WebSocketRoute) else getattr(route, "path", "")
            self._by_prefix.setdefault(_literal(path), []).append((position, route))

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "lifespan":
            await self._lifespan(scope, receive, send)
            return
        path = scope["path"]
        allowed = set[str]()
        for spelling in (path, path[:-1] if path.endswith("/") else path + "/"):
            scope["path"] = spelling
            for route in self._candidates(spelling):
                match, child = route.matches(scope)
                if match is Match.FULL:
                    scope["route"] = route
                    scope.update(child)
                    await route.handle(scope, receive, send)
                    return
                if match is Match.PARTIAL:
                    allowed |= set(getattr(route, "methods", None) or ())
        scope["path"] = path
        if allowed and scope["type"] == "http":
            raise HTTPException(405, headers={"Allow": ", ".join(sorted(allowed))})
        await self._otherwise(scope, receive, send)

    def find(self, scope: Scope) -> BaseRoute | None:
        """The route that would answer, for tests and tools."""
        path = scope["path"]
        for spelling in (path, path[:-1] if path.endswith("/") else path + "/"):
            for route in self._candidates(spelling):
                if route.matches({**scope, "path": spelling})[0] is Match.FULL:
                    return route
        return None

    def _candidates(self, path: str) -> list[BaseRoute]:
        segments = tuple(path.split("/")[1 : 1 + _DEPTH])
        chain = tuple(key for n in range(len(segments), -1, -1) if (key := segments[:n]) in self._by_prefix)
        found = self._chains.get(chain)  # as many entries as there are chains of prefixes among the routes
        if found is None:
            pairs = sorted((pair for key in chain for pair in self._by_prefix[key]), key=lambda pair: pair[0])
            found = self._chains[chain] = [route for _, route in pairs]
        return found


def _literal(path: str) -> tuple[str, ...]:
    segments: list[str] = []
    for segment in _segments(path):
        if "{" in segment or len(segments) == _DEPTH:
            break
        segments.append(segment)
    return tuple(segments)


def _segments(path: str) -> Iterable[str]:
    return path.split("/")[1:]
