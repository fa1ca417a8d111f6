"""Databases for tests of migrations and backups: what they look like in full, and a few rows to recognise them by."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

from sqlalchemy import Connection, insert, text

from runyard.app import rooms
from runyard.domains.identity.tables import User
from runyard.kernel.tables import EventRow
from runyard.store import Base
from runyard.store import migrate as migrations
from runyard.store.migrate import engine_to, ensure

assert rooms.ROOMS  # imported for the tables of all rooms
MOMENT = datetime(2026, 3, 29, 1, 59, 59, 123456, tzinfo=UTC)
TEXT = 'Zoë "said" \\ 🦆\nand left'
STEP = '''
"""A later step."""
from alembic import op
revision, down_revision = "{number}", "0001"
def upgrade():
    op.execute("create table later (id integer)")
    op.execute("delete from event")
    {last}
'''

SQLITE = (
    "select name, wr from pragma_table_list where type = 'table' and name not like 'sqlite%'",
    """
    select m.name, c.name, c.type, c."notnull", c.pk, c.dflt_value
    from sqlite_master m join pragma_table_xinfo(m.name) c where m.type = 'table'
    """,
    """
    select m.name, i."unique", i.origin, i.partial, s.sql, group_concat(x.name || x."desc" order by x.seqno)
    from sqlite_master m join pragma_index_list(m.name) i join pragma_index_xinfo(i.name) x
    left join sqlite_master s on s.name = i.name where m.type = 'table' and x.key group by m.name, i.name
    """.replace(" order by x.seqno", ""),
)
POSTGRES = (
    """
    select table_name, column_name, data_type, character_maximum_length, is_nullable, column_default, is_identity
    from information_schema.columns where table_schema = current_schema()
    """,
    "select tablename, indexdef from pg_indexes where schemaname = current_schema()",
    """
    select conrelid::regclass::text, conname, pg_get_constraintdef(oid)
    from pg_constraint where connamespace = current_schema()::regnamespace
    """,
)


def house_tables() -> set[str]:
    """The tables of the house, without those of other tests."""
    return {str(m.local_table.name) for m in Base.registry.mappers if m.class_.__module__.startswith("runyard.")}  # type: ignore[attr-defined]


def shape(connection: Connection) -> set[tuple[object, ...]]:
    """Everything the tables of the house are: columns, keys, indexes with their conditions and directions."""
    queries = SQLITE if connection.dialect.name == "sqlite" else POSTGRES
    rows = (row for query in queries for row in connection.execute(text(query)))
    ours = house_tables()
    return {tuple(map(spaced, row)) for row in rows if row[0].strip('"') in ours}


def spaced(value: object) -> object:
    """Text whose line breaks do not matter."""
    return " ".join(value.split()) if isinstance(value, str) else value


@contextmanager
def open_at(url: str) -> Iterator[Connection]:
    """A connection whose work is kept."""
    with engine_to(url) as engine, engine.connect() as connection:
        yield connection
        connection.commit()


def fill(url: str) -> None:
    """Make the database, with rows that are easily spoilt on the way."""
    ensure(url)
    with open_at(url) as connection:
        connection.execute(insert(EventRow), [event("r1", seq) for seq in range(3)])
        connection.execute(insert(User), [user(1), user(2)])


def event(run: str, seq: int) -> dict[str, object]:
    """A line of a journal."""
    return {"run_id": run, "seq": seq, "at": MOMENT, "type": "log", "data": {"text": TEXT, "none": None, "n": 1.5}}


def user(number: int) -> dict[str, object]:
    """A person."""
    return {
        "id": f"user-{number}",
        "uid": number,
        "tenant_id": "t",
        "username": f"Zoë {number}",
        "name_key": f"zoë {number}",
        "is_active": number == 1,
        "is_superuser": False,
        "created_at": MOMENT,
        "updated_at": MOMENT,
    }


def content(url: str) -> dict[str, list[tuple[object, ...]]]:
    """The rows of both tables, as the models read them."""
    with open_at(url) as connection:
        found = {}
        for model in (EventRow, User):
            table = model.__table__
            found[table.name] = sorted((tuple(map(str, row)) for row in connection.execute(table.select())), key=str)
        return found


def a_release_with(folder: Path, monkeypatch, last: str, number: str = "0002") -> None:
    """A release that knows one migration more: it makes a table, deletes rows and ends with `last`."""
    scripts = folder / "scripts"
    (scripts / "versions").mkdir(parents=True)
    for path in migrations.SCRIPTS.glob("**/*.*"):
        if "__pycache__" not in path.parts:
            (scripts / path.relative_to(migrations.SCRIPTS)).write_text(path.read_text())
    (scripts / "versions" / f"{number}_later.py").write_text(STEP.format(number=number, last=last))
    monkeypatch.setattr(migrations, "SCRIPTS", scripts)
