"""What the engine asks of the house. Rooms implement these small protocols; tests and the command line have in-memory ones."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Protocol

from runyard.kernel import RunContext
from runyard.kit.clock import Clock
from runyard_sdk.context import Files, Vectors

if TYPE_CHECKING:
    from runyard.engine.catalogue import Catalogue
    from runyard.engine.graph import FlowGraph
    from runyard.engine.models import ModelClients
    from runyard.engine.tools import ToolRegistry


class Messages(Protocol):
    """Chat messages of runs. `keep` writes with the run's next journal batch (`run.also`), so it costs no transaction."""

    def keep(self, run: RunContext, message: dict[str, Any]) -> None:
        """Add the message, or update the one of that id."""

    async def history(
        self,
        run: RunContext,
        session_id: str,
        limit: int | None,
        *,
        sender: str | None,
        sender_name: str | None,
        context_id: str | None,
        newest_first: bool,
    ) -> list[dict[str, Any]]:
        """The last messages of a session of the run's flow, what this run kept included."""


class Variables(Protocol):
    """Global variables of a run's owner."""

    async def get(self, run: RunContext, name: str, *, secret: bool) -> str | None:
        """The user's variable, or an allowed one of the environment; None when there is none. A credential is refused where it
        would not stay secret."""


class FileStore(Protocol):
    """Files of flows and users."""

    def of(self, run: RunContext) -> Files:
        """What this run may read and write."""


class VectorStore(Protocol):
    """Collections of vectors."""

    def of(self, owner: str) -> Vectors:
        """The collections of one owner."""


@dataclass(frozen=True)
class FoundFlow:
    """A flow that a run asks for: its graph comes from the room's cache."""

    id: str
    name: str
    graph: FlowGraph
    description: str = ""
    input: dict[str, Any] = field(default_factory=dict)  # what a run of it needs in its input beside the options


class Flows(Protocol):
    """Stored flows."""

    async def find(self, run: RunContext, flow: str) -> FoundFlow:
        """A flow the run's owner may run, by id, endpoint name or name; NotFound otherwise."""


@dataclass(frozen=True)
class Services:
    """Everything a flow run needs of the house."""

    messages: Messages
    variables: Variables
    files: FileStore
    vectors: VectorStore
    flows: Flows
    http: Any  # the guarded client
    models: ModelClients
    tools: ToolRegistry
    catalogue: Catalogue
    clock: Clock
