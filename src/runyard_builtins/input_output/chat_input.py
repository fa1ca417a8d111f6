"""The start of a chat flow."""

from __future__ import annotations

from typing import Any

from runyard_sdk import Component, Context, Message, output
from runyard_sdk import fields as f

ATTACHABLE = (
    "csv",
    "json",
    "pdf",
    "txt",
    "md",
    "mdx",
    "yaml",
    "yml",
    "xml",
    "html",
    "htm",
    "docx",
    "py",
    "sh",
    "sql",
    "js",
    "ts",
    "tsx",
    "jpg",
    "jpeg",
    "png",
    "bmp",
    "image",
)


class ChatInput(Component):
    """Takes what a person writes in the chat and hands it to the flow as a message."""

    title = "Chat Input"
    icon = "MessagesSquare"
    category = "input_output"
    shape = {"minimized": True}

    input_value: str = f.multiline(title="Input Text", accepts=(), info="The text to start the flow with.")
    should_store_message: bool = f.boolean(
        title="Store Messages", default=True, advanced=True, info="Keep the message in the history of the chat."
    )
    sender: str = f.dropdown(
        title="Sender Type", default="User", advanced=True, options=["Machine", "User"], info="Who speaks."
    )
    sender_name: str = f.message_text(default="User", advanced=True, info="The speaker's name in the chat.")
    session_id: str = f.message_text(
        title="Session ID", advanced=True, info="The chat this belongs to; empty means the run's own."
    )
    context_id: str = f.message_text(title="Context ID", advanced=True, info="A second key that keeps memories apart.")
    files: list[Any] = f.file(
        *ATTACHABLE, many=True, advanced=True, temp_file=True, info="Files sent along with the message."
    )

    @output("message", title="Chat Message")
    async def message_response(self, ctx: Context) -> Message:
        """The message, stored when the chat keeps messages."""
        message = Message(
            self.input_value,
            self.sender,
            self.sender_name,
            self.session_id or ctx.session_id,
            files=list(self.files),
            context_id=self.context_id,
        )
        if self.should_store_message and self.sender and self.sender_name:
            message = await ctx.send(message)
        ctx.status(message)
        return message
