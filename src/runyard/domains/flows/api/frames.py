"""The journal of a flow run, told in the frames of the langflow dialect. Readers of a journal, nothing else: no frame is stored."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from runyard.domains.flows.api.shapes import broken, built, failure_text, message_frame, params_of, result_data
from runyard.kernel import Event

Frame = dict[str, Any]


def frame(event: str, data: Any) -> Frame:
    """One frame."""
    return {"event": event, "data": data}


class RunFrames:
    """Frames of a streamed run: messages, tokens, logs, and the rounds of loops. The answer itself is added by whoever streams."""

    def of(self, event: Event) -> list[Frame]:
        """The frames that one event makes."""
        teller = getattr(self, "on_" + event.type.replace(".", "_"), None)
        found: list[Frame] = teller(event) if teller is not None else []
        return found

    def on_message(self, event: Event) -> list[Frame]:
        message = event.data["message"]
        name = "error" if message.get("category") == "error" else "add_message"
        return [frame(name, message_frame(message))]

    def on_message_removed(self, event: Event) -> list[Frame]:
        return [frame("remove_message", {"id": event.data["id"]})]

    def on_token(self, event: Event) -> list[Frame]:
        return [frame("token", {"chunk": event.data["text"], "id": event.data["stream"]})]

    def on_log(self, event: Event) -> list[Frame]:
        data = event.data
        shown_log = {name: data.get(name) for name in ("name", "message", "type", "output")}
        return [frame("log", shown_log | {"component_id": data["node"]})]

    def on_node_started(self, event: Event) -> list[Frame]:
        return [frame("build_start", {"id": event.data["node"]})] if "round" in event.data else []

    def on_node_finished(self, event: Event) -> list[Frame]:
        return [round_vertex(event)] if "round" in event.data else []


class BuildFrames(RunFrames):
    """Frames of a build, from the first layer to the end."""

    def __init__(self) -> None:
        self._began: datetime | None = None
        self._sorted = False

    def on_run_started(self, event: Event) -> list[Frame]:
        self._began = self._began or event.at
        return []

    def on_flow_sorted(self, event: Event) -> list[Frame]:
        self._sorted = True
        return [frame("vertices_sorted", event.data), frame("build_start", {})]

    def on_node_finished(self, event: Event) -> list[Frame]:
        return super().on_node_finished(event) or [end_vertex(event)]

    def on_node_failed(self, event: Event) -> list[Frame]:
        return [frame("end_vertex", {"build_data": failed_vertex(event)})]

    def on_run_succeeded(self, event: Event) -> list[Frame]:
        return [self._end(event)]

    def on_run_failed(self, event: Event) -> list[Frame]:
        if self._sorted:
            return [self._end(event)]
        error = (event.data or {}).get("error") or {}
        return [
            frame("error", {"error": error.get("message") or (event.data or {}).get("reason") or "The build failed."})
        ]

    def _end(self, event: Event) -> Frame:
        began = self._began or event.at
        return frame("end", {"build_duration": (event.at - began).total_seconds()})


def end_vertex(event: Event) -> Frame:
    """The frame of a node that finished."""
    return frame("end_vertex", {"build_data": vertex(event)})


def round_vertex(event: Event) -> Frame:
    """The frame of a node that finished one round of a loop, in the form of a run's results."""
    data = result_data(event.data | {"title": event.data["name"]})
    return frame("end_vertex", {"build_data": {"id": event.data["node"], "valid": True, "data": data}})


def vertex(event: Event) -> dict[str, Any]:
    """The build record of a finished node."""
    data = event.data
    record = built(data)
    return {
        "id": data["node"],
        "inactivated_vertices": data.get("inactivated") or [],
        "next_vertices_ids": data.get("next") or [],
        "top_level_vertices": data.get("top") or [],
        "valid": True,
        "params": params_of(data["type"], record["artifacts"]),
        "data": record,
        "timestamp": event.at,
    }


def failed_vertex(event: Event) -> dict[str, Any]:
    """The build record of a failed node."""
    return {
        "id": event.data["node"],
        "inactivated_vertices": [],
        "next_vertices_ids": [],
        "top_level_vertices": [],
        "valid": False,
        "params": failure_text(event.data),
        "data": broken(event.data),
        "timestamp": event.at,
    }
