"""Signing in and out in the langflow dialect."""

from typing import Annotated, Any

from fastapi import Form
from pydantic import BaseModel
from starlette.responses import JSONResponse, Response

from runyard.domains.identity import queries
from runyard.domains.identity.api import cookies
from runyard.domains.identity.api.shapes import TokenRead, UserRead
from runyard.domains.identity.desk import desk_of
from runyard.domains.identity.service import sessions
from runyard.domains.identity.throttle import TooManySignIns
from runyard.domains.identity.tokens import ACCESS_LIFE
from runyard.domains.identity.types import Pair
from runyard.kit.errors import Forbidden
from runyard.kit.settings import is_loopback
from runyard.wire import Ctx, RequestContext, Routes
from runyard.wire.credentials import ACCESS_COOKIE

routes = Routes("identity")


class SessionRead(BaseModel):
    """Whether somebody is signed in, and who."""

    authenticated: bool
    user: UserRead | None = None
    store_api_key: str | None = None


class SignedOut(BaseModel):
    """That it was done, in words."""

    message: str


@routes.post("/api/v1/login", op="langflow.x.login", public=True, response_model=TokenRead)
async def login(username: Annotated[str, Form()], password: Annotated[str, Form()], ctx: Ctx) -> Response:
    """Sign in with a name and a password; answers tokens and sets them as cookies."""
    try:
        pair = await desk_of(ctx.house).sign_in(username, password, ctx.client_address, "langflow")
    except TooManySignIns as error:
        body = {"detail": error.message, "retry_after": int(error.headers["retry-after"])}
        return JSONResponse(body, 429, error.headers)
    response = _tokens(ctx, pair)
    cookies.set_store(response, ctx.request)
    return response


@routes.post("/api/v1/refresh", op="langflow.x.refresh", public=True, response_model=TokenRead)
async def refresh(ctx: Ctx) -> Response:
    """New tokens for the refresh cookie."""
    return _tokens(ctx, await desk_of(ctx.house).renew(ctx.request.cookies.get(cookies.REFRESH_COOKIE)))


@routes.post("/api/v1/logout", op="langflow.x.logout", public=True, response_model=SignedOut)
async def logout(ctx: Ctx) -> Response:
    """Sign out. A browser's session (its cookies) ends at once with all its tokens; a program that shows only a bearer token
    keeps it to its end, as this dialect promises, but cannot renew it."""
    desk, sent = desk_of(ctx.house), ctx.request.cookies
    family = desk.family_of(sent.get(cookies.REFRESH_COOKIE), "refresh") or desk.family_of(
        sent.get(ACCESS_COOKIE), "access"
    )
    bearer = ctx.actor.family
    if family is not None:
        await ctx.house.store.write(lambda tx: sessions.end(tx, family, "signed out"))
    elif bearer is not None:
        await ctx.house.store.write(lambda tx: sessions.end_refresh(tx, bearer))
    response = JSONResponse({"message": "Logout successful"})
    cookies.clear(response)
    return response


@routes.get("/api/v1/session", op="langflow.x.session", public=True)
async def session(ctx: Ctx) -> SessionRead:
    """Who is signed in; never an error."""
    if ctx.actor.anonymous:
        return SessionRead(authenticated=False)
    user = await ctx.read(lambda tx, actor: queries.by_id(tx, actor.user_id))
    return SessionRead(authenticated=user is not None, user=UserRead.of(user) if user else None)


@routes.get("/api/v1/auto_login", op="langflow.x.auto_login", public=True, response_model=TokenRead)
async def auto_login(ctx: Ctx) -> Response:
    """A token of the built-in administrator, when the operator asked for that and the caller sits at this machine."""
    if not ctx.house.settings.auto_login or not is_loopback(ctx.client_address):
        raise Forbidden(detail={"message": "Auto login is disabled.", "auto_login": False})
    token = await desk_of(ctx.house).auto_token()
    response = _json({"access_token": token, "refresh_token": None, "token_type": "bearer"})
    cookies.set_access(response, ctx.request, token, None)
    cookies.set_store(response, ctx.request)
    return response


def _tokens(ctx: RequestContext, pair: Pair) -> Response:
    response = _json(TokenRead.of(pair).model_dump())
    cookies.set_refresh(response, pair.refresh, pair.refresh_until)
    cookies.set_access(response, ctx.request, pair.access, ctx.house.clock.now() + ACCESS_LIFE)
    return response


def _json(body: dict[str, Any]) -> Response:
    return JSONResponse(body)
