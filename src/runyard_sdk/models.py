"""Values that can be called: tools, language models and embedding models.

They travel as their `spec` (provider, model, address, the name of a variable that holds the key): never with a plain secret.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from typing import Any

from runyard_sdk.errors import ComponentError

Stream = Callable[[str], Awaitable[None]]


@dataclass
class Tool:
    """Something an agent may call: a name, a sentence, the JSON schema of its arguments."""

    name: str
    description: str
    schema: dict[str, Any]
    call: Callable[[dict[str, Any]], Awaitable[Any]] | None = None
    spec: dict[str, Any] = field(default_factory=dict)

    def to_json(self) -> dict[str, Any]:
        """What another process needs to find the tool again."""
        return {"name": self.name, "description": self.description, "schema": self.schema, "spec": self.spec}

    async def __call__(self, **arguments: Any) -> Any:
        if self.call is None:
            raise ComponentError(f'The tool "{self.name}" is not connected to anything that can run it.')
        return await self.call(arguments)


@dataclass
class ToolCall:
    """One call that a model asks for."""

    id: str
    name: str
    arguments: dict[str, Any]


@dataclass
class Reply:
    """The answer of a chat model: text, the tool calls it asks for, the tokens it used."""

    text: str = ""
    tool_calls: list[ToolCall] = field(default_factory=list)
    usage: dict[str, int] | None = None


class LanguageModel:
    """A chat model. The engine hands out subclasses that reach the provider."""

    def __init__(self, spec: dict[str, Any] | None = None) -> None:
        self.spec = dict(spec or {})

    @property
    def name(self) -> str:
        """The model's name, as shown beside its answers."""
        return str(self.spec.get("model") or "")

    def to_json(self) -> dict[str, Any]:
        """The spec; it holds no plain secret."""
        return self.spec

    async def chat(
        self,
        messages: list[dict[str, Any]],
        *,
        tools: list[Tool] | None = None,
        stream: Stream | None = None,
        temperature: float | None = None,
        max_tokens: int | None = None,
        response_format: dict[str, Any] | None = None,
    ) -> Reply:
        """Answer messages of the form {role, content}; pieces of the text go to stream as they come."""
        raise ComponentError(f'No client is configured for the language model "{self.name}".')


class Embeddings:
    """An embedding model. The engine hands out subclasses that reach the provider."""

    def __init__(self, spec: dict[str, Any] | None = None) -> None:
        self.spec = dict(spec or {})

    def to_json(self) -> dict[str, Any]:
        """The spec; it holds no plain secret."""
        return self.spec

    async def embed(self, texts: list[str]) -> list[list[float]]:
        """One vector per text, in order."""
        raise ComponentError(f'No client is configured for the embedding model "{self.spec.get("model") or ""}".')
