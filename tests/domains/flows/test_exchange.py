"""Flows as files."""

from __future__ import annotations

import copy
import io
import json
import zipfile
from typing import Any

import pytest

from runyard.domains.files.errors import BadArchive
from runyard.domains.flows import exchange
from runyard.domains.flows.errors import BadShape, BadUpload, UploadTooLarge
from runyard.domains.flows.tables import Flow
from runyard.kit.json import dumps, dumps_text

SECRET = "sk-canary-000000000000"


def graph(**fields: dict[str, Any]) -> dict[str, Any]:
    """A graph of one node with these fields, and the same node inside a group."""
    node = {"id": "n", "selected": True, "dragging": False, "data": {"node": {"template": {"_type": "C"} | fields}}}
    inner = {"nodes": [copy.deepcopy(node)], "edges": []}
    group = {"id": "g", "data": {"node": {"template": {}, "flow": {"data": inner}}}}
    return {"nodes": [node, group], "edges": [{"selected": False}]}


def flow(data: dict[str, Any] | None = None) -> Flow:
    """A row as the store gives it."""
    return Flow(
        id="00000000-0000-4000-8000-000000000000", name="n", data=dumps_text(data) if data else None, is_component=False, webhook=False, locked=False,
        mcp_enabled=False, tags=None, owner_id="o", project_id="p", access_type="PUBLIC", gradient="3",
    )  # fmt: skip


def test_an_export_names_neither_owner_nor_folder_nor_time() -> None:
    left_out = {"user_id", "owner_id", "folder_id", "access_type", "gradient", "updated_at", "tenant_id", "version"}
    assert left_out.isdisjoint(exchange.exported(flow()))


@pytest.mark.parametrize(
    "field",
    [
        {"type": "str", "password": True, "value": SECRET},
        {"type": "str", "_input_type": "SecretStrInput", "value": SECRET},
        {"type": "mcp", "value": {"name": "x", "config": {"headers": {"Authorization": SECRET}}}},
    ],
)
def test_secrets_leave_in_no_export_not_even_inside_groups(field: dict[str, Any]) -> None:
    assert SECRET not in dumps_text(exchange.exported(flow(graph(key=field))))


def test_the_name_of_a_variable_is_no_secret() -> None:
    field = {"type": "str", "password": True, "load_from_db": True, "value": "OPENAI_API_KEY"}
    assert "OPENAI_API_KEY" in dumps_text(exchange.exported(flow(graph(key=field))))


def test_a_public_graph_shows_no_secret() -> None:
    field = {"type": "str", "password": True, "value": SECRET}
    assert SECRET not in exchange.without_secrets(dumps_text(graph(key=field)))


def test_source_leaves_as_lines_and_comes_back_as_text() -> None:
    field = {"type": "code", "value": "a\nb"}
    sent = exchange.exported(flow(graph(code=field)))
    assert sent["data"]["nodes"][0]["data"]["node"]["template"]["code"]["value"] == ["a", "b"]
    back = exchange.parse(sent)
    assert back.data is not None
    assert back.data["nodes"][0]["data"]["node"]["template"]["code"]["value"] == "a\nb"


def test_momentary_state_of_nodes_stays_behind() -> None:
    node = exchange.exported(flow(graph()))["data"]["nodes"][0]
    assert "selected" not in node and "dragging" not in node


def test_keys_in_a_zip_are_in_order() -> None:
    with zipfile.ZipFile(io.BytesIO(exchange.zipped([flow(graph())]))) as archive:
        text = archive.read("n.json").decode()
    assert text == json.dumps(json.loads(text), indent=2, sort_keys=True, ensure_ascii=False)


@pytest.mark.parametrize("data", [{"nodes": 3}, {"nodes": [3, {"data": []}]}, {"nodes": [{"data": {"node": 1}}]}])
def test_a_graph_of_any_shape_can_be_exported(data: dict[str, Any]) -> None:
    assert exchange.exported(flow(data))["data"] == data


@pytest.mark.parametrize("content", [b"", b"{", b"\xff\xfe", b"PK\x03\x04broken"])
def test_what_cannot_be_read_is_a_bad_request(content: bytes) -> None:
    with pytest.raises((BadUpload, BadArchive)):
        exchange.read_upload("f.json", content)


@pytest.mark.parametrize("value", [[1], 3, "x", None, {"flows": {}}, {"flows": [3]}, {"description": "no name"}])
def test_json_of_another_shape_is_refused(value: Any) -> None:
    with pytest.raises(BadShape):
        exchange.read_upload("f.json", dumps(value))


def test_a_refusal_does_not_repeat_what_was_sent() -> None:
    with pytest.raises(BadShape) as refused:
        exchange.parse({"name": 3, "data": {"nodes": SECRET}})
    assert SECRET not in refused.value.message


def test_owner_and_times_of_an_upload_are_ignored() -> None:
    sent = exchange.parse({"name": "x", "user_id": "someone", "updated_at": "1970-01-01", "tenant_id": "t"})
    assert {"user_id", "updated_at", "tenant_id"}.isdisjoint(sent.model_dump())


def test_a_zip_gives_its_json_members_and_skips_others() -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("a.json", '{"name": "a"}')
        archive.writestr("README.md", "hello")
        archive.writestr("more.json", '{"flows": [{"name": "b"}, {"name": "c"}]}')
    assert [f.name for f in exchange.read_upload("x.zip", out.getvalue())] == ["a", "b", "c"]


def test_more_flows_than_one_upload_may_hold_are_refused() -> None:
    with pytest.raises(UploadTooLarge):
        exchange.read_upload("f.json", dumps({"flows": [{}] * (exchange.MAX_FLOWS + 1)}))


def test_a_zip_of_lists_counts_all_their_flows() -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for number in range(3):
            archive.writestr(f"{number}.json", dumps({"flows": [{"name": "x"}] * 400}))
    with pytest.raises(UploadTooLarge):
        exchange.read_upload("f.zip", out.getvalue())


def test_more_json_than_one_upload_may_hold_is_not_parsed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(exchange, "MAX_JSON", 10)
    with pytest.raises(UploadTooLarge):
        exchange.read_upload("f.json", b'{"name": "long enough"}')
