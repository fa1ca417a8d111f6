"""Earlier messages of the chat."""

from __future__ import annotations

from typing import Any

from runyard_sdk import Component, ComponentError, Context, Message, Table, fill, output
from runyard_sdk import fields as f

_BOTH = "Machine and User"


class Memory(Component):
    """Gives the last messages of a session, as text or as a table, or stores one."""

    title = "Message History"
    icon = "message-square-more"
    category = "models_and_agents"
    aliases = ("MemoryComponent",)

    mode: str = f.tab(
        default="Retrieve", refresh=True, options=["Retrieve", "Store"], info="Give messages, or store one."
    )
    message: str = f.message_text(show=False, tool_mode=True, dynamic=True, info="What to store.")
    memory: Any = f.handle("Memory", title="External Memory", advanced=True, info="Another store than this server's.")
    sender_type: str = f.dropdown(
        default=_BOTH, advanced=True, options=["Machine", "User", _BOTH], info="Whose messages."
    )
    sender: str = f.message_text(advanced=True, info="Who speaks, when storing.")
    sender_name: str = f.message_text(advanced=True, show=False, info="Only messages of this speaker.")
    n_messages: int = f.integer(title="Number of Messages", default=100, advanced=True, info="How many at most.")
    session_id: str = f.message_text(title="Session ID", advanced=True, info="The chat; empty means the run's own.")
    context_id: str = f.message_text(title="Context ID", advanced=True, info="Only messages with this second key.")
    order: str = f.dropdown(
        default="Ascending",
        required=True,
        advanced=True,
        tool_mode=True,
        options=["Ascending", "Descending"],
        info="Oldest or newest first.",
    )
    template: str = f.multiline(
        default="{sender_name}: {text}", advanced=True, show=False, info="How one message becomes a line."
    )

    @output("messages_text", title="Messages")
    async def retrieve_messages_as_text(self, ctx: Context) -> Message:
        """One line per message."""
        if self.mode == "Store":
            return await self._store(ctx)
        lines = [fill(self.template, one.data, missing=lambda name: "") for one in await self._messages(ctx)]
        text = "\n".join(lines)
        ctx.status(text)
        return Message(text)

    @output("dataframe", title="Table")
    async def retrieve_messages_dataframe(self, ctx: Context) -> Table:
        """One row per message."""
        return Table(one.to_json() for one in await self._messages(ctx))

    async def _messages(self, ctx: Context) -> list[Message]:
        return await ctx.history(
            self.session_id or ctx.session_id,
            self.n_messages or 100,
            sender=None if self.sender_type == _BOTH else self.sender_type,
            sender_name=self.sender_name or None,
            context_id=self.context_id or None,
            order=self.order.lower(),
        )

    async def _store(self, ctx: Context) -> Message:
        return await stored(ctx, self.message, self.sender, self.sender_name, self.session_id, self.context_id)


class StoreMessage(Component):
    """Stores a message in a session."""

    title = "Message Store"
    icon = "message-square-text"
    category = "processing"
    legacy = True

    message: str = f.message_text(required=True, tool_mode=True, info="What to store.")
    memory: Any = f.handle("Memory", title="External Memory", info="Another store than this server's.")
    sender: str = f.message_text(advanced=True, info="Who speaks: Machine or User.")
    sender_name: str = f.message_text(advanced=True, info="The speaker's name.")
    session_id: str = f.message_text(title="Session ID", advanced=True, info="The chat; empty means the run's own.")

    @output("stored_messages", title="Stored Messages")
    async def store_message(self, ctx: Context) -> Message:
        """The message as it was stored."""
        return await stored(ctx, self.message, self.sender, self.sender_name, self.session_id, "")


async def stored(ctx: Context, text: str, sender: str, name: str, session: str, context: str) -> Message:
    """Store one message and give it back."""
    if not text:
        raise ComponentError("There is no message to store.", field="message")
    message = Message(text, sender or "Machine", name or "AI", session or ctx.session_id, context_id=context)
    kept = await ctx.store_message(message)
    ctx.status(kept)
    return kept
