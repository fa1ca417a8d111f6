"""The floor of the kernel's benchmark: the rows of one short run, inserted and committed with nothing around."""

import sqlite3
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from statistics import median

import psycopg

from runyard.kit.ids import timed_id

AT_ONCE = 32
_RUN = "x" * 600  # about what a run's own row weighs
_EVENTS = 6
_TABLES = (
    "create table floor_run(id varchar(36) primary key, data text)",
    "create table floor_event(run_id varchar(36), seq integer, at double precision, type text, data text, primary key(run_id, seq))",
)
_INSERTS = ("insert into floor_run values({0},{0})", "insert into floor_event values({0},{0},{0},{0},{0})")


@dataclass(frozen=True)
class Floor:
    """Runs a second in commits of `at_once`, how long one commit takes, CPU a run, and event rows a second."""

    at_once: int
    rate: float
    p50: float
    cpu: float
    rows: float


def sqlite_floor(folder: Path, runs: int) -> Floor:
    """On an SQLite file, write-ahead log, synchronous=FULL."""
    raw = sqlite3.connect(folder / "floor.db", isolation_level=None)
    raw.execute("pragma journal_mode=wal")
    raw.execute("pragma synchronous=full")
    for table in _TABLES:
        raw.execute(table)
    run, event = (text.format("?") for text in _INSERTS)

    def commit(ids: list[str], events: int) -> None:
        raw.execute("begin immediate")
        raw.executemany(run, [(name, _RUN) for name in ids])
        raw.executemany(event, [(name, n, 1.0, "run.started", '{"n":1}') for name in ids for n in range(events)])
        raw.execute("commit")

    floor = _measure(commit, runs)
    raw.close()
    return floor


def postgresql_floor(url: str, runs: int) -> Floor:
    """On PostgreSQL, a pipelined transaction a commit."""
    run, event = (text.format("%s") for text in _INSERTS)
    with psycopg.connect(url, autocommit=True) as raw:
        for name, table in zip(("floor_run", "floor_event"), _TABLES, strict=True):
            raw.execute(f"drop table if exists {name}")
            raw.execute(table)

        def commit(ids: list[str], events: int) -> None:
            with raw.pipeline(), raw.transaction():
                cursor = raw.cursor()
                cursor.executemany(run, [(name, _RUN) for name in ids])
                cursor.executemany(
                    event, [(name, n, 1.0, "run.started", '{"n":1}') for name in ids for n in range(events)]
                )

        floor = _measure(commit, runs)
        for name in ("floor_run", "floor_event"):
            raw.execute(f"drop table {name}")
    return floor


def _measure(commit: Callable[[list[str], int], None], runs: int) -> Floor:
    took: list[float] = []
    wall, cpu = time.perf_counter(), time.process_time()
    for _ in range(runs // AT_ONCE):
        begun = time.perf_counter()
        commit([timed_id() for _ in range(AT_ONCE)], _EVENTS)
        took.append(time.perf_counter() - begun)
    wall, cpu = time.perf_counter() - wall, time.process_time() - cpu
    count = len(took) * AT_ONCE
    begun = time.perf_counter()
    for _ in range(20):
        commit([timed_id()], 1000)
    return Floor(AT_ONCE, count / wall, median(took) * 1e3, cpu / count * 1e6, 20_000 / (time.perf_counter() - begun))
