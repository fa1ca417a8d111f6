"""A node follows its declaration when a field changes. Which declaration is found by the node's own fields: source in a request is
never read, let alone run."""

from __future__ import annotations

from typing import Any

from runyard.engine.catalogue import Catalogue
from runyard.kit.errors import BadRequest
from runyard_sdk import Component

ALIKE = 0.6


class UnknownNode(BadRequest):
    """template belongs to no installed component; install the extension that provides it."""


def owner_of(catalogue: Catalogue, template: dict[str, Any]) -> type[Component]:
    """The component whose fields are most like those of the template."""
    names = {name for name, field in template.items() if isinstance(field, dict)} - {"code", "tools_metadata"}

    def likeness(cls: type[Component]) -> float:
        known = {field.name for field in cls.spec().fields}
        return len(names & known) / max(1, len(names | known))

    best = max(catalogue.all(), key=likeness)
    if likeness(best) < ALIKE:
        raise UnknownNode
    return best


def followed(
    catalogue: Catalogue, template: dict[str, Any], field: str, value: Any, tool_mode: bool | None
) -> dict[str, Any]:
    """The whole node after the change, outputs and fields recomputed, values of the others kept."""
    cls = owner_of(catalogue, template)
    node = cls.template()
    node = node | {"template": node["template"] | template}
    if field in template and isinstance(template[field], dict):
        node["template"] = node["template"] | {field: template[field] | {"value": value}}
    if tool_mode is not None and field != "tool_mode":
        node = cls.refreshed(node, "tool_mode", tool_mode) if tool_mode else node
    return cls.refreshed(node, field, value)
