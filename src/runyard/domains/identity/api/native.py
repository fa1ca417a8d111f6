"""The first administrator, by the one-time link printed when the server starts."""

from importlib.metadata import version

from pydantic import BaseModel, Field

from runyard.domains.identity.api.shapes import TokenRead
from runyard.domains.identity.desk import desk_of
from runyard.wire import Ctx, Routes

routes = Routes("identity")


class SetupRead(BaseModel):
    """What a sign-in page needs to know first."""

    needs_admin: bool
    version: str
    auto_login: bool


class SetupCreate(BaseModel):
    """The first administrator."""

    token: str = Field(min_length=1, max_length=200)
    username: str
    password: str


@routes.get("/api/runyard/setup", op="runyard.setup.get", public=True)
async def get_setup(ctx: Ctx) -> SetupRead:
    """Whether an administrator is still to be made."""
    needed = await desk_of(ctx.house).needs_admin()
    return SetupRead(needs_admin=needed, version=version("runyard"), auto_login=ctx.house.settings.auto_login)


@routes.post("/api/runyard/setup", op="runyard.setup.create", public=True)
async def set_up(body: SetupCreate, ctx: Ctx) -> TokenRead:
    """Make the first administrator and sign them in."""
    desk = desk_of(ctx.house)
    desk.throttle.attempt(ctx.client_address)
    return TokenRead.of(await desk.set_up(body.token, body.username, body.password))
