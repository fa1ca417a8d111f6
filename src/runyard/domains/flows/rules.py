"""Rules of flows: actions, what owns a flow, unique names, what marks a change, and the stored form of a graph."""

from __future__ import annotations

import re
from collections.abc import Collection
from pathlib import PurePosixPath
from typing import Any

from runyard.access import Resource
from runyard.domains.flows.errors import GraphNotStorable, UnsafePath
from runyard.domains.flows.tables import Flow
from runyard.kit.json import dumps_text

ACTIONS = ("flow:read", "flow:create", "flow:write", "flow:delete", "flow:execute")


def resource(flow: Flow) -> Resource:
    """The flow as the subject of a decision."""
    return Resource(
        kind="flow",
        id=flow.id,
        tenant_id=flow.tenant_id,
        owner_id=flow.owner_id,
        public=flow.access_type == "PUBLIC",
    )


def unique_name(wanted: str, taken: Collection[str]) -> str:
    """The name, or 'name (n)' with the next number when it is taken."""
    return _numbered(wanted, taken, re.escape(wanted) + r" \((\d+)\)", "{} ({})")


def unique_endpoint(wanted: str, taken: Collection[str]) -> str:
    """The endpoint name, or 'name-n' with the next number when it is taken."""
    return _numbered(wanted, taken, re.escape(wanted) + r"-(\d+)", "{}-{}")


def etag(flow: Flow) -> str:
    """Changes with every change of the row."""
    return f'"{flow.version}-{flow.updated_at.timestamp():.6f}"'


def matches(if_match: str, current: str) -> bool:
    """Whether an If-Match header names the current state."""
    given = [tag.strip().removeprefix("W/") for tag in if_match.split(",")]
    return "*" in given or current in given


def stored(data: dict[str, Any] | None) -> str | None:
    """The graph as text for the store."""
    if data is None:
        return None
    try:
        return dumps_text(data)
    except (TypeError, ValueError, RecursionError) as error:
        raise GraphNotStorable from error


def has_webhook(data: dict[str, Any] | None) -> bool:
    """Whether the graph has a node that an inbound call starts."""
    nodes = (data or {}).get("nodes")
    return any(_type(node) == "Webhook" for node in (nodes if isinstance(nodes, list) else []))


def check_fs_path(path: str | None) -> None:
    """Nothing is ever written to this path; an unsafe one is refused so that nobody relies on it."""
    if path and (path.startswith(("/", "\\", "~")) or ":" in path or "\x00" in path or _climbs(path)):
        raise UnsafePath


def _climbs(path: str) -> bool:
    return ".." in PurePosixPath(path.replace("\\", "/")).parts


def _numbered(wanted: str, taken: Collection[str], pattern: str, form: str) -> str:
    if wanted not in taken:
        return wanted
    found = (re.fullmatch(pattern, name) for name in taken)
    number = max((int(match[1]) for match in found if match and len(match[1]) < 10), default=0)
    return form.format(wanted, number + 1)


def _type(node: Any) -> Any:
    data = node.get("data") if isinstance(node, dict) else None
    return data.get("type") if isinstance(data, dict) else None
