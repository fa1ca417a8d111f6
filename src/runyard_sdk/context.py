"""What a running component may ask of the house. The engine gives the real one, `runyard_sdk.testing` an in-memory one."""

from __future__ import annotations

from datetime import datetime
from typing import Any, Protocol

from runyard_sdk.messages import Message
from runyard_sdk.models import Embeddings, LanguageModel, Tool


class HttpReply(Protocol):
    """An HTTP answer whose body was read within the limits."""

    status: int
    headers: dict[str, str]
    content: bytes
    url: str


class Http(Protocol):
    """The guarded client: no private addresses, limits on bytes and time."""

    async def request(
        self,
        method: str,
        url: str,
        *,
        headers: dict[str, str] | None = None,
        params: dict[str, Any] | None = None,
        json: Any = None,
        content: bytes | None = None,
        timeout: float = 30,
        max_bytes: int = 10_000_000,
        follow: int = 5,
    ) -> HttpReply:
        """Send one request and read the whole answer."""


class Files(Protocol):
    """Files of the flow and of its owner, addressed as "<id>/<stored name>"."""

    async def read(self, path: str) -> bytes:
        """The content of a stored file; a path outside the stores is a ComponentError."""

    async def save(self, name: str, content: bytes) -> str:
        """Store a file for the flow's owner and give its path; the same name again replaces it."""

    async def exists(self, path: str) -> bool:
        """Whether there is such a file."""

    async def delete(self, path: str) -> None:
        """Remove a stored file."""


class Variables(Protocol):
    """Global variables: request overrides first, then the user's, then allowed ones of the environment."""

    async def get(self, name: str) -> str | None:
        """The value, or None."""


class Models(Protocol):
    """Model clients by choice."""

    async def resolve(
        self, choice: Any, *, api_key: str | None = None, base_url: str | None = None, **options: Any
    ) -> LanguageModel:
        """A chat model for what a model field holds; without any provider the built-in rules model."""

    async def embeddings(
        self, choice: Any, *, api_key: str | None = None, base_url: str | None = None, **options: Any
    ) -> Embeddings:
        """An embedding model for what a model field holds; without any provider the built-in one."""


class Collection(Protocol):
    """One named set of texts with vectors."""

    async def add(self, rows: list[dict[str, Any]], vectors: list[list[float]]) -> int:
        """Keep rows {text, metadata, id?} with their vectors; gives how many were new."""

    async def search(self, vector: list[float], limit: int = 4) -> list[dict[str, Any]]:
        """The nearest rows, best first, as {text, metadata, score}."""

    async def clear(self) -> None:
        """Drop all rows."""


class Vectors(Protocol):
    """The embedded vector store of the data folder."""

    def collection(self, name: str) -> Collection:
        """A collection of the flow's owner; made when first used."""


class Clock(Protocol):
    """Time, so that tests can hold it."""

    def now(self) -> datetime:
        """The time, in UTC."""

    def monotonic(self) -> float:
        """Seconds that never go back."""

    async def sleep(self, seconds: float) -> None:
        """Wait."""


class Context(Protocol):
    """The run that a component is part of."""

    @property
    def run_id(self) -> str:
        """The run."""

    @property
    def flow_id(self) -> str:
        """The flow."""

    @property
    def flow_name(self) -> str:
        """The flow's name."""

    @property
    def session_id(self) -> str:
        """The chat that the run belongs to."""

    @property
    def user_id(self) -> str:
        """Whose run it is."""

    @property
    def node_id(self) -> str:
        """The node that runs."""

    @property
    def streaming(self) -> bool:
        """Whether somebody follows the tokens."""

    @property
    def round(self) -> int:
        """How often the node has run in this run; 1 the first time."""

    @property
    def http(self) -> Http:
        """The guarded client."""

    @property
    def files(self) -> Files:
        """Files of the flow and its owner."""

    @property
    def variables(self) -> Variables:
        """Global variables."""

    @property
    def models(self) -> Models:
        """Model clients."""

    @property
    def vectors(self) -> Vectors:
        """Texts kept by meaning."""

    @property
    def clock(self) -> Clock:
        """The time."""

    async def send(self, message: Message) -> Message:
        """Store a chat message (a known id again: update it), tell followers, give it back with its id."""

    async def store_message(self, message: Message) -> Message:
        """Store a chat message without telling followers."""

    async def token(self, message_id: str, text: str) -> None:
        """A piece of text of a message that is still partial."""

    def log(self, message: Any, name: str | None = None) -> None:
        """A line in the log of this node."""

    def status(self, value: Any) -> None:
        """What the node shows as its result; a text or a value."""

    def stop(self, output: str) -> None:
        """Switch off the branch behind one output."""

    def source(self, field: str) -> Any:
        """The NodeInfo of the node whose edge ends at a field, or None."""

    def feeds(self, output: str) -> list[Any]:
        """NodeInfos of the nodes that an output leads to."""

    async def history(
        self,
        session_id: str | None = None,
        n: int | None = None,
        *,
        sender: str | None = None,
        sender_name: str | None = None,
        context_id: str | None = None,
        order: str = "ascending",
    ) -> list[Message]:
        """The last n messages of a session of this flow, oldest first unless order is "descending"."""

    async def call_tool(self, name: str, arguments: dict[str, Any]) -> Any:
        """Call any registered tool of the house as the run's owner."""

    async def run_flow(
        self, flow: str, input: str = "", *, tweaks: dict[str, Any] | None = None, session: str | None = None
    ) -> list[Any]:
        """Run another flow of the owner (id or name) and give the values of its outputs."""

    async def flow_tool(self, flow: str, *, name: str | None = None, description: str | None = None) -> Tool:
        """Another flow as a tool."""

    def note(self, key: str, value: Any, *, append: bool = False) -> None:
        """Keep a value under a key for the other nodes of this run."""

    def noted(self, key: str) -> Any:
        """What was kept under a key, or None."""

    def usage(self, tokens: dict[str, int] | None) -> None:
        """Tokens that this node used."""
