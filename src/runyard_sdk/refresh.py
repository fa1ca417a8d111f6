"""What changes in a node when its user changes a field: the form follows the declaration, without a trip to the author's code."""

from __future__ import annotations

import copy
from typing import Any

from runyard_sdk.schema import tool_rows
from runyard_sdk.template import prompt_variable, tool_node
from runyard_sdk.text import variables

TOOL_MODE = "tool_mode"


def refreshed(cls: Any, node: dict[str, Any], field: str, value: Any) -> dict[str, Any]:
    """A new node; the given one stays as it is."""
    made = copy.deepcopy(node)
    if field == TOOL_MODE:
        return _in_tool_mode(cls, made, on=bool(value))
    template = made["template"]
    if field in template:
        template[field]["value"] = value
    declared = cls.spec().field(field)
    if declared is not None and declared.kind == "prompt":
        _follow_prompt(made, field, str(value or ""), double=_value(template, "use_double_brackets") is True)
    if field == "use_double_brackets":
        for name in list(made.get("custom_fields") or {}):
            _follow_prompt(made, name, str(_value(template, name) or ""), double=bool(value))
    if declared is not None and declared.kind == "sortable" and cls.reveals:
        _reveal(cls, template, _chosen(value))
    _follow_outputs(cls, made)
    return made


def _in_tool_mode(cls: Any, node: dict[str, Any], *, on: bool) -> dict[str, Any]:
    if on:
        return tool_node(node, tool_rows(cls.spec()))
    node["template"].pop("tools_metadata", None)
    return node | {"outputs": cls.template()["outputs"], "tool_mode": False}


def _follow_prompt(node: dict[str, Any], field: str, text: str, *, double: bool) -> None:
    template, wanted = node["template"], variables(text, double=double)
    for name in (node.get("custom_fields") or {}).get(field, []):
        if name not in wanted:
            template.pop(name, None)
    for name in wanted:
        template.setdefault(name, prompt_variable(name))
    node["custom_fields"] = (node.get("custom_fields") or {}) | {field: wanted}


def _reveal(cls: Any, template: dict[str, Any], chosen: list[str]) -> None:
    shown = {name for one in chosen for name in cls.reveals.get(one, [])}
    for name in {name for names in cls.reveals.values() for name in names}:
        template[name]["show"] = name in shown


def _follow_outputs(cls: Any, node: dict[str, Any]) -> None:
    values = {name: _value(node["template"], name) for name in cls.__fields__}
    live = cls.live_outputs(values)
    if live is not None and not node.get(TOOL_MODE):
        node["outputs"] = [one.template() for one in cls.spec().outputs if one.name in live]


def _value(template: dict[str, Any], name: str) -> Any:
    shape = template.get(name) or {}
    return shape.get("file_path") or shape.get("value")


def _chosen(value: Any) -> list[str]:
    return [str(row.get("name")) for row in value or [] if isinstance(row, dict)]
