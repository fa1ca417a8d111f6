"""Builds the application: every room's routes, flat, behind the index and the edge."""

import gzip
import importlib
import inspect
import pkgutil
from collections.abc import AsyncIterator, Awaitable, Callable, Iterable, Sequence
from contextlib import asynccontextmanager
from copy import copy
from functools import cache, partial
from pathlib import Path
from types import ModuleType
from typing import Any, get_type_hints

from fastapi import FastAPI
from fastapi.routing import APIRoute, request_response
from starlette.requests import Request
from starlette.responses import Response, StreamingResponse
from starlette.routing import Route

from runyard.wire import document, errors
from runyard.wire.body import JsonRequest
from runyard.wire.context import SCOPE_KEY, RequestContext
from runyard.wire.dialects import dialect_of
from runyard.wire.doorman import Doorman
from runyard.wire.edge import Edge
from runyard.wire.fastlane import FastLane
from runyard.wire.house import House
from runyard.wire.index import RouteIndex
from runyard.wire.route import Routes, RouteSpec, WiringError
from runyard.wire.streams import watched
from runyard.wire.webapp import WebApp

Handler = Callable[[Request], Awaitable[Response]]
VERSION = "1"


class HouseRoute(APIRoute):
    """A route that lets the doorman look first and only then reads the request."""

    spec: RouteSpec
    house: House
    handler: Handler
    undocumented: "HouseRoute | None" = None  # as it runs, when what it answers is only documented and never checked

    def guard(self, spec: RouteSpec, house: House) -> None:
        """Take up work for a house."""
        self.spec, self.house = spec, house
        inner = spec.endpoint if spec.raw else (self.undocumented or self).get_route_handler()
        self.handler = _guarded(spec, house, inner)
        self.app = request_response(self.handler)


def build(house: House, rooms: Sequence[ModuleType], static: Path | None = None) -> FastAPI:
    """The application of a house with these rooms; the rooms open here, and start with the application."""
    for room in rooms:
        if hasattr(room, "open"):
            room.open(house)

    @asynccontextmanager
    async def lifespan(_: FastAPI) -> AsyncIterator[None]:
        await house.start()
        try:
            yield
        finally:
            await house.stop()

    app = FastAPI(title="Runyard", version=VERSION, lifespan=lifespan, openapi_url=None, redirect_slashes=False)
    app.router.routes.append(Route(document.PATH, document.Document(app).answer, include_in_schema=False))
    documented = set[str]()
    for spec in _ordered(spec for room in rooms for spec in specs_of(room)):
        route = copy(_drawn(spec))
        route.guard(spec, house)
        route.include_in_schema = spec.op not in documented  # a second path of the same operation needs no second entry
        documented.add(spec.op)
        app.router.routes.append(route)
    errors.install(app)
    app.add_middleware(Edge, settings=house.settings)
    app.router.middleware_stack = RouteIndex(app.router, WebApp(static or Path("/nonexistent")))
    app.state.house = house
    hot = [(one.spec, one, one.handler) for one in app.router.routes if isinstance(one, HouseRoute)]
    app.middleware_stack = FastLane(app.build_middleware_stack(), hot, house.settings)
    return app


def specs_of(room: ModuleType) -> list[RouteSpec]:
    """The routes a room declares in its api package."""
    name = f"{room.__name__}.api"
    if importlib.util.find_spec(name) is None:
        return []
    package = importlib.import_module(name)
    modules = [importlib.import_module(m.name) for m in pkgutil.iter_modules(package.__path__, f"{name}.")]
    return [
        spec
        for module in modules
        for value in vars(module).values()
        if isinstance(value, Routes)
        for spec in value.specs
    ]


def _ordered(specs: Iterable[RouteSpec]) -> list[RouteSpec]:
    """Specific paths before those with a parameter in the same place; two routes never share method and path."""
    found: dict[tuple[str, str], RouteSpec] = {}
    for spec in specs:
        other = found.setdefault((spec.method, spec.path), spec)
        if other is not spec and not (other.op == spec.op and other.endpoint is spec.endpoint):
            raise WiringError(f"{spec.op} and {other.op} both answer {spec.method} {spec.path}")
    return sorted(
        found.values(),
        key=lambda s: [(1 if "{" in part else 0, part if "{" not in part else "") for part in s.path.split("/")],
    )


@cache
def _drawn(spec: RouteSpec) -> HouseRoute:
    """The route of a declaration, without a house: reading its signature is the slow part of building an application."""
    endpoint = _described(spec) if spec.raw else spec.endpoint
    options = {"operation_id": spec.op, "tags": [spec.room], "name": spec.op, **spec.extra}
    if spec.raw or _answers_itself(spec.endpoint):
        options.setdefault("response_model", None)
    draw = partial(HouseRoute, spec.path, endpoint, methods=[spec.method], status_code=spec.status)
    if spec.answer is None:
        return draw(**options)
    route = draw(**{**options, "response_model": spec.answer})
    route.undocumented = None if spec.raw else draw(**options)
    return route


def _guarded(spec: RouteSpec, house: House, inner: Any) -> Handler:
    doorman, dialect = Doorman(house, spec), dialect_of(spec.op).name

    async def handle(request: Request) -> Response:
        actor = doorman.recall(request.scope) or await doorman.admit(request.scope)
        context = RequestContext(house, actor, request, dialect)
        if spec.raw:
            response: Response = await inner(request, context)
        else:
            request.scope[SCOPE_KEY] = context
            response = await inner(JsonRequest(request.scope, request.receive))
        if spec.gzip:
            return _zipped(response)
        if isinstance(response, StreamingResponse):
            return watched(response, house.identity, actor, doorman.presented(request.scope))
        return response

    return handle


def _zipped(response: Response) -> Response:
    if response.status_code == 200:
        response.body = gzip.compress(response.body, compresslevel=6, mtime=0)
        response.headers["content-encoding"] = "gzip"
        response.headers["content-length"] = str(len(response.body))
        response.headers["vary"] = "Accept-Encoding"
    return response


def _answers_itself(endpoint: Callable[..., Any]) -> bool:
    returned = get_type_hints(endpoint).get("return")
    return isinstance(returned, type) and issubclass(returned, Response)


def _described(spec: RouteSpec) -> Callable[..., Any]:
    """A stand-in whose signature tells the OpenAPI document what a fast lane takes."""

    async def described(**_: Any) -> None: ...

    kind = inspect.Parameter.KEYWORD_ONLY
    names = [part[1:-1].split(":")[0] for part in spec.path.split("/") if part.startswith("{")]
    parameters = [inspect.Parameter(name, kind, annotation=str) for name in names]
    parameters += [inspect.Parameter(n, kind, annotation=t, default=d) for n, (t, d) in spec.params.items()]
    if spec.body is not None:
        parameters.append(inspect.Parameter("body", kind, annotation=spec.body))
    described.__signature__ = inspect.Signature(parameters)  # type: ignore[attr-defined]
    described.__doc__ = spec.endpoint.__doc__
    return described
