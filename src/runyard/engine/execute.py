"""Running a flow: one walk per input inside one kernel run."""

from __future__ import annotations

from runyard.engine.compiler import compile_flow
from runyard.engine.graph import FlowGraph
from runyard.engine.nodes import Components
from runyard.engine.options import RunOptions
from runyard.engine.plan import Plan
from runyard.engine.results import FlowResult, flow_result, one_pass
from runyard.engine.scope import FlowScope
from runyard.engine.services import Services
from runyard.engine.walk import Walk
from runyard.kernel import MISSING, RunContext

_SORTED = "flow.sorted"


async def run_plan(plan: Plan, run: RunContext, services: Services, options: RunOptions) -> FlowResult:
    """Carry out a flow's plan inside a run; NodeFailed when a node failed."""
    graph: FlowGraph = plan.graph
    passes = []
    session = ""
    for number, entry in enumerate(options.entries()):
        prefix = f"{number + 1}:" if number else ""
        scope = FlowScope(graph, options, entry, run, services)
        session = scope.session_id
        _sorted(plan, run, prefix)
        walk = Walk(plan, run, Components(scope), prefix=prefix)
        await walk.go()
        passes.append(one_pass(plan, graph, options, entry, walk.outcomes))
    return flow_result(session, passes)


async def run_graph(graph: FlowGraph, run: RunContext, services: Services, options: RunOptions) -> FlowResult:
    """Compile and carry out a graph."""
    return await run_plan(compile_flow(graph, options), run, services, options)


def _sorted(plan: Plan, run: RunContext, prefix: str) -> None:
    """Say what will run, unless an earlier attempt came so far that it has been said."""
    if run.epoch == 1 or all(run.kept(prefix + name) is MISSING for name in plan.nodes):
        run.emit(_SORTED, {"ids": list(plan.first), "to_run": list(plan.to_run)})
