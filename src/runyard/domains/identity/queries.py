"""Every SELECT on people, sign-ins and keys."""

from collections.abc import Sequence

from sqlalchemy import func, or_, select

from runyard.access import Actor
from runyard.domains.identity.errors import UserNotFound
from runyard.domains.identity.tables import ApiKey, RefreshToken, SignIn, User
from runyard.store import Tx

_USERS = 0x75736572  # the lock's number: "user" in ASCII


def by_id(tx: Tx, user_id: str) -> User | None:
    """The user of that id."""
    return tx.session.get(User, user_id)


def one(tx: Tx, user_id: str) -> User:
    """The user of that id, or UserNotFound."""
    user = by_id(tx, user_id)
    if user is None:
        raise UserNotFound
    return user


def in_tenant(tx: Tx, actor: Actor, user_id: str) -> User:
    """The user of that id in the actor's tenant, or UserNotFound."""
    user = one(tx, user_id)
    if user.tenant_id != actor.tenant_id:
        raise UserNotFound
    return user


def by_name(tx: Tx, name: str) -> User | None:
    """The user of that name, however it is capitalised."""
    return tx.session.scalars(select(User).where(User.name_key == name_key(name))).one_or_none()


def by_name_or_email(tx: Tx, name: str) -> User | None:
    """The user of that name, else of that e-mail address."""
    return by_name(tx, name) or tx.session.scalars(select(User).where(User.email == name.lower())).one_or_none()


def name_key(name: str) -> str:
    """What makes two names the same."""
    return name.casefold()


def listed(tx: Tx, actor: Actor, search: str | None, skip: int, limit: int) -> tuple[int, Sequence[User]]:
    """How many users fit, and a page of them in the order they came."""
    query = select(User).where(User.tenant_id == actor.tenant_id)
    if search:
        query = query.where(User.name_key.contains(name_key(search), autoescape=True))
    total = tx.session.scalar(select(func.count()).select_from(query.subquery())) or 0
    return total, tx.session.scalars(query.order_by(User.uid).offset(skip).limit(limit)).all()


def active_superusers(tx: Tx) -> int:
    """How many people may do everything."""
    return tx.session.scalar(select(func.count()).where(User.is_superuser, User.is_active)) or 0


def alone(tx: Tx) -> None:
    """Let no other unit of work make or name a user until this one ends. SQLite has one writer and needs no lock."""
    if tx.session.get_bind().dialect.name == "postgresql":
        tx.session.execute(select(func.pg_advisory_xact_lock(_USERS)))


def next_uid(tx: Tx) -> int:
    """The next free number of a user."""
    return (tx.session.scalar(select(func.max(User.uid))) or 0) + 1


def live_family(tx: Tx, family: str) -> SignIn | None:
    """The sign-in, unless it was ended."""
    found = tx.session.get(SignIn, family)
    return found if found is not None and found.ended_at is None else None


def families_of(tx: Tx, user_id: str) -> Sequence[SignIn]:
    """The sign-ins of a user that were not ended."""
    return tx.session.scalars(select(SignIn).where(SignIn.user_id == user_id, SignIn.ended_at.is_(None))).all()


def refresh_token(tx: Tx, id: str) -> RefreshToken | None:
    """The refresh token of that number, held against others who want it too."""
    return tx.session.get(RefreshToken, id, with_for_update=True)


def key_by_hash(tx: Tx, digest: str) -> ApiKey | None:
    """The key with that hash."""
    return tx.session.scalars(select(ApiKey).where(ApiKey.hash == digest)).one_or_none()


def keys_of(tx: Tx, actor: Actor) -> Sequence[ApiKey]:
    """The actor's own keys, oldest first."""
    own = (ApiKey.tenant_id == actor.tenant_id, ApiKey.owner_id == actor.user_id)
    return tx.session.scalars(select(ApiKey).where(*own).order_by(ApiKey.created_at, ApiKey.id)).all()


def name_or_email_taken(tx: Tx, name: str, email: str | None) -> bool:
    """Whether somebody already answers to this name or address."""
    clash = [User.name_key == name_key(name), User.email == name_key(name)]
    if email:
        clash += [User.email == email.lower(), User.name_key == name_key(email)]
    return tx.session.scalar(select(func.count()).where(or_(*clash))) != 0
