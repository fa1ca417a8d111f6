"""Notes for open editors about what others did to a flow; kept in memory only, a few for each flow."""

from __future__ import annotations

from collections import OrderedDict, deque
from typing import Literal

from pydantic import BaseModel, Field

from runyard.kit.clock import Clock

EventType = Literal[
    "component_added",
    "component_removed",
    "component_configured",
    "connection_added",
    "connection_removed",
    "flow_updated",
    "flow_settled",
]
PER_FLOW = 200
MAX_FLOWS = 1_000


class EventCreate(BaseModel):
    """What happened."""

    type: EventType
    summary: str = Field("", max_length=500)


class FlowEvent(BaseModel):
    """A note with its time in seconds since 1970."""

    type: EventType
    timestamp: float
    summary: str


class FlowEvents(BaseModel):
    """Notes since a moment; settled when nobody is in the middle of changing the flow."""

    events: list[FlowEvent]
    settled: bool


class EventBoard:
    """The notes of one house."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._notes: OrderedDict[str, deque[FlowEvent]] = OrderedDict()

    def add(self, flow_id: str, event: EventCreate) -> FlowEvent:
        """Keep a note; each is later than the one before."""
        notes = self._notes.setdefault(flow_id, deque(maxlen=PER_FLOW))
        self._notes.move_to_end(flow_id)
        now = self._clock.now().timestamp()
        if notes and now <= notes[-1].timestamp:
            now = notes[-1].timestamp + 1e-6
        note = FlowEvent(type=event.type, timestamp=now, summary=event.summary)
        notes.append(note)
        while len(self._notes) > MAX_FLOWS:
            self._notes.popitem(last=False)
        return note

    def since(self, flow_id: str, moment: float) -> FlowEvents:
        """Notes after a moment, oldest first."""
        notes = self._notes.get(flow_id, ())
        settled = not notes or notes[-1].type == "flow_settled"
        return FlowEvents(events=[note for note in notes if note.timestamp > moment], settled=settled)
