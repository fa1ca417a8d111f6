"""kill -9 in the middle of a real flow: after the restart it finishes by itself, asks no finished question again, and its
event stream goes on where it was cut, without a hole or a repeat."""

from __future__ import annotations

import asyncio
import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import psutil
import pytest

from tests.app.live import Frame, begin, create, flow_file, follow, run_of, streaming, until
from tests.app.models import NEVER, ModelThread
from tests.support.server import ENV, LiveServer

ANSWERS = ["a product", "an analysis", "a plan"]
ASKS_THREE_TIMES = flow_file("basic_prompt_chaining")["data"]


@contextmanager
def started(folder: Path, **env: str) -> Iterator[LiveServer]:
    """A server that may be killed and started in between."""
    server = LiveServer(folder / "data", {**ENV, **env})
    server.start()
    try:
        yield server
    finally:
        server.stop()


def read_while(stream: Iterator[Frame], seen: list[Frame], answers: int) -> None:
    """Read until so many model answers are committed."""
    for frame in stream:
        seen.append(frame)
        if answered(seen) >= answers:
            return
    raise AssertionError("the stream ended early")


def answered(seen: list[Frame]) -> int:
    """Model nodes that have finished."""
    return sum(f.type == "node.finished" and f.data["data"]["node"].startswith("LanguageModel") for f in seen)


def whole(seen: list[Frame]) -> None:
    """Every event came once and none is missing; of a token that grew, every piece came once."""
    numbers = [frame.seq for frame in seen]
    assert sorted(set(numbers)) == list(range(1, max(numbers) + 1))
    assert numbers == sorted(numbers)
    once = [frame.seq for frame in seen if frame.type != "token"]
    assert len(once) == len(set(once))
    ids = [frame.id for frame in seen]
    assert len(ids) == len(set(ids))


@pytest.mark.parametrize("kept", [0, 1])
def test_after_a_kill_a_flow_finishes_and_asks_no_finished_question_again(tmp_path, model, kept):
    model.say(*ANSWERS[:kept], NEVER, *ANSWERS[kept:])
    with started(tmp_path, **model.env) as server:
        key = server.key()
        run = begin(server, key, create(server, key, "Chain", ASKS_THREE_TIMES))
        seen: list[Frame] = []
        stream = follow(server, key, run)
        if kept:
            read_while(stream, seen, kept)
        else:
            seen.append(next(stream))
        until(lambda: len(model.asked) == kept + 1)
        server.kill()
        seen += stream
        assert run_started_again(server, key, run, seen)
    assert [model.prompts[str(one["messages"])] for one in firsts(model)] == [1 if n != kept else 2 for n in range(3)]
    assert len(model.asked) == 4


def run_started_again(server: LiveServer, key: dict[str, str], run: str, seen: list[Frame]) -> bool:
    """Start the server, read on where the stream was cut, and hold the whole of it against the journal."""
    server.start()
    seen += follow(server, key, run, seen[-1].id if seen else "")
    assert seen[-1].type == "run.succeeded"
    assert [f.type for f in seen].count("run.recovered") >= 1
    whole(seen)
    return run_of(server, key, run)["state"] == "succeeded"


def firsts(model: ModelThread) -> list[dict]:
    """The different questions in the order they were first asked."""
    return list({str(one["messages"]): one for one in model.asked}.values())


def test_a_kill_between_two_words_of_an_answer_leaves_no_gap_in_the_stream(tmp_path):
    held = Held(at=3)
    with closing(ModelThread(held)) as model, started(tmp_path, **model.env) as server:
        held.model = model
        key = server.key()
        run = begin(server, key, create(server, key, "Chain", streaming(ASKS_THREE_TIMES)))
        seen: list[Frame] = []
        for frame in follow(server, key, run):
            seen.append(frame)
            if frame.type == "token" and answered(seen) == 2:
                server.kill()
                held.release()
        assert run_started_again(server, key, run, seen)
        assert [len(model.asked), max(model.prompts.values())] == [4, 2]
        words = [f.data["data"]["text"] for f in seen[last(seen, "run.recovered") :] if f.type == "token"]
        assert "".join(words) == "answer 4 comes in many small words"


class Held:
    """Answers with a numbered sentence; the answer of number `at` stops after its first word until released."""

    def __init__(self, at: int) -> None:
        self.at, self.count, self.model = at, 0, None

    def __call__(self, asked: str) -> str:
        self.count += 1
        if self.count == self.at:
            self.model.server.gate = asyncio.Event()
        return f"answer {self.count} comes in many small words"

    def release(self) -> None:
        """No answer stops any more."""
        gate, self.model.server.gate = self.model.server.gate, None
        self.model.loop.call_soon_threadsafe(gate.set)


def last(seen: list[Frame], kind: str) -> int:
    """Where the last event of a kind stands."""
    return max(n for n, frame in enumerate(seen) if frame.type == kind)


def test_a_server_killed_at_any_moment_finishes_what_it_had_begun(tmp_path, model):
    with started(tmp_path, **model.env) as server:
        key = server.key()
        flow = create(server, key, "Chain", ASKS_THREE_TIMES)
        runs = [begin(server, key, flow, f"question {n}") for n in range(6)]
        for wait_for in (3, 14):
            until(lambda: len(model.asked) >= wait_for)  # noqa: B023
            server.kill()
            server.start()
        until(lambda: all(run_of(server, key, run)["state"] == "succeeded" for run in runs))
        for run in runs:
            whole(list(follow(server, key, run)))
    assert len(model.prompts) == 18
    assert sum(model.prompts.values()) <= 18 + 3 * len(runs)


@contextmanager
def worker(server: LiveServer) -> Iterator[subprocess.Popen[bytes]]:
    """A worker beside a server; ready when this begins."""
    clean = {k: v for k, v in os.environ.items() if not k.startswith("RUNYARD_")}
    words = [sys.executable, "-m", "runyard.app.cli", "worker", "--data", str(server.data)]
    process = subprocess.Popen(words, env={**clean, **server.env}, stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
    try:
        assert process.stdout is not None
        assert any(b"ready" in line for line in process.stdout)
        yield process
    finally:
        process.kill()
        process.wait(10)
        process.stdout.close()


def test_on_postgresql_a_run_outlives_the_server_and_the_worker_that_drive_it(tmp_path, model, postgres_url):
    model.say(ANSWERS[0], NEVER, ANSWERS[1], NEVER, ANSWERS[2])
    with (
        started(tmp_path, **model.env, RUNYARD_DATABASE_URL=postgres_url) as server,
        worker(server) as one,
        worker(server) as two,
    ):
        key = server.key()
        run = begin(server, key, create(server, key, "Chain", ASKS_THREE_TIMES))
        seen: list[Frame] = []
        read_while(follow(server, key, run), seen, 1)
        until(lambda: len(model.asked) == 2)
        server.kill()
        until(lambda: len(model.asked) == 4)
        until(lambda: asking(model, one, two)).kill()
        assert run_started_again(server, key, run, seen)
    assert sorted(model.prompts.values()) == [1, 2, 2]


def asking(model: ModelThread, *workers: subprocess.Popen[bytes]) -> subprocess.Popen[bytes] | None:
    """The worker that waits for an answer of the model."""
    for process in workers:
        links = psutil.Process(process.pid).net_connections("tcp")
        if any(link.raddr and link.raddr.port == model.port and link.status == "ESTABLISHED" for link in links):
            return process
    return None
