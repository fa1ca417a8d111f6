"""Messages of runs: who sees them, and what people may change afterwards."""

import json
from datetime import UTC, datetime
from pathlib import Path

import pytest

from runyard.domains.conversations.journal import moment

FLOW = Path(__file__).parents[3] / "contract" / "golden" / "langflow" / "flows" / "echo.json"
LIST = "/api/v1/monitor/messages"


@pytest.fixture
async def talk(user, key) -> str:
    made = await user.post("/api/v1/flows/", json={"name": "talk", "data": json.loads(FLOW.read_text())})
    flow = made.json()["id"]
    for text, session in (("one", "a"), ("two", "a"), ("three", "b")):
        await key.post(f"/api/v1/run/{flow}", json={"input_value": text, "session_id": session})
    return flow


async def test_messages_come_in_the_order_they_were_said(user, talk):
    texts = [m["text"] for m in (await user.get(LIST, params={"flow_id": talk, "sender": "User"})).json()]
    assert texts == ["one", "two", "three"]


async def test_another_user_sees_no_message(user2, talk):
    assert (await user2.get(LIST, params={"flow_id": talk})).json() == []


async def test_an_unknown_order_is_refused_by_name(user, talk):
    reply = await user.get(LIST, params={"order_by": "password"})
    assert reply.status_code == 422 and "order_by" in reply.json()["detail"]


async def test_a_changed_text_is_marked_as_edited(user, talk):
    first = (await user.get(LIST)).json()[0]["id"]
    assert (await user.put(f"{LIST}/{first}", json={"text": "better"})).json()["edit"] is True


async def test_a_session_moves_with_all_its_messages(user, talk):
    moved = await user.patch(f"{LIST}/session/a", params={"new_session_id": "c"})
    assert {m["session_id"] for m in moved.json()} == {"c"} and len(moved.json()) == 4


async def test_sessions_are_deleted_and_counted(user, talk):
    reply = await user.request("DELETE", f"{LIST}/sessions", json=["a", "nowhere"])
    assert reply.json()["deleted_count"] == 1
    assert (await user.get(f"{LIST}/sessions")).json() == ["b"]


async def test_messages_go_with_their_flow(user, talk):
    await user.delete(f"/api/v1/flows/{talk}")
    assert (await user.get(LIST)).json() == []


@pytest.mark.parametrize(
    "stamp", ["2026-01-02 03:04:05.000006 UTC", "2026-01-02T03:04:05.000006+00:00", "2026-01-02T03:04:05.000006"]
)
def test_a_message_keeps_the_moment_it_was_said(stamp):
    assert moment(stamp) == datetime(2026, 1, 2, 3, 4, 5, 6, tzinfo=UTC)
