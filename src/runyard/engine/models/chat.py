"""Chat and embeddings at an OpenAI-compatible address: streaming, tool calls, JSON schemas, usage; errors become one sentence."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import httpx

from runyard.engine.models.sdk import provider_library
from runyard.kit.errors import RunyardError
from runyard.kit.json import dumps_text, loads
from runyard_sdk import ComponentError, Embeddings, LanguageModel, Reply, Retriable, Tool, ToolCall
from runyard_sdk.models import Stream

_AT_ONCE = 256  # texts in one embedding request


class ProviderChat(LanguageModel):
    """A chat model of a provider. `options` go along with every request (temperature, seed, top_p ...)."""

    def __init__(self, spec: dict[str, Any], client: Any, options: dict[str, Any]) -> None:
        super().__init__(spec)
        self._client = client
        self._options = options

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
        """One answer of the provider."""
        request = dict(self._options)
        given = {"temperature": temperature, "max_tokens": max_tokens, "response_format": response_format}
        request.update({name: value for name, value in given.items() if value is not None})
        if tools:
            request["tools"] = [_offered(tool) for tool in tools]
        with _in_words(self.spec):
            if stream is None:
                answer = await self._client.chat.completions.create(model=self.name, messages=messages, **request)
                return _reply(answer)
            return await self._streamed(messages, request, stream)

    async def _streamed(self, messages: list[dict[str, Any]], request: dict[str, Any], stream: Stream) -> Reply:
        chunks = await self._client.chat.completions.create(
            model=self.name, messages=messages, stream=True, stream_options={"include_usage": True}, **request
        )
        reply, pieces, calls, ended = Reply(), [], dict[int, list[str]](), False
        async for chunk in chunks:
            reply.usage = _usage(chunk.usage) or reply.usage
            for choice in chunk.choices:
                ended = ended or choice.finish_reason is not None
                text = choice.delta.content if choice.delta else None
                if text:
                    pieces.append(text)
                    await stream(text)
                _collect(choice.delta, calls)
        if not ended:
            raise Retriable("The model's answer broke off; try again.")
        reply.text = "".join(pieces)
        reply.tool_calls = [
            ToolCall(name or f"call_{at}", tool, _arguments(text)) for at, (name, tool, text) in sorted(calls.items())
        ]
        return reply


class ProviderEmbeddings(Embeddings):
    """An embedding model of a provider."""

    def __init__(self, spec: dict[str, Any], client: Any, options: dict[str, Any]) -> None:
        super().__init__(spec)
        self._client = client
        self._options = options

    async def embed(self, texts: list[str]) -> list[list[float]]:
        """One vector per text, asked for in batches."""
        vectors: list[list[float]] = []
        with _in_words(self.spec):
            for start in range(0, len(texts), _AT_ONCE):
                answer = await self._client.embeddings.create(
                    model=str(self.spec.get("model")),
                    input=texts[start : start + _AT_ONCE],
                    encoding_format="float",
                    **self._options,
                )
                vectors += [list(row.embedding) for row in sorted(answer.data, key=lambda row: row.index)]
        return vectors


def _offered(tool: Tool) -> dict[str, Any]:
    return {
        "type": "function",
        "function": {"name": tool.name, "description": tool.description, "parameters": tool.schema},
    }


def _reply(answer: Any) -> Reply:
    if not answer.choices:
        raise ComponentError("The model gave no answer.")
    message = answer.choices[0].message
    calls = [
        ToolCall(call.id, call.function.name, _arguments(call.function.arguments)) for call in message.tool_calls or []
    ]
    return Reply(message.content or "", calls, _usage(answer.usage))


def _usage(usage: Any) -> dict[str, int] | None:
    if usage is None:
        return None
    return {
        "input_tokens": usage.prompt_tokens or 0,
        "output_tokens": usage.completion_tokens or 0,
        "total_tokens": usage.total_tokens or 0,
    }


def _collect(delta: Any, calls: dict[int, list[str]]) -> None:
    """Put the pieces of tool calls together: id and name come once, the arguments bit by bit."""
    for call in (delta.tool_calls or []) if delta else []:
        known = calls.setdefault(call.index or 0, ["", "", ""])
        known[0] = call.id or known[0]
        known[1] += (call.function.name or "") if call.function else ""
        known[2] += (call.function.arguments or "") if call.function else ""


def _arguments(text: str) -> dict[str, Any]:
    try:
        found = loads(text or "{}")
    except ValueError:
        return {"input": text}
    return found if isinstance(found, dict) else {"input": dumps_text(found)}


@contextmanager
def _in_words(spec: dict[str, Any]) -> Iterator[None]:
    """Errors of the library as one sentence; what may pass by itself is Retriable."""
    library = provider_library()
    who = f"{spec.get('provider') or 'The model server'} ({spec.get('model')})"
    try:
        yield
    except library.APITimeoutError as error:
        raise Retriable(f"{who} did not answer in time.") from error
    except library.APIConnectionError as error:
        raise _unreachable(who, error) from error
    except library.APIStatusError as error:
        raise _refused(who, error) from error
    except library.APIError as error:
        raise ComponentError(f"{who} answered with an error: {error.message}") from error
    except httpx.HTTPError as error:
        raise Retriable(f"{who} broke off in the middle of its answer; try again.") from error


def _unreachable(who: str, error: Exception) -> ComponentError:
    cause: BaseException | None = error
    while cause is not None:
        if isinstance(cause, RunyardError):
            return ComponentError(f"{who} cannot be reached: {cause.message}")
        cause = cause.__cause__ or cause.__context__
    return Retriable(f"{who} cannot be reached; check the address and that the server runs.")


def _refused(who: str, error: Any) -> ComponentError:
    status, said = error.status_code, _said(error)
    if status in (401, 403):
        return ComponentError(f"{who} refused the key: {said}", field="api_key", hint="Check the key of this provider.")
    if status == 404:
        return ComponentError(f"{who} is not known there: {said}", field="model")
    if status == 429:
        return Retriable(f"{who} is busy or its quota is used up: {said}", after=_after(error))
    if status >= 500:
        return Retriable(f"{who} has a problem of its own ({status}): {said}")
    return ComponentError(f"{who} refused the request ({status}): {said}")


def _said(error: Any) -> str:
    body = error.body if isinstance(error.body, dict) else {}
    return " ".join(str(body.get("message") or error.message).split())[:500]


def _after(error: Any) -> float | None:
    try:
        return float(error.response.headers.get("retry-after"))
    except (TypeError, ValueError):
        return None
