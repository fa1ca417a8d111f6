"""Errors of runs, sorted by what happens next: try again later, never again, or not at all."""

from datetime import timedelta

from runyard.kit.errors import Conflict, Invalid, NotFound, RunyardError


class NoSuchRun(NotFound):
    """There is no such run."""


class NoSuchGate(NotFound):
    """There is no such question waiting for an answer."""


class NoSuchSchedule(NotFound):
    """There is no such schedule."""


class RunHasEnded(Conflict):
    """This run has already ended."""


class RunIsOpen(Conflict):
    """This run has not ended yet."""


class GateIsClosed(Conflict):
    """This question has already been answered or has run out of time."""


class UnknownKind(Invalid):
    """No run kind of this name is registered."""

    def __init__(self, name: str) -> None:
        super().__init__(f"No run kind named {name!r} is registered.")


class BadRule(Invalid):
    """The rule of a schedule cannot be read."""


class GiveUp(RunyardError):
    """Do not retry this run."""


class TryLater(RunyardError):
    """Try this run again after a while."""

    def __init__(self, why: str, after: timedelta) -> None:
        super().__init__(why)
        self.after = after


class TimedOut(RunyardError):
    """The run took longer than it was allowed to."""


class StepTimedOut(RunyardError):
    """A step took longer than it was allowed to."""


class OverBudget(RunyardError):
    """The run has spent its budget."""


class GateExpired(RunyardError):
    """Nobody answered in time."""
