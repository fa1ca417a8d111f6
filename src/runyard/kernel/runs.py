"""The only writer of a run's state outside the journal's own batches; every move and its event share one transaction."""

from collections.abc import Container, Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Select, and_, func, or_, select
from sqlalchemy.exc import IntegrityError

from runyard.kernel.errors import NoSuchRun, RunHasEnded, RunIsOpen
from runyard.kernel.kinds import Lane
from runyard.kernel.sql import INSERT_EVENT, INSERT_RUN, write
from runyard.kernel.states import RunState, check_move
from runyard.kernel.stream import last_seq
from runyard.kernel.tables import RunRow, StepRow
from runyard.kernel.values import Run
from runyard.kit.json import dumps_text
from runyard.store import Tx

_ASK_AGAIN = timedelta(seconds=30)


@dataclass(slots=True)  # not frozen: one is made for every run, and freezing triples what that costs
class Order:
    """What is asked for when a run is spawned, with the defaults of its kind filled in."""

    id: str
    kind: str
    input: Any
    owner: str
    tenant: str
    tool: str
    subject: str
    subject_name: str
    session: str
    lane: Lane
    once: str | None
    deadline: datetime | None
    timeout: float | None
    budget: Any
    parent: str | None
    not_before: datetime | None
    priority: int
    max_attempts: int
    created_at: datetime | None = None
    started_at: datetime | None = None

    @classmethod
    def of(cls, run: Run) -> "Order":
        """The order a stored run was made from."""
        return cls(
            run.id, run.kind, run.input, run.owner_id, run.tenant_id, run.tool, run.subject, run.subject_name, run.session_id,
            run.lane, run.once_key, run.deadline, run.timeout, run.budget, run.parent_id, None, run.priority, run.max_attempts, run.created_at, run.started_at,
        )  # fmt: skip


@dataclass(frozen=True, slots=True)
class Claimed:
    """A run taken by a worker: everything needed to go on with it."""

    run: Run
    seq: int
    steps: dict[str, Any]


@dataclass(frozen=True, slots=True)
class Due:
    """A run that waits for a worker."""

    id: str
    lane: Lane
    priority: int


def live_row(order: Order, worker: str, at: float) -> list[Any]:
    """The stored row of a run that starts where it was accepted, in the order of the columns."""
    return _row(order, RunState.RUNNING, 1, worker, at, started=at)


def _row(order: Order, state: RunState, epoch: int, worker: str | None, at: float, started: float | None) -> list[Any]:
    deadline = None if order.deadline is None else order.deadline.timestamp()
    wake_at = None if order.not_before is None else order.not_before.timestamp()
    budget = None if order.budget is None else dumps_text(order.budget)
    data = None if order.input is None else dumps_text(order.input)
    return [
        *(
            order.id,
            order.tenant,
            order.owner,
            order.kind,
            order.tool,
            order.subject,
            order.subject_name,
            order.session,
        ),
        *(
            order.lane,
            order.priority,
            state.value,
            None,
            epoch,
            worker,
            order.parent,
            order.once,
            1,
            order.max_attempts,
        ),
        *(order.timeout, budget, None, data, None, None, None, wake_at, None, deadline, at, started, None, at),
    ]


def accept(tx: Tx, order: Order) -> tuple[str, bool]:
    """Create a queued run; the same `once` again answers the run there is. Returns its id and whether it is new."""
    if order.once is None:
        _insert(tx, order)
        return order.id, True
    same = select(RunRow.id).where(RunRow.tenant_id == order.tenant, RunRow.once_key == order.once)
    if (found := tx.session.scalar(same)) is not None:
        return found, False
    try:
        with tx.session.begin_nested():
            _insert(tx, order)
    except IntegrityError:  # somebody else was faster between the look and the insert
        if (found := tx.session.scalar(same)) is None:
            raise
        return found, False
    return order.id, True


def _insert(tx: Tx, order: Order) -> None:
    at = tx.now.timestamp()
    write(tx, INSERT_RUN, tuple(_row(order, RunState.QUEUED, 0, None, at, started=None)))
    write(tx, INSERT_EVENT, (order.id, 1, at, "run.queued", None))
    tx.notify(f"bell {order.id}")


def claim(tx: Tx, run_id: str, worker: str, alive: Container[str] | None) -> Claimed | None:
    """Take a run for this worker with a higher epoch, or None when it is not to be had. Runs of workers not `alive` are taken
    over; None means that no other worker is (one process owns the database)."""
    row = tx.session.get(RunRow, run_id, with_for_update=True)
    if row is None or RunState(row.state).is_final or (row.wake_at is not None and row.wake_at > tx.now):
        return None
    if row.worker is not None and (row.worker == worker or (alive is not None and row.worker in alive)):
        return None
    taken_over = row.worker is not None
    retried = row.state == RunState.WAITING.value and row.reason == "retry"
    check_move(row.id, RunState(row.state), RunState.RUNNING)
    row.attempt += 1 if retried else 0
    row.epoch += 1
    row.state, row.reason, row.worker, row.wake_at, row.asked_at = RunState.RUNNING.value, None, worker, None, None
    row.started_at = row.started_at or tx.now
    seq = _append(
        tx, row, "run.recovered" if taken_over else "run.started", {"attempt": row.attempt, "epoch": row.epoch}
    )
    kept = tx.session.execute(select(StepRow.key, StepRow.output).where(StepRow.run_id == run_id))
    return Claimed(Run.of(row), seq, {row.key: row.output for row in kept})


def request_cancel(tx: Tx, run_id: str, why: str) -> Run:
    """Cancel a run nobody drives at once; ask the driver of any other to stop."""
    row = _locked(tx, run_id)
    if RunState(row.state).is_final:
        raise RunHasEnded
    row.cancel_requested = why
    if row.worker is None:
        _end(tx, row, RunState.CANCELLED, why or "cancelled", None)
    else:
        tx.notify(f"cancel {run_id}")
    return Run.of(row)


def end_by_force(tx: Tx, run_id: str, epoch: int | None, state: RunState, reason: str, error: Any) -> Run:
    """End a run over the head of its driver, who is fenced off from now on. `epoch`: only while it still has this one."""
    row = _locked(tx, run_id)
    if not RunState(row.state).is_final and (epoch is None or row.epoch == epoch):
        _end(tx, row, state, reason, error)
    return Run.of(row)


def reopen(tx: Tx, run_id: str) -> Run:
    """A failed or cancelled run is queued again; its kept steps stay."""
    row = _locked(tx, run_id)
    if not RunState(row.state).is_final:
        raise RunIsOpen
    check_move(row.id, RunState(row.state), RunState.QUEUED)
    row.state, row.reason, row.error, row.cancel_requested = RunState.QUEUED.value, None, None, None
    row.finished_at, row.worker, row.wake_at = None, None, None
    row.attempt += 1
    row.max_attempts = max(row.max_attempts, row.attempt)
    row.deadline = None if row.timeout is None else tx.now + timedelta(seconds=row.timeout)
    _append(tx, row, "run.queued", {"resumed": True, "attempt": row.attempt})
    return Run.of(row)


def wake(tx: Tx, run_id: str) -> None:
    """What a waiting run waits for may have happened: whoever holds it looks, and one held by nobody is due."""
    row = tx.session.get(RunRow, run_id, with_for_update=True)
    if row is not None and row.state == RunState.WAITING.value and row.reason != "retry":
        if row.worker is None:
            row.wake_at, row.asked_at = tx.now, None
        tx.notify(f"wake {run_id}")


def take_due(tx: Tx, limit: int = 200) -> list[Due]:
    """Runs whose time has come and that nobody holds; each is offered again after a while if nobody took it."""
    ripe = and_(RunRow.wake_at <= tx.now, or_(RunRow.asked_at.is_(None), RunRow.asked_at <= tx.now - _ASK_AGAIN))
    rows = tx.session.scalars(
        _idle().where(ripe).order_by(RunRow.wake_at).limit(limit).with_for_update(skip_locked=True)
    ).all()
    for row in rows:
        row.asked_at = tx.now
    return [_due(row) for row in rows]


def next_due(tx: Tx) -> datetime | None:
    """When something is next due, or too late, for a run held by nobody."""
    idle = (RunRow.state.in_(("queued", "waiting")), RunRow.worker.is_(None))
    wake = tx.session.scalar(select(func.min(RunRow.wake_at)).where(*idle, RunRow.asked_at.is_(None)))
    late = tx.session.scalar(select(func.min(RunRow.deadline)).where(*idle))
    return min((moment for moment in (wake, late) if moment is not None), default=None)


def expire(tx: Tx) -> list[str]:
    """Fail runs held by nobody whose deadline has passed."""
    rows = tx.session.scalars(
        _idle().where(RunRow.deadline <= tx.now).limit(200).with_for_update(skip_locked=True)
    ).all()
    for row in rows:
        _end(
            tx,
            row,
            RunState.FAILED,
            "timeout",
            {"message": "The run was not finished in time.", "kind": "timed_out", "hint": None},
        )
    return [row.id for row in rows]


def abandoned(tx: Tx, worker: str, alive: Iterable[str] | None) -> list[Due]:
    """Open runs of workers that are gone, and queued ones nobody was told of (`alive` None: all workers but this one)."""
    orphan = RunRow.worker != worker if alive is None else RunRow.worker.not_in([*alive, worker])
    forgotten = and_(RunRow.worker.is_(None), RunRow.state == "queued", RunRow.wake_at.is_(None))
    if alive is not None:
        forgotten = and_(forgotten, RunRow.updated_at <= tx.now - _ASK_AGAIN)
    query = select(RunRow).where(RunRow.state.in_(("queued", "running", "waiting")), or_(orphan, forgotten))
    return [_due(row) for row in tx.session.scalars(query.order_by(RunRow.priority.desc(), RunRow.created_at))]


def open_children(tx: Tx, run_id: str) -> list[str]:
    """Runs this one started that have not ended."""
    query = select(RunRow.id).where(RunRow.parent_id == run_id, RunRow.state.in_(("queued", "running", "waiting")))
    return list(tx.session.scalars(query))


def load(tx: Tx, run_id: str) -> Run | None:
    """The run, if there is one."""
    row = tx.session.get(RunRow, run_id)
    return None if row is None else Run.of(row)


def _idle() -> Select[RunRow]:
    return select(RunRow).where(RunRow.state.in_(("queued", "waiting")), RunRow.worker.is_(None))


def _due(row: RunRow) -> Due:
    return Due(row.id, row.lane, row.priority)  # type: ignore[arg-type]  # the column holds lanes only


def _locked(tx: Tx, run_id: str) -> RunRow:
    row = tx.session.get(RunRow, run_id, with_for_update=True)
    if row is None:
        raise NoSuchRun
    return row


def _end(tx: Tx, row: RunRow, state: RunState, reason: str, error: Any) -> None:
    check_move(row.id, RunState(row.state), state)
    row.state, row.reason, row.error, row.epoch = state.value, reason, error, row.epoch + 1
    row.worker, row.wake_at, row.finished_at = None, None, tx.now
    data = {"reason": reason} if error is None else {"reason": reason, "error": error}
    _append(tx, row, f"run.{state.value}", data)


def _append(tx: Tx, row: RunRow, kind: str, data: Any) -> int:
    row.updated_at = tx.now
    seq = last_seq(tx, row.id) + 1
    write(tx, INSERT_EVENT, (row.id, seq, tx.now.timestamp(), kind, None if data is None else dumps_text(data)))
    tx.notify(f"bell {row.id}")
    return seq
