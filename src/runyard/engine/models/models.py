"""Models as one run sees them: a choice becomes a client; answers of providers are kept as steps of the run."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from runyard.engine.models.chat import ProviderChat, ProviderEmbeddings
from runyard.engine.models.hashing import HashingEmbeddings
from runyard.engine.models.providers import BUILT_IN, PROVIDERS, Choice, choice_of
from runyard.engine.models.rules import RulesModel
from runyard.engine.models.turns import plain_turns, with_files
from runyard_sdk import ComponentError, Embeddings, LanguageModel, Reply, Tool, ToolCall
from runyard_sdk.models import Stream

if TYPE_CHECKING:
    from runyard.engine.models.clients import ModelClients
    from runyard.engine.scope import FlowScope

_TIMEOUT = 600.0
_PASSED_ON = (
    "temperature",
    "max_tokens",
    "seed",
    "top_p",
    "frequency_penalty",
    "presence_penalty",
    "dimensions",
    "reasoning_effort",
    "extra_body",
)


@dataclass(frozen=True, slots=True)
class _Place:
    """Where a model answers; the key is the plain one and never leaves the process."""

    provider: str
    base_url: str
    key: str
    model: str


class RunModels:
    """What a component reaches as `ctx.models`."""

    def __init__(self, clients: ModelClients, scope: FlowScope) -> None:
        self._clients = clients
        self._scope = scope

    async def resolve(
        self, choice: Any, *, api_key: str | None = None, base_url: str | None = None, **options: Any
    ) -> LanguageModel:
        """A chat model for what a model field holds; without any provider the built-in rules model."""
        if isinstance(choice, LanguageModel):
            return choice
        place = await self._place(choice_of(choice), api_key, base_url, "chat")
        return RulesModel() if place is None else self._chat(place, options)

    async def embeddings(
        self, choice: Any, *, api_key: str | None = None, base_url: str | None = None, **options: Any
    ) -> Embeddings:
        """An embedding model for what a model field holds; without any provider the built-in one."""
        if isinstance(choice, Embeddings):
            return choice
        place = await self._place(choice_of(choice), api_key, base_url, "embedding")
        if place is None:
            return HashingEmbeddings()
        return ProviderEmbeddings(self._spec(place, options), self._client(place, options), _passed(options))

    def revived(self, kind: str, spec: dict[str, Any]) -> LanguageModel | Embeddings:
        """A model out of the spec that a kept step holds."""
        if spec.get("provider") == BUILT_IN or not spec.get("base_url"):
            return RulesModel() if kind == "LanguageModel" else HashingEmbeddings()
        sealed = str(spec.get("key") or "")
        place = _Place(
            str(spec.get("provider") or ""),
            str(spec["base_url"]),
            self._clients.opened(sealed) if sealed else "",
            str(spec.get("model") or ""),
        )
        options = dict(spec.get("options") or {})
        if kind == "LanguageModel":
            return self._chat(place, options)
        return ProviderEmbeddings(spec, self._client(place, options), _passed(options))

    def _chat(self, place: _Place, options: dict[str, Any]) -> LanguageModel:
        inner = ProviderChat(self._spec(place, options), self._client(place, options), _passed(options))
        return KeptModel(inner, self._scope)

    def _client(self, place: _Place, options: dict[str, Any]) -> Any:
        return self._clients.client(place.base_url, place.key, float(options.get("timeout") or _TIMEOUT))

    def _spec(self, place: _Place, options: dict[str, Any]) -> dict[str, Any]:
        spec: dict[str, Any] = {"provider": place.provider, "model": place.model, "base_url": place.base_url}
        if place.key:
            spec["key"] = self._clients.sealed(place.key)
        kept = {
            name: value for name, value in options.items() if name in (*_PASSED_ON, "timeout") and value is not None
        }
        return spec | ({"options": kept} if kept else {})

    async def _place(self, choice: Choice, api_key: str | None, base_url: str | None, what: str) -> _Place | None:
        """Where to ask. A key that was not typed for an address is never sent to it: a provider's own key goes to its own address only."""
        known = PROVIDERS.get(choice.provider)
        address = (base_url or choice.base_url or "").strip().rstrip("/")
        model = choice.model or (known.embedding if known and what == "embedding" else "")
        if choice.provider == BUILT_IN:
            return None
        if address:
            return _Place(choice.provider, address, api_key or "", model or self._default_model(what))
        if known is not None:
            key = api_key or (await self._scope.variable(known.key_variable) if known.key_variable else "")
            own = await self._scope.variable(known.base_variable) if known.base_variable else None
            if key or (known.key_variable is None and (own or choice.provider)):
                return _Place(known.name, (own or known.base_url).rstrip("/"), key or "", model)
        elif choice.provider and api_key:
            raise ComponentError(
                f"The provider {choice.provider} is not known here; give the address of its OpenAI-compatible server.",
                field="model",
            )
        return self._default(model, what)

    def _default(self, model: str, what: str) -> _Place | None:
        settings = self._clients.defaults
        named = self._default_model(what) or (model if what == "chat" else "")
        if not settings.base_url or not named:
            return None
        return _Place("", settings.base_url, settings.api_key or "", named)

    def _default_model(self, what: str) -> str:
        settings = self._clients.defaults
        return (settings.model if what == "chat" else settings.embedding_model) or ""


def _passed(options: dict[str, Any]) -> dict[str, Any]:
    return {name: options[name] for name in _PASSED_ON if options.get(name) is not None}


class KeptModel(LanguageModel):
    """A provider's model whose answers are kept: after a crash the same question in the same run is not asked, and not paid, again."""

    def __init__(self, inner: LanguageModel, scope: FlowScope) -> None:
        super().__init__(inner.spec)
        self._inner = inner
        self._scope = scope

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
        """The kept answer, or the provider's. Pieces that an earlier attempt has sent are not sent again."""
        turns = plain_turns(messages)

        async def ask() -> dict[str, Any]:
            files = self._scope.services.files.of(self._scope.run)
            reply = await self._inner.chat(
                await with_files(turns, files),
                tools=tools,
                stream=stream,
                temperature=temperature,
                max_tokens=max_tokens,
                response_format=response_format,
            )
            calls = [{"id": call.id, "name": call.name, "arguments": call.arguments} for call in reply.tool_calls]
            return {"text": reply.text, "tool_calls": calls, "usage": reply.usage}

        question = [self.name, turns, [tool.name for tool in tools or []], response_format, temperature, max_tokens]
        answer, _ = await self._scope.calls.call("model", question, ask)
        return Reply(answer["text"], [ToolCall(**call) for call in answer["tool_calls"]], answer["usage"])
