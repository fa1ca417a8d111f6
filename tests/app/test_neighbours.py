"""Two people on one server: whatever one asks about the other's things is answered as for things that do not exist."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from tests.app.live import SIMPLE, graph_of
from tests.app.people import Person, ask, readable, with_ids
from tests.support.server import serving

NOBODY = "00000000-0000-4000-8000-000000000000"
# Bodies that would change something, so that nothing is refused for its form alone.
BODIES: dict[str, Any] = {
    "langflow.flows.update": {"name": "stolen", "data": {"nodes": [], "edges": []}},
    "langflow.x.variables_update": {"id": NOBODY, "name": "stolen", "value": "stolen"},
    "langflow.projects.update": {"name": "stolen"},
    "langflow.users.update": {"username": "stolen"},
    "langflow.users.reset_password": {"password": "Stolen-pass-1"},
    "langflow.monitor.message_update": {"text": "stolen"},
    "langflow.base.run": {"input_value": "stolen"},
    "langflow.base.run_advanced": {"inputs": [{"input_value": "stolen"}]},
    "langflow.base.webhook": {"x": 1},
    "langflow.build.start": {"inputs": {"input_value": "stolen"}},
    "langflow.flow_events.create": {"type": "flow_updated", "summary": "stolen"},
}
# The first makes what does not exist, the second says of a private flow that it is not public: they cannot answer alike.
APART = {"langflow.flows.upsert", "langflow.flows.public_get"}


# These answer about public flows and pictures only.
OTHERS = ("langflow.flows.public_get", "langflow.files_v1.image")
# These change with every request.
COUNTING = ("/logs", "/health_check", "/api/v1/api_key/")


@pytest.fixture(scope="module")
def people(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Person, Person]]:
    """Ann, who owns things, and Bob, who does too."""
    with serving(tmp_path_factory.mktemp("people"), RUNYARD_NEW_USER_IS_ACTIVE="true") as server:
        ann, bob = Person(server, "ann"), Person(server, "bob")
        for person in (ann, bob):
            person.settle(graph_of(SIMPLE / "echo.json"), f"secret of {person.name}")
        yield ann, bob


@pytest.mark.parametrize("spec", [s for s in with_ids() if s.op not in APART], ids=lambda s: f"{s.method} {s.path}")
def test_what_belongs_to_another_answers_like_what_does_not_exist(people, spec):
    ann, bob = people
    before, nobody = ann.whole(), ann.stranger()
    hers, none = (ask(bob.http, spec, ids, BODIES.get(spec.op)) for ids in (ann.owns, nobody))
    assert (hers[0], plain(hers[1], ann.owns)) == (none[0], plain(none[1], nobody))
    assert hers[0] < 500 and hers[0] != 422
    assert ann.whole() == before


def plain(text: str, ids: dict[str, str]) -> str:
    """An answer without the ids that were asked for."""
    for value in sorted(set(ids.values()), key=len, reverse=True):
        text = text.replace(value, "ID")
    return text


@pytest.mark.parametrize(
    "spec", [s for s in with_ids() if s.method == "GET" and s.op not in OTHERS], ids=lambda s: s.path
)
def test_the_owner_is_answered(people, spec):
    ann, _ = people
    assert ask(ann.http, spec, ann.owns)[0] == 200


@pytest.mark.parametrize("spec", [s for s in readable() if "{" not in s.path], ids=lambda s: s.path)
def test_lists_hold_nothing_of_another(people, spec):
    ann, bob = people
    text = ask(bob.http, spec, ann.owns)[1]
    nobody = ann.stranger()
    found = [kind for kind, value in ann.owns.items() if value in text and kind not in ("flow_id", "session_id")]
    assert found == [] and "Flow of ann" not in text and "hello from ann" not in text
    assert plain(text, ann.owns) == plain(ask(bob.http, spec, nobody)[1], nobody) or spec.path in COUNTING


def test_foreign_ids_inside_an_own_request_do_nothing(people):
    ann, bob = people
    before, own, send = ann.whole(), ann.owns, bob.http.request
    data = {"nodes": [], "edges": []}
    mine = bob.owns["flow_id"]
    replies = [
        send("PUT", f"/api/v1/flows/{own['flow_id']}", json={"name": "stolen", "data": data}),
        send("DELETE", "/api/v1/flows/", json=[own["flow_id"]]),
        send("POST", "/api/v1/flows/download/", json=[own["flow_id"]]),
        send("POST", "/api/v1/flows/", json={"name": "planted", "data": data, "folder_id": own["project_id"]}),
        send("PATCH", f"/api/v1/flows/{mine}", json={"folder_id": own["project_id"], "user_id": own["user_id"]}),
        send("POST", "/api/v1/projects/", json={"name": "grab", "flows_list": [own["flow_id"]]}),
        send("PATCH", f"/api/v1/projects/{bob.owns['project_id']}", json={"flows": [own["flow_id"]]}),
        send("POST", "/api/v2/files/batch/", json=[own["file_id"]]),
        send("DELETE", "/api/v2/files/batch/", json=[own["file_id"]]),
        send("DELETE", "/api/v1/monitor/messages", json=[own["message_id"]]),
        send("DELETE", f"/api/v1/monitor/builds?flow_id={own['flow_id']}"),
        send("DELETE", f"/api/v1/monitor/traces?flow_id={own['flow_id']}"),
        send("POST", f"/api/v1/build/{mine}/flow", json={"files": [f"{own['flow_id']}/{own['file_name']}"]}),
    ]
    assert all(reply.status_code < 500 for reply in replies)
    assert all("of ann" not in reply.text and "from ann" not in reply.text for reply in replies)
    assert ann.whole() == before
    assert bob.http.get(f"/api/v1/flows/{mine}").json()["user_id"] == bob.id
