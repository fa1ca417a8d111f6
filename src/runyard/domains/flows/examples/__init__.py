"""Flows to start from, built from the installed components, so their templates are never out of date."""

from __future__ import annotations

import uuid
from typing import Any

from runyard.domains.flows.examples.sketch import Find, Sketch, graph
from runyard.domains.flows.examples.sketches import SKETCHES

_SPACE = uuid.UUID("6b1f0f3e-5d0c-4f6a-9a7e-2b8d1c4e7f90")
FOLDER = str(uuid.uuid5(_SPACE, "examples"))
MADE = "2026-11-22T00:00:00+00:00"


def examples(find: Find) -> list[dict[str, Any]]:
    """The examples as whole flows; one whose components are not all installed is left out."""
    built = ((sketch, graph(sketch, find)) for sketch in SKETCHES)
    return [_flow(sketch, data) for sketch, data in built if data is not None]


def starters(find: Find) -> list[dict[str, Any]]:
    """The graphs of the examples alone, as an older part of the dialect wants them."""
    plain = {"is_component": False, "name": None, "description": None}
    return [
        plain | {"data": flow["data"] | {"viewport": None}, "endpoint_name": flow["name_key"]}
        for flow in examples(find)
    ]


def _flow(sketch: Sketch, data: dict[str, Any]) -> dict[str, Any]:
    return {
        "name": sketch.name,
        "description": sketch.description,
        "icon": None,
        "icon_bg_color": None,
        "gradient": None,
        "data": data,
        "is_component": False,
        "updated_at": MADE,
        "webhook": False,
        "endpoint_name": None,
        "tags": list(sketch.tags),
        "locked": False,
        "mcp_enabled": False,
        "action_name": None,
        "action_description": None,
        "access_type": "PUBLIC",
        "id": str(uuid.uuid5(_SPACE, sketch.slug)),
        "user_id": None,
        "folder_id": FOLDER,
        "workspace_id": None,
        "name_key": sketch.slug,
    }
