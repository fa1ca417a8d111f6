"""A run in memory, for tests of components: it gives what a component asks for and records what it does."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from runyard_sdk.component import NodeInfo
from runyard_sdk.errors import ComponentError
from runyard_sdk.messages import Message
from runyard_sdk.models import Embeddings, LanguageModel, Tool
from runyard_sdk.standins import HeldClock, LetterEmbeddings, MemoryCollection, MemoryFiles, RecordedHttp, ScriptedModel


class FakeContext:
    """A run in memory: give it what the component needs, look afterwards at what it did."""

    def __init__(
        self,
        *,
        model: LanguageModel | None = None,
        http: RecordedHttp | None = None,
        files: dict[str, bytes] | None = None,
        variables: dict[str, str] | None = None,
        history: list[Message] | None = None,
        sources: dict[str, NodeInfo] | None = None,
        feeds: dict[str, list[NodeInfo]] | None = None,
        flows: dict[str, Callable[[str], Any]] | None = None,
        streaming: bool = False,
    ) -> None:
        self.run_id, self.flow_id, self.flow_name = "run", "flow", "Test flow"
        self.session_id, self.user_id, self.node_id = "session", "user", "node"
        self.streaming, self.round = streaming, 1
        self.model = model or ScriptedModel("hello")
        self.http, self.files, self.clock = http or RecordedHttp(), MemoryFiles(files), HeldClock()
        self.variables = self.models = self.vectors = self
        self.sent: list[Message] = []
        self.stored: dict[str, Message] = {}
        self.tokens: list[tuple[str, str]] = []
        self.logs: list[tuple[str, Any]] = []
        self.shown: Any = None
        self.stopped: list[str] = []
        self.used: list[dict[str, int]] = []
        self.notes: dict[str, Any] = {}
        self.chosen: list[dict[str, Any]] = []
        self._variables, self._history, self._flows = variables or {}, history or [], flows or {}
        self._sources, self._feeds = sources or {}, feeds or {}
        self._collections: dict[str, MemoryCollection] = {}

    async def send(self, message: Message) -> Message:
        """Keep a copy of the message as it was sent."""
        kept = await self.store_message(message)
        self.sent.append(kept.copy())
        return kept

    async def store_message(self, message: Message) -> Message:
        """Keep the message under its id."""
        message.id = message.id or f"message-{len(self.stored) + 1}"
        message.flow_id = message.flow_id or self.flow_id
        self.stored[message.id] = message
        return message

    async def token(self, message_id: str, text: str) -> None:
        """Keep a piece of text."""
        self.tokens.append((message_id, text))

    def log(self, message: Any, name: str | None = None) -> None:
        """Keep a line."""
        self.logs.append((name or f"Log {len(self.logs) + 1}", message))

    def status(self, value: Any) -> None:
        """Keep what the node shows."""
        self.shown = value

    def stop(self, output: str) -> None:
        """Keep which branch was switched off."""
        self.stopped.append(output)

    def source(self, field: str) -> NodeInfo | None:
        """The node before a field, as given."""
        return self._sources.get(field)

    def feeds(self, output: str) -> list[NodeInfo]:
        """The nodes behind an output, as given."""
        return self._feeds.get(output, [])

    async def history(
        self, session_id: str | None = None, n: int | None = None, *, order: str = "ascending", **wanted: Any
    ) -> list[Message]:
        """The last messages of the given history that fit."""
        fits = [
            one
            for one in self._history
            if all(value is None or getattr(one, name) == value for name, value in wanted.items())
        ]
        last = fits[-n:] if n else fits
        return last if order == "ascending" else last[::-1]

    async def get(self, name: str) -> str | None:
        """A variable, as given."""
        return self._variables.get(name)

    async def resolve(self, choice: Any, **options: Any) -> LanguageModel:
        """The model, as given."""
        self.chosen.append({"choice": choice, **options})
        return self.model

    async def embeddings(self, choice: Any, **options: Any) -> Embeddings:
        """The embedding model of tests."""
        self.chosen.append({"choice": choice, **options})
        return LetterEmbeddings()

    def collection(self, name: str) -> MemoryCollection:
        """A collection in memory."""
        return self._collections.setdefault(name, MemoryCollection())

    async def call_tool(self, name: str, arguments: dict[str, Any]) -> Any:
        """A tool of the house is a flow here."""
        return await self.run_flow(name, str(arguments.get("input_value", "")))

    async def run_flow(
        self, flow: str, input: str = "", *, tweaks: dict[str, Any] | None = None, session: str | None = None
    ) -> list[Any]:
        """What the given function makes of the input."""
        if flow not in self._flows:
            raise ComponentError(f'There is no flow "{flow}".')
        return [self._flows[flow](input)]

    async def flow_tool(self, flow: str, *, name: str | None = None, description: str | None = None) -> Tool:
        """The given function as a tool."""

        async def call(arguments: dict[str, Any]) -> Any:
            return (await self.run_flow(flow, str(arguments.get("input_value", ""))))[-1]

        return Tool(
            name or flow,
            description or f"Runs {flow}",
            {"type": "object", "properties": {"input_value": {"type": "string"}}},
            call,
        )

    def note(self, key: str, value: Any, *, append: bool = False) -> None:
        """Keep a value for other nodes."""
        self.notes[key] = [*self.notes.get(key, []), value] if append else value

    def noted(self, key: str) -> Any:
        """A kept value."""
        return self.notes.get(key)

    def usage(self, tokens: dict[str, int] | None) -> None:
        """Keep the tokens."""
        self.used.append(tokens or {})
