"""One .tar.gz with everything that cannot be made again: database, vectors, files, the installation's key and settings file.
Works while the server runs; who holds the archive holds the secrets."""

import os
import shutil
import sqlite3
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path

from sqlalchemy import Connection

from runyard.kit.crypto import KEY_FILE, load_vault
from runyard.kit.errors import Conflict, RunyardError
from runyard.kit.settings import FILE_NAME, Settings
from runyard.store import rows
from runyard.store.archive import BLOB, BLOBS, TABLES, Manifest, pack
from runyard.store.migrate import address, copy_sqlite, engine_to, refuse_newer, revision_at, revision_in, sqlite_file

DATABASE, VECTORS = "runyard.db", "vectors.db"


class NothingToBackUp(Conflict):
    """There is no database of Runyard here."""


class BackupFailed(RunyardError):
    """The backup could not be written."""


def backup(settings: Settings, to: Path) -> str:
    """Write the archive; a sentence says what is in it."""
    url = address(settings)
    revision = revision_at(url)
    if revision is None:
        raise NothingToBackUp(f"There is no database of Runyard in {settings.data}; name the data folder with --data.")
    refuse_newer(revision)
    try:
        with staging(settings.data, ".backup-") as folder:
            _link_blobs(settings.data, folder)
            facts = _database(url, folder, key_sign(settings.data, settings.secret_key))
            _link_blobs(
                settings.data, folder
            )  # once more: what came since; a blob is there before the row that names it
            _small_files(settings.data, folder)
            manifest = pack(folder, to, facts)
    except (OSError, sqlite3.Error) as error:
        raise BackupFailed(f"The backup could not be written: {error}.") from error
    many = sum(manifest.tables.values())
    return f"Backup written to {to}: {many:,} rows, {manifest.blobs.count:,} files, {to.stat().st_size:,} bytes."


@contextmanager
def staging(data: Path, prefix: str) -> Iterator[Path]:
    """A private folder beside the data, on the same disk, gone at the end."""
    data.mkdir(mode=0o700, parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix=prefix, dir=data) as folder:
        yield Path(folder)


def key_sign(data: Path, secret_key: str | None) -> str:
    """By which two keys can be told apart without telling either; empty where there is none."""
    if not secret_key and not (data / KEY_FILE).is_file():
        return ""
    return load_vault(data, secret_key).derive("backup").hex()[:16]


def _database(url: str, folder: Path, key: str) -> Manifest:
    path = sqlite_file(url)
    if path is not None:
        copy_sqlite(path, folder / DATABASE)
        url = f"sqlite:///{folder / DATABASE}"
    with engine_to(url, "REPEATABLE READ" if path is None else None) as engine, engine.connect() as connection:
        if path is None:
            rows.dump(connection, folder / TABLES)
        return _facts(connection, key)


def _facts(connection: Connection, key: str) -> Manifest:
    return Manifest(
        release=version("runyard"),
        revision=revision_in(connection) or "",
        made_at=datetime.now(UTC).isoformat(timespec="seconds"),
        database="sqlite" if connection.dialect.name == "sqlite" else "postgresql",
        key=key,
        tables=rows.count(connection),
    )


def _link_blobs(data: Path, folder: Path) -> None:
    """Second names for all blobs, so that none can vanish before it is packed."""
    for path in (data / BLOBS).glob("[0-9a-f][0-9a-f]/*"):
        name = path.relative_to(data).as_posix()
        target = folder / name
        if BLOB.fullmatch(name) and not target.exists():
            target.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            _link(path, target)


def _link(path: Path, target: Path) -> None:
    try:
        os.link(path, target)
    except FileNotFoundError:
        return  # deleted since it was listed, as nothing needs it
    except OSError:
        shutil.copyfile(path, target)  # a disk without links


def _small_files(data: Path, folder: Path) -> None:
    if (data / VECTORS).is_file():
        copy_sqlite(data / VECTORS, folder / VECTORS)
    for name in (KEY_FILE, FILE_NAME):
        if (data / name).is_file():
            shutil.copyfile(data / name, folder / name)
    for leftover in folder.glob("*.db-*"):
        leftover.unlink()
