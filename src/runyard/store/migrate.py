"""Brings a database to this release. The revision is read by plain SQL; Alembic is loaded only when there is something to do.
An upgrade happens in one transaction that other starting processes wait for; a newer database is refused with one line."""

import logging
import sqlite3
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine, create_engine, event, inspect, text
from sqlalchemy.exc import DatabaseError
from sqlalchemy.pool import NullPool

from runyard.kit.errors import Conflict, RunyardError, Unavailable
from runyard.kit.settings import Settings

SCRIPTS = Path(__file__).parent / "migrations"
VERSION_TABLE = "alembic_version"
_PATIENCE_SECONDS = 600  # how long a process waits for the one that migrates
_ONE_AT_A_TIME = 7_260_412  # advisory lock of migrations on PostgreSQL


class NewerDatabase(Conflict):
    """The database belongs to a newer release of Runyard."""


class DatabaseSilent(Unavailable):
    """The database does not answer."""


class UpgradeFailed(RunyardError):
    """The database could not be upgraded and is as it was before."""


def address(settings: Settings) -> str:
    """The database of these settings: PostgreSQL where one is named, otherwise SQLite in the data folder."""
    return settings.database_url or f"sqlite:///{settings.data / 'runyard.db'}"


def sqlite_file(url: str) -> Path | None:
    """The file of an SQLite address, None for another database."""
    return Path(url.removeprefix("sqlite:///")) if url.startswith("sqlite:///") else None


def plain(url: str) -> str:
    """The address as SQLAlchemy takes it."""
    if url.startswith(("postgresql://", "postgres://")):
        return "postgresql+psycopg://" + url.split("://", 1)[1]
    return url


def revisions() -> list[str]:
    """Revisions this release knows, oldest first; a file is named after its revision."""
    return sorted(path.name.split("_", 1)[0] for path in (SCRIPTS / "versions").glob("[0-9]*_*.py"))


def revision_at(url: str) -> str | None:
    """The revision of a database, None for one without Runyard in it; an SQLite file is not made by asking."""
    path = sqlite_file(url)
    if path is not None and not path.exists():
        return None
    with engine_to(url) as engine, engine.connect() as connection:
        return revision_in(connection)


def revision_in(connection: Connection) -> str | None:
    """The revision of the database behind an open connection."""
    if not inspect(connection).has_table(VERSION_TABLE):
        return None
    found: str | None = connection.scalar(text(f"select version_num from {VERSION_TABLE}"))
    return found


def refuse_newer(revision: str | None) -> None:
    """A revision this release has never heard of comes from a newer one."""
    if revision is not None and revision not in revisions():
        raise NewerDatabase(
            f"The database is at revision {revision}, this release knows up to {revisions()[-1]}: "
            "start the newer release, or restore a backup made before its upgrade."
        )


def ensure(url: str) -> str:
    """Bring a database to this release, from nothing or from an earlier one; a sentence says what was done."""
    newest = revisions()[-1]
    current = revision_at(url)
    refuse_newer(current)
    if current == newest:
        return f"The database is at revision {newest}, which is this release's."
    return _upgraded(url, newest)


def migrate(connection: Connection, to: str) -> None:
    """Run the migrations up to a revision over an open connection, within its transaction."""
    from alembic import command  # extra: not needed at a start without a migration, and slow to load
    from alembic.config import Config  # extra: see above

    config = Config()
    config.set_main_option("script_location", str(SCRIPTS))
    config.attributes["connection"] = connection
    logging.getLogger("alembic").setLevel(logging.WARNING)
    command.upgrade(config, to)


def tables_of(revision: str) -> set[str]:
    """Names of the tables of a revision."""
    with engine_to("sqlite:///:memory:") as engine, alone(engine) as connection:
        migrate(connection, revision)
        return set(inspect(connection).get_table_names()) - {VERSION_TABLE}


def _upgraded(url: str, newest: str) -> str:
    path = sqlite_file(url)
    if path is not None:
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        path.touch(mode=0o600)  # the files beside it take after it
    with engine_to(url) as engine, alone(engine) as connection:
        current = revision_in(connection)  # once more: another process may have been faster
        refuse_newer(current)
        if current == newest:
            return f"The database is at revision {newest}: another process brought it there."
        kept = _backup_first(path, current) if path and current else None
        try:
            migrate(connection, newest)
        except Exception as error:
            _put_back(connection, kept, path)
            raise UpgradeFailed(_failure(error, current, newest, kept)) from error
    return f"The database went from {current or 'nothing'} to revision {newest}." + (
        f" A backup is at {kept}." if kept else ""
    )


def _failure(error: Exception, current: str | None, newest: str, kept: Path | None) -> str:
    reason = str(getattr(error, "orig", None) or error).strip().splitlines() or [type(error).__name__]
    copy = f" A copy of it is at {kept}." if kept else ""
    return f"The upgrade to revision {newest} failed ({reason[0].rstrip('.')}); the database is as it was, at {current or 'nothing'}.{copy}"


def _put_back(connection: Connection, kept: Path | None, path: Path | None) -> None:
    """The rollback undoes everything, unless a migration has ended the transaction by itself: then the copy goes back."""
    raw: Any = connection.connection.driver_connection
    ended_early = path is not None and not raw.in_transaction
    connection.rollback()
    if ended_early and kept is not None and path is not None:
        copy_sqlite(kept, path)


def _backup_first(path: Path, current: str) -> Path:
    folder = path.parent / "backups"
    folder.mkdir(mode=0o700, exist_ok=True)
    target = folder / f"before-upgrade-from-{current}-{time.strftime('%Y%m%d-%H%M%S')}.db"
    copy_sqlite(path, target)
    return target


def copy_sqlite(source: Path, target: Path) -> None:
    """A consistent copy of an SQLite file, also while a server writes to it."""
    target.touch(mode=0o600)
    with closing(sqlite3.connect(source)) as old, closing(sqlite3.connect(target)) as new:
        old.backup(new)


@contextmanager
def alone(engine: Engine) -> Iterator[Connection]:
    """One transaction, table definitions included; whoever comes second waits until it has ended."""
    with engine.connect() as connection:
        if engine.dialect.name == "sqlite":
            connection.exec_driver_sql("begin immediate")
        else:
            connection.execute(text("select pg_advisory_xact_lock(:key)"), {"key": _ONE_AT_A_TIME})
            connection.exec_driver_sql(
                "set local lock_timeout = '30s'"
            )  # a table somebody holds must not stop us for ever
        yield connection
        connection.commit()


@contextmanager
def engine_to(url: str, isolation: str | None = None) -> Iterator[Engine]:
    """An engine for schema work; a database that cannot be reached or read is one sentence."""
    path = sqlite_file(url)
    waits = {} if path is None else {"timeout": _PATIENCE_SECONDS}
    more = {} if isolation is None else {"isolation_level": isolation}
    engine = create_engine(plain(url), poolclass=NullPool, connect_args=waits, **more)
    if path is not None:
        event.listen(engine, "connect", _by_hand)
    try:
        yield engine
    except DatabaseError as error:
        reason = str(error.orig).strip().splitlines() or ["no reason given"]
        raise DatabaseSilent(f"The database cannot be used: {reason[0]}.") from error
    finally:
        engine.dispose()


def _by_hand(raw: sqlite3.Connection, record: object) -> None:
    raw.isolation_level = None  # transactions begin when we say so, and cover table definitions too
    raw.execute("pragma page_size=8192")  # both count for a new file only, before its first table
    raw.execute("pragma auto_vacuum=incremental")
