"""Users in the langflow dialect."""

from datetime import datetime
from typing import Annotated, Any
from uuid import UUID

from fastapi import Query
from pydantic import BaseModel

from runyard.domains.identity import queries
from runyard.domains.identity.api.shapes import Done, UserRead, UsersRead
from runyard.domains.identity.desk import desk_of
from runyard.domains.identity.errors import ForeignPassword, NoPassword, PasswordElsewhere, SamePassword
from runyard.domains.identity.service import users
from runyard.domains.identity.types import UserChange
from runyard.wire import Ctx, Routes

routes = Routes("identity")


class UserCreate(BaseModel):
    """A sign-up."""

    username: str
    password: str
    optins: dict[str, Any] | None = dict(users.OPTINS)


class UserUpdate(BaseModel):
    """Changes of a user; what is absent or null stays."""

    username: str | None = None
    profile_image: str | None = None
    password: str | None = None
    is_active: bool | None = None
    is_superuser: bool | None = None
    last_login_at: datetime | None = None
    optins: dict[str, Any] | None = None


@routes.get("/api/v1/users/", op="langflow.users.list", needs="user:list", auth="superuser")
async def get_users(
    ctx: Ctx,
    skip: Annotated[int, Query(ge=0, le=10**9)] = 0,
    limit: Annotated[int, Query(ge=1, le=1000)] = 10,
    search: str | None = None,
) -> UsersRead:
    """A page of the users of the caller's tenant."""
    total, found = await ctx.read(queries.listed, search, skip, limit)
    return UsersRead(total_count=total, users=[UserRead.of(user) for user in found])


@routes.post("/api/v1/users/", op="langflow.users.create", public=True, status=201)
async def add_user(body: UserCreate, ctx: Ctx) -> UserRead:
    """Sign up; whether the new account is active at once is a setting."""
    desk = desk_of(ctx.house)
    if not ctx.actor.superuser:
        desk.throttle.attempt(ctx.client_address)
    hashed = await desk.passwords.hash(body.password)
    active = ctx.house.settings.new_user_is_active
    return UserRead.of(await ctx.write(users.create, body.username, hashed, active=active, optins=body.optins))


@routes.get("/api/v1/users/whoami", op="langflow.users.whoami", needs="user:read")
async def whoami(ctx: Ctx) -> UserRead:
    """The caller."""
    return UserRead.of(await ctx.read(lambda tx, actor: queries.one(tx, actor.user_id)))


@routes.patch("/api/v1/users/{user_id}", op="langflow.users.update", needs="user:write")
async def update_user(user_id: UUID, body: UserUpdate, ctx: Ctx) -> UserRead:
    """Change a user. People change themselves, but neither their password nor their standing."""
    if body.password and not ctx.actor.superuser:
        raise PasswordElsewhere
    hashed = await desk_of(ctx.house).passwords.hash(body.password) if body.password else None
    wanted = UserChange(
        body.username, body.profile_image, body.optins, hashed, is_active=body.is_active, is_superuser=body.is_superuser
    )
    return UserRead.of(await ctx.write(users.change, str(user_id), wanted))


@routes.patch("/api/v1/users/{user_id}/reset-password", op="langflow.users.reset_password", needs="user:write")
async def reset_password(user_id: UUID, body: UserUpdate, ctx: Ctx) -> UserRead:
    """The caller's own new password; all their other sessions end."""
    if str(user_id) != ctx.actor.user_id:
        raise ForeignPassword
    if not body.password:
        raise NoPassword
    passwords = desk_of(ctx.house).passwords
    user = await ctx.read(lambda tx, actor: queries.one(tx, actor.user_id))
    if await passwords.matches(user.password_hash, body.password):
        raise SamePassword
    return UserRead.of(await ctx.write(users.set_password, await passwords.hash(body.password)))


@routes.delete("/api/v1/users/{user_id}", op="langflow.users.delete", needs="user:delete", auth="superuser")
async def delete_user(user_id: UUID, ctx: Ctx) -> Done:
    """Delete a user with all that is theirs."""
    await ctx.write(users.remove, str(user_id))
    return Done(detail="User deleted")
