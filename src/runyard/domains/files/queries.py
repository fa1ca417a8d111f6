"""Every SELECT on files; `readable` is the only way in."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import Select, or_, select

from runyard.access import Actor, authorize, visible
from runyard.domains.files import rules
from runyard.domains.files.errors import FileNotFound
from runyard.domains.files.tables import File
from runyard.store import Tx


def readable(actor: Actor) -> Select[File]:
    """Files the caller may see."""
    return visible(select(File), File, actor, "file:read")


def one(tx: Tx, actor: Actor, file_id: str, action: str = "file:read") -> File:
    """A listed file of a user by id, for an action."""
    query = readable(actor).where(File.id == file_id, File.kind == "user", File.listed)
    file = tx.session.scalars(query).one_or_none()
    if file is None:
        raise FileNotFound
    authorize(actor, action, rules.resource(file))
    return file


def mine(tx: Tx, actor: Actor, ids: Sequence[str] | None = None) -> Sequence[File]:
    """The caller's own listed files, oldest first; with ids only those among them."""
    query = readable(actor).where(File.owner_id == actor.user_id, File.kind == "user", File.listed)
    if ids is not None:
        query = query.where(File.id.in_(ids))
    return tx.session.scalars(query.order_by(File.created_at, File.id)).all()


def in_folder(tx: Tx, actor: Actor, folder_id: str) -> Sequence[File]:
    """All files of a flow, oldest first."""
    query = readable(actor).where(File.folder_id == folder_id, File.kind == "flow")
    return tx.session.scalars(query.order_by(File.created_at, File.id)).all()


def by_path(tx: Tx, actor: Actor, folder_id: str, stored_name: str) -> File | None:
    """The file at '<flow or user id>/<stored name>' when the caller may see it."""
    if not (folder_id + stored_name).isprintable():
        return None  # no such name was ever stored, and PostgreSQL takes no NUL
    query = readable(actor).where(File.folder_id == folder_id, File.stored_name == stored_name)
    return tx.session.scalars(query).one_or_none()


def names_like(tx: Tx, folder_id: str, name: str) -> set[str]:
    """Stored names of a folder that the name could clash with, numbered ones included."""
    stem = rules.split(name)[0]
    same = or_(File.stored_name == name, File.stored_name.startswith(stem + " (", autoescape=True))
    return set(tx.session.scalars(select(File.stored_name).where(File.folder_id == folder_id, same)))


def still_used(tx: Tx, keys: Sequence[str]) -> set[str]:
    """Those of these blobs that a row still needs."""
    return set(tx.session.scalars(select(File.blob).where(File.blob.in_(keys)).distinct()))
