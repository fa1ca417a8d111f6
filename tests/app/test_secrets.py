"""Secrets stay where they are: whatever is read, exported, followed, logged or kept on disk, a canary never sings."""

from __future__ import annotations

import copy
import json
from collections.abc import Iterator

import httpx
import pytest

from tests.app.live import SIMPLE, follow, graph_of
from tests.app.models import ModelThread
from tests.app.people import PASSWORD, Person, readable
from tests.support.server import PASSWORD as ADMIN_PASSWORD
from tests.support.server import serving

VARIABLE, PROVIDER = "canary-in-a-variable-8841", "canary-of-the-provider-5523"


@pytest.fixture(scope="module")
def sung(tmp_path_factory: pytest.TempPathFactory, teacher: ModelThread) -> Iterator[tuple[Person, Person, list[str]]]:
    """Ann, whose flow asks a model with a key out of a variable, Bob, and all the canaries."""
    env = {**teacher.env, "RUNYARD_MODEL_API_KEY": PROVIDER, "RUNYARD_NEW_USER_IS_ACTIVE": "true"}
    with serving(tmp_path_factory.mktemp("secrets"), **env) as server:
        ann, bob = Person(server, "ann"), Person(server, "bob")
        ann.settle(graph_of(SIMPLE / "echo.json"), VARIABLE)
        data = copy.deepcopy(graph_of(SIMPLE / "llm.json"))
        for node in data["nodes"]:
            template = node["data"]["node"]["template"]
            if "openai_api_base" in template:
                template["openai_api_base"]["value"] = teacher.server.url
                template["api_key"] |= {"value": "VAR_ann", "load_from_db": True}
        ann.http.patch(f"/api/v1/flows/{ann.owns['flow_id']}", json={"data": data}).raise_for_status()
        ann.run("please answer")
        yield ann, bob, [VARIABLE, PROVIDER, PASSWORD, ADMIN_PASSWORD, ann.secret, bob.secret]


def test_the_key_was_used(sung, teacher):
    ann, _, _ = sung
    assert f"Bearer {VARIABLE}" in [headers.get("authorization") for headers in teacher.server.headers]
    assert ann.http.get(f"/api/runyard/runs/{ann.owns['run_id']}").json()["state"] == "succeeded"


def test_no_get_answers_a_secret(sung):
    ann, bob, canaries = sung
    admin = httpx.Client(base_url=ann.server.url, headers=ann.server.bearer(), timeout=60)
    for http in (ann.http, bob.http, admin):
        reader = copy.copy(ann)
        reader.http = http
        assert [(op, one) for op, text in reader.seen(readable()).items() for one in canaries if one in text] == []


def test_no_export_event_or_step_holds_a_secret(sung):
    ann, _, canaries = sung
    run = f"/api/runyard/runs/{ann.owns['run_id']}"
    texts = {
        "export": ann.http.post("/api/v1/flows/download/", json=[ann.owns["flow_id"]]).text,
        "events": json.dumps([frame.data for frame in follow(ann.server, dict(ann.http.headers), ann.owns["run_id"])]),
        "journal": ann.http.get(f"{run}/events").text,
        "steps": ann.http.get(f"{run}/steps").text,
        "run": ann.http.get(run).text,
        "wrong variable": ann.http.post("/api/v1/variables/", json={"name": [], "value": VARIABLE, "type": 7}).text,
        "wrong sign-in": ann.http.post("/api/v1/login", data={"username": [], "password": PASSWORD}).text,
        "new key listed": ann.http.get("/api/v1/api_key/").text,
    }
    assert [(place, one) for place, text in texts.items() for one in canaries if one in text] == []


def test_nothing_on_disk_holds_a_secret(sung):
    ann, _, canaries = sung
    folder = ann.server.data.parent
    files = [path for path in folder.rglob("*") if path.is_file()]
    assert any(path.suffix == ".db" for path in files) and any(path.suffix == ".log" for path in files)
    found = [(path.name, one) for path in files for one in canaries if one.encode() in path.read_bytes()]
    assert found == []
