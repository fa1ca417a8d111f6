"""Runs, their journal, and everything that moves them: the part of the house nothing works without."""

from runyard.kernel.context import RunContext
from runyard.kernel.errors import GateExpired, GiveUp, NoSuchRun, OverBudget, RunHasEnded, RunIsOpen, TimedOut, TryLater
from runyard.kernel.kernel import Kernel
from runyard.kernel.kinds import Lane, Retry, RunKind
from runyard.kernel.states import RunState
from runyard.kernel.tables import EventRow, GateRow, RunRow, ScheduleRow, StepRow
from runyard.kernel.values import MISSING, Cursor, Event, Run

__all__ = [
    "MISSING",
    "Cursor",
    "Event",
    "EventRow",
    "GateExpired",
    "GateRow",
    "GiveUp",
    "Kernel",
    "Lane",
    "NoSuchRun",
    "OverBudget",
    "Retry",
    "Run",
    "RunContext",
    "RunHasEnded",
    "RunIsOpen",
    "RunKind",
    "RunRow",
    "RunState",
    "ScheduleRow",
    "StepRow",
    "TimedOut",
    "TryLater",
]
