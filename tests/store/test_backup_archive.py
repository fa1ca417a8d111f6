"""An archive that is not exactly what a backup writes is refused as a whole, and leaves nothing behind."""

from __future__ import annotations

import gzip
import hashlib
import io
import json
import random
import shutil
import tarfile
import tracemalloc
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from runyard.kit.errors import RunyardError
from runyard.kit.settings import Settings
from runyard.store.archive import BadArchive, NoRoom
from runyard.store.backup import backup
from runyard.store.restore import restore
from tests.store.databases import fill

Members = list[tuple[tarfile.TarInfo, bytes]]
BLOB = b"a file of somebody"
BLOB_NAME = f"blobs/{hashlib.sha256(BLOB).hexdigest()[:2]}/{hashlib.sha256(BLOB).hexdigest()}"


@pytest.fixture(scope="module")
def original(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    """A good backup."""
    folder = tmp_path_factory.mktemp("original")
    fill(f"sqlite:///{folder}/data/runyard.db")
    (folder / "data" / BLOB_NAME).parent.mkdir(parents=True)
    (folder / "data" / BLOB_NAME).write_bytes(BLOB)
    (folder / "data" / "secret.key").write_bytes(bytes(range(32)))
    backup(Settings(data=folder / "data"), folder / "b.tar.gz")
    return (folder / "b.tar.gz").read_bytes()


@pytest.fixture
def refuse(original: bytes, tmp_path: Path) -> Callable[..., str]:
    """Restores a changed backup, and sees that it is refused without a trace; gives the reason."""

    def refused(
        change: Callable[[Members], None] = lambda members: None, data: bytes | None = None, by=BadArchive
    ) -> str:
        (tmp_path / "changed.tar.gz").write_bytes(changed(original, change) if data is None else data)
        with pytest.raises(by) as caught:
            restore(Settings(data=tmp_path / "inner" / "data"), tmp_path / "changed.tar.gz")
        assert {path.name for path in tmp_path.rglob("*")} == {"changed.tar.gz", "inner", "data"}
        assert "\n" not in str(caught.value)
        return str(caught.value)

    return refused


def changed(original: bytes, change: Callable[[Members], None]) -> bytes:
    """The backup with other members."""
    with tarfile.open(fileobj=io.BytesIO(original)) as archive:
        members = [(info, archive.extractfile(info).read()) for info in archive]  # type: ignore[union-attr]
    change(members)
    out = io.BytesIO()
    with tarfile.open(fileobj=out, mode="w:gz", format=tarfile.GNU_FORMAT) as archive:
        for info, content in members:
            archive.addfile(info, io.BytesIO(content))
    return out.getvalue()


def member(
    name: str, content: bytes = b"x", kind: bytes = tarfile.REGTYPE, link: str = ""
) -> tuple[tarfile.TarInfo, bytes]:
    """A member made by hand."""
    info = tarfile.TarInfo(name)
    info.type, info.linkname, info.size = kind, link, len(content) if kind == tarfile.REGTYPE else 0
    return info, content


def manifest_with(**changes: Any) -> Callable[[Members], None]:
    """Other words in the manifest."""

    def change(members: Members) -> None:
        text = json.dumps(json.loads(members[0][1]) | changes).encode()
        members[0] = member("manifest.json", text)

    return change


def declared(name: str, content: bytes) -> Callable[[Members], None]:
    """One more member, which the manifest vouches for."""

    def change(members: Members) -> None:
        known = json.loads(members[0][1])["members"]
        known[name] = {"bytes": len(content), "sha256": hashlib.sha256(content).hexdigest()}
        manifest_with(members=known)(members)
        members.append(member(name, content))

    return change


def test_an_unchanged_archive_is_taken(original, tmp_path):
    (tmp_path / "same.tar.gz").write_bytes(changed(original, lambda members: None))
    restore(Settings(data=tmp_path / "data"), tmp_path / "same.tar.gz")
    assert (tmp_path / "data" / BLOB_NAME).read_bytes() == BLOB


NAMES = [
    "../evil",
    "/evil",
    "blobs/../../evil",
    "blobs/aa/../../../evil",
    "./runyard.db",
    "backups/x.db",
    "tables/../evil.jsonl",
]
NAMES += [
    "C:\\evil",
    "..\\evil",
    "blobs/ab/" + "a" * 64,
    "runyard.db/x",
    "manifest.json",
    "runyard.db-wal",
    "tables/x.py",
]


@pytest.mark.parametrize("name", NAMES)
def test_a_name_no_backup_has_is_refused_even_when_the_manifest_knows_it(refuse, name):
    refuse(declared(name, b"x"))


KINDS = {"link": tarfile.SYMTYPE, "hard link": tarfile.LNKTYPE, "device": tarfile.CHRTYPE, "block": tarfile.BLKTYPE}
KINDS |= {"pipe": tarfile.FIFOTYPE, "folder": tarfile.DIRTYPE, "sparse": tarfile.GNUTYPE_SPARSE, "pax": tarfile.XHDTYPE}


@pytest.mark.parametrize("kind", KINDS.values(), ids=KINDS.keys())
def test_only_plain_files_are_taken(refuse, kind):
    assert "not a plain file" in refuse(
        lambda members: members.insert(1, member("secret.key", b"", kind, "/etc/passwd"))
    )


def test_a_name_twice_is_refused(refuse):
    refuse(lambda members: members.append(members[1]))


def test_a_changed_database_is_refused(refuse):
    def change(members: Members) -> None:
        info, content = members[1]
        assert info.name == "runyard.db"
        members[1] = (info, content[:-1] + bytes([content[-1] ^ 1]))

    assert "runyard.db has been changed" in refuse(change)


def test_a_changed_blob_is_refused(refuse):
    assert "has been changed" in refuse(lambda members: members.__setitem__(-1, member(BLOB_NAME, b"A" + BLOB[1:])))


def test_a_missing_member_is_refused(refuse):
    assert "not whole" in refuse(lambda members: members.pop(2))


def test_a_missing_blob_is_refused(refuse):
    assert "not whole" in refuse(lambda members: members.pop())


def test_a_manifest_that_comes_late_or_not_at_all_is_refused(refuse):
    assert "manifest" in refuse(lambda members: members.append(members.pop(0)))
    assert "manifest" in refuse(lambda members: members.pop(0))


@pytest.mark.parametrize(
    "changes", [{"format": 2}, {"extra": 1}, {"members": []}, {"tables": {"x": "y"}}, {"database": "other"}]
)
def test_a_manifest_of_another_form_is_refused(refuse, changes):
    refuse(manifest_with(**changes))


def test_a_database_of_another_revision_than_announced_is_refused(refuse, monkeypatch):
    monkeypatch.setattr("runyard.store.restore.refuse_newer", lambda revision: None)
    assert "damaged" in refuse(manifest_with(revision="0000"))


def test_a_key_that_is_none_is_refused(refuse):
    def change(members: Members) -> None:
        members.pop(2)
        declared("secret.key", b"short")(members)

    assert "too short" in refuse(change)


def test_a_revision_nobody_knows_is_refused(refuse):
    assert "9999" in refuse(manifest_with(revision="9999"), by=RunyardError)


def test_a_part_of_an_archive_is_refused_wherever_it_ends(refuse, original):
    for length in sorted(random.Random(1).sample(range(len(original)), 40)):
        refuse(data=original[:length])


def test_a_changed_byte_is_refused_wherever_it_is(refuse, original):
    plain = gzip.decompress(original)
    for place in random.Random(2).sample(range(512, len(plain) - tarfile.RECORDSIZE), 40):
        broken = bytearray(plain)
        broken[place] ^= 0x20
        if plain[place : place + 1] not in (b"\0", b" "):
            refuse(data=gzip.compress(bytes(broken), 1), by=RunyardError)


def test_what_follows_the_end_is_refused(refuse, original):
    refuse(data=gzip.compress(gzip.decompress(original) + b"more"))
    refuse(data=gzip.compress(gzip.decompress(original) + bytes(1 << 20)))


@pytest.mark.parametrize("data", [b"", b"not an archive", gzip.compress(b""), gzip.compress(b"x" * 5000)], ids=len)
def test_other_files_are_refused(refuse, data):
    refuse(data=data)


def bomb(name: str) -> bytes:
    """A member of 300 MB in a third of a megabyte."""
    info = tarfile.TarInfo(name)
    info.size = 300 << 20
    return info.tobuf(tarfile.GNU_FORMAT) + bytes(info.size)


def test_a_bomb_is_refused_before_it_unfolds(refuse, original):
    with tarfile.open(fileobj=io.BytesIO(original)) as archive:
        manifest = gzip.decompress(original)[: archive.getmembers()[1].offset]
    for name in ("runyard.db", BLOB_NAME, "manifest.json", "other"):
        data = gzip.compress((b"" if name == "manifest.json" else manifest) + bomb(name), 1)
        tracemalloc.start()
        refuse(data=data)
        assert tracemalloc.get_traced_memory()[1] < 20 << 20
        tracemalloc.stop()


def test_more_than_the_disk_holds_is_refused_at_once(refuse):
    size = shutil.disk_usage("/").free * 10
    assert "are free" in refuse(manifest_with(blobs={"count": 1, "bytes": size}), by=NoRoom)
