"""Rows of every table as JSON lines, and back: the form in which backups travel between databases of both kinds. The first
line of a file names the columns, each further line is a row."""

import base64
from itertools import islice
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, LargeBinary, TableClause, column, func, inspect, select, table

from runyard.kit.errors import Invalid
from runyard.kit.json import dumps, loads
from runyard.store.migrate import revision_in, tables_of

_MANY = 1000


class StrangeRows(Invalid):
    """The rows of the backup do not fit the tables of its revision."""


def tables(connection: Connection) -> list[TableClause]:
    """The tables of the database's revision, those others point at first; what else lives in the database is not ours."""
    inspector = inspect(connection)
    revision = revision_in(connection)
    ours = tables_of(revision) if revision else set()
    names = [name for name, _ in inspector.get_sorted_table_and_fkc_names() if name in ours]
    return [table(name, *(column(one["name"], one["type"]) for one in inspector.get_columns(name))) for name in names]


def count(connection: Connection) -> dict[str, int]:
    """Rows of each table."""
    return {
        one.name: connection.execute(select(func.count()).select_from(one)).scalar_one() for one in tables(connection)
    }


def dump(connection: Connection, folder: Path) -> None:
    """Write every table to `<table>.jsonl`; the caller's transaction decides which moment that is."""
    folder.mkdir(mode=0o700, exist_ok=True)
    for one in tables(connection):
        with (folder / f"{one.name}.jsonl").open("wb") as file:
            file.write(dumps([each.name for each in one.columns]) + b"\n")
            for row in connection.execute(select(one).execution_options(yield_per=_MANY)):
                file.write(dumps([_out(value) for value in row]) + b"\n")


def load(connection: Connection, folder: Path, counts: dict[str, int]) -> None:
    """Fill the empty tables from files; every table must end up with the rows the backup counted."""
    known = tables(connection)
    if {one.name for one in known} != {path.stem for path in folder.glob("*.jsonl")}:
        raise StrangeRows
    for one in known:
        _fill(connection, one, folder / f"{one.name}.jsonl")
    if count(connection) != counts:
        raise StrangeRows("The backup does not hold as many rows as it says.")


def _fill(connection: Connection, one: TableClause, path: Path) -> None:
    with path.open("rb") as file:
        names = loads(file.readline())
        if not isinstance(names, list) or sorted(names) != sorted(each.name for each in one.columns):
            raise StrangeRows(f"The columns of table {one.name} in the backup are not those of its revision.")
        binary = [isinstance(one.columns[name].type, LargeBinary) for name in names]
        rows = (_row(names, binary, line) for line in file)
        while many := list(islice(rows, _MANY)):
            connection.execute(one.insert(), many)


def _row(names: list[str], binary: list[bool], line: bytes) -> dict[str, Any]:
    values = loads(line)
    return {name: _in(value, raw) for name, value, raw in zip(names, values, binary, strict=True)}


def _out(value: Any) -> Any:
    return base64.b64encode(value).decode() if isinstance(value, bytes | memoryview) else value


def _in(value: Any, raw: bool) -> Any:
    return base64.b64decode(value) if raw and value is not None else value
