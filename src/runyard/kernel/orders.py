"""From the arguments of `spawn` to an order: the defaults of the kind are filled in here and nowhere else."""

from datetime import datetime, timedelta
from typing import Any, NotRequired, Required, TypedDict

from runyard.kernel.kinds import Lane, RunKind
from runyard.kernel.runs import Order
from runyard.kit.clock import Clock
from runyard.kit.ids import timed_id


class SpawnOptions(TypedDict):
    """What may be said about a run when it is started."""

    owner: Required[str]
    tenant: Required[str]
    tool: NotRequired[str]
    subject: NotRequired[str]
    subject_name: NotRequired[str]
    session: NotRequired[str]
    lane: NotRequired[Lane | None]
    once: NotRequired[str | None]
    deadline: NotRequired[datetime | None]
    timeout: NotRequired[timedelta | float | None]
    budget: NotRequired[Any]
    parent: NotRequired[str | None]
    not_before: NotRequired[datetime | None]
    priority: NotRequired[int]
    run_id: NotRequired[str | None]


def make_order(kind: RunKind, input: Any, clock: Clock, options: SpawnOptions) -> Order:
    """The order for a run of this kind."""
    timeout = _seconds(options.get("timeout") or kind.timeout)
    not_before, deadline = options.get("not_before"), options.get("deadline")
    if timeout is not None:
        end = (not_before or clock.now()) + timedelta(seconds=timeout)
        deadline = end if deadline is None else min(end, deadline)
    return Order(
        id=options.get("run_id") or timed_id(),
        kind=kind.name,
        input=input,
        owner=options["owner"],
        tenant=options["tenant"],
        tool=options.get("tool", ""),
        subject=options.get("subject", ""),
        subject_name=options.get("subject_name", ""),
        session=options.get("session", ""),
        lane=options.get("lane") or kind.lane,
        once=options.get("once"),
        deadline=deadline,
        timeout=timeout,
        budget=options.get("budget"),
        parent=options.get("parent"),
        not_before=not_before,
        priority=options.get("priority", 0),
        max_attempts=kind.retry.attempts,
    )


def _seconds(timeout: timedelta | float | None) -> float | None:
    return timeout.total_seconds() if isinstance(timeout, timedelta) else timeout
