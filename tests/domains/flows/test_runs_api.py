"""Runs over HTTP: simple, advanced, streamed, by webhook; what is refused leaves no run."""

import json
from pathlib import Path

import pytest

from runyard.access import Actor

FLOWS = Path(__file__).parents[3] / "contract" / "golden" / "langflow" / "flows"


def graph(name: str) -> dict:
    return json.loads((FLOWS / f"{name}.json").read_text())


@pytest.fixture
async def echo(user) -> str:
    reply = await user.post("/api/v1/flows/", json={"name": "echo", "endpoint_name": "echo", "data": graph("echo")})
    return reply.json()["id"]


async def run_count(user) -> int:
    return len((await user.get("/api/runyard/runs")).json()["items"])


async def test_a_run_answers_the_text_of_the_output(key, echo):
    reply = await key.post(f"/api/v1/run/{echo}", json={"input_value": "hi"})
    assert reply.json()["outputs"][0]["outputs"][0]["results"]["message"]["text"] == "hi"


async def test_a_run_by_endpoint_name_keeps_the_session(key, echo):
    reply = await key.post("/api/v1/run/echo", json={"input_value": "hi", "session_id": "s"})
    assert reply.json()["session_id"] == "s"


async def test_a_streamed_run_ends_with_its_answer(key, echo):
    reply = await key.post(f"/api/v1/run/{echo}?stream=true", json={"input_value": "hi"})
    frames = [json.loads(line) for line in reply.text.split("\n\n") if line]
    assert [frame["event"] for frame in frames] == ["add_message", "add_message", "end"]


async def test_every_input_of_an_advanced_run_has_its_own_result(key, echo):
    inputs = [{"input_value": "one", "type": "chat"}, {"input_value": "two", "type": "chat"}]
    reply = await key.post(f"/api/v1/run/advanced/{echo}", json={"inputs": inputs})
    texts = [one["outputs"][0]["results"]["message"]["text"] for one in reply.json()["outputs"]]
    assert texts == ["one", "two"]


async def test_a_tweak_that_clashes_with_the_input_is_refused_before_a_run_begins(key, user, echo):
    reply = await key.post(
        f"/api/v1/run/{echo}", json={"tweaks": {"ChatInput-ec001": {"input_value": "x"}}, "input_value": "y"}
    )
    assert reply.status_code == 400
    assert await run_count(user) == 0


async def test_a_flow_without_data_is_refused_with_a_sentence(key, user):
    made = await user.post("/api/v1/flows/", json={"name": "empty"})
    reply = await key.post(f"/api/v1/run/{made.json()['id']}", json={})
    assert reply.status_code == 422 and "no data" in reply.json()["detail"]


async def test_a_broken_graph_is_refused_with_a_sentence(key, user):
    made = await user.post("/api/v1/flows/", json={"name": "odd", "data": {"nodes": [{"id": 1}], "edges": [{}]}})
    reply = await key.post(f"/api/v1/run/{made.json()['id']}", json={})
    assert reply.status_code == 422


async def test_a_run_uses_the_graph_it_began_with_though_the_flow_has_changed(key, user, echo, house):
    await key.post(f"/api/v1/run/{echo}", json={"input_value": "old"})
    await user.patch(f"/api/v1/flows/{echo}", json={"data": {"nodes": [], "edges": []}})
    first = (await user.get("/api/runyard/runs")).json()["items"][0]["id"]
    again = (await user.post(f"/api/runyard/runs/{first}/replay")).json()["id"]
    await house.kernel.wait(again)
    output = (await user.get(f"/api/runyard/runs/{again}")).json()["output"]
    assert output["outputs"][0]["results"]["message"]["value"]["text"] == "old"


async def test_a_credential_does_not_feed_a_plain_field(key, user):
    made = await user.post("/api/v1/flows/", json={"name": "var", "data": graph("globalvar")})
    await user.post(
        "/api/v1/variables/", json={"name": "TOKEN", "value": "hush", "type": "Credential", "default_fields": []}
    )
    tweak = {"TextInput-gv001": {"input_value": {"value": "TOKEN", "load_from_db": True}}}
    reply = await key.post(f"/api/v1/run/{made.json()['id']}", json={"tweaks": tweak})
    assert reply.status_code == 500 and "hush" not in reply.text


async def test_a_webhook_is_stored_before_it_is_answered(key, user, house):
    made = await user.post("/api/v1/flows/", json={"name": "hook", "data": graph("webhook")})
    reply = await key.post(f"/api/v1/webhook/{made.json()['id']}", json={"id": 17, "who": "Zoe"})
    ended = await house.kernel.wait(reply.headers["x-run-id"])
    assert reply.status_code == 202 and ended.state.value == "succeeded"


async def test_a_frozen_node_gives_again_what_it_gave(user):
    data = graph("prompt")
    for node in data["nodes"]:
        node["data"]["node"]["frozen"] = node["data"]["type"].startswith("Prompt")
    made = (await user.post("/api/v1/flows/", json={"name": "frozen", "data": data})).json()["id"]
    for word in ("first", "second"):
        reply = await user.post(
            f"/api/v1/build/{made}/flow?event_delivery=direct", json={"inputs": {"input_value": word}}
        )
    assert "Say first twice" in reply.text and '"used_frozen_result":true' in reply.text


async def test_a_public_flow_is_built_as_stored_by_another_user(user, user2, echo):
    await user.patch(f"/api/v1/flows/{echo}", json={"access_type": "PUBLIC"})
    asked = {"inputs": {"input_value": "guest"}}
    assert (await user2.post(f"/api/v1/build/{echo}/flow?event_delivery=direct", json=asked)).status_code == 200
    with_graph = asked | {"data": graph("echo")}
    assert (await user2.post(f"/api/v1/build/{echo}/flow", json=with_graph)).status_code == 404


async def test_polling_a_build_gives_every_frame_once(user, echo):
    job = (await user.post(f"/api/v1/build/{echo}/flow", json={"inputs": {"input_value": "p"}})).json()["job_id"]
    names: list[str] = []
    while "end" not in names:
        polled = await user.get(f"/api/v1/build/{job}/events?event_delivery=polling")
        names += [json.loads(line)["event"] for line in polled.text.splitlines() if line]
    assert names.count("end_vertex") == 2 and names.count("end") == 1


async def test_a_finished_build_can_be_read_again(user, echo):
    job = (await user.post(f"/api/v1/build/{echo}/flow", json={"inputs": {"input_value": "p"}})).json()["job_id"]
    first = (await user.get(f"/api/v1/build/{job}/events")).text
    assert first and (await user.get(f"/api/v1/build/{job}/events")).text == first


async def test_another_users_build_answers_like_one_that_does_not_exist(user, user2, echo):
    job = (await user.post(f"/api/v1/build/{echo}/flow", json={})).json()["job_id"]
    theirs = await user2.get(f"/api/v1/build/{job}/events")
    nobodys = await user2.get("/api/v1/build/00000000-0000-4000-8000-000000000000/events")
    assert theirs.text.replace(job, "X") == nobodys.text.replace("00000000-0000-4000-8000-000000000000", "X")


async def test_a_flow_is_a_tool(user, echo, house):
    me = (await user.get("/api/v1/users/whoami")).json()
    flow = await house.services["flows.cache"].get(echo, None)
    from_registry = await house.tools.call(actor_of(me, flow), "flow:echo", {"input_value": "as a tool"})
    assert from_registry == "as a tool"


def actor_of(me: dict, flow) -> Actor:
    return Actor(me["id"], me["username"], flow.tenant_id, superuser=False, via="internal")
