"""The caller for plans of tools: the steps of a job, a crew, the phases of a pipeline. The walk is the same as for flows."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, field
from typing import Any

from runyard.access import Actor
from runyard.engine.errors import NodeFailed
from runyard.engine.outcome import Outcome
from runyard.engine.params import NOTHING
from runyard.engine.plan import Plan, PlanNode
from runyard.engine.tools import ToolRegistry
from runyard.engine.walk import Walk
from runyard.kernel import RunContext
from runyard.kit.clock import Clock
from runyard.kit.errors import RunyardError
from runyard_sdk.values import plain

RESULT = "result"
_AT_ONCE = 8


@dataclass(frozen=True, slots=True)
class ToolStep:
    """What a node of such a plan calls: a tool's name and its fixed arguments; edges bring the rest."""

    tool: str
    arguments: dict[str, Any] = field(default_factory=dict)
    cheap: bool = False


class ToolCalls:
    """Calls the tools of a plan as one actor."""

    def __init__(
        self, run: RunContext, tools: ToolRegistry, actor: Actor, clock: Clock, *, fail_fast: bool = True
    ) -> None:
        self._run = run
        self._tools = tools
        self._actor = actor
        self._clock = clock
        self.fail_fast = fail_fast

    def cheap(self, node: PlanNode) -> bool:
        """Whether the call may be made again after a crash."""
        body: ToolStep = node.body
        return body.cheap

    async def call(self, node: PlanNode, walk: Walk, key: str) -> Outcome:
        """Call the tool, or call it for every item."""
        started = self._clock.monotonic()
        body: ToolStep = node.body
        arguments = self._arguments(node, walk)
        try:
            value = await (self._one(body, arguments) if node.each is None else self._each(node, arguments, key))
        except RunyardError as error:
            raise self.failure(node, error) from error
        outcome = Outcome(inputs=plain(arguments), ms=round((self._clock.monotonic() - started) * 1000, 3))
        outcome.add(RESULT, value)
        return outcome

    def _arguments(self, node: PlanNode, walk: Walk) -> dict[str, Any]:
        body: ToolStep = node.body
        brought = {edge.field: walk.value(edge) for edge in node.needs}
        return body.arguments | {name: value for name, value in brought.items() if value is not NOTHING}

    async def _one(self, body: ToolStep, arguments: dict[str, Any]) -> Any:
        return plain(await self._tools.call(self._actor, body.tool, arguments, run=self._run))

    async def _each(self, node: PlanNode, arguments: dict[str, Any], key: str) -> list[Any]:
        """Each item is a step of its own, so a crash loses only the items that were under way."""
        items = arguments.get(node.each or "")
        if not isinstance(items, list):
            raise NodeFailed(
                node.id,
                node.title,
                f'"{node.each}" must be a list to work on item by item.',
                kind="Invalid",
                field=node.each,
            )
        room = asyncio.Semaphore(_AT_ONCE)

        async def work(number: int, item: Any) -> Any:
            async with room:
                given = arguments | {str(node.each): item}
                return await self._run.step(f"{key}[{number}]", lambda: self._one(node.body, given), retry=node.retry)

        async with asyncio.TaskGroup() as group:
            tasks = [group.create_task(work(number, item)) for number, item in enumerate(items)]
        return [task.result() for task in tasks]

    def revive(self, node: PlanNode, kept: dict[str, Any]) -> Outcome:
        """The outcome of an earlier attempt."""
        return Outcome.revived(kept, None)

    def failure(self, node: PlanNode, error: Exception) -> NodeFailed:
        """What was raised by or around the call, as the node's failure."""
        return NodeFailed(node.id, node.title, getattr(error, "message", None) or str(error), kind=type(error).__name__)

    def started(self, node: PlanNode, walk: Walk) -> None:
        """Tell followers that the call begins."""
        self._run.emit("node.started", {"node": node.id, "attempt": self._run.attempt})

    def finished(self, node: PlanNode, outcome: Outcome, walk: Walk, ahead: list[str], off: list[str]) -> None:
        """Tell followers what came out."""
        self._run.emit(
            "node.finished",
            {
                "node": node.id,
                "name": node.title,
                "type": node.body.tool,
                "ms": outcome.ms,
                "frozen": False,
                "inactivated": off,
                "next": ahead,
                "top": ahead,
                "outputs": outcome.forms,
                "inputs": outcome.inputs,
                "usage": outcome.usage,
            },
        )

    def failed(self, node: PlanNode, error: NodeFailed, walk: Walk) -> None:
        """Tell followers that the call failed."""
        self._run.emit(
            "node.failed",
            {
                "node": node.id,
                "name": node.title,
                "type": node.body.tool,
                "ms": error.ms,
                "inputs": error.inputs,
                "error": {"message": error.reason, "kind": error.kind, "hint": error.hint, "field": error.field},
            },
        )


async def run_tools(
    plan: Plan, run: RunContext, tools: ToolRegistry, actor: Actor, clock: Clock, *, fail_fast: bool = True
) -> dict[str, Any]:
    """Carry out a plan of tools inside a run and give each node's result."""
    walk = Walk(plan, run, ToolCalls(run, tools, actor, clock, fail_fast=fail_fast))
    await walk.go()
    return {name: outcome.values.get(RESULT) for name, outcome in walk.outcomes.items()}
