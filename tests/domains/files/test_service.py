"""Files kept, found, changed and deleted."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from runyard.access import Actor
from runyard.domains.files import queries, service
from runyard.domains.files.errors import FileChanged, FileNotFound, NoFilesFound
from runyard.domains.files.sweep import Sweeper
from runyard.domains.files.types import Upload
from runyard.kit.ids import new_id
from runyard.store import Blobs, Store


@pytest.fixture
def blobs(tmp_path: Path) -> Blobs:
    return Blobs(tmp_path / "blobs")


@pytest.fixture
async def sweeper(store: Store, blobs: Blobs) -> AsyncIterator[Sweeper]:
    one = Sweeper(store, blobs)
    yield one
    await one.idle()


async def kept(store: Store, blobs: Blobs, actor: Actor, name: str, content: bytes = b"x") -> str:
    """The id of a new file of a user."""
    return await service.save(
        store,
        blobs,
        lambda: content,
        lambda tx, key: service.add(tx, actor, Upload(name, key, len(content)), "user", actor.user_id).id,
    )


async def test_a_file_is_found_by_its_path(store: Store, blobs: Blobs, alice: Actor) -> None:
    await kept(store, blobs, alice, "a.txt", b"hello")
    found = await store.read(lambda tx: service.resolve(tx, alice, f"{alice.user_id}/a.txt"))
    assert await blobs.read(found.blob) == b"hello"


async def test_somebody_elses_path_is_not_found(store: Store, blobs: Blobs, alice: Actor, bob: Actor) -> None:
    await kept(store, blobs, alice, "a.txt")
    with pytest.raises(FileNotFound):
        await store.read(lambda tx: service.resolve(tx, bob, f"{alice.user_id}/a.txt"))


@pytest.mark.parametrize("path", ["", "a", "/etc/passwd", "../x", "{user}/../a.txt", "{user}/a.txt\x00"])
async def test_a_path_that_was_never_stored_is_not_found(store: Store, blobs: Blobs, alice: Actor, path: str) -> None:
    await kept(store, blobs, alice, "a.txt")
    with pytest.raises(FileNotFound):
        await store.read(lambda tx: service.resolve(tx, alice, path.replace("{user}", alice.user_id)))


async def test_a_second_file_of_the_same_name_gets_a_number(store: Store, blobs: Blobs, alice: Actor) -> None:
    await kept(store, blobs, alice, "a.txt")
    await kept(store, blobs, alice, "a.txt")
    names = await store.read(lambda tx: [f.stored_name for f in queries.mine(tx, alice)])
    assert sorted(names) == ["a (1).txt", "a.txt"]


async def test_deleting_removes_the_bytes(store: Store, blobs: Blobs, sweeper: Sweeper, alice: Actor) -> None:
    file_id = await kept(store, blobs, alice, "a.txt", b"gone soon")
    key = (await store.read(lambda tx: queries.one(tx, alice, file_id))).blob
    await store.write(lambda tx: service.remove(tx, alice, file_id))
    await sweeper.idle()
    assert not blobs.exists(key)


async def test_bytes_that_another_file_needs_stay(store: Store, blobs: Blobs, sweeper: Sweeper, alice: Actor) -> None:
    first = await kept(store, blobs, alice, "a.txt", b"same")
    second = await kept(store, blobs, alice, "b.txt", b"same")
    await store.write(lambda tx: service.remove(tx, alice, first))
    await sweeper.idle()
    assert blobs.exists((await store.read(lambda tx: queries.one(tx, alice, second))).blob)


async def test_bytes_swept_between_upload_and_row_are_written_again(store: Store, blobs: Blobs, alice: Actor) -> None:
    def add(tx: object, key: str) -> str:
        blobs.path(key).unlink()
        return key

    assert blobs.exists(await service.save(store, blobs, lambda: b"again", add))


async def test_a_change_made_from_an_old_content_is_refused(store: Store, blobs: Blobs, alice: Actor) -> None:
    file_id = await kept(store, blobs, alice, "a.txt", b"new")
    with pytest.raises(FileChanged):
        await store.write(lambda tx: service.replace(tx, alice, file_id, "0" * 64, Upload("a.txt", "1" * 64, 1)))


async def test_deleting_only_foreign_files_finds_nothing(store: Store, blobs: Blobs, alice: Actor, bob: Actor) -> None:
    file_id = await kept(store, blobs, alice, "a.txt")
    with pytest.raises(NoFilesFound):
        await store.write(lambda tx: service.remove_many(tx, bob, [file_id]))


async def test_files_of_a_flow_go_with_it(store: Store, blobs: Blobs, alice: Actor) -> None:
    flow_id = new_id()
    key = await blobs.put(b"x")
    await store.write(lambda tx: service.add(tx, alice, Upload("a.txt", key, 1), "flow", flow_id))
    await store.write(lambda tx: service.remove_folder(tx, [flow_id]))
    assert await store.read(lambda tx: service.stored_names(tx, alice, flow_id)) == []
