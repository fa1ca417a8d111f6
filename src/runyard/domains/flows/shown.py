"""Flows as clients see them. The graph goes out as the very text it was stored as."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from orjson import Fragment
from sqlalchemy import Row
from starlette.responses import Response

from runyard.domains.flows.tables import Flow
from runyard.kit.json import dumps
from runyard.kit.paging import Page


def whole(flow: Flow) -> dict[str, Any]:
    """A flow in full."""
    return {
        "name": flow.name,
        "description": flow.description,
        "icon": flow.icon,
        "icon_bg_color": flow.icon_bg_color,
        "gradient": flow.gradient,
        "data": _graph(flow.data),
        "is_component": flow.is_component,
        "updated_at": flow.updated_at,
        "webhook": flow.webhook,
        "endpoint_name": flow.endpoint_name,
        "tags": flow.tags,
        "locked": flow.locked,
        "mcp_enabled": flow.mcp_enabled,
        "action_name": flow.action_name,
        "action_description": flow.action_description,
        "access_type": flow.access_type,
        "id": flow.id,
        "user_id": flow.owner_id,
        "folder_id": flow.project_id,
        "workspace_id": None,
        "name_key": None,
    }


def header(row: Row[Any]) -> dict[str, Any]:
    """A flow in short."""
    values = dict(row._mapping)
    values["folder_id"] = values.pop("project_id")
    values["data"] = _graph(values["data"])
    return values


def page_of(rows: Sequence[Flow], total: int, asked: Page) -> dict[str, Any]:
    """One page of flows."""
    items = [whole(flow) for flow in rows]
    return {"items": items, "total": total, "page": asked.page, "size": asked.size, "pages": asked.of(total)}


def answer(value: Any, status: int = 200, headers: dict[str, str] | None = None) -> Response:
    """A value as JSON, without a second look at graphs that are text already."""
    return Response(dumps(value), status, headers, "application/json")


def _graph(text: str | None) -> Fragment | None:
    return None if text is None else Fragment(text)
