"""The engine's side of the SDK's Context: what a running component may ask of the house."""

from __future__ import annotations

from typing import Any, cast

from runyard.engine.outcome import Outcome
from runyard.engine.scope import FlowScope
from runyard.engine.subflows import call_tool, flow_tool, run_flow
from runyard.kit.clock import Clock
from runyard.kit.ids import derived_id
from runyard_sdk import Context, Message, NodeInfo, Tool
from runyard_sdk.context import Files, Models, Vectors
from runyard_sdk.values import dump, plain


class NodeVariables:
    """Global variables as a component sees them."""

    def __init__(self, scope: FlowScope) -> None:
        self._scope = scope

    async def get(self, name: str) -> str | None:
        """The value, or None."""
        return await self._scope.variable(name)


class NodeContext:
    """One node in one run. Ids of its messages follow from the step, so a step that runs again updates the same messages."""

    def __init__(self, scope: FlowScope, node: NodeInfo, key: str, outcome: Outcome, round: int = 1) -> None:
        self.scope = scope
        self.node = node
        self.key = key
        self.outcome = outcome
        self.output = ""
        self.round = round
        self.streaming: bool = scope.options.stream or scope.options.mode == "build"
        self.node_id = node.id
        self.run_id: str = scope.run.id
        self.flow_id = scope.flow_id
        self.flow_name = scope.flow_name
        self.session_id = scope.session_id
        self.user_id: str = scope.run.owner
        self._sent = 0
        self._open: dict[str, tuple[Message, list[str]]] = {}
        self.said: Any = None
        self.stopped: dict[str, None] = {}

    @property
    def sdk(self) -> Context:
        """This context as components know it (their protocol allows attributes to be set, this one only reads them)."""
        return cast(Context, self)

    @property
    def http(self) -> Any:
        """The guarded client."""
        return self.scope.services.http

    @property
    def files(self) -> Files:
        """Files of the flow and its owner."""
        return self.scope.services.files.of(self.scope.run)

    @property
    def variables(self) -> NodeVariables:
        """Global variables, the request's own first."""
        return NodeVariables(self.scope)

    @property
    def models(self) -> Models:
        """Model clients whose answers are kept as steps of the run."""
        return self.scope.services.models.of(self.scope)

    @property
    def vectors(self) -> Vectors:
        """The owner's collections."""
        return self.scope.services.vectors.of(self.user_id)

    @property
    def clock(self) -> Clock:
        """The house's clock."""
        return self.scope.services.clock

    async def send(self, message: Message) -> Message:
        """Store a chat message and tell followers; a partial one is only told, and kept when it is complete."""
        shown = self._filled(message)
        if message.properties.state == "partial":
            self._open[str(message.id)] = (message, [message.text] if message.text else [])
        else:
            self._open.pop(str(message.id), None)
            self.scope.services.messages.keep(self.scope.run, shown)
        self.scope.run.emit("message", {"message": shown, "node": self.node_id})
        return message

    async def store_message(self, message: Message) -> Message:
        """Store a chat message without telling followers."""
        self.scope.services.messages.keep(self.scope.run, self._filled(message))
        return message

    def _filled(self, message: Message) -> dict[str, Any]:
        if message.id is None:
            self._sent += 1
            message.id = derived_id(f"{self.run_id}/{self.key}/{self._sent}")
        message.flow_id = message.flow_id or self.flow_id
        message.run_id = self.run_id
        message.session_id = message.session_id or self.session_id
        message.session_metadata = message.session_metadata or self.scope.metadata
        if message.id not in self.outcome.messages:
            self.outcome.messages = (*self.outcome.messages, message.id)
        shown: dict[str, Any] = plain(message)
        return shown

    async def token(self, message_id: str, text: str) -> None:
        """A piece of a partial message's text; it leaves at once."""
        if message_id in self._open:
            self._open[message_id][1].append(text)
        self.scope.run.delta(message_id, text)

    def close_open(self) -> None:
        """Keep what was written of messages that will not be finished; one without a word is taken back."""
        for message, pieces in self._open.values():
            message.text = "".join(pieces)
            if not message.text:
                self.scope.run.emit("message.removed", {"id": message.id, "node": self.node_id})
                continue
            message.properties.state = "complete"
            shown = plain(message)
            self.scope.services.messages.keep(self.scope.run, shown)
            self.scope.run.emit("message", {"message": shown, "node": self.node_id})
        self._open.clear()

    def log(self, message: Any, name: str | None = None) -> None:
        """A line in the log of this node."""
        lines = self.outcome.logs.setdefault(self.output, [])
        text = message if isinstance(message, str) else plain(message)
        line = {
            "name": name or f"Log {len(lines) + 1}",
            "message": text,
            "type": "text" if isinstance(text, str) else "object",
        }
        lines.append(line)
        self.scope.run.emit("log", line | {"node": self.node_id, "output": self.output})

    def status(self, value: Any) -> None:
        """What the node shows as its result from now on."""
        self.said = value

    def stop(self, output: str) -> None:
        """Switch off the branch behind one output."""
        self.stopped[output] = None

    def source(self, field: str) -> NodeInfo | None:
        """The node whose edge ends at a field."""
        ends = [
            edge.source
            for edge in self.scope.graph.edges
            if edge.target == self.node_id and edge.field == field and edge.loop is None
        ]
        return self.scope.info(ends[-1]) if ends else None

    def feeds(self, output: str) -> list[NodeInfo]:
        """The nodes that an output leads to."""
        return [
            self.scope.info(edge.target)
            for edge in self.scope.graph.edges
            if edge.source == self.node_id and edge.output == output
        ]

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
        """The last n messages of a session of this flow."""
        found = await self.scope.services.messages.history(
            self.scope.run,
            session_id or self.session_id,
            n,
            sender=sender,
            sender_name=sender_name,
            context_id=context_id,
            newest_first=order == "descending",
        )
        return [Message.from_json(one) for one in found]

    async def call_tool(self, name: str, arguments: dict[str, Any]) -> Any:
        """Call any registered tool of the house as the run's owner."""
        return await call_tool(self.scope, name, arguments)

    async def run_flow(
        self, flow: str, input: str = "", *, tweaks: dict[str, Any] | None = None, session: str | None = None
    ) -> list[Any]:
        """Run another flow as a child of this run and give the values of its outputs."""
        return await run_flow(self.scope, flow, input, tweaks=tweaks, session=session)

    async def flow_tool(self, flow: str, *, name: str | None = None, description: str | None = None) -> Tool:
        """Another flow as a tool."""
        return await flow_tool(self.scope, flow, name=name, description=description)

    def note(self, key: str, value: Any, *, append: bool = False) -> None:
        """Keep a value for the other nodes of this run; it is part of this step, so a recovery finds it again."""
        if append:
            value = [*self.scope.notes.get(key, []), value]
        self.scope.notes[key] = value
        self.outcome.notes[key] = dump(value)

    def noted(self, key: str) -> Any:
        """What was kept under a key."""
        return self.scope.notes.get(key)

    def usage(self, tokens: dict[str, int] | None) -> None:
        """Tokens that this node used."""
        if not tokens:
            return
        total = self.outcome.usage or {}
        self.outcome.usage = {
            name: total.get(name, 0) + int(tokens.get(name) or 0)
            for name in ("input_tokens", "output_tokens", "total_tokens")
        }
        self.scope.run.spend(int(tokens.get("total_tokens") or 0))
