"""Notes for open editors."""

from __future__ import annotations

from runyard.domains.flows.events import MAX_FLOWS, PER_FLOW, EventBoard, EventCreate
from runyard.kit.clock import VirtualClock

UPDATED = EventCreate(type="flow_updated")


def test_a_flow_nobody_touched_is_settled() -> None:
    board = EventBoard(VirtualClock()).since("f", 0)
    assert board.settled and board.events == []


def test_only_notes_after_the_moment_come_back() -> None:
    board = EventBoard(VirtualClock())
    first, second = board.add("f", UPDATED), board.add("f", UPDATED)
    assert board.since("f", first.timestamp).events == [second]
    assert board.since("f", second.timestamp).events == []


def test_a_change_unsettles_until_it_is_settled() -> None:
    board = EventBoard(VirtualClock())
    board.add("f", UPDATED)
    assert not board.since("f", 0).settled
    board.add("f", EventCreate(type="flow_settled"))
    assert board.since("f", 0).settled


def test_the_oldest_notes_of_a_flow_are_forgotten() -> None:
    board = EventBoard(VirtualClock())
    for _ in range(PER_FLOW + 5):
        board.add("f", UPDATED)
    assert len(board.since("f", 0).events) == PER_FLOW


def test_flows_nobody_wrote_about_for_long_are_forgotten() -> None:
    board = EventBoard(VirtualClock())
    for number in range(MAX_FLOWS + 1):
        board.add(str(number), UPDATED)
    assert board.since("0", 0).events == []
