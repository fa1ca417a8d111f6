"""Tells who stands behind a credential, and remembers it for a while so that a warm request reads nothing.

Every change to a person, a sign-in or a key is announced under the user's id, to all processes of the house; whoever
hears it forgets that user at once. A read that began before the change cannot put the old answer back.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from hashlib import sha256

from runyard.access import Actor
from runyard.domains.identity import queries
from runyard.domains.identity.tables import User
from runyard.domains.identity.tokens import Claims, Tokens
from runyard.domains.identity.uses import KeyUses
from runyard.kit.clock import Clock
from runyard.store import Store, Tx
from runyard.wire.credentials import Credential
from runyard.wire.refusals import BadKey, BadToken, InactiveAccount

NOTICE = "identity:"
_MOST = 4096
# Notices between processes may be late or lost; then this is how long a revoked right can still be seen.
_MEMORY_SHARED = 1.0
_MEMORY_ALONE = 60.0


@dataclass(slots=True)
class _Known:
    actor: Actor
    until: float  # on the monotonic clock


def announce(tx: Tx, user_id: str) -> None:
    """Say, after the commit, that something about this user's ways in has changed."""
    tx.notify(NOTICE + user_id)


def key_hash(key: str) -> str:
    """What is stored of an API key; keys are random, so a plain hash cannot be turned back."""
    return sha256(key.encode()).hexdigest()


class Reception:
    """The identity of the house."""

    def __init__(self, store: Store, clock: Clock, tokens: Tokens) -> None:
        self._store, self._clock, self._tokens = store, clock, tokens
        self._memory = _MEMORY_ALONE if store.dialect == "sqlite" else _MEMORY_SHARED
        self._known: dict[str, _Known] = {}
        self._changes = 0
        self._watchers: dict[str, list[Callable[[], None]]] = {}
        self.uses = KeyUses(store, clock)
        store.listen(self._heard)

    def known(self, credential: Credential) -> Actor | None:
        found = self._known.get(credential.value)
        if found is None:
            return None
        if found.until <= self._clock.monotonic() or found.actor.via != _via(credential):
            self._known.pop(credential.value, None)
            return None
        if found.actor.key_id is not None:
            self.uses.count(found.actor.key_id)
        return found.actor

    async def actor(self, credential: Credential) -> Actor:
        actor = self.known(credential)
        if actor is not None:
            return actor
        changes = self._changes
        if credential.kind == "key":
            actor, expires_at = await self._store.read(lambda tx: _by_key(tx, credential.value))
            self.uses.count(actor.key_id or "")
        else:
            claims = self._tokens.read(credential.value, "access")
            actor, expires_at = await self._store.read(lambda tx: _by_claims(tx, claims))
        if changes == self._changes:
            self._remember(credential.value, actor, expires_at)
        return actor

    def forget(self, user_id: str) -> None:
        """Drop what is remembered of a user."""
        self._changes += 1
        for value in [v for v, known in self._known.items() if known.actor.user_id == user_id]:
            del self._known[value]
        for changed in tuple(self._watchers.get(user_id, ())):
            changed()

    def watch(self, user_id: str, changed: Callable[[], None]) -> None:
        self._watchers.setdefault(user_id, []).append(changed)

    def unwatch(self, user_id: str, changed: Callable[[], None]) -> None:
        watchers = self._watchers.get(user_id, [])
        if changed in watchers:
            watchers.remove(changed)
        if not watchers:
            self._watchers.pop(user_id, None)

    def _heard(self, text: str) -> None:
        if text.startswith(NOTICE):
            self.forget(text.removeprefix(NOTICE))

    def _remember(self, value: str, actor: Actor, expires_at: datetime | None) -> None:
        left = self._memory
        if expires_at is not None:
            left = min(left, (expires_at - self._clock.now()) / timedelta(seconds=1))
        if len(self._known) >= _MOST:
            del self._known[next(iter(self._known))]
        self._known[value] = _Known(actor, self._clock.monotonic() + left)


def actor_of(
    user: User, via: str, *, key_id: str | None = None, scopes: list[str] | None = None, family: str | None = None
) -> Actor:
    """The actor a user is, coming in that way."""
    return Actor(
        user_id=user.id,
        username=user.username,
        tenant_id=user.tenant_id,
        superuser=user.is_superuser,
        via="key" if via == "key" else "session",
        key_id=key_id,
        scopes=None if scopes is None else frozenset(scopes),
        family=family,
    )


def _via(credential: Credential) -> str:
    return "key" if credential.kind == "key" else "session"


def _by_claims(tx: Tx, claims: Claims) -> tuple[Actor, datetime | None]:
    user, family = queries.by_id(tx, claims.user_id), queries.live_family(tx, claims.family)
    if user is None or family is None or family.user_id != user.id:
        raise BadToken
    if not user.is_active:
        raise InactiveAccount
    return actor_of(user, "session", family=claims.family), claims.expires_at


def _by_key(tx: Tx, value: str) -> tuple[Actor, datetime | None]:
    key = queries.key_by_hash(tx, key_hash(value))
    if key is None or not key.is_active or (key.expires_at is not None and key.expires_at <= tx.now):
        raise BadKey
    user = queries.by_id(tx, key.owner_id)
    if user is None or not user.is_active:
        raise BadKey
    return actor_of(user, "key", key_id=key.id, scopes=key.scopes), key.expires_at
