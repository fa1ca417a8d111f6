"""Locks that run out by themselves. The token grows with every new holder, so late work of an old one can be told apart."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy.exc import IntegrityError

from runyard.kernel.tables import LeaseRow
from runyard.store import Tx


@dataclass(frozen=True, slots=True)
class Lease:
    """Who holds a name, until when, as which holder in turn."""

    name: str
    holder: str
    token: int
    expires_at: datetime


def take(tx: Tx, name: str, holder: str, ttl: timedelta) -> Lease | None:
    """Take or prolong the lease; None when somebody else holds it."""
    row = tx.session.get(LeaseRow, name, with_for_update=True)
    if row is None:
        return _first(tx, name, holder, ttl)
    if row.holder != holder and row.expires_at > tx.now:
        return None
    if row.holder != holder or row.expires_at <= tx.now:
        row.token += 1
    row.holder, row.expires_at = holder, tx.now + ttl
    return _lease(row)


def release(tx: Tx, name: str, holder: str) -> bool:
    """Give it back early; False when this holder does not have it."""
    row = tx.session.get(LeaseRow, name, with_for_update=True)
    if row is None or row.holder != holder or row.expires_at <= tx.now:
        return False
    row.expires_at = tx.now
    return True


def held(tx: Tx, name: str) -> Lease | None:
    """Who holds the name now, if anybody."""
    row = tx.session.get(LeaseRow, name)
    return None if row is None or row.expires_at <= tx.now else _lease(row)


def _first(tx: Tx, name: str, holder: str, ttl: timedelta) -> Lease | None:
    row = LeaseRow(name=name, holder=holder, token=1, expires_at=tx.now + ttl)
    try:
        with tx.session.begin_nested():
            tx.session.add(row)
    except IntegrityError:  # two came at once and the other was first
        return None
    return _lease(row)


def _lease(row: LeaseRow) -> Lease:
    return Lease(row.name, row.holder, row.token, row.expires_at)
