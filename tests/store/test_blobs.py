"""Files by the hash of their content."""

import hashlib
import stat

import pytest

from runyard.store import Blobs
from runyard.store.blobs import NoSuchBlob


@pytest.fixture
def blobs(tmp_path):
    return Blobs(tmp_path / "blobs")


async def test_the_key_is_the_hash_of_the_content(blobs):
    key = await blobs.put(b"hello")
    assert (key, await blobs.read(key)) == (hashlib.sha256(b"hello").hexdigest(), b"hello")


async def test_a_stream_is_kept_like_bytes(blobs):
    async def parts():
        yield b"hel"
        yield b"lo"

    assert await blobs.put(parts()) == await blobs.put(b"hello")


async def test_only_the_owner_may_read_the_files(blobs):
    path = blobs.path(await blobs.put(b"secret"))
    assert stat.S_IMODE(path.stat().st_mode) == 0o600


async def test_a_broken_upload_leaves_nothing(blobs):
    async def broken():
        yield b"half"
        raise ConnectionResetError

    with pytest.raises(ConnectionResetError):
        await blobs.put(broken())
    assert list(blobs.root.iterdir()) == []


async def test_a_deleted_blob_is_gone(blobs):
    key = await blobs.put(b"x")
    await blobs.delete(key)
    await blobs.delete(key)
    assert not blobs.exists(key)
    with pytest.raises(NoSuchBlob):
        blobs.open(key)


@pytest.mark.parametrize("key", ["", "../etc/passwd", "A" * 64, "a" * 63, "a" * 64 + "/x"])
def test_a_key_that_is_no_hash_is_not_found(blobs, key):
    with pytest.raises(NoSuchBlob):
        blobs.path(key)
