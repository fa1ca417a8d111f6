"""The file of a backup: a .tar.gz whose first member, the manifest, says what follows, how long it is and how it hashes. Reading
takes only regular files under names a backup has, and never more bytes than were announced."""

import gzip
import hashlib
import os
import re
import shutil
import tarfile
import tempfile
import zlib
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path
from typing import IO, Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from runyard.kit.errors import Invalid, TooLarge

MANIFEST = "manifest.json"
BLOBS, TABLES = "blobs", "tables"
_MOST_MANIFEST_BYTES = 1 << 20
_CHUNK = 1 << 20
_BLOCK = tarfile.BLOCKSIZE
_SINGLE = re.compile(r"runyard\.db|vectors\.db|secret\.key|runyard\.toml|tables/[a-z][a-z0-9_]{0,62}\.jsonl")
BLOB = re.compile(r"blobs/([0-9a-f]{2})/(\1[0-9a-f]{62})")


class BadArchive(Invalid):
    """This file is not a whole backup of Runyard, or it has been changed; nothing was restored."""


class NoRoom(TooLarge):
    """There is not enough room on the disk for what the backup holds."""


class Member(BaseModel):
    """One file of a backup."""

    model_config = ConfigDict(frozen=True, extra="forbid")
    bytes: int = Field(ge=0)
    sha256: str = Field(pattern=r"^[0-9a-f]{64}$")


class BlobSum(BaseModel):
    """All blobs together; each is named after its own hash."""

    model_config = ConfigDict(frozen=True, extra="forbid")
    count: int = Field(default=0, ge=0)
    bytes: int = Field(default=0, ge=0)


class Manifest(BaseModel):
    """What a backup says of itself."""

    model_config = ConfigDict(frozen=True, extra="forbid")
    format: Literal[1] = 1
    release: str
    revision: str
    made_at: str
    database: Literal["sqlite", "postgresql"]
    key: str  # a sign of the installation's key, see `key_sign`
    tables: dict[str, int]
    members: dict[str, Member] = {}
    blobs: BlobSum = BlobSum()

    @property
    def size(self) -> int:
        """Bytes of everything that follows the manifest."""
        return self.blobs.bytes + sum(member.bytes for member in self.members.values())


def pack(folder: Path, to: Path, facts: Manifest) -> Manifest:
    """Write everything in the folder to the archive; it appears under its name when it is whole, readable by its owner only."""
    names = sorted(path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file())
    blobs = [name for name in names if BLOB.fullmatch(name)]
    others = [name for name in names if not BLOB.fullmatch(name)]
    manifest = facts.model_copy(
        update={
            "members": {
                name: Member(bytes=(folder / name).stat().st_size, sha256=_digest(folder / name)) for name in others
            },
            "blobs": BlobSum(count=len(blobs), bytes=sum((folder / name).stat().st_size for name in blobs)),
        }
    )
    handle, part = tempfile.mkstemp(dir=to.parent, prefix=f".{to.name}.")  # mkstemp makes it 0600
    try:
        with os.fdopen(handle, "wb") as file:
            _write(file, manifest, folder, [*others, *blobs])
            file.flush()
            os.fsync(file.fileno())
        os.replace(part, to)
    finally:
        Path(part).unlink(missing_ok=True)
    return manifest


def _write(file: IO[bytes], manifest: Manifest, folder: Path, names: list[str]) -> None:
    with (
        gzip.GzipFile(filename="", fileobj=file, mode="wb", compresslevel=4) as packed,
        tarfile.open(fileobj=packed, mode="w|", format=tarfile.GNU_FORMAT) as archive,
    ):
        text = manifest.model_dump_json(indent=1).encode()
        archive.addfile(_info(MANIFEST, len(text)), BytesIO(text))
        for name in names:
            with (folder / name).open("rb") as content:
                archive.addfile(_info(name, os.fstat(content.fileno()).st_size), content)


def _info(name: str, size: int) -> tarfile.TarInfo:
    info = tarfile.TarInfo(name)
    info.size, info.mode = size, 0o600
    return info


def _digest(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def unpack(source: Path, folder: Path) -> Manifest:
    """Check the archive and write what it holds into the empty folder; a doubt about any member refuses the whole."""
    try:
        with gzip.open(source, "rb") as stream:
            manifest = _manifest(stream)
            free = shutil.disk_usage(folder).free
            if manifest.size > free:
                raise NoRoom(f"The backup holds {manifest.size:,} bytes, and {free:,} are free at {folder.parent}.")
            _take_all(stream, manifest, folder)
    except (gzip.BadGzipFile, EOFError, zlib.error, tarfile.TarError, ValueError) as error:
        raise BadArchive from error
    return manifest


def _manifest(stream: gzip.GzipFile) -> Manifest:
    info = _next(stream)
    if info is None or info.name != MANIFEST or info.size > _MOST_MANIFEST_BYTES:
        raise BadArchive("This file is not a backup of Runyard: it does not begin with a manifest.")
    text = b"".join(_content(stream, info))
    try:
        return Manifest.model_validate_json(text)
    except ValidationError as error:
        raise BadArchive("The manifest of the backup cannot be read by this release.") from error


def _take_all(stream: gzip.GzipFile, manifest: Manifest, folder: Path) -> None:
    seen: set[str] = set()
    count = size = 0
    while (info := _next(stream)) is not None:
        blob = BLOB.fullmatch(info.name)
        expected = Member(bytes=info.size, sha256=blob[2]) if blob else manifest.members.get(info.name)
        if info.name in seen or expected is None or not (blob or _SINGLE.fullmatch(info.name)):
            raise BadArchive(f"The archive holds {info.name!r}, which does not belong there; nothing was restored.")
        seen.add(info.name)
        if blob:
            count, size = count + 1, size + info.size
        if info.size != expected.bytes or size > manifest.blobs.bytes:
            raise BadArchive(f"{info.name} has not the length the backup says; nothing was restored.")
        if _taken(stream, info, folder / info.name) != expected.sha256:
            raise BadArchive(f"{info.name} has been changed since the backup; nothing was restored.")
    if manifest.members.keys() - seen or BlobSum(count=count, bytes=size) != manifest.blobs:
        raise BadArchive("The backup is not whole; nothing was restored.")
    if stream.read(tarfile.RECORDSIZE).strip(b"\0") or stream.read(1):
        raise BadArchive


def _taken(stream: gzip.GzipFile, info: tarfile.TarInfo, target: Path) -> str:
    for parent in (target.parent.parent, target.parent):
        parent.mkdir(mode=0o700, exist_ok=True)
    digest = hashlib.sha256()
    with open(os.open(target, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
        for chunk in _content(stream, info):
            digest.update(chunk)
            file.write(chunk)
    return digest.hexdigest()


def _next(stream: gzip.GzipFile) -> tarfile.TarInfo | None:
    """The header of the next member. Headers are read one block at a time, by ourselves: a library that resolves links and
    long names does so before anybody can refuse them."""
    block = _exactly(stream, _BLOCK)
    if not block.strip(b"\0"):
        return None
    info = tarfile.TarInfo.frombuf(block, "utf-8", "strict")
    if info.type != tarfile.REGTYPE or info.size < 0:
        raise BadArchive(f"The archive holds {info.name!r}, which is not a plain file; nothing was restored.")
    return info


def _content(stream: gzip.GzipFile, info: tarfile.TarInfo) -> Iterator[bytes]:
    left = info.size
    while left:
        chunk = _exactly(stream, min(left, _CHUNK))
        left -= len(chunk)
        yield chunk
    _exactly(stream, -info.size % _BLOCK)


def _exactly(stream: gzip.GzipFile, size: int) -> bytes:
    data = stream.read(size)
    if len(data) != size:
        raise EOFError
    return data
