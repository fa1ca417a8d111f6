"""What people do with files: keep, add to, rename, delete; and what the engine does: find one by its path."""

from __future__ import annotations

from collections.abc import AsyncIterable, Callable, Sequence
from typing import TypeVar

from sqlalchemy import delete, select

from runyard.access import Actor, authorize
from runyard.domains.files import queries, rules
from runyard.domains.files.errors import FileChanged, FileNotFound, NoFilesFound
from runyard.domains.files.sweep import unused_after
from runyard.domains.files.tables import File
from runyard.domains.files.types import Found, Kind, Upload
from runyard.kit.ids import new_id
from runyard.store import Blobs, Store, Tx

Content = bytes | AsyncIterable[bytes]
T = TypeVar("T")
_AT_ONCE = 500  # databases take only so many values in one statement


async def save(store: Store, blobs: Blobs, content: Callable[[], Content], add: Callable[[Tx, str], T]) -> T:
    """Keep bytes and the row that needs them; `add` gets the key.

    A sweep may remove the same content between the two; then it is simply written again.
    """
    key = await blobs.put(content())
    row = await store.write(lambda tx: add(tx, key))
    if not blobs.exists(key):
        await blobs.put(content())
    return row


def add(tx: Tx, actor: Actor, upload: Upload, kind: Kind, folder_id: str, listed: bool = True) -> File:
    """A new file in a folder; a stored name in use gets a number."""
    authorize(actor, "file:create", None)
    name = rules.safe_name(upload.name)
    stored = name if kind == "user" else rules.stamped(name, tx.now)
    stored = rules.free_name(stored, queries.names_like(tx, folder_id, stored))
    file = File(
        id=new_id(),
        tenant_id=actor.tenant_id,
        owner_id=actor.user_id,
        kind=kind,
        folder_id=folder_id,
        stored_name=stored,
        name=rules.split(stored)[0],
        listed=listed,
        size=upload.size,
        blob=upload.blob,
        created_at=tx.now,
        updated_at=tx.now,
    )
    tx.session.add(file)
    tx.session.flush()
    return file


def replace(tx: Tx, actor: Actor, file_id: str, old_blob: str, upload: Upload) -> File:
    """New content for a file, unless it is no longer the content that the new one was made from."""
    file = queries.one(tx, actor, file_id, "file:write")
    if file.blob != old_blob:
        raise FileChanged
    file.blob, file.size, file.updated_at = upload.blob, upload.size, tx.now
    unused_after(tx, [old_blob])
    return file


def rename(tx: Tx, actor: Actor, file_id: str, name: str) -> File:
    """Change the name that is shown; the stored path stays."""
    file = queries.one(tx, actor, file_id, "file:write")
    file.name = rules.safe_name(name)
    file.updated_at = tx.now
    return file


def remove(tx: Tx, actor: Actor, file_id: str) -> str:
    """Delete one file of the caller and answer its name."""
    file = queries.one(tx, actor, file_id, "file:delete")
    _drop(tx, [file])
    return file.name


def remove_many(tx: Tx, actor: Actor, ids: Sequence[str]) -> int:
    """Delete the caller's files among these ids; none at all is an error."""
    files = queries.mine(tx, actor, ids)
    if not files:
        raise NoFilesFound
    _drop(tx, files)
    return len(files)


def remove_all(tx: Tx, actor: Actor) -> int:
    """Delete all of the caller's files and say how many there were."""
    files = queries.mine(tx, actor)
    _drop(tx, files)
    return len(files)


def remove_from_flow(tx: Tx, actor: Actor, flow_id: str, stored_name: str) -> None:
    """Delete one file of a flow."""
    file = _of_flow(tx, actor, flow_id, stored_name)
    authorize(actor, "file:delete", rules.resource(file))
    _drop(tx, [file])


def in_flow(tx: Tx, actor: Actor, flow_id: str, stored_name: str) -> Found:
    """One file of a flow."""
    return found(_of_flow(tx, actor, flow_id, stored_name))


def stored_names(tx: Tx, actor: Actor, flow_id: str) -> list[str]:
    """Names of the files of a flow, oldest first."""
    return [file.stored_name for file in queries.in_folder(tx, actor, flow_id)]


def remove_folder(tx: Tx, folder_ids: Sequence[str]) -> None:
    """Delete all files of flows that go; the flows' room has decided already."""
    _drop(tx, tx.session.scalars(select(File).where(File.folder_id.in_(folder_ids))).all())


def remove_owned(tx: Tx, user_id: str) -> None:
    """Delete everything a user owns, because the user goes."""
    _drop(tx, tx.session.scalars(select(File).where(File.owner_id == user_id)).all())


def resolve(tx: Tx, actor: Actor, path: str) -> Found:
    """The file at '<flow or user id>/<stored name>', for components; hidden ones are found as well."""
    folder_id, _, stored_name = path.partition("/")
    file = queries.by_path(tx, actor, folder_id, stored_name)
    if file is None:
        raise FileNotFound(f"File {path[:300]} not found")
    return found(file)


def found(file: File) -> Found:
    """A file as a value that outlives its session."""
    return Found(file.id, rules.shown_name(file), file.stored_name, file.blob, file.size)


def _of_flow(tx: Tx, actor: Actor, flow_id: str, stored_name: str) -> File:
    file = queries.by_path(tx, actor, flow_id, stored_name)
    if file is None:
        raise FileNotFound(f"File {stored_name[:300]} not found in flow {flow_id}")
    return file


def _drop(tx: Tx, files: Sequence[File]) -> None:
    for start in range(0, len(files), _AT_ONCE):
        some = files[start : start + _AT_ONCE]
        tx.session.execute(delete(File).where(File.id.in_([f.id for f in some])))
        unused_after(tx, [f.blob for f in some])
