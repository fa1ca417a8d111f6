"""Graphs by the hash of their content: what a run was started with, kept so that a recovered or replayed run meets the same graph
however often the flow was changed since."""

from __future__ import annotations

import hashlib
from collections import OrderedDict
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import String, Text, delete, select
from sqlalchemy.orm import Mapped, mapped_column

from runyard.domains.flows.types import CachedFlow
from runyard.engine.graph import FlowGraph
from runyard.kernel import RunRow
from runyard.kit.clock import Clock
from runyard.kit.errors import NotFound
from runyard.kit.json import dumps, loads
from runyard.store import Base, Batch, Statement, Store, Tx, UtcTime

KIND = "flow"
MAX_GRAPHS = 512
TOUCH = timedelta(hours=12)


class GraphGone(NotFound):
    """The graph this run was started with is no longer kept; start a new run of the flow."""


class GraphRow(Base):
    """One graph; `used_at` is moved forward while runs start with it, so what no kept run needs can go."""

    __tablename__ = "flow_graph"

    hash: Mapped[str] = mapped_column(String(64), primary_key=True)
    data: Mapped[str] = mapped_column(Text)
    used_at: Mapped[datetime] = mapped_column(UtcTime, index=True)


UPSERT = Statement.upsert(GraphRow.__table__, ["hash"])


class Graphs:
    """Parsed graphs in memory, by hash and by flow version; a warm start of a run costs no query and no parse."""

    def __init__(self, store: Store, clock: Clock) -> None:
        self._store = store
        self._clock = clock
        self._parsed: OrderedDict[str, FlowGraph] = OrderedDict()
        self._versions: OrderedDict[tuple[str, int], str] = OrderedDict()
        self._touched: dict[str, datetime] = {}

    def warm(self, flow: CachedFlow) -> tuple[str, FlowGraph] | None:
        """Hash and graph of this version of a flow, when both are known and kept."""
        key = self._versions.get((flow.id, flow.version))
        graph = self._parsed.get(key) if key else None
        if key is None or graph is None or self._is_stale(key):
            return None
        return key, graph

    async def of(self, flow: CachedFlow) -> tuple[str, FlowGraph]:
        """Hash and graph of a stored flow; GraphError when the file makes no sense."""
        found = self.warm(flow)
        if found is not None:
            return found
        graph = FlowGraph.parse(flow.data)
        key = await self.keep(flow.data)
        self._remember(key, graph)
        self._versions[flow.id, flow.version] = key
        while len(self._versions) > MAX_GRAPHS:
            self._versions.popitem(last=False)
        return key, graph

    async def keep(self, data: Any) -> str:
        """Hash of a flow's data, sound or not; when this returns, the data is in the database."""
        text = dumps(data)
        key = hashlib.sha256(text).hexdigest()
        now = self._clock.now()
        batch = Batch()
        batch.add(UPSERT, [{"hash": key, "data": text.decode(), "used_at": now}])
        await self._store.put(batch)
        self._touched[key] = now
        return key

    async def load(self, key: str) -> FlowGraph:
        """The graph a run was started with."""
        graph = self._parsed.get(key)
        if graph is None:
            row = await self._store.read(lambda tx: _data(tx, key))
            graph = FlowGraph.parse(loads(row))
            self._remember(key, graph)
        return graph

    def _is_stale(self, key: str) -> bool:
        touched = self._touched.get(key)
        return touched is None or self._clock.now() - touched > TOUCH

    def _remember(self, key: str, graph: FlowGraph) -> None:
        self._parsed[key] = graph
        self._parsed.move_to_end(key)
        while len(self._parsed) > MAX_GRAPHS:
            oldest, _ = self._parsed.popitem(last=False)
            self._touched.pop(oldest, None)


def _data(tx: Tx, key: str) -> str:
    row = tx.session.get(GraphRow, key)
    if row is None:
        raise GraphGone
    return row.data


def sweep(tx: Tx, before: datetime) -> None:
    """Drop graphs that no kept run can need: not used since well before the oldest kept run began, and by no run that is open."""
    open_runs = tx.session.scalars(select(RunRow.input).where(RunRow.finished_at.is_(None), RunRow.kind == KIND))
    needed = {given["graph"] for given in open_runs if isinstance(given, dict) and "graph" in given}
    tx.session.execute(delete(GraphRow).where(GraphRow.used_at < before - 2 * TOUCH, GraphRow.hash.not_in(needed)))
