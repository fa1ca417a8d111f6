"""Drives runs in this process: claims them with a higher epoch, carries out the handler, and decides what an attempt came to.
A driven run that was taken over by another worker is dropped without a trace: its writes are refused as a whole."""

import asyncio
from collections.abc import Awaitable, Callable
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from runyard.kernel import gates, runs
from runyard.kernel.context import RunContext
from runyard.kernel.errors import GiveUp, NoSuchRun, OverBudget, TimedOut, TryLater, UnknownKind
from runyard.kernel.journal import Journal, RunJournal
from runyard.kernel.kinds import Kinds, RunKind
from runyard.kernel.runs import Order
from runyard.kernel.states import RunState
from runyard.kernel.steps import Steps, refused
from runyard.kernel.stream import Channel, Streams
from runyard.kernel.timers import Timer, Timers
from runyard.kernel.values import Json, Run
from runyard.kernel.waits import Waits
from runyard.kit.clock import Clock
from runyard.kit.errors import RunyardError
from runyard.kit.json import dumps_text
from runyard.store import Fenced, Store, Tx
from runyard.store.types import from_seconds

FORCE_AFTER_SECONDS = 1.5
_MOST_TRY_LATER = 20


@dataclass(frozen=True, slots=True)
class Outcome:
    """What one attempt came to. `retry_at` makes it wait for another attempt; `aside` leaves it waiting as it is."""

    state: RunState
    output: Json = None
    reason: str | None = None
    error: Json = None
    retry_at: datetime | None = None
    aside: bool = False


_GONE = Outcome(RunState.RUNNING, aside=True)  # another worker has it, or this process is leaving


class Active:
    """One run being driven here."""

    __slots__ = (
        "attempt", "begun", "channel", "ctx", "deadline", "ended", "epoch", "finished_at", "force", "journal", "kind", "order",
        "outcome", "released", "started_at", "stop", "task", "waits",
    )  # fmt: skip

    def __init__(
        self, order: Order, kind: RunKind, channel: Channel, attempt: int, epoch: int, started_at: float
    ) -> None:
        self.order, self.kind, self.channel, self.attempt, self.epoch = order, kind, channel, attempt, epoch
        self.started_at, self.finished_at = started_at, started_at
        self.begun = False
        self.journal: RunJournal
        self.ctx: RunContext
        self.waits: Waits
        self.task: asyncio.Task[None] | None = None
        self.stop: Outcome | None = None
        self.outcome: Outcome | None = None
        self.released: asyncio.Future[None] | None = None
        self.ended: asyncio.Future[Run | None] | None = None
        self.deadline: Timer | None = None
        self.force: Timer | None = None


class Worker:
    """The runs driven in this process."""

    def __init__(
        self, worker: str, store: Store, clock: Clock, timers: Timers, kinds: Kinds, journal: Journal, streams: Streams
    ) -> None:
        self.worker, self.store, self.clock, self.timers = worker, store, clock, timers
        self._kinds, self._journal, self._streams = kinds, journal, streams
        self._active: dict[str, Active] = {}
        self._tasks: set[asyncio.Task[Any]] = set()
        self.alive: Callable[[Tx], set[str] | None] = lambda tx: None
        self.spawn_child: Callable[[str, Json, dict[str, Any]], Awaitable[str]]
        self.outcome: Callable[[str], Awaitable[Run]]
        self.due_at: Callable[[datetime], None] = lambda when: None

    def begin(self, order: Order, kind: RunKind) -> Active:
        """Accept a run and start it at once; its acceptance travels with its first journal batch."""
        at = self.clock.seconds()
        active = self._active[order.id] = Active(order, kind, self._streams.drive(order.id, 0), 1, 1, at)
        journal = self._prepare(active, 0, {}, None)
        journal.accept(runs.live_row(order, self.worker, at))
        journal.append("run.queued", None, at)
        journal.append("run.started", {"attempt": 1, "epoch": 1}, at)
        self._start(active)
        return active

    async def drive(self, run_id: str) -> None:
        """Claim a run and carry it out; returns when it has ended or waits. One that is not to be had is left alone."""
        if run_id in self._active:
            return
        claimed = await self.store.write(lambda tx: runs.claim(tx, run_id, self.worker, self.alive(tx)))
        if claimed is None:
            return
        run = claimed.run
        try:
            kind = self._kinds.get(run.kind)
        except UnknownKind as error:
            await self._force(run_id, run.epoch, Outcome(RunState.FAILED, reason="unknown kind", error=told(error)))
            return
        active = self._active[run_id] = Active(
            Order.of(run),
            kind,
            self._streams.drive(run_id, claimed.seq),
            run.attempt,
            run.epoch,
            self.clock.seconds(),
        )
        self._prepare(active, claimed.seq, claimed.steps, run.spent)
        released = active.released = asyncio.get_running_loop().create_future()
        if run.cancel_requested is not None:
            active.stop = Outcome(RunState.CANCELLED, reason=run.cancel_requested or "cancelled")
        self._start(active)
        await released

    def get(self, run_id: str) -> Active | None:
        """The run, if it is driven here."""
        return self._active.get(run_id)

    @property
    def count(self) -> int:
        """How many runs are driven here."""
        return len(self._active)

    def stop(self, run_id: str, outcome: Outcome) -> None:
        """End a run driven here in this way; by force when its handler does not let go."""
        active = self._active.get(run_id)
        if active is None or active.stop is not None or active.outcome is not None:
            return
        active.stop = outcome
        active.ctx.cancelled = True
        active.waits.frozen = True
        if active.task is not None and active.begun:  # one that has not begun finds `stop` when it does
            active.task.cancel()
        if not outcome.aside:
            active.force = self.timers.after(FORCE_AFTER_SECONDS, lambda: self._use_force(active))

    def cancel(self, run_id: str, why: str) -> None:
        """Cancel a run driven here."""
        self.stop(run_id, Outcome(RunState.CANCELLED, reason=why or "cancelled"))

    def park(self, run_id: str) -> None:
        """Give back the memory of a waiting run."""
        self.stop(run_id, Outcome(RunState.WAITING, aside=True))

    def waiting(self, run_id: str) -> None:
        """A run waits: whoever lent it a place gets it back."""
        active = self._active.get(run_id)
        if active is not None and active.released is not None and not active.released.done():
            active.released.set_result(None)

    def nudge(self, run_id: str) -> None:
        """Something a run waits for may have happened."""
        active = self._active.get(run_id)
        if active is not None:
            active.waits.nudge()

    async def leave(self, drain: timedelta) -> None:
        """Let the driven runs end for a while, then drop them; they are recovered later."""
        running = [active.task for active in self._active.values() if active.task is not None]
        if running and drain:
            await asyncio.wait(running, timeout=drain.total_seconds())
        for active in list(self._active.values()):
            self.stop(active.order.id, _GONE)
        left = [task for task in (*running, *self._tasks) if not task.done()]
        if left:
            await asyncio.wait(left, timeout=FORCE_AFTER_SECONDS)
        for active in list(self._active.values()):  # these will not let go; whatever they do from now on is not written
            active.journal.failure = Fenced()
            self._drop(active, None)

    def _prepare(self, active: Active, seq: int, kept: dict[str, Json], spent: dict[str, float] | None) -> RunJournal:
        order = active.order
        journal = RunJournal(
            self._journal, order.id, active.epoch, seq, active.channel, lambda error: self._lost(active, error)
        )
        steps = Steps(journal, active.attempt, kept, self.clock, self.timers)
        active.journal = journal
        active.waits = Waits(order, active.attempt, journal, steps, self)
        active.ctx = RunContext(
            order,
            active.attempt,
            active.epoch,
            spent,
            journal,
            steps,
            active.waits,
            lambda over: self._spent(active, over),
        )
        return journal

    def _start(self, active: Active) -> None:
        deadline = active.order.deadline
        if deadline is not None:
            late = Outcome(RunState.FAILED, reason="timeout", error=told(TimedOut()))
            rest = (deadline - self.clock.now()).total_seconds()
            active.deadline = self.timers.after(rest, lambda: self.stop(active.order.id, late))
        active.task = asyncio.get_running_loop().create_task(self._attempt(active))

    async def _attempt(self, active: Active) -> None:
        active.begun = True
        try:
            if active.stop is not None:
                raise asyncio.CancelledError
            output = await active.kind.handler(active.ctx)
            outcome = active.stop or Outcome(RunState.SUCCEEDED, output)
            text = None if outcome.output is None else dumps_text(outcome.output)
        except asyncio.CancelledError:
            outcome, text = active.stop or Outcome(RunState.CANCELLED, reason="cancelled"), None
        except Fenced:
            outcome, text = active.stop or _GONE, None
        except Exception as error:  # the edge of a worker's attempt: every other error ends here, recorded
            outcome, text = active.stop or self._judge(active, error), None
        self._finish(active, outcome, text)

    def _judge(self, active: Active, error: Exception) -> Outcome:
        retry, attempt = active.kind.retry, active.attempt
        later = isinstance(error, TryLater) and attempt < max(retry.attempts, _MOST_TRY_LATER)
        if later or (retry.allows(attempt) and not isinstance(error, GiveUp) and not refused(error)):
            delay = error.after if isinstance(error, TryLater) else retry.delay(attempt)
            return Outcome(RunState.WAITING, reason="retry", error=told(error), retry_at=self.clock.now() + delay)
        reason = "budget" if isinstance(error, OverBudget) else "timeout" if isinstance(error, TimedOut) else "error"
        return Outcome(RunState.FAILED, reason=reason, error=told(error))

    def _finish(self, active: Active, outcome: Outcome, text: str | None) -> None:
        active.outcome = outcome
        journal = active.journal
        active.waits.frozen = True
        if outcome is _GONE or journal.failure is not None:
            self._drop(active, None)
            return
        if outcome.aside:
            wake_at = active.waits.wake_at
            journal.hold(RunState.WAITING, "aside", None, None if wake_at is None else wake_at.timestamp())
        elif outcome.retry_at is not None:
            data = {
                "reason": "retry",
                "attempt": active.attempt,
                "until": outcome.retry_at.isoformat(),
                "error": outcome.error,
            }
            journal.emit("run.waiting", data)
            journal.hold(RunState.WAITING, "retry", None, outcome.retry_at.timestamp())
        else:
            self._write_end(active, outcome, text)
        journal.flush().add_done_callback(lambda done: self._committed(active, outcome, done))

    def _write_end(self, active: Active, outcome: Outcome, text: str | None) -> None:
        spent = dumps_text(active.ctx.spent) if active.ctx.spent else None
        error = None if outcome.error is None else dumps_text(outcome.error)
        data = None
        if outcome.reason is not None:
            data = (
                {"reason": outcome.reason}
                if outcome.error is None
                else {"reason": outcome.reason, "error": outcome.error}
            )
        active.journal.close_deltas()
        at = active.journal.end(outcome.state, outcome.reason, spent, text, error)
        active.journal.emit(f"run.{outcome.state.value}", data, at)
        active.finished_at = at

    def _committed(self, active: Active, outcome: Outcome, done: "asyncio.Future[None]") -> None:
        if done.exception() is not None:
            return  # _lost has seen to it
        if not outcome.state.is_final:
            self._drop(active, None)
            self._put_aside(active, outcome)
            return
        self._drop(active, outcome)

    def _put_aside(self, active: Active, outcome: Outcome) -> None:
        when = outcome.retry_at or active.waits.wake_at
        for moment in (when, active.order.deadline):
            if moment is not None:
                self.due_at(moment)
        names = active.waits.gates
        if outcome.aside and names:
            self._task(self._look_again(active.order.id, names))

    async def _look_again(self, run_id: str, names: list[str]) -> None:
        await self.store.write(lambda tx: gates.wake_if_answered(tx, run_id, names))
        self.due_at(self.clock.now())

    def _lost(self, active: Active, error: BaseException) -> None:
        """A batch was refused. By the fence: somebody else has the run. Otherwise the run cannot go on and fails."""
        if self._active.get(active.order.id) is not active:
            return
        if active.task is not None and not active.task.done():
            active.stop = active.stop or _GONE
            if active.begun:
                active.task.cancel()
        self._drop(active, None)
        if not isinstance(error, Fenced):
            broken = Outcome(RunState.FAILED, reason="journal", error=told(error))
            self._task(self._force(active.order.id, active.epoch, broken))

    def _use_force(self, active: Active) -> None:
        if self._active.get(active.order.id) is active and active.stop is not None:
            self._task(self._force(active.order.id, active.epoch, active.stop))

    async def _force(self, run_id: str, epoch: int, outcome: Outcome) -> None:
        with suppress(NoSuchRun):  # its acceptance itself may be what failed
            reason, error = outcome.reason or "", outcome.error
            await self.store.write(lambda tx: runs.end_by_force(tx, run_id, epoch, outcome.state, reason, error))
        active = self._active.get(run_id)
        if active is not None and active.epoch == epoch:
            self._drop(active, None)

    def _spent(self, active: Active, over: OverBudget) -> None:
        self.stop(active.order.id, Outcome(RunState.FAILED, reason="budget", error=told(over)))

    def _drop(self, active: Active, outcome: Outcome | None) -> None:
        if self._active.get(active.order.id) is active:
            del self._active[active.order.id]
            self._streams.undrive(active.channel, ended=outcome is not None)
        for timer in (active.deadline, active.force):
            if timer is not None:
                timer.cancel()
        if active.released is not None and not active.released.done():
            active.released.set_result(None)
        if active.ended is not None and not active.ended.done():
            active.ended.set_result(None if outcome is None else finished(active, outcome))

    def _task(self, work: "Any") -> None:
        task = asyncio.get_running_loop().create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)


def finished(active: Active, outcome: Outcome) -> Run:
    """The ended run as it stands in the store now, without reading it back."""
    order, ctx = active.order, active.ctx
    started, ended = from_seconds(active.started_at), from_seconds(active.finished_at)
    return Run(
        order.id, order.tenant, order.owner, order.kind, order.tool, order.subject, order.subject_name, order.session, order.lane,
        order.priority, outcome.state, outcome.reason, active.epoch, None, order.parent, order.once, active.attempt,
        order.max_attempts, order.timeout, order.budget, ctx.spent or None, order.input, outcome.output, outcome.error, None, None,
        None, order.deadline, order.created_at or started, order.started_at or started, ended, ended,
    )  # fmt: skip


def told(error: BaseException) -> dict[str, Any]:
    """An error as the journal tells it: a sentence, its kind, and a hint when it has one."""
    kind = error.code if isinstance(error, RunyardError) else type(error).__name__
    return {"message": str(error) or type(error).__name__, "kind": kind, "hint": getattr(error, "hint", None)}
