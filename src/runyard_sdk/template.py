"""The JSON of a component node, as the palette offers it and flow files keep it."""

from __future__ import annotations

from typing import Any

from runyard_sdk.fieldspec import FieldSpec

_CODE = {
    "type": "code",
    "name": "code",
    "value": "",
    "required": True,
    "show": True,
    "advanced": True,
    "dynamic": True,
    "multiline": True,
    "password": False,
    "list": False,
    "load_from_db": False,
    "title_case": False,
    "placeholder": "",
    "info": "",
    "fileTypes": [],
    "file_path": "",
}


def node_template(spec: Any, cls: type) -> dict[str, Any]:
    """The node of a declared component."""
    outputs = [one.template() for one in spec.outputs if one.offered]
    node: dict[str, Any] = {
        "template": {"_type": "Component", "code": dict(_CODE)} | {one.name: one.template() for one in spec.fields},
        "description": spec.description,
        "icon": spec.icon,
        "display_name": spec.title,
        "documentation": "",
        "base_classes": sorted({name for one in outputs for name in one["types"]}),
        "custom_fields": {one.name: [] for one in spec.fields if one.kind == "prompt"},
        "output_types": [],
        "outputs": outputs,
        "field_order": [one.name for one in spec.fields],
        "beta": spec.beta,
        "legacy": spec.legacy,
        "edited": False,
        "frozen": False,
        "minimized": False,
        "pinned": False,
        "tool_mode": False,
        "conditional_paths": [],
        "metadata": {"module": f"{cls.__module__}.{cls.__qualname__}"},
    }
    return node | getattr(cls, "shape", {})


def tool_node(node: dict[str, Any], rows: list[dict[str, Any]]) -> dict[str, Any]:
    """The same node in tool mode: one output that hands the component to an agent, one field with its tools."""
    toolset = {
        "types": ["Tool"],
        "selected": "Tool",
        "name": "component_as_tool",
        "hidden": None,
        "display_name": "Toolset",
        "method": "to_toolkit",
        "value": "__UNDEFINED__",
        "cache": True,
        "required_inputs": None,
        "allows_loop": False,
        "loop_types": None,
        "group_outputs": False,
        "options": None,
        "tool_mode": True,
    }
    settings = FieldSpec("tools", "tools_metadata", "Actions", rows, "Names and descriptions that agents see.")
    template = node["template"] | {settings.name: settings.template()}
    return node | {"outputs": [toolset], "tool_mode": True, "template": template}


def prompt_variable(name: str) -> dict[str, Any]:
    """The field that a {name} in a prompt makes."""
    return {
        "field_type": "str",
        "type": "str",
        "name": name,
        "display_name": name,
        "value": "",
        "input_types": ["Message"],
        "required": False,
        "placeholder": "",
        "list": False,
        "show": True,
        "multiline": True,
        "advanced": False,
        "dynamic": False,
        "info": "",
        "load_from_db": False,
        "title_case": False,
        "fileTypes": [],
        "file_path": "",
    }
