"""Readings of a run's journal that other rooms show: build records and the values of a trace."""

from __future__ import annotations

from typing import Any

from runyard.domains.flows.api.frames import failed_vertex, vertex
from runyard.domains.flows.api.shapes import result_data, result_of
from runyard.engine.results import shown
from runyard.kernel import Event
from runyard_sdk import Message
from runyard_sdk.values import plain


def build_record(event: Event, *, whole_run: bool = False) -> dict[str, Any]:
    """The build record of a node's end; runs without an editor keep the form of their answer."""
    if event.type == "node.failed":
        return failed_vertex(event)
    record = vertex(event)
    return record | {"data": result_data(event.data | {"title": event.data["name"]})} if whole_run else record


def span_values(record: dict[str, Any]) -> dict[str, Any]:
    """The outputs of a node as a trace shows them."""
    return {
        name: result_of(one.value) if isinstance(one.value, Message) else plain(one.value)
        for name, one in shown(record).items()
    }
