"""The one Plan: nodes that call something, data edges, order edges, conditions, maps, loops. Flows, jobs and crews compile to it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from types import MappingProxyType
from typing import Any

from runyard.kernel import Retry


@dataclass(frozen=True, slots=True)
class DataEdge:
    """A value that a node takes: an output of another node, for one of its fields."""

    source: str
    output: str
    field: str


@dataclass(frozen=True, slots=True)
class Condition:
    """Run the node only when another node's output has this value (any true value when `equals` is not given)."""

    node: str
    output: str
    equals: Any = True
    negate: bool = False


@dataclass(frozen=True, slots=True)
class LoopOver:
    """A loop: `item` feeds the body round by round, `back` gives what each round came to."""

    item: str
    back: DataEdge
    body: Plan


@dataclass(frozen=True, slots=True, eq=False)
class PlanNode:
    """One call. `body` is what the caller needs to make it: a component node, or a tool's name and arguments."""

    id: str
    title: str
    kind: str
    body: Any = None
    needs: tuple[DataEdge, ...] = ()
    after: tuple[str, ...] = ()
    when: Condition | None = None
    each: str | None = None  # the field whose list is worked on item by item
    retry: Retry | None = None
    timeout: timedelta | None = None
    gate: str | None = None
    loop: LoopOver | None = None
    cheap: bool = False

    @property
    def sources(self) -> tuple[str, ...]:
        """Every node that must come before, each once."""
        condition = (self.when.node,) if self.when else ()
        return tuple(dict.fromkeys([*(edge.source for edge in self.needs), *self.after, *condition]))


@dataclass(frozen=True, eq=False)
class Plan:
    """What runs, in which order. Immutable: one plan serves many runs at the same time."""

    nodes: Mapping[str, PlanNode]
    first: tuple[str, ...]
    to_run: tuple[str, ...]
    feedback: tuple[tuple[str, str], ...] = ()  # edges of plain cycles that run a node again
    graph: Any = None  # what it was compiled from
    sources: Mapping[str, tuple[str, ...]] = field(init=False)
    targets: Mapping[str, tuple[str, ...]] = field(init=False)
    fed: Mapping[tuple[str, str], tuple[str, ...]] = field(init=False)
    again: Mapping[str, tuple[str, ...]] = field(init=False)

    def __post_init__(self) -> None:
        sources = {
            node.id: tuple(one for one in node.sources if one in self.nodes and (one, node.id) not in self.feedback)
            for node in self.nodes.values()
        }
        targets: dict[str, list[str]] = {name: [] for name in self.nodes}
        fed: dict[tuple[str, str], list[str]] = {}
        for node in self.nodes.values():
            for one in sources[node.id]:
                targets[one].append(node.id)
            for edge in node.needs:
                fed.setdefault((edge.source, edge.output), []).append(node.id)
        again: dict[str, list[str]] = {}
        for source, target in self.feedback:
            again.setdefault(source, []).append(target)
        self._keep("sources", sources)
        self._keep("targets", {name: tuple(ids) for name, ids in targets.items()})
        self._keep("fed", {name: tuple(dict.fromkeys(ids)) for name, ids in fed.items()})
        self._keep("again", {name: tuple(ids) for name, ids in again.items()})

    def _keep(self, name: str, value: dict[Any, Any]) -> None:
        object.__setattr__(self, name, MappingProxyType(value))

    @classmethod
    def of(cls, nodes: Iterable[PlanNode]) -> Plan:
        """A plan of nodes without cycles, everything in scope; for jobs, crews and pipelines."""
        by_id = {node.id: node for node in nodes}
        starters = tuple(name for name, node in by_id.items() if not [one for one in node.sources if one in by_id])
        return cls(MappingProxyType(by_id), starters, tuple(by_id))


def reach(start: Iterable[str], step: Mapping[str, Iterable[str]]) -> dict[str, None]:
    """Everything reachable from `start`, itself included, in the order found."""
    found = dict.fromkeys(start)
    queue = list(found)
    for name in queue:
        for other in step.get(name, ()):
            if other not in found:
                found[other] = None
                queue.append(other)
    return found
