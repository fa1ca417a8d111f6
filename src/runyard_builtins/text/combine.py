"""Two texts become one."""

from __future__ import annotations

from runyard_sdk import Component, Context, Message, output
from runyard_sdk import fields as f


class CombineText(Component):
    """Joins two texts with a separator between them."""

    title = "Combine Text"
    icon = "merge"
    category = "processing"
    legacy = True
    cheap = True
    shape = {"replacement": ["processing.DataOperations"]}

    text1: str = f.message_text(title="First Text", info="Comes first.")
    text2: str = f.message_text(title="Second Text", info="Comes second.")
    delimiter: str = f.message_text(default=" ", info="Stands between the two.")

    @output("combined_text", title="Combined Text")
    def combine_texts(self, ctx: Context) -> Message:
        """Both texts."""
        text = self.delimiter.join((self.text1, self.text2))
        ctx.status(text)
        return Message(text)
