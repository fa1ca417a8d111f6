"""kill -9 in the middle of a real flow: after the restart it finishes by itself, asks no finished question again, and its
event stream goes on where it was cut, without a hole or a repeat."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from tests.app.live import Frame, begin, create, flow_file, follow, run_of, until
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


@pytest.mark.parametrize("kept", [0, 1, 2])
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
