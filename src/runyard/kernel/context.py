"""What the handler of a run gets in its hand: identity, journal, steps, waits, budget."""

from collections.abc import Awaitable, Callable, Sequence
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ClauseElement

from runyard.kernel.errors import OverBudget
from runyard.kernel.journal import RunJournal
from runyard.kernel.kinds import Retry
from runyard.kernel.runs import Order
from runyard.kernel.steps import Steps
from runyard.kernel.values import MISSING, Json, Missing, Run
from runyard.kernel.waits import Waits
from runyard.store import Statement
from runyard.store.statement import Row


class RunContext:
    """One attempt at a run. Kept steps of earlier attempts are at hand; everything it writes is fenced by its epoch."""

    def __init__(
        self,
        order: Order,
        attempt: int,
        epoch: int,
        spent: dict[str, float] | None,
        journal: RunJournal,
        steps: Steps,
        waits: Waits,
        over_budget: Callable[[OverBudget], None],
    ) -> None:
        self.id, self.kind, self.input = order.id, order.kind, order.input
        self.owner, self.tenant, self.session, self.subject = order.owner, order.tenant, order.session, order.subject
        self.subject_name, self.tool, self.lane, self.parent = order.subject_name, order.tool, order.lane, order.parent
        self.attempt, self.epoch, self.deadline = attempt, epoch, order.deadline
        self.cancelled = False
        self.spent: dict[str, float] = dict(spent or {})
        self._budget: dict[str, float] = limits(order.budget)
        self._journal, self._steps, self._waits, self._over_budget = journal, steps, waits, over_budget

    def emit(self, type: str, data: Json = None) -> int:
        """Append an event to the journal and return its number."""
        return self._journal.emit(type, data)

    def delta(self, stream: str, text: str) -> None:
        """Send token text: followers get it at once, the journal gets it coalesced."""
        self._journal.delta(stream, text)

    async def step(
        self,
        key: str,
        fn: Callable[[], Awaitable[Json]],
        *,
        cheap: bool = False,
        retry: Retry | None = None,
        timeout: timedelta | None = None,
    ) -> Json:
        """Run `fn` once and keep what it returns; on a later attempt the kept output is returned instead. Unless it is
        `cheap` (pure and fast: it may run again after a crash), its output is committed before this returns."""
        return await self._steps.run(key, fn, cheap, retry, timeout)

    def kept(self, key: str) -> Json | Missing:
        """The kept output of a step, or MISSING."""
        return self._steps.kept.get(key, MISSING)

    def also(self, statement: Statement | ClauseElement, rows: Sequence[Row]) -> None:
        """Write rows of the calling room in the same transaction as the next journal batch."""
        self._journal.also(statement, list(rows))

    async def checkpoint(self) -> None:
        """Wait until everything so far is committed."""
        await self._steps.checkpoint()

    async def sleep_until(self, when: datetime, key: str = "") -> None:
        """Wait for a moment without holding a worker; a later attempt waits for the same moment."""
        await self._waits.sleep_until(when, key)

    async def gate(self, name: str, payload: Json = None, timeout: timedelta | None = None) -> Json:
        """Ask a person and wait for the answer without holding a worker. Raises GateExpired when nobody answers in time."""
        return await self._waits.gate(name, payload, timeout)

    async def child(self, kind: str, input: Json = None, **options: Any) -> Run:
        """Start another run once and wait for its end; a later attempt finds the same child."""
        return await self._waits.child(kind, input, options)

    def spend(self, amount: float, unit: str = "tokens") -> None:
        """Count what the run uses up. Past its budget the run fails with the reason "budget"."""
        self.spent[unit] = self.spent.get(unit, 0) + amount
        self._journal.spend(self.spent)
        most = self._budget.get(unit)
        if most is not None and self.spent[unit] > most:
            over = OverBudget(f"The run has used {self.spent[unit]:g} {unit}; its budget is {most:g}.")
            self._over_budget(over)
            raise over


def limits(budget: Json) -> dict[str, float]:
    """A budget as limits by unit: a plain number counts tokens."""
    if budget is None:
        return {}
    return (
        {"tokens": float(budget)}
        if isinstance(budget, int | float)
        else {unit: float(most) for unit, most in budget.items()}
    )
