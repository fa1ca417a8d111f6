"""Statements of the hot path, compiled once from the tables; rows are tuples in the order named here."""

from typing import Any, Final

from sqlalchemy import Table, bindparam, insert, update

from runyard.kernel.tables import EventRow, RunRow, StepRow
from runyard.kernel.values import RUN_COLUMNS
from runyard.store import Tx
from runyard.store.statement import Statement


def _table(model: Any) -> Table:
    table: Table = model.__table__
    return table


def _change(*columns: str) -> Statement:
    table = _table(RunRow)
    clause = update(table).where(table.c.id == bindparam("run_id")).values({c: bindparam(c + "_") for c in columns})
    return Statement(clause, (*(c + "_" for c in columns), "run_id"))


EVENT_COLUMNS: Final = ("run_id", "seq", "at", "type", "data")
STEP_COLUMNS: Final = ("run_id", "key", "attempt", "started_at", "finished_at", "output")

INSERT_RUN: Final = Statement(insert(_table(RunRow)), RUN_COLUMNS)
INSERT_EVENT: Final = Statement(insert(_table(EventRow)), EVENT_COLUMNS)
INSERT_STEP: Final = Statement(insert(_table(StepRow)), STEP_COLUMNS)
END_RUN: Final = _change(
    "state", "reason", "worker", "spent", "output", "error", "wake_at", "finished_at", "updated_at"
)
HOLD_RUN: Final = _change("state", "reason", "worker", "wake_at", "updated_at")
SPEND: Final = _change("spent", "updated_at")


def write(tx: Tx, statement: Statement, row: tuple[Any, ...]) -> None:
    """Write one row of stored values in the caller's transaction, without the cost of the object mapper."""
    connection = tx.session.connection()
    compiled = statement.on("sqlite" if connection.dialect.name == "sqlite" else "postgresql")
    connection.exec_driver_sql(compiled.text, row)
