"""Real processes, killed for real: no run is lost, no finished step is executed again, no zombie writes."""

import os
import random
import signal
import subprocess
import sys
import time
from collections import defaultdict
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import create_engine, text

from runyard.kit.clock import Clock
from runyard.store import Store
from runyard.store.migrate import plain
from tests.kernel.crash_worker import STEPS

ROOT = Path(__file__).parents[2]
KILLS, RUNS_A_LIFE = 30, 7


class Process:
    """A worker process and its lines."""

    def __init__(self, url: str, side: Path) -> None:
        command = [sys.executable, "-m", "tests.kernel.crash_worker", url, str(side)]
        path = {"PYTHONPATH": f"{ROOT / 'src'}:{ROOT}"}
        self.process = subprocess.Popen(
            command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, cwd=ROOT, env={**os.environ, **path}, text=True
        )
        self.started = datetime.now(UTC)

    def line(self) -> list[str]:
        """The next line it says."""
        assert self.process.stdout is not None
        words = self.process.stdout.readline().split()
        assert words, "the worker ended by itself"
        return words

    def spawn(self, lane: str, name: str) -> str:
        """Start a run; its id once it is accepted for ever."""
        assert self.process.stdin is not None
        self.process.stdin.write(f"spawn {lane} {name}\n")
        self.process.stdin.flush()
        return self.line()[1]

    def kill(self) -> None:
        """The end, without notice."""
        self.process.send_signal(signal.SIGKILL)
        self.process.wait()
        for pipe in (self.process.stdin, self.process.stdout):
            assert pipe is not None
            pipe.close()


@pytest.fixture
def workers(tmp_path: Path) -> Iterator[Callable[[str], Process]]:
    """Starts worker processes; all are gone at the end."""
    started: list[Process] = []

    def start(url: str) -> Process:
        worker = Process(url, tmp_path / "side.log")
        started.append(worker)
        assert worker.line() == ["ready"]
        return worker

    yield start
    for worker in started:
        if worker.process.poll() is None:
            worker.kill()


def until(claim: Callable[[], bool], seconds: float = 60) -> None:
    """Wait for a condition of other processes."""
    end = time.monotonic() + seconds
    while not claim():
        assert time.monotonic() < end, "it did not happen in time"
        time.sleep(0.01)  # waive: no-sleep another process is waited for


@contextmanager
def asking(url: str) -> Iterator[Callable[[str], list]]:
    """Plain questions to the database."""
    engine = create_engine(plain(url))

    def ask(query: str) -> list:
        with engine.connect() as connection:
            return list(connection.execute(text(query)))

    yield ask
    engine.dispose()


async def prepared(url: str) -> None:
    """The tables."""
    store = await Store.open(url, Clock())
    await store.create_tables()
    await store.close()


def side_lines(folder: Path) -> list[list[str]]:
    """What the runs did outside, in order."""
    path = folder / "side.log"
    return [line.split() for line in path.read_text().splitlines()] if path.exists() else []


def check(url: str, accepted: list[str], folder: Path) -> None:
    """Every claim at once: nothing lost, nothing done again after it was kept, a journal without holes or zombies."""
    with asking(url) as ask:
        states = dict(tuple(row) for row in ask("select id, state from run"))
        assert {states.get(run) for run in accepted} == {"succeeded"}
        kept: set[tuple[str, str]] = set()
        for what, run, number, _ in side_lines(folder):
            assert what == "kept" or (run, number) not in kept, f"step {number} of {run} was done again"
            if what == "kept":
                kept.add((run, number))
        assert dict(tuple(row) for row in ask("select run_id, count(*) from step group by run_id")) == dict.fromkeys(
            states, STEPS
        )
        journal = defaultdict(list)
        for run, seq, kind in ask("select run_id, seq, type from event order by run_id, seq"):
            journal[run].append((seq, kind))
        for run, events in journal.items():
            assert [seq for seq, _ in events] == list(range(1, len(events) + 1)), run
            assert [kind for _, kind in events].count("run.succeeded") == 1 and events[-1][1] == "run.succeeded", run
            assert run in states


def recovered_late(url: str, restarts: list[datetime]) -> list[timedelta]:
    """How long after a restart each run was driven again."""
    with asking(url) as ask:
        moments = [
            datetime.fromtimestamp(row[0], UTC) for row in ask("select at from event where type = 'run.recovered'")
        ]
    return [moment - max(start for start in restarts if start <= moment) for moment in moments]


async def test_sqlite_survives_kill_minus_nine(tmp_path, workers):
    url = f"sqlite:///{tmp_path / 'crash.db'}"
    await prepared(url)
    chance, accepted, restarts = random.Random(9), [], []
    for life in range(KILLS):
        worker = workers(url)
        restarts.append(worker.started)
        for n in range(RUNS_A_LIFE):
            accepted.append(worker.spawn("live" if n % 2 else "work", f"{life}-{n}"))
        seen, some = len(side_lines(tmp_path)), chance.randint(0, 25)
        until(lambda: len(side_lines(tmp_path)) >= seen + some or done(url, len(accepted)))  # noqa: B023
        worker.kill()
    restarts.append(workers(url).started)
    until(lambda: done(url, len(accepted)))
    check(url, accepted, tmp_path)
    late = recovered_late(url, restarts)
    assert (len(late) > 20, max(late) < timedelta(seconds=5)) == (True, True)


async def test_postgresql_with_two_workers_survives_kill_minus_nine(tmp_path, workers, postgres_url):
    await prepared(postgres_url)
    chance, accepted = random.Random(10), []
    pair = [workers(postgres_url), workers(postgres_url)]
    for life in range(KILLS // 3):
        for n in range(3 * RUNS_A_LIFE):
            accepted.append(pair[n % 2].spawn("live" if n % 3 else "work", f"{life}-{n}"))
        seen, some = len(side_lines(tmp_path)), chance.randint(0, 40)
        until(lambda: len(side_lines(tmp_path)) >= seen + some or done(postgres_url, len(accepted)))  # noqa: B023
        victim = chance.randrange(2)
        pair[victim].kill()
        pair[victim] = workers(postgres_url)
    until(lambda: done(postgres_url, len(accepted)))
    check(postgres_url, accepted, tmp_path)


async def test_a_worker_that_was_frozen_finds_its_runs_taken(tmp_path, workers, postgres_url):
    await prepared(postgres_url)
    first, second = workers(postgres_url), workers(postgres_url)
    accepted = [first.spawn("slow", f"x-{n}") for n in range(10)]
    first.process.send_signal(signal.SIGSTOP)
    frozen = datetime.now(UTC)
    until(lambda: done(postgres_url, len(accepted)))
    first.process.send_signal(signal.SIGCONT)
    first.spawn("live", "still-here")
    until(lambda: done(postgres_url, len(accepted) + 1))
    check(postgres_url, accepted, tmp_path)
    with asking(postgres_url) as ask:
        taken = [
            datetime.fromtimestamp(row[0], UTC) - frozen
            for row in ask("select at from event where type = 'run.recovered'")
        ]
    assert taken and max(taken) < timedelta(seconds=5.5)
    assert second.process.poll() is None


def done(url: str, count: int) -> bool:
    """Whether so many runs have succeeded."""
    with asking(url) as ask:
        return ask("select count(*) from run where state = 'succeeded'")[0][0] >= count
