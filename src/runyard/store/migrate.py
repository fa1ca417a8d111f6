"""Brings a database to this release. The version is read by plain SQL; Alembic is loaded only when there is something to do.
An upgrade takes a backup first (SQLite) and happens in one transaction; a newer database is refused with one line."""

import sqlite3
import time
from collections.abc import Iterator
from contextlib import contextmanager
from importlib import import_module
from pathlib import Path

from sqlalchemy import Connection, Engine, create_engine, event, inspect, text

from runyard.kit.errors import RunyardError
from runyard.kit.settings import Settings
from runyard.store.base import Base
from runyard.store.unit import Caught

SCRIPTS = Path(__file__).parent / "migrations"


class NewerDatabase(RunyardError):
    """The database belongs to a newer release of Runyard."""


class UpgradeFailed(RunyardError):
    """The database could not be upgraded and is as it was before."""


def address(settings: Settings) -> str:
    """The database of these settings: PostgreSQL where one is named, otherwise SQLite in the data folder."""
    return settings.database_url or f"sqlite:///{settings.data / 'runyard.db'}"


def upgrade(settings: Settings) -> str:
    """Bring the database of these settings to this release; returns a sentence that says what was done."""
    return ensure(address(settings), settings.data)


def ensure(url: str, data: Path) -> str:
    """Bring a database to this release; `data` is where the backup goes."""
    newest = newest_revision()
    with _engine(url) as engine:
        current = revision_of(engine)
        if newest is None:
            Base.metadata.create_all(engine)
            return "The tables are in place."
        if current == newest:
            return f"The database is at revision {current}, which is this release's."
        if current is not None and current not in revisions():
            raise NewerDatabase(f"The database is at revision {current}; this release knows {newest}. Install the newer release or restore a backup.")
        kept = _backup_first(url, data, current)
        _run(engine, newest, kept)
    return f"The database went from {current or 'nothing'} to revision {newest}." + (f" A backup is at {kept}." if kept else "")


def revisions() -> list[str]:
    """Revisions this release knows, oldest first; a file is named after its revision."""
    return sorted(path.name.split("_", 1)[0] for path in (SCRIPTS / "versions").glob("[0-9]*_*.py"))


def newest_revision() -> str | None:
    """The revision of this release, None before the first one is written."""
    return next(reversed(revisions()), None)


def revision_of(engine: Engine) -> str | None:
    """The revision a database is at, None for an empty one."""
    with engine.connect() as connection:
        if not inspect(connection).has_table("alembic_version"):
            return None
        found: str | None = connection.scalar(text("select version_num from alembic_version"))
        return found


def migrate(connection: Connection, to: str) -> None:
    """Run the migrations up to a revision over an open connection."""
    config = import_module("alembic.config").Config()  # loaded here only: it costs more than everything else at start
    config.set_main_option("script_location", str(SCRIPTS))
    config.attributes["connection"] = connection
    import_module("alembic.command").upgrade(config, to)


def _run(engine: Engine, newest: str, kept: Path | None) -> None:
    with Caught() as caught, engine.begin() as connection:
        migrate(connection, newest)
        _check_keys(connection)
    if caught.error is not None:
        where = f" A backup is at {kept}." if kept else ""
        raise UpgradeFailed(f"The upgrade to revision {newest} failed and was rolled back: {caught.error}.{where}") from caught.error


def _check_keys(connection: Connection) -> None:
    """Foreign keys are off while SQLite tables are rebuilt; what they forbid must not have crept in."""
    if connection.dialect.name == "sqlite":
        broken = connection.execute(text("pragma foreign_key_check")).fetchall()
        if broken:
            raise UpgradeFailed(f"{len(broken)} rows point nowhere, the first in table {broken[0][0]}")


def _backup_first(url: str, data: Path, current: str | None) -> Path | None:
    if current is None or not url.startswith("sqlite:///"):
        return None  # nothing to lose yet, or one transaction is the safety (PostgreSQL)
    folder = data / "backups"
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    target = folder / f"before-upgrade-from-{current}-{time.strftime('%Y%m%d-%H%M%S')}.db"
    copy_sqlite(Path(url.removeprefix("sqlite:///")), target)
    return target


def copy_sqlite(source: Path, target: Path) -> None:
    """A consistent copy of an SQLite file, also while a server writes to it."""
    target.touch(mode=0o600)
    with _closing(sqlite3.connect(source)) as old, _closing(sqlite3.connect(target)) as new:
        old.backup(new)


@contextmanager
def _closing(connection: sqlite3.Connection) -> Iterator[sqlite3.Connection]:
    try:
        yield connection
    finally:
        connection.close()


@contextmanager
def _engine(url: str) -> Iterator[Engine]:
    """An engine whose transactions cover table definitions on SQLite too."""
    engine = create_engine(plain(url))
    if engine.dialect.name == "sqlite":
        Path(url.removeprefix("sqlite:///")).parent.mkdir(parents=True, exist_ok=True)
        event.listen(engine, "connect", _by_hand)
        event.listen(engine, "begin", lambda connection: connection.exec_driver_sql("begin immediate"))
    try:
        yield engine
    finally:
        engine.dispose()


def _by_hand(raw: sqlite3.Connection, record: object) -> None:
    raw.isolation_level = None
    raw.execute("pragma auto_vacuum=incremental")
    raw.execute("pragma journal_mode=wal")


def plain(url: str) -> str:
    """The address as SQLAlchemy takes it."""
    if url.startswith(("postgresql://", "postgres://")):
        return "postgresql+psycopg://" + url.split("://", 1)[1]
    return url
