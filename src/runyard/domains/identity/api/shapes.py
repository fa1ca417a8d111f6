"""How this room's rows look in the langflow dialect."""

from datetime import datetime
from typing import Any
from uuid import UUID

from pydantic import BaseModel

from runyard.domains.identity.tables import ApiKey, User
from runyard.domains.identity.types import Pair


class TokenRead(BaseModel):
    """Tokens of a sign-in."""

    access_token: str
    refresh_token: str | None
    token_type: str = "bearer"

    @classmethod
    def of(cls, pair: Pair) -> "TokenRead":
        """Both tokens of a pair."""
        return cls(access_token=pair.access, refresh_token=pair.refresh)


class Done(BaseModel):
    """That it was done, in words."""

    detail: str


class UserRead(BaseModel):
    """A user as others and they themselves see them."""

    id: UUID
    username: str
    profile_image: str | None
    store_api_key: str | None
    is_active: bool
    is_superuser: bool
    create_at: datetime
    updated_at: datetime
    last_login_at: datetime | None
    optins: dict[str, Any] | None

    @classmethod
    def of(cls, user: User) -> "UserRead":
        """The row as an answer."""
        names = (name for name in cls.model_fields if name != "create_at")
        return cls(create_at=user.created_at, **{name: getattr(user, name) for name in names})


class UsersRead(BaseModel):
    """A page of users."""

    total_count: int
    users: list[UserRead]


class KeyRead(BaseModel):
    """An API key in a list, masked."""

    id: UUID
    name: str | None
    api_key: str
    created_at: datetime
    last_used_at: datetime | None
    total_uses: int
    is_active: bool
    expires_at: datetime | None
    user_id: UUID

    @classmethod
    def of(cls, key: ApiKey) -> "KeyRead":
        """The row as an answer."""
        names = ("id", "name", "created_at", "last_used_at", "total_uses", "is_active", "expires_at")
        masked = key.shown.ljust(46, "*")
        return cls(api_key=masked, user_id=UUID(key.owner_id), **{name: getattr(key, name) for name in names})


class KeysRead(BaseModel):
    """All keys of one user."""

    total_count: int
    user_id: UUID
    api_keys: list[KeyRead]


class KeyCreated(BaseModel):
    """A new key, shown whole this once."""

    id: UUID
    name: str | None
    api_key: str
    last_used_at: datetime | None = None
    total_uses: int = 0
    is_active: bool = True
    expires_at: datetime | None = None
    user_id: UUID
