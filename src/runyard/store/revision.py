"""Writes migrations from the models, and says where a database and the models differ. For developers and tests only: whoever
calls has imported all tables."""

import re
import warnings
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.operations.ops import CreateIndexOp
from alembic.runtime.migration import MigrationContext
from sqlalchemy import Column, Connection, Index, text

from runyard.store.base import Base
from runyard.store.migrate import SCRIPTS, VERSION_TABLE, alone, engine_to, migrate, revisions

_NOTES = re.compile(r"^ *# ### .* ###\n", re.MULTILINE)


def write(message: str, initial: bool = False) -> Path:
    """Write the next revision; `initial` replaces all there are by one, which only an unreleased schema may do."""
    if initial:
        for old in (SCRIPTS / "versions").glob("*.py"):
            old.unlink()
    known = revisions()
    with TemporaryDirectory() as folder, engine_to(f"sqlite:///{folder}/empty.db") as engine:
        with alone(engine) as connection:
            if known:
                migrate(connection, known[-1])
        with engine.connect() as connection:
            return _written(connection, message, f"{len(known) + 1:04d}")


def _written(connection: Connection, message: str, number: str) -> Path:
    config = Config()
    config.set_main_option("script_location", str(SCRIPTS))
    config.set_main_option("file_template", "%%(rev)s_%%(slug)s")
    config.attributes["connection"] = connection

    def add(context: Any, revision: Any, directives: list[Any]) -> None:
        _add_missed_indexes(connection, directives[0])

    with warnings.catch_warnings(action="ignore", category=UserWarning):  # of indexes it skips; `add` adds them
        script: Any = command.revision(
            config, message, autogenerate=True, rev_id=number, process_revision_directives=add
        )
    path = Path(script.path)
    path.write_text(_NOTES.sub("", path.read_text()))
    return path


def _add_missed_indexes(connection: Connection, script: Any) -> None:
    there = set(connection.scalars(text("select name from sqlite_master where type = 'index'")))
    for index in _over_expressions():
        if str(index.name) not in there:
            script.upgrade_ops.ops.append(CreateIndexOp.from_index(index))


def differences(connection: Connection) -> list[Any]:
    """What a database lacks of the models, or has beyond them; indexes over expressions are not looked at."""
    context = MigrationContext.configure(connection, opts={"include_object": comparable})
    return list(compare_metadata(context, Base.metadata))


def comparable(item: Any, name: str | None, kind: str, reflected: bool, other: Any) -> bool:
    """Whether Alembic may compare this: not the tables of other libraries, nor what SQLite cannot tell it."""
    if kind == "table":
        return not (name or "").startswith(("procrastinate_", VERSION_TABLE))
    return kind != "index" or name not in {index.name for index in _over_expressions()}


def _over_expressions() -> list[Index]:
    """Indexes over expressions (`created_at desc`): Alembic cannot read them back from SQLite and would leave them out."""
    found = [index for table in Base.metadata.sorted_tables for index in table.indexes]
    return sorted(
        (index for index in found if not all(isinstance(part, Column) for part in index.expressions)),
        key=lambda index: str(index.name),
    )
