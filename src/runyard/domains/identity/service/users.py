"""Making, changing and deleting users."""

from typing import Any

from sqlalchemy import delete, update

from runyard.access import HOME_TENANT, Actor
from runyard.domains.identity import hooks, queries
from runyard.domains.identity.errors import (
    BadName,
    LastAdmin,
    NameTaken,
    NotYours,
    OwnDeactivation,
    OwnDeletion,
)
from runyard.domains.identity.reception import announce
from runyard.domains.identity.service import sessions
from runyard.domains.identity.tables import ApiKey, RefreshToken, SignIn, User
from runyard.domains.identity.types import UserChange
from runyard.kit.ids import new_id
from runyard.store import Tx

OPTINS = {"github_starred": False, "dialog_dismissed": False, "discord_clicked": False}
_LONGEST_NAME = 128


def create(
    tx: Tx,
    actor: Actor | None,
    username: str,
    password_hash: str | None,
    *,
    active: bool,
    superuser: bool = False,
    optins: dict[str, Any] | None = None,
    store_api_key: str | None = None,
) -> User:
    """A new user in the actor's tenant (nobody signed in: the home tenant), with what other rooms give to newcomers."""
    _check_name(username)
    queries.alone(tx)
    if queries.name_or_email_taken(tx, username, None):
        raise NameTaken
    user = User(
        id=new_id(),
        uid=queries.next_uid(tx),
        tenant_id=actor.tenant_id if actor else HOME_TENANT,
        username=username,
        name_key=queries.name_key(username),
        password_hash=password_hash,
        store_api_key=store_api_key,
        is_active=active,
        is_superuser=superuser,
        optins=OPTINS if optins is None else optins,
        created_at=tx.now,
        updated_at=tx.now,
    )
    tx.session.add(user)
    tx.session.flush()
    hooks.created(tx, user.id, user.tenant_id)
    return user


def change(tx: Tx, actor: Actor, user_id: str, wanted: UserChange) -> User:
    """Change a user: people change themselves within limits, superusers change everybody of their tenant."""
    if user_id == actor.user_id and wanted.is_active is False:
        raise OwnDeactivation
    if not actor.superuser and (user_id != actor.user_id or wanted.is_superuser or wanted.is_active is not None):
        raise NotYours
    user = queries.in_tenant(tx, actor, user_id)
    _keep_an_admin(tx, user, wanted)
    if wanted.username is not None and wanted.username != user.username:
        _rename(tx, user, wanted.username)
    for name in ("profile_image", "optins", "password_hash", "is_active", "is_superuser"):
        value = getattr(wanted, name)
        if value is not None:
            setattr(user, name, value)
    user.updated_at = tx.now
    if wanted.is_active is False or wanted.password_hash is not None:
        sessions.end_all(tx, user.id, "account changed", keep=actor.family if user.id == actor.user_id else None)
    announce(tx, user.id)
    return user


def set_password(tx: Tx, actor: Actor, password_hash: str) -> User:
    """The actor's own new password; every other session of theirs ends, the one that asked goes on."""
    user = queries.one(tx, actor.user_id)
    user.password_hash, user.updated_at = password_hash, tx.now
    sessions.end_all(tx, user.id, "password changed", keep=actor.family)
    announce(tx, user.id)
    return user


def remove(tx: Tx, actor: Actor, user_id: str) -> None:
    """Delete a user with all that is theirs."""
    if user_id == actor.user_id:
        raise OwnDeletion
    user = queries.in_tenant(tx, actor, user_id)
    _keep_an_admin(tx, user, UserChange(is_active=False))
    hooks.removed(tx, user.id)
    families = [family.id for family in queries.families_of(tx, user.id)]
    tx.session.execute(delete(RefreshToken).where(RefreshToken.family.in_(families)))
    tx.session.execute(delete(SignIn).where(SignIn.user_id == user.id))
    tx.session.execute(delete(ApiKey).where(ApiKey.owner_id == user.id))
    tx.session.delete(user)
    announce(tx, user_id)


def _check_name(name: str) -> None:
    if not 1 <= len(name) <= _LONGEST_NAME or name != name.strip() or not name.isprintable():
        raise BadName


def _rename(tx: Tx, user: User, name: str) -> None:
    _check_name(name)
    queries.alone(tx)
    other = queries.by_name(tx, name)
    if other is not None and other.id != user.id:
        raise NameTaken
    user.username, user.name_key = name, queries.name_key(name)


def _keep_an_admin(tx: Tx, user: User, wanted: UserChange) -> None:
    # Locks the superusers' rows first, so that two administrators cannot unseat each other at the same moment.
    leaves = wanted.is_active is False or wanted.is_superuser is False
    if not (leaves and user.is_superuser and user.is_active):
        return
    tx.session.execute(update(User).where(User.is_superuser).values(updated_at=User.updated_at))
    if queries.active_superusers(tx) < 2:
        raise LastAdmin
