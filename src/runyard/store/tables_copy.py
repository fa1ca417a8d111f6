"""Tables of a PostgreSQL database as files and back, all of one moment; the form is the server's own COPY text."""

from pathlib import Path
from typing import Any

from sqlalchemy import create_engine, inspect

from runyard.kit.errors import Conflict
from runyard.store.migrate import ensure, plain

_REVISION = "alembic_version"


class HoldsRows(Conflict):
    """The database already holds rows; say --replace to replace them."""


def copy_out(url: str, folder: Path) -> list[Path]:
    """Write every table of ours to a file; returns the files."""
    engine = create_engine(plain(url), isolation_level="REPEATABLE READ")
    with engine.connect() as connection:
        tables = _tables(connection)
        driver: Any = connection.connection.driver_connection
        written = []
        for table in tables:
            path = folder / f"{table}.copy"
            with path.open("wb") as file, driver.cursor().copy(f'COPY "{table}" ({_columns(connection, table)}) TO STDOUT') as rows:
                file.write(f"{_columns(connection, table)}\n".encode())
                for chunk in rows:
                    file.write(chunk)
            written.append(path)
    engine.dispose()
    return written


def copy_in(url: str, folder: Path, replace: bool) -> None:
    """Fill the tables from files, in one transaction: all or nothing."""
    ensure(url, folder)
    engine = create_engine(plain(url))
    with engine.begin() as connection:
        driver: Any = connection.connection.driver_connection
        cursor = driver.cursor()
        tables = [table for table in _tables(connection) if (folder / f"{table}.copy").exists()]
        cursor.execute("SET CONSTRAINTS ALL DEFERRED")
        for table in tables:
            if not replace and cursor.execute(f'SELECT 1 FROM "{table}" LIMIT 1').fetchone():
                raise HoldsRows
        cursor.execute("SET LOCAL session_replication_role = replica")  # rows arrive table by table; the keys between them hold at the end
        cursor.execute("TRUNCATE " + ", ".join(f'"{table}"' for table in tables) + " CASCADE")
        for table in tables:
            _fill(cursor, table, folder / f"{table}.copy", connection)
    engine.dispose()


def _fill(cursor: Any, table: str, path: Path, connection: Any) -> None:
    with path.open("rb") as file:
        columns = file.readline().decode().strip()
        known = set(_columns(connection, table).split(","))
        if not set(columns.split(",")) <= known:
            raise Conflict(f"The backup's table {table} has columns this release does not know.")
        with cursor.copy(f'COPY "{table}" ({columns}) FROM STDIN') as rows:
            while chunk := file.read(1 << 20):
                rows.write(chunk)


def _tables(connection: Any) -> list[str]:
    names = inspect(connection).get_table_names()
    return sorted(name for name in names if name != _REVISION and not name.startswith("procrastinate_"))


def _columns(connection: Any, table: str) -> str:
    return ",".join(f'"{column["name"]}"' for column in inspect(connection).get_columns(table))
