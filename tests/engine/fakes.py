"""A run and a house in memory, so that most engine tests need neither a database nor a worker."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from runyard.access import HOME_TENANT
from runyard.engine.catalogue import Catalogue
from runyard.engine.models import ModelClients, ModelDefaults
from runyard.engine.services import FoundFlow, Services
from runyard.engine.standalone import LocalFiles, MemoryMessages, MemoryVariables
from runyard.engine.tools import ToolRegistry
from runyard.engine.vectors import VectorFile
from runyard.kernel.values import MISSING
from runyard.kit.clock import Clock
from runyard.kit.errors import NotFound
from runyard_builtins import ALL


class FakeRun:
    """The journal of a run as a list, its steps as a dict; given to a second FakeRun the steps are an earlier attempt's."""

    def __init__(
        self, *, steps: dict[str, Any] | None = None, subject: str = "flow-1", session: str = "", attempt: int = 1
    ) -> None:
        self.id, self.kind, self.input = "run-1", "flow", {}
        self.owner, self.tenant, self.session, self.subject, self.subject_name = (
            "user-1",
            HOME_TENANT,
            session,
            subject,
            "A flow",
        )
        self.attempt, self.epoch, self.deadline = attempt, 1, None
        self.steps = dict(steps or {})
        self.events: list[tuple[str, Any]] = []
        self.ran: list[str] = []
        self.spent = 0.0
        self.children: list[dict[str, Any]] = []

    def emit(self, type: str, data: Any = None) -> int:
        self.events.append((type, data))
        return len(self.events)

    def delta(self, stream: str, text: str) -> None:
        self.events.append(("token", {"stream": stream, "text": text}))

    async def step(self, key: str, fn: Any, **options: Any) -> Any:
        if key in self.steps:
            return self.steps[key]
        self.ran.append(key)
        output = await fn()
        self.steps[key] = output
        return output

    def kept(self, key: str) -> Any:
        return self.steps.get(key, MISSING)

    def also(self, statement: Any, rows: Any) -> None:
        raise AssertionError("the fake house keeps its messages in memory")

    async def checkpoint(self) -> None:
        return None

    async def gate(self, name: str, payload: Any = None, timeout: Any = None) -> Any:
        self.events.append(("gate", name))
        return {"approved": True}

    def spend(self, amount: float, unit: str = "tokens") -> None:
        self.spent += amount

    def of(self, kind: str) -> list[Any]:
        """The data of all events of a kind."""
        return [data for type, data in self.events if type == kind]

    def finished(self) -> dict[str, Any]:
        """The node.finished events by node; of a loop's inner nodes the last round."""
        return {data["node"]: data for data in self.of("node.finished")}


@dataclass
class FakeFlows:
    """Flows by name."""

    flows: dict[str, FoundFlow] = field(default_factory=dict)

    async def find(self, run: Any, flow: str) -> FoundFlow:
        if flow not in self.flows:
            raise NotFound(f"There is no flow {flow}.")
        return self.flows[flow]


def house(
    *components: Any,
    variables: dict[str, str] | None = None,
    flows: dict[str, FoundFlow] | None = None,
    http: Any = None,
    defaults: Any = None,
) -> Services:
    """A house with all built-in components and the given ones."""
    return Services(
        messages=MemoryMessages(),
        variables=MemoryVariables(variables or {}),
        files=LocalFiles(Path("tests")),
        vectors=VectorFile(),
        flows=FakeFlows(flows or {}),
        http=http,
        models=ModelClients(http, defaults or ModelDefaults()),
        tools=ToolRegistry(),
        catalogue=Catalogue([*ALL, *components]),
        clock=Clock(),
    )
