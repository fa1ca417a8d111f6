"""The one executor: walks a Plan inside a run, branches at the same time, each node a kept step."""

from __future__ import annotations

import asyncio
from collections import deque
from typing import Any, Protocol

from runyard.engine.errors import GraphError, NodeFailed
from runyard.engine.outcome import Outcome
from runyard.engine.params import NOTHING
from runyard.engine.plan import Condition, DataEdge, Plan, PlanNode, reach
from runyard.engine.routing import Branches
from runyard.kernel import RunContext
from runyard.kernel.errors import GateExpired, StepTimedOut
from runyard.kernel.values import MISSING

MOST_PASSES = 1000


class Caller(Protocol):
    """What makes the calls of a plan: components of a flow, or tools of a job."""

    fail_fast: bool

    def cheap(self, node: PlanNode) -> bool:
        """Whether the node may run again after a crash."""

    async def call(self, node: PlanNode, walk: Walk, key: str) -> Outcome:
        """Make the call; NodeFailed when it cannot be made."""

    def revive(self, node: PlanNode, kept: dict[str, Any]) -> Outcome:
        """The outcome of an earlier attempt."""

    def failure(self, node: PlanNode, error: Exception) -> NodeFailed:
        """What was raised around the call, as the node's failure."""

    def started(self, node: PlanNode, walk: Walk) -> None:
        """Tell followers that the node begins."""

    def finished(self, node: PlanNode, outcome: Outcome, walk: Walk, ahead: list[str], off: list[str]) -> None:
        """Tell followers what came out and what is next."""

    def failed(self, node: PlanNode, error: NodeFailed, walk: Walk) -> None:
        """Tell followers that the node failed."""


class Walk:
    """One pass over a plan. Loops walk their body with a walk of their own for each round."""

    def __init__(
        self,
        plan: Plan,
        run: RunContext,
        caller: Caller,
        *,
        prefix: str = "",
        outer: Walk | None = None,
        round: int | None = None,
    ) -> None:
        self.plan = plan
        self.run = run
        self.caller = caller
        self.prefix = prefix
        self.outer = outer
        self.round = round
        self.outcomes: dict[str, Outcome] = {}
        self.failures: list[NodeFailed] = []
        self.passes: dict[str, int] = {}
        self._branches = Branches(plan)
        self._begun: set[str] = set()
        self._ready: deque[PlanNode] = deque()
        self._tasks: set[asyncio.Task[None]] = set()

    async def go(self) -> None:
        """Run everything that is to run; the first failure ends a request, and only its branch in a build."""
        for name in self.plan.first:
            self._begin(name)
        try:
            while self._ready or self._tasks:
                await self._turn()
        finally:
            await self._abandon()
        if self.failures:
            raise self.failures[0]

    async def _turn(self) -> None:
        while self._ready:
            node = self._ready.popleft()
            if self.caller.cheap(node) or not (self._ready or self._tasks):
                await self._node(node)
            else:
                self._tasks.add(asyncio.create_task(self._node(node)))
            self._stop_early()
        if self._tasks:
            done, self._tasks = await asyncio.wait(self._tasks, return_when=asyncio.FIRST_COMPLETED)
            for task in done:
                task.result()
            self._stop_early()

    def _stop_early(self) -> None:
        if self.failures and self.caller.fail_fast:
            raise self.failures[0]

    async def _abandon(self) -> None:
        for task in self._tasks:
            task.cancel()
        if self._tasks:
            await asyncio.gather(*self._tasks, return_exceptions=True)

    def key(self, name: str) -> str:
        """The name of a node's step, one for each pass of a cycle."""
        again = self.passes.get(name, 0)
        return f"{self.prefix}{name}~{again}" if again else self.prefix + name

    async def _node(self, node: PlanNode) -> None:
        key = self.key(node.id)
        kept = self.run.kept(key)
        if kept is not MISSING:
            self._settle(node, self.caller.revive(node, kept))
            return
        try:
            await self._attempt(node, key)
        except (NodeFailed, StepTimedOut, GateExpired) as error:
            failure = error if isinstance(error, NodeFailed) else self.caller.failure(node, error)
            self.failures.append(failure)
            self.caller.failed(node, failure, self)
        self._advance(node)

    async def _attempt(self, node: PlanNode, key: str) -> None:
        self.caller.started(node, self)
        if node.gate is not None:
            await self.run.gate(node.gate, {"node": node.id, "title": node.title})

        async def attempt() -> Any:
            outcome = await self.caller.call(node, self, key)
            off = self._switch(node, outcome)
            self.caller.finished(node, outcome, self, self._ahead(node), off)
            return outcome.kept()

        await self.run.step(key, attempt, cheap=self.caller.cheap(node), retry=node.retry, timeout=node.timeout)

    def _settle(self, node: PlanNode, outcome: Outcome) -> None:
        self._switch(node, outcome)
        self._advance(node)

    def _switch(self, node: PlanNode, outcome: Outcome) -> list[str]:
        """Take in an outcome: its values, and the branches it switches off."""
        self.outcomes[node.id] = outcome
        return self._branches.close(node, outcome.stopped)

    def _advance(self, node: PlanNode) -> None:
        for target in self.plan.again.get(node.id, ()):
            self._again(node, target)
        for name in self._ahead(node):
            self._begin(name)

    def _begin(self, name: str) -> None:
        node = self.plan.nodes[name]
        if name in self._begun or name in self._branches.off:
            return
        self._begun.add(name)
        if node.when is not None and not self._holds(node.when):
            self._branches.drop(name)
            for target in self.plan.targets[name]:
                if self._is_ready(target):
                    self._begin(target)
            return
        self._ready.append(node)

    def _ahead(self, node: PlanNode) -> list[str]:
        """What may run now that this node has: its targets, or what a target still lacks."""
        if node.id not in self.outcomes:
            return []
        found: dict[str, None] = {}
        for source in (node.id, *self._branches.off):  # a join may only have waited for what is off now
            for target in self.plan.targets[source]:
                self._pull(target, found)
        return list(found)

    def _pull(self, name: str, found: dict[str, None]) -> None:
        queue, seen = [name], {name}
        while queue:
            one = queue.pop(0)
            if one in self._begun or one in self._branches.off:
                continue
            missing = [source for source in self.plan.sources[one] if not self._is_settled(source)]
            if not missing:
                found[one] = None
            queue += [source for source in missing if source not in seen]
            seen.update(missing)

    def _is_ready(self, name: str) -> bool:
        return name not in self._begun and all(self._is_settled(one) for one in self.plan.sources[name])

    def _is_settled(self, name: str) -> bool:
        return name in self.outcomes or name in self._branches.off

    def _holds(self, condition: Condition) -> bool:
        value = self.value(DataEdge(condition.node, condition.output, ""))
        met = bool(value) if condition.equals is True else value == condition.equals
        return met is not condition.negate

    def _again(self, node: PlanNode, target: str) -> None:
        """A cycle comes back: run its part of the plan once more, unless the way back was switched off."""
        needs = [edge for edge in self.plan.nodes[target].needs if edge.source == node.id]
        if node.id not in self.outcomes or all(self._branches.is_closed(edge) for edge in needs):
            return
        for name in reach([target], self.plan.targets):
            self._begun.discard(name)
            self._branches.reopen(name)
            self.passes[name] = self.passes.get(name, 0) + 1
            if name != node.id:
                self.outcomes.pop(name, None)
        if self.passes[target] > MOST_PASSES:
            raise GraphError(
                f"The cycle at {self.plan.nodes[target].title} has gone round {MOST_PASSES} times; give it a way out."
            )
        self._begin(target)

    def value(self, edge: DataEdge) -> Any:
        """What an edge brings, or NOTHING when its branch is off or its source has not run."""
        if self._branches.is_closed(edge):
            return NOTHING
        outcome = self.outcomes.get(edge.source)
        if outcome is None:
            return self.outer.value(edge) if self.outer else NOTHING
        return outcome.values.get(edge.output, NOTHING)

    def adopt(self, inner: Walk) -> None:
        """Take over what the last round of a loop gave, for nodes behind the loop that are wired to its body."""
        for name in inner.plan.nodes:
            if name in inner.outcomes:
                self.outcomes[name] = inner.outcomes[name]

    @property
    def off(self) -> list[str]:
        """Nodes that are switched off."""
        return list(self._branches.off)
