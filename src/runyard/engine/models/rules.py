"""The model that is always there: a handful of rules, no learning, no network. It says that it is one."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any

from runyard.engine.models.shapes import example_of
from runyard.kit.json import dumps_text
from runyard_sdk import LanguageModel, Reply, Tool, ToolCall
from runyard_sdk.models import Stream

RULES_MODEL = "runyard-rules"
INTRODUCTION = "I am Runyard's built-in rules model: I follow fixed rules and do not think. Set up a model provider for real answers."

_ARITHMETIC = re.compile(r"(?<![\w.])[-+(]*\d[\d\s.+\-*/()%^]*[+\-*/%^][\d\s.+\-*/()%^]*\d\)*")
_DATE = re.compile(r"\b\d{4}-\d{1,2}-\d{1,2}\b")
_URL = re.compile(r"https?://[^\s<>\"')\]]+")
_SENTENCE = re.compile(r"(?<=[.!?])\s+")
_SUMMARY_SENTENCES = 2
_LONGEST_ECHO = 2000


class RulesModel(LanguageModel):
    """Echoes, summarises, calls the tool that a text clearly asks for, fills a JSON schema."""

    def __init__(self, spec: dict[str, Any] | None = None) -> None:
        super().__init__({"provider": "Runyard", "model": RULES_MODEL, **(spec or {})})

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
        """The answer by rule."""
        asked = next((text_of(one) for one in reversed(messages) if one.get("role") == "user"), "")
        last = messages[-1] if messages else {}
        used = {"input_tokens": sum(words(text_of(one)) for one in messages)}
        call = None if last.get("role") == "tool" else wanted_call(asked, tools or [])
        if call is not None:
            return Reply(tool_calls=[call], usage=_counted(used, 1))
        text = _answer(asked, last, response_format)
        if stream is not None:
            for piece in re.findall(r"\S+\s*", text):
                await stream(piece)
        return Reply(text, usage=_counted(used, words(text)))


def _answer(asked: str, last: dict[str, Any], response_format: dict[str, Any] | None) -> str:
    schema = schema_of(response_format)
    if schema is not None:
        return dumps_text(example_of(schema, asked))
    if last.get("role") == "tool":
        return f"{INTRODUCTION} The tool gave: {text_of(last)}"
    if re.search(r"\bsummar", asked, re.IGNORECASE):
        return f"{INTRODUCTION} In short: {' '.join(_SENTENCE.split(asked.strip())[:_SUMMARY_SENTENCES])}"
    return f"{INTRODUCTION} You said: {asked[:_LONGEST_ECHO]}" if asked else INTRODUCTION


def wanted_call(asked: str, tools: Iterable[Tool]) -> ToolCall | None:
    """The call that a text clearly asks for: sums for a calculator, an address for a fetcher, a tool named in the text."""
    for number, tool in enumerate(tools, 1):
        arguments = _arguments(asked, tool)
        if arguments is not None:
            return ToolCall(f"call_{number}", tool.name, arguments)
    return None


def _arguments(asked: str, tool: Tool) -> dict[str, Any] | None:
    fields = (tool.schema or {}).get("properties") or {}
    sums = _ARITHMETIC.search(_DATE.sub(" ", asked))
    if sums and "expression" in fields:
        return {"expression": sums.group().strip()}
    address = _URL.search(asked)
    taker = next((name for name in fields if "url" in name.lower()), None)
    if address and taker:
        return {taker: [address.group()] if fields[taker].get("type") == "array" else address.group()}
    if re.search(rf"\b{re.escape(tool.name).replace('_', '[ _]')}\b", asked, re.IGNORECASE):
        return {name: asked for name, field in fields.items() if field.get("type", "string") == "string"}
    return None


def schema_of(response_format: dict[str, Any] | None) -> dict[str, Any] | None:
    """The JSON schema that an answer must have; an empty one for any JSON object."""
    if not response_format or response_format.get("type") not in ("json_schema", "json_object"):
        return None
    schema = (response_format.get("json_schema") or {}).get("schema")
    return schema if isinstance(schema, dict) else {"type": "object"}


def text_of(message: dict[str, Any]) -> str:
    """The text of a message whose content is a text or a list of parts."""
    content = message.get("content")
    if isinstance(content, list):
        return " ".join(str(part.get("text") or "") for part in content if isinstance(part, dict))
    return str(content or "")


def words(text: str) -> int:
    """A count of words, which stands for tokens here."""
    return len(text.split())


def _counted(used: dict[str, int], out: int) -> dict[str, int]:
    return used | {"output_tokens": out, "total_tokens": used["input_tokens"] + out}
