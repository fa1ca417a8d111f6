"""Sign-ins and their refresh tokens: opened, renewed by rotation, ended."""

from datetime import datetime, timedelta

from sqlalchemy import delete

from runyard.domains.identity import hooks, queries
from runyard.domains.identity.errors import BadRefreshToken
from runyard.domains.identity.reception import announce
from runyard.domains.identity.tables import RefreshToken, SignIn, User
from runyard.domains.identity.tokens import Claims
from runyard.kit.ids import new_id
from runyard.store import Tx

# A second use this soon is a retry or a second tab, not a thief.
GRACE = timedelta(seconds=10)


def open_family(tx: Tx, user_id: str, dialect: str, life: timedelta) -> RefreshToken:
    """A new sign-in of a user and its first refresh token."""
    user = queries.one(tx, user_id)
    user.last_login_at = tx.now
    family = SignIn(id=new_id(), user_id=user.id, dialect=dialect, created_at=tx.now)
    tx.session.add(family)
    _sweep(tx, user)
    hooks.signed_in(tx, user.id, user.tenant_id)
    return _issue(tx, family.id, tx.now + life)


def rotate(tx: Tx, claims: Claims, life: timedelta) -> RefreshToken | None:
    """The successor of a refresh token. None when it was used before: then the whole family ends with this unit of work,
    for either the thief or the victim holds the newer one."""
    family, user = queries.live_family(tx, claims.family), queries.by_id(tx, claims.user_id)
    token = queries.refresh_token(tx, claims.id)
    if family is None or family.refresh_ended_at is not None or token is None or token.family != family.id:
        raise BadRefreshToken
    if user is None or not user.is_active or family.user_id != user.id:
        raise BadRefreshToken
    if token.used_at is None:
        successor = _issue(tx, family.id, tx.now + life)
        token.used_at, token.successor = tx.now, successor.id
        return successor
    if tx.now - token.used_at <= GRACE:
        return queries.refresh_token(tx, token.successor or "")
    _end(tx, family, "refresh token used twice")
    return None


def end(tx: Tx, family_id: str, reason: str) -> None:
    """End one sign-in: none of its tokens is good any more."""
    family = queries.live_family(tx, family_id)
    if family is not None:
        _end(tx, family, reason)


def end_refresh(tx: Tx, family_id: str) -> None:
    """Let a sign-in run out: it cannot be renewed, its last access token lives to its own end."""
    family = queries.live_family(tx, family_id)
    if family is not None:
        family.refresh_ended_at = tx.now


def end_all(tx: Tx, user_id: str, reason: str, keep: str | None = None) -> None:
    """End all sign-ins of a user, but perhaps one."""
    for family in queries.families_of(tx, user_id):
        if family.id != keep:
            _end(tx, family, reason)


def _end(tx: Tx, family: SignIn, reason: str) -> None:
    family.ended_at, family.end_reason = tx.now, reason
    announce(tx, family.user_id)


def _issue(tx: Tx, family: str, until: datetime) -> RefreshToken:
    token = RefreshToken(id=new_id(), family=family, expires_at=until.replace(microsecond=0))
    tx.session.add(token)
    return token


def _sweep(tx: Tx, user: User) -> None:
    # Signing in is the moment to clear away what has expired: no job of its own is needed.
    families = [family.id for family in queries.families_of(tx, user.id)]
    tx.session.execute(delete(RefreshToken).where(RefreshToken.family.in_(families), RefreshToken.expires_at < tx.now))
