"""Rows of people and of the ways they come in."""

from datetime import datetime
from typing import Any

from sqlalchemy import Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from runyard.store import Base, Json, UtcTime


class User(Base):
    """A person. `name_key` is the name in lower case and unique; `uid` is the number some clients know them by."""

    __tablename__ = "user"

    id: Mapped[str] = mapped_column(String(36), primary_key=True)
    uid: Mapped[int] = mapped_column(unique=True)
    tenant_id: Mapped[str] = mapped_column(String(36), index=True)
    username: Mapped[str] = mapped_column(String(128))
    name_key: Mapped[str] = mapped_column(String(128), unique=True)
    password_hash: Mapped[str | None] = mapped_column(Text)
    email: Mapped[str | None] = mapped_column(String(320), unique=True)
    display_name: Mapped[str | None] = mapped_column(String(200))
    lang: Mapped[str | None] = mapped_column(String(20))
    profile_image: Mapped[str | None] = mapped_column(Text)
    store_api_key: Mapped[str | None] = mapped_column(Text)
    is_active: Mapped[bool]
    is_superuser: Mapped[bool]
    optins: Mapped[dict[str, Any] | None] = mapped_column(Json)
    created_at: Mapped[datetime] = mapped_column(UtcTime)
    updated_at: Mapped[datetime] = mapped_column(UtcTime)
    last_login_at: Mapped[datetime | None] = mapped_column(UtcTime)


class SignIn(Base):
    """One sign-in: the family of all tokens that came out of it. It lives until it expires or is ended."""

    __tablename__ = "sign_in"

    id: Mapped[str] = mapped_column(String(36), primary_key=True)
    user_id: Mapped[str] = mapped_column(String(36), index=True)
    dialect: Mapped[str] = mapped_column(String(20))
    created_at: Mapped[datetime] = mapped_column(UtcTime)
    refresh_ended_at: Mapped[datetime | None] = mapped_column(UtcTime)
    ended_at: Mapped[datetime | None] = mapped_column(UtcTime)
    end_reason: Mapped[str | None] = mapped_column(String(40))


class RefreshToken(Base):
    """One refresh token, by its number; used once, then it names its successor."""

    __tablename__ = "refresh_token"

    id: Mapped[str] = mapped_column(String(36), primary_key=True)
    family: Mapped[str] = mapped_column(String(36), index=True)
    expires_at: Mapped[datetime] = mapped_column(UtcTime, index=True)
    used_at: Mapped[datetime | None] = mapped_column(UtcTime)
    successor: Mapped[str | None] = mapped_column(String(36))


class ApiKey(Base):
    """An API key: only its hash is kept, and the first characters by which people tell their keys apart."""

    __tablename__ = "api_key"
    __table_args__ = (Index("ix_api_key_owner", "tenant_id", "owner_id", "created_at"),)

    id: Mapped[str] = mapped_column(String(36), primary_key=True)
    tenant_id: Mapped[str] = mapped_column(String(36))
    owner_id: Mapped[str] = mapped_column(String(36))
    name: Mapped[str | None] = mapped_column(Text)
    hash: Mapped[str] = mapped_column(String(64), unique=True)
    shown: Mapped[str] = mapped_column(String(12))
    scopes: Mapped[list[str] | None] = mapped_column(Json)
    is_active: Mapped[bool]
    created_at: Mapped[datetime] = mapped_column(UtcTime)
    last_used_at: Mapped[datetime | None] = mapped_column(UtcTime)
    expires_at: Mapped[datetime | None] = mapped_column(UtcTime)
    total_uses: Mapped[int]
