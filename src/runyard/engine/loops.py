"""Loops: every item goes through the body in a walk of its own; what comes back is collected."""

from __future__ import annotations

import inspect
from typing import Any

from runyard.engine.context import NodeContext
from runyard.engine.outcome import Outcome
from runyard.engine.params import NOTHING
from runyard.engine.plan import LoopOver, PlanNode
from runyard.engine.walk import Walk
from runyard_sdk import Component


async def run_loop(node: PlanNode, component: Component, walk: Walk, context: NodeContext) -> None:
    """Run the body once per item and put the collected results behind the loop's other outputs."""
    assert node.loop is not None
    loop: Any = component
    outcome = context.outcome
    done = next((name for name in component.__outputs__ if name != node.loop.item), node.loop.item)
    context.output = done
    items = list(await _got(loop.items()))
    started = context.clock.monotonic()
    context.log(loop.started(len(items)), "Start")
    results = [await _round(node.loop, number, item, node, walk, context) for number, item in enumerate(items)]
    context.log(loop.finished(len(items), context.clock.monotonic() - started), "Complete")
    context.output = node.loop.item
    outcome.add(node.loop.item, await component.produce(node.loop.item, context.sdk))
    context.output = done
    outcome.add(done, await _got(loop.collect([one for one in results if one is not NOTHING])))
    outcome.logs.setdefault(node.loop.item, [])
    context.stop(node.loop.item)


async def _round(loop: LoopOver, number: int, item: Any, node: PlanNode, walk: Walk, context: NodeContext) -> Any:
    context.scope.run.emit("loop.round", {"node": node.id, "round": number})
    inner = Walk(
        loop.body,
        walk.run,
        walk.caller,
        prefix=f"{walk.key(node.id)}#{number}/",
        outer=walk,
        round=number,
    )
    given = Outcome()
    given.values[loop.item] = item
    inner.outcomes[node.id] = given
    await inner.go()
    walk.adopt(inner)
    return inner.value(loop.back)


async def _got(value: Any) -> Any:
    return await value if inspect.isawaitable(value) else value
