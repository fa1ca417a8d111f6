"""Runs of flows: the run kind `flow`, what it is given, and how the other rooms are lent to the engine."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Any

from sqlalchemy import select

from runyard.domains.flows.cache import FlowCache
from runyard.domains.flows.graphs import KIND, Graphs
from runyard.domains.flows.types import CachedFlow
from runyard.engine.execute import run_graph
from runyard.engine.options import RunOptions, check
from runyard.engine.services import FoundFlow, Services
from runyard.kernel import Kernel, RunContext, RunKind, RunRow, StepRow
from runyard.kit.errors import NotFound
from runyard.store import Tx


class FlowUnknown(NotFound):
    """The flow that this run asks for does not exist or is not yours."""


@dataclass
class FlowRuns:
    """Starts flow runs and carries them out."""

    kernel: Kernel
    cache: FlowCache
    graphs: Graphs
    _services: Services | None = None
    _lenders: Callable[[], Services] | None = None

    def borrow(self, lenders: Callable[[], Services]) -> None:
        """Where the services come from; asked at the first run, when every room has opened."""
        self._lenders = lenders

    @property
    def services(self) -> Services:
        """What other rooms lend to runs."""
        if self._services is None:
            assert self._lenders is not None
            self._services = self._lenders()
        return self._services

    def register(self) -> None:
        """Make the kernel know runs of this kind."""
        self.kernel.register(RunKind(KIND, self.drive))

    async def drive(self, run: RunContext) -> Any:
        """Carry out one run; recovered runs come here again and skip what they finished."""
        graph = await self.graphs.load(run.input["graph"])
        options = RunOptions.from_json(run.input)
        frozen = [node.id for node in graph.nodes.values() if node.frozen]
        if frozen:
            last = await self.kernel.store.read(lambda tx: last_results(tx, run, frozen))
            options = replace(options, frozen=last)
        return await run_graph(graph, run, self.services, options)

    async def begin(self, flow: CachedFlow, options: RunOptions, owner: str) -> str:
        """Start a run of the stored flow; its id. The graph is checked here, so what is refused leaves no run."""
        key, graph = self.graphs.warm(flow) or await self.graphs.of(flow)
        check(graph, options)
        return self._begin(flow, key, options, owner)

    async def begin_with(self, flow: CachedFlow, data: Any, options: RunOptions, owner: str) -> str:
        """Start a run of a graph that may not be sound: the run itself says what is wrong with it."""
        return self._begin(flow, await self.graphs.keep(data), options, owner)

    def _begin(self, flow: CachedFlow, key: str, options: RunOptions, owner: str) -> str:
        session = options.session_id or flow.id
        given = options.to_json() | {"graph": key, "session_id": session}
        if owner != flow.owner_id:
            given["flow_owner"] = flow.owner_id
        return self.kernel.begin(
            KIND,
            given,
            owner=owner,
            tenant=flow.tenant_id,
            tool=f"flow:{flow.endpoint_name or flow.id}",
            subject=flow.id,
            subject_name=flow.name,
            session=session,
        )


@dataclass
class StoredFlows:
    """The engine's view of this room: flows that call flows."""

    cache: FlowCache
    graphs: Graphs

    async def find(self, run: RunContext, flow: str) -> FoundFlow:
        """A flow of the run's owner, by id or endpoint name."""
        found = await self.cache.get(flow, run.owner)
        if found is None:
            raise FlowUnknown
        key, graph = await self.graphs.of(found)
        about = found.action_description or found.description or ""
        return FoundFlow(found.id, found.name, graph, about, {"graph": key})


def last_results(tx: Tx, run: RunContext, nodes: Sequence[str]) -> dict[str, Any]:
    """What these nodes gave the last time their owner ran the flow, before this run."""
    query = (
        select(StepRow.key, StepRow.output)
        .join(RunRow, RunRow.id == StepRow.run_id)
        .where(RunRow.subject == run.subject, RunRow.owner_id == run.owner, RunRow.id < run.id, StepRow.key.in_(nodes))
        .order_by(RunRow.id)
    )
    return {row.key: row.output for row in tx.session.execute(query)}
