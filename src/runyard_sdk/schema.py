"""JSON schemas out of declarations: for the arguments of tools and for the values of a form."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from functools import partial
from typing import Any

from runyard_sdk.fieldspec import FieldSpec
from runyard_sdk.models import Tool

_TYPES = {
    "integer": "integer",
    "number": "number",
    "boolean": "boolean",
    "mapping": "object",
    "data": "object",
    "rows": "array",
    "dataframe": "array",
}


def field_schema(field: FieldSpec) -> dict[str, Any]:
    """The schema of one field's value."""
    kind = _TYPES.get(field.of.reads, "string")
    one: dict[str, Any] = {"type": kind}
    if kind == "array":
        one["items"] = {"type": "object"}
    if field.kind in ("dropdown", "tab") and field.options:
        one["enum"] = list(field.options)
    shape = {"type": "array", "items": one} if field.many and kind != "array" else one
    shape["description"] = field.info or field.title
    if field.default not in (None, "", [], {}):
        shape["default"] = field.default
    return shape


def form_schema(fields: Iterable[FieldSpec]) -> dict[str, Any]:
    """The schema of an object with these fields."""
    chosen = list(fields)
    return {
        "type": "object",
        "properties": {field.name: field_schema(field) for field in chosen},
        "required": [field.name for field in chosen if field.required],
    }


def tool_name(text: str) -> str:
    """A name that model providers accept: letters, digits, underscores and hyphens, at most 64."""
    return re.sub(r"[^A-Za-z0-9_-]+", "_", text).strip("_")[:64] or "tool"


def tool_for(
    declared: Any,
    call: Callable[[dict[str, Any]], Any],
    *,
    name: str,
    description: str,
    output: str,
    spec: dict[str, Any],
) -> Tool:
    """A component as a tool: fields in tool mode are its arguments."""
    chosen = next((one for one in declared.outputs if one.name == output), declared.outputs[0])
    offered = [field for field in declared.fields if field.tool_mode]
    return Tool(
        tool_name(name or chosen.method),
        description or declared.description,
        form_schema(offered),
        call,
        spec,
    )


def toolkit(
    declared: Any, call: Callable[[str, dict[str, Any]], Any], settings: list[dict[str, Any]], spec: dict[str, Any]
) -> list[Tool]:
    """One tool per output of a component; rows of `settings` rename, describe or switch off a tool by its method's name."""
    chosen = {(row.get("tags") or [row.get("name")])[0]: row for row in settings}
    tools = []
    for output in declared.outputs:
        row = chosen.get(output.method, {})
        if row.get("status", True) and output.extra.get("tool_mode", True):
            made = tool_for(
                declared,
                partial(call, output.name),
                output=output.name,
                spec=spec | {"output": output.name},
                name=row.get("name") or output.method,
                description=row.get("description") or declared.description,
            )
            tools.append(made)
    return tools


def tool_rows(declared: Any) -> list[dict[str, Any]]:
    """The rows of the tools field in a fresh node in tool mode."""
    arguments = form_schema(field for field in declared.fields if field.tool_mode)["properties"]
    return [
        {
            "name": one.method,
            "display_name": one.method,
            "description": declared.description,
            "display_description": declared.description,
            "tags": [one.method],
            "status": True,
            "readonly": False,
            "args": {name: shape | {"title": name.replace("_", " ").title()} for name, shape in arguments.items()},
        }
        for one in declared.outputs
        if one.extra.get("tool_mode", True)
    ]
