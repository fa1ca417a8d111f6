"""The life of a run. The table is the specification: a move that is not in it cannot happen."""

from enum import StrEnum

from runyard.kit.errors import Conflict


class RunState(StrEnum):
    """Where a run stands; every dialect's words are derived from this and the reason."""

    QUEUED = "queued"
    RUNNING = "running"
    WAITING = "waiting"
    SUCCEEDED = "succeeded"
    FAILED = "failed"
    CANCELLED = "cancelled"

    @property
    def is_final(self) -> bool:
        """Whether the run has ended (it may still be resumed by a person)."""
        return self in FINAL


_S = RunState

MOVES: dict[RunState, frozenset[RunState]] = {
    _S.QUEUED: frozenset({_S.RUNNING, _S.FAILED, _S.CANCELLED}),  # failed: its time ran out before it began
    _S.RUNNING: frozenset({_S.RUNNING, _S.WAITING, _S.SUCCEEDED, _S.FAILED, _S.CANCELLED}),  # running again: taken over
    _S.WAITING: frozenset({_S.RUNNING, _S.FAILED, _S.CANCELLED}),
    _S.SUCCEEDED: frozenset(),
    _S.FAILED: frozenset({_S.QUEUED}),  # resumed
    _S.CANCELLED: frozenset({_S.QUEUED}),  # resumed
}
FINAL = frozenset({_S.SUCCEEDED, _S.FAILED, _S.CANCELLED})
OPEN = frozenset(RunState) - FINAL
FINAL_EVENTS = frozenset(f"run.{state}" for state in FINAL)


class IllegalMove(Conflict):
    """A run cannot go from its present state to that one."""

    def __init__(self, run_id: str, state: RunState, to: RunState) -> None:
        super().__init__(f"Run {run_id} is {state} and cannot become {to}.")


def check_move(run_id: str, state: RunState, to: RunState) -> None:
    """Raise IllegalMove unless the table allows it."""
    if to not in MOVES[state]:
        raise IllegalMove(run_id, state, to)
