"""Signing in and out in the liberty dialect."""

from datetime import datetime, timedelta
from typing import Annotated

from fastapi import Header
from pydantic import BaseModel, Field
from starlette.responses import JSONResponse, Response

from runyard.domains.identity import queries
from runyard.domains.identity.api import cookies
from runyard.domains.identity.desk import desk_of
from runyard.domains.identity.errors import InactiveUser, WaitingForApproval, WrongCredentials
from runyard.domains.identity.service import sessions
from runyard.domains.identity.types import Pair
from runyard.kit.errors import Unauthenticated
from runyard.wire import Ctx, RequestContext, Routes
from runyard.wire.credentials import header, presented

routes = Routes("identity")
ACCESS_LIFE = timedelta(minutes=15)
Language = Annotated[
    str, Header(alias="X-Liberty-Lang", description="Language of sentences for people; so far all are English.")
]
CookieHeader = Annotated[
    str | None, Header(alias="Cookie", description="Carries the refresh token when the body does not.")
]
_CHALLENGE = {"www-authenticate": "Bearer"}


class Login(BaseModel):
    """A name or e-mail address, and a password."""

    username: str = Field(min_length=1, max_length=128)
    password: str = Field(min_length=1, max_length=1024)


class RefreshBody(BaseModel):
    """A refresh token; without it the cookie is taken."""

    refresh_token: str | None = None


class TokensRead(BaseModel):
    """Tokens of a sign-in."""

    access_token: str
    refresh_token: str
    token_type: str = "Bearer"
    expires_in: int


class MeRead(BaseModel):
    """Who the caller is and what they may do."""

    username: str
    display_name: str
    roles: list[str]
    permissions: list[str]
    superuser: bool
    email: str | None
    lang: str | None
    provider: str
    expires_at: datetime | None


class OidcRead(BaseModel):
    """Single sign-on, as far as a page must know."""

    enabled: bool = False
    label: str = ""
    login_url: str = "/auth/oidc/login"


class MethodsRead(BaseModel):
    """Which ways of signing in are on."""

    local: bool = True
    oidc: OidcRead = OidcRead()
    languages: list[str] = ["en"]
    app_name: str = "Runyard"


class SignedOut(BaseModel):
    """That it was done."""

    ok: bool


@routes.post("/auth/login", op="liberty.auth.login", public=True, response_model=TokensRead)
async def login(body: Login, ctx: Ctx, lang: Language = "en") -> Response:
    """Sign in; the refresh token is also set as a cookie that only /auth sees."""
    try:
        pair = await desk_of(ctx.house).sign_in(
            body.username, body.password, ctx.client_address, "liberty", ACCESS_LIFE
        )
    except (InactiveUser, WaitingForApproval) as error:
        raise WrongCredentials from error  # this dialect never says that an account exists
    return _tokens(ctx, pair)


@routes.post("/auth/refresh", op="liberty.auth.refresh", public=True, response_model=TokensRead)
async def refresh(ctx: Ctx, body: RefreshBody | None = None, cookie: CookieHeader = None) -> Response:
    """New tokens for a refresh token from the body or, without one, from the cookie."""
    token = (body.refresh_token if body else None) or ctx.request.cookies.get(cookies.LIBERTY_COOKIE)
    return _tokens(ctx, await desk_of(ctx.house).renew(token, ACCESS_LIFE))


@routes.post("/auth/logout", op="liberty.auth.logout", needs="user:read", response_model=SignedOut)
async def logout(ctx: Ctx, body: RefreshBody | None = None) -> Response:
    """End this session with all its tokens; other sessions of the same person go on."""
    desk = desk_of(ctx.house)
    given = body.refresh_token if body else None
    families = {ctx.actor.family, desk.family_of(given or ctx.request.cookies.get(cookies.LIBERTY_COOKIE), "refresh")}
    for family in families - {None}:
        await ctx.house.store.write(lambda tx, family=family: sessions.end(tx, family, "signed out"))
    response = JSONResponse({"ok": True})
    cookies.clear_liberty(response)
    return response


@routes.get("/auth/me", op="liberty.auth.me", public=True)
async def me(ctx: Ctx) -> MeRead | None:
    """The caller. Nobody at all is `null`, unless the request is one of this dialect's own clients."""
    scope = ctx.request.scope
    credential = presented(scope, cookies=False)
    if ctx.actor.anonymous:
        if credential is None and header(scope, b"x-liberty-lang") is None:
            return None
        raise Unauthenticated("Not signed in.", headers=_CHALLENGE)
    user = await ctx.read(lambda tx, actor: queries.one(tx, actor.user_id))
    bearer = credential is not None and credential.kind == "bearer"
    until = desk_of(ctx.house).tokens.read(credential.value, "access").expires_at if credential and bearer else None
    return MeRead(
        username=user.username,
        display_name=user.display_name or user.username,
        roles=[],
        permissions=["*"] if user.is_superuser else [],
        superuser=user.is_superuser,
        email=user.email,
        lang=user.lang,
        provider="local",
        expires_at=until,
    )


@routes.get("/auth/methods", op="liberty.auth.methods", public=True)
async def methods(ctx: Ctx) -> MethodsRead:
    """What a sign-in page shows."""
    return MethodsRead()


def _tokens(ctx: RequestContext, pair: Pair) -> Response:
    seconds = int(ACCESS_LIFE.total_seconds())
    body = TokensRead(access_token=pair.access, refresh_token=pair.refresh, expires_in=seconds)
    response = JSONResponse(body.model_dump())
    cookies.set_liberty(response, ctx.request, pair.refresh, pair.refresh_until)
    return response
