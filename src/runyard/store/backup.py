"""One .tar.gz with everything that cannot be made again: database, files and the installation's key. Works while the server
runs. Restoring takes nothing from an archive but what a backup puts into it."""

import gzip
import hashlib
import io
import os
import shutil
import tarfile
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path, PurePosixPath
from typing import IO, Any

from runyard.kit.crypto import KEY_FILE
from runyard.kit.errors import Conflict, Invalid
from runyard.kit.json import dumps, loads
from runyard.kit.settings import Settings
from runyard.store.migrate import address, copy_sqlite, ensure
from runyard.store.tables_copy import copy_in, copy_out

_DATABASE, _MANIFEST = "runyard.db", "manifest.json"
_FORMAT = 1


class BadArchive(Invalid):
    """This file is not a backup of Runyard, or it has been changed."""


class NotEmpty(Conflict):
    """The data folder already holds an installation; say --replace to replace it."""


def backup(settings: Settings, to: Path) -> str:
    """Write the archive; returns a sentence that says what is in it."""
    with tempfile.TemporaryDirectory(prefix="runyard-backup-", dir=settings.data) as folder:
        inside = Path(folder)
        files = [*_database(settings, inside), *_files(settings.data)]
        manifest = {"format": _FORMAT, "made_at": datetime.now(UTC).isoformat(), "database": address(settings).split(":", 1)[0]}
        part = to.with_name(to.name + ".part")
        with open(os.open(part, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb") as file:
            _write(file, {**manifest, "files": len(files)}, files)
        os.replace(part, to)
    return f"Backup written to {to}: the database and {len(files) - 1} more files, {to.stat().st_size:,} bytes."


def restore(settings: Settings, source: Path, replace: bool = False) -> str:
    """Bring a backup back; the data folder must be empty unless it may be replaced. Stop the server first."""
    settings.data.mkdir(mode=0o700, parents=True, exist_ok=True)
    if not replace and _is_used(settings):
        raise NotEmpty
    with tempfile.TemporaryDirectory(prefix=".restore-", dir=settings.data) as folder:
        inside = Path(folder)
        manifest = _extract(source, inside)
        _bring_back(settings, inside, replace)
    return f"Restored the backup of {manifest['made_at']} ({manifest['files']} files)."


def _database(settings: Settings, inside: Path) -> list[tuple[Path, str]]:
    url = address(settings)
    if url.startswith("sqlite:///"):
        copy_sqlite(Path(url.removeprefix("sqlite:///")), inside / _DATABASE)
        return [(inside / _DATABASE, _DATABASE)]
    return [(path, f"tables/{path.name}") for path in copy_out(url, inside)]


def _files(data: Path) -> list[tuple[Path, str]]:
    blobs = [(path, f"blobs/{path.parent.name}/{path.name}") for path in sorted((data / "blobs").glob("??/*")) if path.is_file()]
    key = data / KEY_FILE
    return [*blobs, (key, KEY_FILE)] if key.is_file() else blobs


def _write(file: IO[bytes], manifest: dict[str, Any], files: list[tuple[Path, str]]) -> None:
    with gzip.GzipFile(fileobj=file, mode="wb", compresslevel=6) as packed, tarfile.open(fileobj=packed, mode="w|") as archive:
        text = dumps(manifest)
        info = tarfile.TarInfo(_MANIFEST)
        info.size, info.mode = len(text), 0o600
        archive.addfile(info, io.BytesIO(text))
        for path, name in files:
            with path.open("rb") as content:
                info = tarfile.TarInfo(name)
                info.size, info.mode = os.fstat(content.fileno()).st_size, 0o600
                archive.addfile(info, content)


def _extract(source: Path, inside: Path) -> dict[str, Any]:
    try:
        with _opened(source) as archive:
            for member in archive:
                _take(archive, member, inside)
        manifest: dict[str, Any] = loads((inside / _MANIFEST).read_bytes())
        names = [path for path in inside.rglob("*") if path.is_file()]
        if manifest["format"] != _FORMAT or manifest["files"] != len(names) - 1:
            raise BadArchive
    except (OSError, EOFError, ValueError, KeyError, TypeError, tarfile.TarError) as error:
        raise BadArchive from error
    return manifest


@contextmanager
def _opened(source: Path) -> Iterator[tarfile.TarFile]:
    with gzip.open(source, "rb") as packed, tarfile.open(fileobj=packed, mode="r|") as archive:
        yield archive


def _take(archive: tarfile.TarFile, member: tarfile.TarInfo, inside: Path) -> None:
    """Write one member out; links, devices, folders and names a backup does not have are refused, not skipped."""
    name = PurePosixPath(member.name)
    if not member.isreg() or not _is_expected(name):
        raise BadArchive(f"The archive holds {member.name!r}, which no backup does.")
    target = inside / name
    target.parent.mkdir(parents=True, exist_ok=True)
    content = archive.extractfile(member)
    assert content is not None  # a regular file has content
    digest = hashlib.sha256()
    with open(os.open(target, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
        while chunk := content.read(1 << 20):
            digest.update(chunk)
            file.write(chunk)
    if name.parts[0] == "blobs" and digest.hexdigest() != name.name:
        raise BadArchive(f"The file {name.name} has been changed since the backup.")


def _is_expected(name: PurePosixPath) -> bool:
    match name.parts:
        case (only,):
            return only in {_MANIFEST, _DATABASE, KEY_FILE}
        case ("tables", table):
            return table.endswith(".copy") and table.removesuffix(".copy").isidentifier()
        case ("blobs", folder, key):
            return len(key) == 64 and set(key) <= set("0123456789abcdef") and folder == key[:2]
        case _:
            return False


def _is_used(settings: Settings) -> bool:
    return (settings.data / _DATABASE).exists() or (settings.data / KEY_FILE).exists() or any((settings.data / "blobs").glob("??"))


def _bring_back(settings: Settings, inside: Path, replace: bool) -> None:
    url = address(settings)
    if (inside / _DATABASE).exists() != url.startswith("sqlite:///"):
        raise BadArchive("The backup was made on the other kind of database; restore it with the same kind of database address.")
    if (inside / "tables").exists():
        copy_in(url, inside / "tables", replace)
    for name in (_DATABASE, f"{_DATABASE}-wal", f"{_DATABASE}-shm", KEY_FILE, "blobs"):
        old, new = settings.data / name, inside / name
        if old.is_dir():
            shutil.rmtree(old)
        else:
            old.unlink(missing_ok=True)
        if new.exists():
            os.replace(new, old)
    ensure(url, settings.data)
