"""The end of a chat flow."""

from __future__ import annotations

from typing import Any

from runyard_sdk import Component, Context, Message, Source, as_text, output
from runyard_sdk import fields as f


class ChatOutput(Component):
    """Shows what arrives in the chat: texts as they are, JSON as a fenced block, tables as markdown."""

    title = "Chat Output"
    icon = "MessagesSquare"
    category = "input_output"
    shape = {"minimized": True}

    input_value: Any = f.handle(title="Inputs", required=True, info="What to show.")
    should_store_message: bool = f.boolean(
        title="Store Messages", default=True, advanced=True, info="Keep the message in the history of the chat."
    )
    sender: str = f.dropdown(
        title="Sender Type", default="Machine", advanced=True, options=["Machine", "User"], info="Who speaks."
    )
    sender_name: str = f.message_text(default="AI", advanced=True, info="The speaker's name in the chat.")
    session_id: str = f.message_text(
        title="Session ID", advanced=True, info="The chat this belongs to; empty means the run's own."
    )
    context_id: str = f.message_text(title="Context ID", advanced=True, info="A second key that keeps memories apart.")
    data_template: str = f.message_text(
        default="{text}", advanced=True, info="How to turn JSON into text; {text} is its text entry."
    )
    clean_data: bool = f.boolean(
        title="Basic Clean Data",
        default=True,
        advanced=True,
        info="Drop empty rows and surplus empty lines of structured data.",
    )

    @output("message", title="Output Message")
    async def message_response(self, ctx: Context) -> Message:
        """The message as the chat shows it."""
        message = self._message(ctx)
        if self.should_store_message and self.sender and self.sender_name:
            if message.id is not None:  # streamed: it first takes its place under this node, then it is final
                message = await ctx.send(message)
            message = await ctx.send(message)
        ctx.status(message)
        return message

    def _message(self, ctx: Context) -> Message:
        origin = ctx.source("input_value")
        given = self.input_value
        if isinstance(given, Message) and (origin is None or origin.type != "ChatInput"):
            message = given
        else:
            message = Message(as_text(given, clean=self.clean_data and not isinstance(given, str | Message)))
        message.sender, message.sender_name = self.sender, self.sender_name
        message.session_id = self.session_id or ctx.session_id
        message.context_id = self.context_id
        if origin is not None and message.properties.source.id is None:
            message.properties.source = Source(origin.id, origin.title, origin.title)
        return message
