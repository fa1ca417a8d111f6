"""Brings a backup back: checked and brought to this release beside the data first, then swapped in as a whole. What was there
before is moved aside and comes back on any error."""

import sqlite3
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from shutil import move

from sqlalchemy import Connection, MetaData, Table, text

from runyard.kit.crypto import KEY_FILE
from runyard.kit.errors import Conflict, RunyardError
from runyard.kit.settings import FILE_NAME, Settings, SettingsError, load
from runyard.store import rows
from runyard.store.archive import BLOBS, TABLES, BadArchive, Manifest, unpack
from runyard.store.backup import DATABASE, VECTORS, backup, key_sign, staging
from runyard.store.migrate import (
    VERSION_TABLE,
    address,
    alone,
    engine_to,
    migrate,
    refuse_newer,
    revision_at,
    revision_in,
    revisions,
    sqlite_file,
)

_OTHERS = "select count(*) from pg_stat_activity where datname = current_database() and pid <> pg_backend_pid() and backend_type = 'client backend'"

_OTHER_KEY = (
    " Its secrets were sealed with another key: set secret_key to the one of that installation before you start."
)


class NotEmpty(Conflict):
    """The data folder or the database already holds an installation; say --replace to replace it."""


class InUse(Conflict):
    """The database is in use; stop the server first."""


class RestoreFailed(RunyardError):
    """The backup could not be restored; everything is as it was before."""


def restore(settings: Settings, source: Path, replace: bool = False) -> str:
    """Bring a backup back; an installation that is there already must be allowed to be replaced. Stop the server first."""
    url = address(settings)
    used = _is_used(settings, url)
    if used and not replace:
        raise NotEmpty
    try:
        with staging(settings.data, ".restore-") as folder:
            manifest = unpack(source, folder)
            refuse_newer(manifest.revision)
            _prepare(folder, manifest, url)
            other_key = manifest.key != _key_of(settings, folder)
            aside = settings.data / f"replaced-{time.strftime('%Y%m%d-%H%M%S')}" if used else None
            _bring_in(settings, folder, manifest, url, aside)
    except (OSError, sqlite3.Error) as error:
        raise RestoreFailed(f"The backup could not be restored, everything is as it was: {error}.") from error
    kept = f" What was there before is in {aside}." if aside else ""
    kept += _OTHER_KEY if other_key else ""
    return f"Restored the backup of {manifest.made_at}: {sum(manifest.tables.values()):,} rows, {manifest.blobs.count:,} files.{kept}"


def _is_used(settings: Settings, url: str) -> bool:
    data, path = settings.data, sqlite_file(url)
    there = path.exists() if path else revision_at(url) is not None
    return there or any((data / name).exists() for name in (KEY_FILE, VECTORS)) or any((data / BLOBS).glob("??"))


def _key_of(settings: Settings, folder: Path) -> str:
    try:
        return key_sign(folder, settings.secret_key)
    except ValueError as error:
        raise BadArchive("The key in the backup is too short; nothing was restored.") from error


def _prepare(folder: Path, manifest: Manifest, url: str) -> None:
    """The database of the backup in the form it is wanted in, at this release."""
    staged = f"sqlite:///{folder / DATABASE}"
    if (folder / DATABASE).exists() != (manifest.database == "sqlite"):
        raise BadArchive
    if sqlite_file(url) is None:
        if manifest.database == "sqlite":
            with engine_to(staged) as engine, engine.connect() as connection:
                rows.dump(connection, folder / TABLES)
        return
    with engine_to(staged) as engine, alone(engine) as connection:
        if manifest.database == "sqlite":
            _check(connection, manifest)
            migrate(connection, revisions()[-1])
        else:
            _fill(connection, folder, manifest)


def _check(connection: Connection, manifest: Manifest) -> None:
    if (
        revision_in(connection) != manifest.revision
        or connection.exec_driver_sql("pragma quick_check(1)").scalar() != "ok"
    ):
        raise BadArchive("The database in the backup is damaged; nothing was restored.")


def _fill(connection: Connection, folder: Path, manifest: Manifest) -> None:
    """Tables as they were at the backup, its rows, and then the way to this release."""
    migrate(connection, manifest.revision)
    rows.load(connection, folder / TABLES, manifest.tables)
    migrate(connection, revisions()[-1])


def _bring_in(settings: Settings, folder: Path, manifest: Manifest, url: str, aside: Path | None) -> None:
    path = sqlite_file(url)
    for file in filter(None, (path, settings.data / VECTORS)):
        _refuse_in_use(file)
    if aside:
        aside.mkdir(mode=0o700)
    if path is not None:
        with _swapped(_places(settings, folder, path), aside):
            return
    if aside and revision_at(url) is not None:
        backup(settings, aside / "before.tar.gz")
    with engine_to(url) as engine, alone(engine) as connection:
        if connection.scalar(text(_OTHERS)):
            raise InUse("Others are connected to the database; stop every server and worker first.")
        _empty(connection)
        _fill(connection, folder, manifest)
        with _swapped(_places(settings, folder, None), aside):
            connection.commit()


def _places(settings: Settings, folder: Path, database: Path | None) -> list[tuple[Path, Path]]:
    """What goes where; the write-ahead files of old databases must leave with them."""
    data = settings.data
    places = [(folder / name, data / name) for name in (KEY_FILE, BLOBS)]
    for file, place in ((DATABASE, database), (VECTORS, data / VECTORS)):
        if place is not None:
            places += [(folder / (file + end), place.with_name(place.name + end)) for end in ("", "-wal", "-shm")]
    return [*places, (folder / FILE_NAME, data / FILE_NAME)] if _takes_settings(settings, folder) else places


def _takes_settings(settings: Settings, folder: Path) -> bool:
    """Settings this machine already has stay, and the backup's do not lead away from the database just restored."""
    staged = folder / FILE_NAME
    if not staged.is_file() or (settings.data / FILE_NAME).exists():
        return False
    try:
        found = load({}, {}, staged)
    except SettingsError:
        return True  # the next start refuses it by name, which is better than starting without it
    elsewhere = "data" in found.model_fields_set and found.data != settings.data
    return not elsewhere and found.database_url in (None, settings.database_url)


@contextmanager
def _swapped(places: list[tuple[Path, Path]], aside: Path | None) -> Iterator[None]:
    """New files in their places and the old ones aside; the other way round when anything fails."""
    done: list[tuple[Path, Path]] = []
    try:
        for new, place in places:
            if place.is_dir() and aside is None:
                place.rmdir()  # an unused folder of blobs
            if place.exists() and aside is not None:
                done.append(_moved(place, aside / place.name))
            if new.exists():
                place.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
                done.append(_moved(new, place))
        yield
    except BaseException:
        for origin, now in reversed(done):
            move(now, origin)
        raise


def _moved(origin: Path, now: Path) -> tuple[Path, Path]:
    move(origin, now)
    return origin, now


def _refuse_in_use(path: Path) -> None:
    """Leaving the write-ahead log needs the file for oneself, so it tells whether somebody has it open, and makes it whole."""
    if not path.exists():
        return
    with closing(sqlite3.connect(path, timeout=1, isolation_level=None)) as connection:
        try:
            connection.execute("pragma journal_mode=delete")
        except sqlite3.OperationalError as error:
            raise InUse from error
        except sqlite3.DatabaseError:
            return  # damaged: that is why it is being replaced


def _empty(connection: Connection) -> None:
    if revision_in(connection) is not None:
        for name in (*(one.name for one in reversed(rows.tables(connection))), VERSION_TABLE):
            Table(name, MetaData()).drop(connection)
