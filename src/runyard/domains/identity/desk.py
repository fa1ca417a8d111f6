"""Where people sign in: the slow and the careful parts in their order (throttle, password, row), for every dialect."""

from __future__ import annotations

import secrets
from datetime import timedelta
from hashlib import sha256

from runyard.domains.identity import queries
from runyard.domains.identity.errors import (
    BadRefreshToken,
    BadSetupToken,
    InactiveUser,
    SetupDone,
    WaitingForApproval,
    WrongCredentials,
)
from runyard.domains.identity.passwords import Passwords
from runyard.domains.identity.reception import Reception
from runyard.domains.identity.service import sessions, users
from runyard.domains.identity.tables import RefreshToken, User
from runyard.domains.identity.throttle import Throttle
from runyard.domains.identity.tokens import ACCESS_LIFE, REFRESH_LIFE, Tokens
from runyard.domains.identity.types import Pair
from runyard.kit.errors import RunyardError
from runyard.kit.settings import Settings
from runyard.store import Store, Tx
from runyard.wire import House
from runyard.wire.refusals import BadToken, BadTokenType

AUTO_USER = "langflow"  # the name under which clients of that dialect know the built-in administrator


class Desk:
    """The sign-in desk of one house."""

    def __init__(self, house: House) -> None:
        self.store: Store = house.store
        self.settings: Settings = house.settings
        self.tokens = Tokens(house.vault, house.clock)
        self.passwords = Passwords()
        self.throttle = Throttle(house.settings, house.clock)
        self.reception = Reception(house.store, house.clock, self.tokens)
        self._setup_hash: bytes | None = None

    async def sign_in(
        self, name: str, password: str, address: str, dialect: str, access_life: timedelta = ACCESS_LIFE
    ) -> Pair:
        """Tokens for a name (or e-mail address) and a password."""
        account = queries.name_key(name)
        self.throttle.attempt(address, account)
        user = await self.store.read(lambda tx: queries.by_name_or_email(tx, name))
        if not await self.passwords.matches(user.password_hash if user else None, password) or user is None:
            self.throttle.failed(account)
            raise WrongCredentials
        self.throttle.succeeded(account)
        if not user.is_active:
            raise InactiveUser if user.last_login_at else WaitingForApproval
        return await self.admit(user.id, dialect, access_life)

    async def admit(self, user_id: str, dialect: str, access_life: timedelta = ACCESS_LIFE) -> Pair:
        """Tokens for a user who has shown who they are."""
        token = await self.store.write(lambda tx: sessions.open_family(tx, user_id, dialect, REFRESH_LIFE))
        return self._pair(user_id, token, access_life)

    async def renew(self, refresh: str | None, access_life: timedelta = ACCESS_LIFE) -> Pair:
        """New tokens for a refresh token."""
        try:
            claims = self.tokens.read(refresh or "", "refresh")
        except (BadToken, BadTokenType) as error:
            raise BadRefreshToken from error
        token = await self.store.write(lambda tx: sessions.rotate(tx, claims, REFRESH_LIFE))
        if token is None:
            raise BadRefreshToken
        return self._pair(claims.user_id, token, access_life)

    def family_of(self, token: str | None, kind: str) -> str | None:
        """The sign-in a token belongs to, or None when it is no good."""
        try:
            return self.tokens.read(token or "", "refresh" if kind == "refresh" else "access").family
        except RunyardError:
            return None

    async def auto_token(self) -> str:
        """An access token of the built-in administrator, for automatic sign-in."""
        user = await self.store.write(_auto_user)
        return (await self.admit(user.id, "langflow")).access

    async def needs_admin(self) -> bool:
        """Whether nobody could administrate this server yet."""
        if self.settings.auto_login:
            return False
        return await self.store.read(queries.active_superusers) == 0

    async def first_admin_token(self) -> str | None:
        """A fresh one-time token for making the first administrator; None when there is one. The token before it is void."""
        if not await self.needs_admin():
            return None
        token = secrets.token_urlsafe(32)
        self._setup_hash = sha256(token.encode()).digest()
        return token

    async def set_up(self, token: str, username: str, password: str) -> Pair:
        """Make the first administrator with the one-time token, and sign them in."""
        if not await self.needs_admin():
            raise SetupDone
        given = sha256(token.encode()).digest()
        if self._setup_hash is None or not secrets.compare_digest(given, self._setup_hash):
            raise BadSetupToken
        hashed = await self.passwords.hash(password)
        user = await self.store.write(lambda tx: _first_admin(tx, username, hashed))
        self._setup_hash = None
        return await self.admit(user.id, "runyard")

    async def open(self) -> None:
        """Make the administrator the settings name, when there is none yet."""
        name, password = self.settings.admin_username, self.settings.admin_password
        if name and password and await self.store.read(queries.active_superusers) == 0:
            hashed = await self.passwords.hash(password)
            await self.store.write(lambda tx: _first_admin(tx, name, hashed))
        await self.reception.uses.start()

    async def close(self) -> None:
        """Write what is still counted and end the threads."""
        await self.reception.uses.stop()
        self.passwords.close()

    def _pair(self, user_id: str, token: RefreshToken, access_life: timedelta) -> Pair:
        access = self.tokens.access(user_id, token.family, access_life)
        refresh = self.tokens.refresh(user_id, token.family, token.id, token.expires_at)
        return Pair(access, refresh, token.expires_at, token.family)


def desk_of(house: House) -> Desk:
    """The desk of a house."""
    desk = house.services["identity"]
    assert isinstance(desk, Desk)
    return desk


def _first_admin(tx: Tx, name: str, password_hash: str) -> User:
    queries.alone(tx)
    if queries.active_superusers(tx):
        raise SetupDone
    return users.create(tx, None, name, password_hash, active=True, superuser=True)


def _auto_user(tx: Tx) -> User:
    queries.alone(tx)
    user = queries.by_name(tx, AUTO_USER)
    if user is None:
        return users.create(tx, None, AUTO_USER, None, active=True, superuser=True, store_api_key="")
    user.is_active = user.is_superuser = True
    return user
