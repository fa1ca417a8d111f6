"""One request, as a route sees it: who asks, through which dialect, and the two ways to the store."""

from collections.abc import Callable
from typing import Annotated, Any, Concatenate, ParamSpec, TypeVar

from fastapi import Depends
from starlette.requests import Request

from runyard.access import Actor
from runyard.store import Tx
from runyard.wire.house import House

P = ParamSpec("P")
T = TypeVar("T")
SCOPE_KEY = "runyard.context"
REQUEST_ID_KEY = "runyard.request_id"


class RequestContext:
    """Given to routes as `ctx: Ctx`. One request makes one call of `read` or `write`: that is its unit of work."""

    __slots__ = ("actor", "dialect", "house", "request")

    def __init__(self, house: House, actor: Actor, request: Request, dialect: str) -> None:
        self.house = house
        self.actor = actor
        self.request = request
        self.dialect = dialect

    @property
    def request_id(self) -> str:
        """The id under which the log knows this request."""
        return str(self.request.scope.get(REQUEST_ID_KEY, ""))

    @property
    def client_address(self) -> str:
        """The address the request came from, as far as it can be believed."""
        return self.request.client.host if self.request.client else ""

    async def read(self, verb: Callable[Concatenate[Tx, Actor, P], T], *args: P.args, **kwargs: P.kwargs) -> T:
        """Call a verb over a read-only view of the store."""
        return await self.house.store.read(lambda tx: verb(tx, self.actor, *args, **kwargs))

    async def write(self, verb: Callable[Concatenate[Tx, Actor, P], T], *args: P.args, **kwargs: P.kwargs) -> T:
        """Call a verb as the unit of work of this request; returns after the commit."""
        return await self.house.store.write(lambda tx: verb(tx, self.actor, *args, **kwargs))


async def _of(request: Request) -> RequestContext:
    context: Any = request.scope[SCOPE_KEY]
    assert isinstance(context, RequestContext)
    return context


Ctx = Annotated[RequestContext, Depends(_of)]
