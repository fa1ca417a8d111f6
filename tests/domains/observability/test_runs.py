"""Runs as people look at them: lists by filters, one run, its steps, its journal as a page and as a stream."""

import json
from datetime import UTC, datetime
from pathlib import Path

import pytest

from runyard.domains.observability.history import fold
from runyard.kernel import Event

FLOWS = Path(__file__).parents[3] / "contract" / "golden" / "langflow" / "flows"
RUNS = "/api/runyard/runs"
NOW = datetime(2026, 1, 1, tzinfo=UTC)


async def make(user, name: str) -> str:
    data = json.loads((FLOWS / f"{name}.json").read_text())
    return (await user.post("/api/v1/flows/", json={"name": name, "data": data})).json()["id"]


@pytest.fixture
async def runs(user, key) -> dict[str, str]:
    echo, failing = await make(user, "echo"), await make(user, "failing")
    await key.post(f"/api/v1/run/{echo}", json={"input_value": "hi", "session_id": "s"})
    await key.post(f"/api/v1/run/{failing}", json={"input_value": "no json"})
    items = (await user.get(RUNS)).json()["items"]
    return {item["subject_name"]: item["id"] for item in items}


async def test_runs_come_newest_first(user, runs):
    assert [item["subject_name"] for item in (await user.get(RUNS)).json()["items"]] == ["failing", "echo"]


@pytest.mark.parametrize(
    ("filters", "names"),
    [
        ({"state": "failed"}, ["failing"]),
        ({"session": "s"}, ["echo"]),
        ({"q": "ECH"}, ["echo"]),
        ({"state": "queued,running"}, []),
    ],
)
async def test_a_list_is_narrowed_by_its_filters(user, runs, filters, names):
    found = (await user.get(RUNS, params=filters)).json()["items"]
    assert [item["subject_name"] for item in found] == names


async def test_pages_follow_their_cursor_without_gap_or_repeat(user, runs):
    first = (await user.get(RUNS, params={"limit": 1})).json()
    second = (await user.get(RUNS, params={"limit": 1, "after": first["next"]})).json()
    assert [first["items"][0]["id"], second["items"][0]["id"]] == [runs["failing"], runs["echo"]] and second[
        "next"
    ] is None


@pytest.mark.parametrize("wrong", [{"state": "paused"}, {"after": "nonsense"}, {"limit": 0}, {"limit": 10**9}])
async def test_a_wrong_filter_is_refused(user, wrong):
    assert (await user.get(RUNS, params=wrong)).status_code == 422


async def test_another_users_run_answers_like_one_that_does_not_exist(user2, runs):
    for path in ("", "/steps", "/events"):
        theirs = await user2.get(f"{RUNS}/{runs['echo']}{path}")
        nobodys = await user2.get(f"{RUNS}/00000000-0000-4000-8000-000000000000{path}")
        assert (theirs.status_code, theirs.text) == (404, nobodys.text)


async def test_a_failed_run_says_why(user, runs):
    error = (await user.get(f"{RUNS}/{runs['failing']}")).json()["error"]
    assert "JSON" in error["message"]


async def test_steps_tell_what_ran(user, runs):
    steps = (await user.get(f"{RUNS}/{runs['failing']}/steps")).json()
    assert [(step["name"], step["state"]) for step in steps] == [("Chat Input", "finished"), ("Parse JSON", "failed")]


async def test_the_journal_is_numbered_without_holes(user, runs):
    events = (await user.get(f"{RUNS}/{runs['echo']}/events")).json()["items"]
    assert [event["seq"] for event in events] == list(range(1, len(events) + 1))


async def test_a_stream_goes_on_after_the_last_event_its_reader_saw(user, runs):
    headers = {"accept": "text/event-stream", "last-event-id": "3"}
    text = (await user.get(f"{RUNS}/{runs['echo']}/events", headers=headers)).text
    ids = [line.removeprefix("id: ") for line in text.splitlines() if line.startswith("id: ")]
    assert ids[0] == "4"


async def test_a_run_that_has_ended_cannot_be_cancelled(user, runs):
    assert (await user.post(f"{RUNS}/{runs['echo']}/cancel")).status_code == 409


async def test_a_failed_run_goes_on_after_its_last_finished_step(user, runs, house):
    assert (await user.post(f"{RUNS}/{runs['failing']}/resume")).status_code == 202
    await house.kernel.wait(runs["failing"])
    steps = (await user.get(f"{RUNS}/{runs['failing']}/steps")).json()
    assert [step["name"] for step in steps] == ["Chat Input", "Parse JSON", "Parse JSON"]


def event(kind: str, node: str, seq: int) -> Event:
    return Event("r", seq, NOW, kind, {"node": node, "name": node, "type": "T", "ms": 1})


@pytest.mark.parametrize(("ended", "state"), [(True, "cancelled"), (False, "running")])
def test_a_step_without_an_end_is_running_or_was_cut_off(ended, state):
    assert [step["state"] for step in fold([event("node.started", "n", 1)], ended)] == [state]


async def test_builds_out_of_sight_leave_the_journal_alone(user, runs):
    run = (await user.get(f"{RUNS}/{runs['echo']}")).json()
    await user.delete("/api/v1/monitor/builds", params={"flow_id": run["subject"]})
    assert (await user.get("/api/v1/monitor/builds", params={"flow_id": run["subject"]})).json() == {
        "vertex_builds": {}
    }
    assert (await user.get(f"{RUNS}/{runs['echo']}/steps")).json()


async def test_a_trace_holds_a_span_for_every_call(user, runs):
    trace = (await user.get(f"/api/v1/monitor/traces/{runs['failing']}")).json()
    assert [(span["name"], span["status"]) for span in trace["spans"]] == [
        ("Chat Input", "ok"),
        ("Parse JSON", "error"),
    ]
