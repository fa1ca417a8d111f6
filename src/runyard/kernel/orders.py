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
    get = options.get
    timeout = _seconds(get("timeout") or kind.timeout)
    not_before, deadline = get("not_before"), get("deadline")
    if timeout is not None:
        end = (not_before or clock.now()) + timedelta(seconds=timeout)
        deadline = end if deadline is None else min(end, deadline)
    return Order(
        get("run_id") or timed_id(), kind.name, input, options["owner"], options["tenant"], get("tool", ""), get("subject", ""),
        get("subject_name", ""), get("session", ""), get("lane") or kind.lane, get("once"), deadline, timeout, get("budget"),
        get("parent"), not_before, get("priority", 0), kind.retry.attempts,
    )  # fmt: skip


def _seconds(timeout: timedelta | float | None) -> float | None:
    return timeout.total_seconds() if isinstance(timeout, timedelta) else timeout
