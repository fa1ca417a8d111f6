"""From a flow's graph to the Plan: scope, first layer, loops folded into their node, edges of plain cycles told apart."""

from __future__ import annotations

from collections.abc import Iterable
from types import MappingProxyType

from runyard.engine.graph import CHAT_INPUT, WEBHOOK, FlowGraph, GraphEdge
from runyard.engine.options import RunOptions
from runyard.engine.plan import DataEdge, LoopOver, Plan, PlanNode, reach

_MOST_PLANS = 64  # scopes of one graph that are remembered; a client may ask for very many

Steps = dict[str, list[str]]


def compile_flow(graph: FlowGraph, options: RunOptions) -> Plan:
    """The plan for this scope; compiled once per graph and scope, then shared."""
    key = (options.mode, options.start_component_id, options.stop_component_id)
    plan: Plan | None = graph.cache.get(key)
    if plan is None:
        plan = _Compiler(graph).flow(options)
        if len(graph.cache) < len(graph.nodes) + _MOST_PLANS:
            graph.cache[key] = plan
    return plan


class _Compiler:
    def __init__(self, graph: FlowGraph) -> None:
        self.graph = graph
        self.down: Steps = {name: [] for name in graph.nodes}
        self.up: Steps = {name: [] for name in graph.nodes}
        self.needs: dict[str, list[DataEdge]] = {name: [] for name in graph.nodes}
        self.backs: dict[str, GraphEdge] = {}
        for edge in graph.edges:
            self.down[edge.source].append(edge.target)
            self.up[edge.target].append(edge.source)
            if edge.loop is None:
                self.needs[edge.target].append(DataEdge(edge.source, edge.output, edge.field))
            else:
                self.backs[edge.target] = edge
        self.bodies = {name: self._body(name) for name in self.backs}

    def flow(self, options: RunOptions) -> Plan:
        scope = self._scope(options)
        start = self._start(options, scope)
        if start is not None:
            scope = reach([start], self._both_ways(scope))
        ordered = [name for name in self.graph.nodes if name in scope]
        return self._region(ordered, start)

    def _scope(self, options: RunOptions) -> dict[str, None]:
        scope = dict.fromkeys(self.graph.nodes)
        if options.stop_component_id:
            scope = reach([options.stop_component_id], self.up)
        if options.start_component_id:
            wanted = reach(reach([options.start_component_id], self.down), self.up)
            scope = {name: None for name in scope if name in wanted}
        return scope

    def _start(self, options: RunOptions, scope: Iterable[str]) -> str | None:
        kinds = (WEBHOOK, CHAT_INPUT) if options.mode == "run" else (CHAT_INPUT,)
        for kind in kinds:
            for name in scope:
                if self.graph.nodes[name].type == kind and not self.up[name]:
                    return name
        return None

    def _both_ways(self, scope: Iterable[str]) -> Steps:
        inside = set(scope)
        return {name: [one for one in self.down[name] + self.up[name] if one in inside] for name in inside}

    def _body(self, loop: str) -> dict[str, None]:
        """Nodes that run once a round: what the item leads to, without what follows the end of the loop."""
        item = self.backs[loop].loop
        edges = [edge for edge in self.graph.edges if edge.source == loop]
        ahead = {name: [one for one in targets if one != loop] for name, targets in self.down.items()}
        inner = reach([edge.target for edge in edges if edge.output == item], ahead)
        later = reach([edge.target for edge in edges if edge.output != item], ahead)
        return {name: None for name in inner if name not in later and name != loop}

    def _region(self, names: list[str], start: str | None) -> Plan:
        inside = set(names)
        loops = [name for name in names if self.bodies.get(name)]
        hidden = {inner: loop for loop in loops for inner in self.bodies[loop] if inner in inside}
        outer = [name for name in loops if name not in hidden]
        owner = {inner: loop for loop in outer for inner in self.bodies[loop] if inner in inside}
        shown = [name for name in names if name not in owner]
        nodes = {name: self._node(name, names, owner, name in outer) for name in shown}
        feedback = _feedback(nodes, start)
        plan = Plan(MappingProxyType(nodes), (), tuple(names), feedback, self.graph)
        starters = tuple(name for name in shown if not plan.sources[name])
        first = (start,) if start in starters and start is not None else starters
        return Plan(plan.nodes, first, plan.to_run, feedback, self.graph)

    def _node(self, name: str, region: list[str], owner: dict[str, str], loops: bool) -> PlanNode:
        node = self.graph.nodes[name]
        needs = self.needs[name]
        after = {owner[edge.source]: None for edge in needs if edge.source in owner and owner[edge.source] != name}
        over = None
        if loops:
            body = [one for one in region if one in self.bodies[name]]
            over = self._loop(name, body)
            feeding = [
                source for one in body for source in self.up[one] if source not in self.bodies[name] and source != name
            ]
            after |= {owner.get(source, source): None for source in feeding}
        return PlanNode(name, node.title, "component", node, tuple(needs), tuple(after), loop=over)

    def _loop(self, name: str, body: list[str]) -> LoopOver:
        back = self.backs[name]
        item = back.loop or ""
        return LoopOver(item, DataEdge(back.source, back.output, item), self._region(body, None))


def _feedback(nodes: dict[str, PlanNode], start: str | None) -> tuple[tuple[str, str], ...]:
    """Edges that lead back to a node on the way to them, found walking from the start in file order."""
    targets: Steps = {name: [] for name in nodes}
    for node in nodes.values():
        for source in node.sources:
            if source in targets:
                targets[source].append(node.id)
    entries = [name for name in nodes if not [one for one in nodes[name].sources if one in nodes]]
    order = ([start] if start in nodes and start is not None else []) + entries + list(nodes)
    back: dict[tuple[str, str], None] = {}
    done: set[str] = set()
    for entry in order:
        _descend(entry, targets, done, back)
    return tuple(back)


def _descend(entry: str, targets: Steps, done: set[str], back: dict[tuple[str, str], None]) -> None:
    if entry in done:
        return
    path = {entry: iter(targets[entry])}
    while path:
        name, ahead = next(reversed(path.items()))
        target = next(ahead, None)
        if target is None:
            done.add(name)
            del path[name]
        elif target in path:
            back[(name, target)] = None
        elif target not in done:
            path[target] = iter(targets[target])
