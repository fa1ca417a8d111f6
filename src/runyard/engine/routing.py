"""Branches that a router switches off, and which nodes that leaves without a reason to run."""

from __future__ import annotations

from runyard.engine.plan import DataEdge, Plan, PlanNode


class Branches:
    """What is switched off in one walk.

    A node is off when some field of it is only fed by edges that are off: a join that still gets a value for that field runs.
    """

    def __init__(self, plan: Plan) -> None:
        self._plan = plan
        self._closed: set[tuple[str, str]] = set()
        self.off: dict[str, None] = {}

    def is_closed(self, edge: DataEdge) -> bool:
        """Whether nothing comes over this edge any more."""
        return (edge.source, edge.output) in self._closed or edge.source in self.off

    def close(self, node: PlanNode, outputs: tuple[str, ...]) -> list[str]:
        """Switch off the branches behind some outputs; gives every node that is off now."""
        for output in outputs:
            self._closed.add((node.id, output))
        for output in outputs:
            self._spread(self._plan.fed.get((node.id, output), ()))
        return list(self.off)

    def drop(self, name: str) -> None:
        """Switch off a node and what only it feeds."""
        self.off[name] = None
        self._spread(self._plan.targets[name])

    def reopen(self, name: str) -> None:
        """Forget what was switched off at a node, because it runs again."""
        self.off.pop(name, None)
        self._closed = {end for end in self._closed if end[0] != name}

    def _spread(self, names: tuple[str, ...]) -> None:
        queue = list(names)
        for name in queue:
            if name in self._plan.nodes and name not in self.off and self._starved(self._plan.nodes[name]):
                self.off[name] = None
                queue += self._plan.targets[name]

    def _starved(self, node: PlanNode) -> bool:
        fields: dict[str, bool] = {}
        for edge in node.needs:
            fields[edge.field] = fields.get(edge.field, False) or not self.is_closed(edge)
        return not all(fields.values())
