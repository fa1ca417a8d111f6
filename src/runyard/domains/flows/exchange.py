"""Flows as files: the export form made for version control, and reading what people upload.

Exports hold no secret, no owner and no time; uploads are data only and are never run.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable
from typing import Any

from pydantic import ValidationError

from runyard.domains import files
from runyard.domains.flows.errors import BadShape, BadUpload, UploadTooLarge
from runyard.domains.flows.tables import Flow
from runyard.domains.flows.types import FlowCreate
from runyard.kit.json import dumps_text, loads

MOMENTARY = ("selected", "dragging", "positionAbsolute")
MAX_FLOWS = 1_000
MAX_JSON = 32_000_000


def exported(flow: Flow) -> dict[str, Any]:
    """The export form of a flow."""
    return {
        "id": flow.id,
        "name": flow.name,
        "description": flow.description,
        "data": None if flow.data is None else portable(loads(flow.data)),
        "icon": flow.icon,
        "icon_bg_color": flow.icon_bg_color,
        "is_component": flow.is_component,
        "webhook": flow.webhook,
        "endpoint_name": flow.endpoint_name,
        "tags": flow.tags,
        "locked": flow.locked,
        "mcp_enabled": flow.mcp_enabled,
        "action_name": flow.action_name,
        "action_description": flow.action_description,
        "workspace_id": None,
        "fs_path": None,
    }


def portable(data: dict[str, Any]) -> dict[str, Any]:
    """A graph without momentary editor state and secrets, its source as lists of lines. Changes its argument."""
    for node in _nodes(data):
        for key in MOMENTARY:
            node.pop(key, None)
    _each_field(data, _make_portable)
    return data


def without_secrets(text: str) -> str:
    """A stored graph for eyes that are not the owner's."""
    data = loads(text)
    _each_field(data, _blank)
    return dumps_text(data)


def zipped(flows: Iterable[Flow], **more: Any) -> bytes:
    """Export forms as a ZIP, one '<name>.json' each with `more` in it, keys in order so that a diff shows only what changed."""
    return files.write_zip((f"{flow.name}.json", _sorted_json(exported(flow) | more)) for flow in flows)


def read_upload(name: str, content: bytes) -> list[FlowCreate]:
    """The flows of an uploaded JSON or ZIP file."""
    if not content:
        raise BadUpload("The uploaded file is empty")
    if name.lower().endswith(".zip") or files.is_zip(content):
        return [parse(item) for item in read_zip(content)]
    return [parse(item) for item in listed_in(read_json(content))]


def read_zip(content: bytes) -> list[dict[str, Any]]:
    """The flow objects in a ZIP; members that are not JSON files are skipped."""
    members = files.read_zip(content, lambda name: name.lower().endswith(".json"))
    if not members:
        raise BadUpload("No valid flow JSON files found in the ZIP")
    items = [item for content in members.values() for item in listed_in(read_json(content))]
    if len(items) > MAX_FLOWS:
        raise UploadTooLarge
    return items


def read_json(content: bytes) -> Any:
    """Strict JSON, or a sentence about why it is not."""
    if len(content) > MAX_JSON:
        raise UploadTooLarge
    try:
        return loads(content)
    except ValueError as error:
        raise BadUpload(f"Invalid JSON file: {error}") from error


def listed_in(value: Any) -> list[dict[str, Any]]:
    """The flow objects of a JSON value: one flow, or {flows: [...]}."""
    if not isinstance(value, dict):
        raise BadShape("Invalid JSON: expected an object with 'flows' or a single flow object")
    items = value.get("flows", [value]) if "flows" in value else [value]
    if not isinstance(items, list):
        raise BadShape("Invalid JSON: 'flows' must be a list of flow objects")
    for position, item in enumerate(items):
        if not isinstance(item, dict):
            raise BadShape(f"Invalid JSON: flows[{position}] is not an object")
    if len(items) > MAX_FLOWS:
        raise UploadTooLarge
    return items


def parse(item: dict[str, Any]) -> FlowCreate:
    """One uploaded flow; source given as a list of lines is joined again."""
    if isinstance(item.get("data"), dict):
        _each_field(item["data"], _join_code)
    try:
        return FlowCreate.model_validate(item)
    except ValidationError as error:
        # Without the input: it may hold somebody's secret.
        lines = (
            f"{'.'.join(map(str, e['loc']))}: {e['msg']}" for e in error.errors(include_input=False, include_url=False)
        )
        count = error.error_count()
        raise BadShape(f"{count} validation error{'s' * (count > 1)} for FlowCreate\n" + "\n".join(lines)) from None


def _sorted_json(value: Any) -> bytes:
    return json.dumps(value, ensure_ascii=False, indent=2, sort_keys=True).encode()


def _each_field(data: dict[str, Any], change: Callable[[dict[str, Any]], None]) -> None:
    for node in _nodes(data):
        component = _part(_part(node, "data"), "node")
        for field in _part(component, "template").values():
            if isinstance(field, dict):
                change(field)
        inner = _part(_part(component, "flow"), "data")
        if inner:
            _each_field(inner, change)


def _make_portable(field: dict[str, Any]) -> None:
    if field.get("type") == "code" and isinstance(field.get("value"), str):
        field["value"] = field["value"].split("\n")
    else:
        _blank(field)


def _blank(field: dict[str, Any]) -> None:
    if _is_secret(field):
        field["value"] = ""
    elif field.get("type") == "mcp" and isinstance(field.get("value"), dict):
        field["value"] = {"name": field["value"].get("name")}  # its config holds tokens in headers and environment


def _is_secret(field: dict[str, Any]) -> bool:
    marked = field.get("password") or field.get("secret") or field.get("_input_type") == "SecretStrInput"
    return bool(marked) and not field.get("load_from_db")


def _join_code(field: dict[str, Any]) -> None:
    value = field.get("value")
    if field.get("type") == "code" and isinstance(value, list) and all(isinstance(line, str) for line in value):
        field["value"] = "\n".join(value)


def _nodes(data: dict[str, Any]) -> list[dict[str, Any]]:
    nodes = data.get("nodes")
    return [node for node in nodes if isinstance(node, dict)] if isinstance(nodes, list) else []


def _part(value: dict[str, Any], key: str) -> dict[str, Any]:
    part = value.get(key)
    return part if isinstance(part, dict) else {}
