"""The rounds of an agent: the model asks for tools, gets their results, and answers in the end; each step is shown."""

from __future__ import annotations

import asyncio
import json
from typing import Any

from runyard_builtins.models.answering import Draft, Turns, counted
from runyard_sdk import ComponentError, Context, LanguageModel, Message, Reply, Tool, ToolCall, outside
from runyard_sdk.text import as_line
from runyard_sdk.values import plain

TITLE = "Agent Steps"


class Steps:
    """What the agent did, as the content block of its message."""

    def __init__(self, ctx: Context, asked: str) -> None:
        self.ctx = ctx
        self.began = ctx.clock.monotonic()
        self.contents: list[dict[str, Any]] = []
        self.add({"type": "text", "text": f"**Input**: {asked}", "header": {"title": "Input", "icon": "MessageSquare"}})

    def add(self, content: dict[str, Any]) -> dict[str, Any]:
        """Show one more step, with the time since the one before."""
        now = self.ctx.clock.monotonic()
        content.setdefault("duration", int((now - self.began) * 1000))
        self.began = now
        self.contents.append(content)
        return content

    @property
    def block(self) -> dict[str, Any]:
        """The content block."""
        return {"title": TITLE, "contents": self.contents, "allow_markdown": True, "media_url": None}


class Rounds:
    """One conversation of a model with its tools."""

    def __init__(
        self, ctx: Context, model: LanguageModel, tools: list[Tool], *, most: int, options: dict[str, Any]
    ) -> None:
        self.ctx = ctx
        self.model = model
        self.tools = {tool.name: tool for tool in tools}
        self.most = max(most, 1)
        self.options = options
        self.used = {"input_tokens": 0, "output_tokens": 0, "total_tokens": 0}

    async def run(self, asked: Turns, steps: Steps, draft: Draft | None, *, stream: bool) -> Reply:
        """The model's last answer."""
        turns = list(asked)
        for _ in range(self.most):
            reply = await self._ask(turns, draft if stream else None)
            if not reply.tool_calls:
                steps.add({"type": "text", "text": reply.text, "header": {"title": "Output", "icon": "MessageSquare"}})
                return Reply(reply.text, usage=self.used if any(self.used.values()) else None)
            turns.append({"role": "assistant", "content": reply.text, "tool_calls": reply.tool_calls})
            turns += await self._call_all(reply.tool_calls, steps, draft)
        raise ComponentError(
            f"The agent did not come to an end within {self.most} rounds; raise max_iterations or ask for less."
        )

    async def _ask(self, turns: Turns, draft: Draft | None) -> Reply:
        reply = await self.model.chat(
            turns, tools=list(self.tools.values()) or None, stream=draft.write if draft else None, **self.options
        )
        counted(self.ctx, reply)
        for name in self.used:
            self.used[name] += int((reply.usage or {}).get(name, 0))
        return reply

    async def _call_all(self, calls: list[ToolCall], steps: Steps, draft: Draft | None) -> Turns:
        shown = [steps.add(_step(call)) for call in calls]
        if draft:
            draft.message.content_blocks = [steps.block]
            await draft.update()
        results = await asyncio.gather(*(self._call(call, step) for call, step in zip(calls, shown, strict=True)))
        if draft:
            await draft.update()
        return [
            {"role": "tool", "tool_call_id": call.id, "name": call.name, "content": text}
            for call, text in zip(calls, results, strict=True)
        ]

    async def _call(self, call: ToolCall, step: dict[str, Any]) -> str:
        began = self.ctx.clock.monotonic()
        tool = self.tools.get(call.name)
        try:
            if tool is None:
                raise ComponentError(f'There is no tool "{call.name}"; there are: {", ".join(self.tools) or "none"}.')
            result = await outside(tool(**call.arguments))
        except ComponentError as wrong:
            step["error"] = wrong.message
            text = f"Error: {wrong.message}"
        else:
            step["output"] = plain(result.text if isinstance(result, Message) else result)
            text = _result_text(result)
        step["header"] = {"title": f"Executed **{call.name}**", "icon": "Hammer"}
        step["duration"] = int((self.ctx.clock.monotonic() - began) * 1000)
        return text


def _step(call: ToolCall) -> dict[str, Any]:
    return {
        "type": "tool_use",
        "name": call.name,
        "tool_input": call.arguments,
        "output": None,
        "error": None,
        "header": {"title": f"Accessing **{call.name}**", "icon": "Hammer"},
    }


def _result_text(result: Any) -> str:
    if isinstance(result, str | Message):
        return as_line(result)
    return json.dumps(plain(result), ensure_ascii=False)


def past(history: list[Message], current: Message) -> Turns:
    """Earlier messages as turns, without the one that is being answered."""
    earlier = [one for one in history if one.id is None or one.id != current.id]
    if current.id is None and earlier and earlier[-1].sender == "User" and earlier[-1].text == current.text:
        earlier.pop()
    return [
        {"role": "user" if one.sender == "User" else "assistant", "content": one.text}
        for one in earlier
        if one.text and not one.error
    ]
