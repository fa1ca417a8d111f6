"""Asking a chat model and showing its answer: streamed into the chat, or as one message."""

from __future__ import annotations

from typing import Any

from runyard_sdk import Component, Context, LanguageModel, Message, Properties, Source
from runyard_sdk.models import Reply

Turns = list[dict[str, Any]]


def turns(system: str, message: Message | str) -> Turns:
    """The turns of a single question."""
    text = message.text if isinstance(message, Message) else message
    opening: Turns = [{"role": "system", "content": system}] if system else []
    return [*opening, {"role": "user", "content": text, **_attached(message)}]


def _attached(message: Message | str) -> dict[str, Any]:
    files = message.files if isinstance(message, Message) else []
    return {"files": list(files)} if files else {}


def source_of(node: Component, model: LanguageModel) -> Source:
    """Who speaks: the node, with the model's name."""
    return Source(node.node_id, node.display_name, model.name or node.display_name)


def shows_in_chat(ctx: Context, output: str) -> bool:
    """Whether an output leads straight into the chat."""
    return any(node.type == "ChatOutput" for node in ctx.feeds(output))


class Draft:
    """A message in the chat that is still being written."""

    def __init__(self, ctx: Context, message: Message) -> None:
        self.ctx = ctx
        self.message = message

    @classmethod
    async def open(cls, ctx: Context, source: Source, icon: str) -> Draft:
        """Put an empty message into the chat."""
        properties = Properties(source=source, icon=icon, state="partial")
        message = Message("", "Machine", "AI", ctx.session_id, properties=properties)
        return cls(ctx, await ctx.send(message))

    async def write(self, text: str) -> None:
        """Add a piece of text."""
        await self.ctx.token(self.message.id or "", text)

    async def update(self) -> None:
        """Send the message as it stands."""
        self.message = await self.ctx.send(self.message)

    async def close(self, text: str, usage: dict[str, int] | None) -> Message:
        """The finished message."""
        self.message.text = text
        self.message.properties.state = "complete"
        self.message.properties.usage = usage
        await self.update()
        return self.message


async def answer(
    node: Component, ctx: Context, model: LanguageModel, asked: Turns, *, stream: bool, output: str, **options: Any
) -> Message:
    """The model's answer; streamed into the chat when the node streams, somebody follows and the chat comes next."""
    source = source_of(node, model)
    if stream and ctx.streaming and shows_in_chat(ctx, output):
        draft = await Draft.open(ctx, source, node.icon)
        reply = await model.chat(asked, stream=draft.write, **options)
        message = await draft.close(reply.text, reply.usage)
    else:
        reply = await model.chat(asked, **options)
        message = Message(reply.text, properties=Properties(source=source, usage=reply.usage))
    counted(ctx, reply)
    ctx.status(message)
    return message


def counted(ctx: Context, reply: Reply) -> None:
    """Note the tokens of a reply."""
    if reply.usage:
        ctx.usage(reply.usage)
