"""A fresh identifier."""

from __future__ import annotations

from uuid import uuid4

from runyard_sdk import Component, Context, Message, output
from runyard_sdk import fields as f


class IDGenerator(Component):
    """Gives a new unique id, or the one that was filled in."""

    title = "ID Generator"
    icon = "fingerprint"
    category = "utilities"
    legacy = True

    unique_id: str = f.message_text(
        title="Value", refresh_button=True, info="An id to use as it is; empty makes a new one."
    )

    @output("id", title="ID")
    def generate_id(self, ctx: Context) -> Message:
        """The id."""
        text = self.unique_id or str(uuid4())
        ctx.status(text)
        return Message(text)
