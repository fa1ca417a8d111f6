"""Text in and text out, without a chat."""

from __future__ import annotations

from runyard_sdk import Component, ComponentError, Context, Message, output
from runyard_sdk import fields as f


class TextInput(Component):
    """A plain text, typed in or taken from a global variable."""

    title = "Text Input"
    icon = "type"
    category = "input_output"
    legacy = True
    cheap = True
    shape = {"replacement": ["input_output.ChatInput"]}

    input_value: str = f.multiline(title="Text", info="The text to pass on.")
    use_global_variable: bool = f.boolean(
        advanced=True, refresh=True, info="Take the text as the name of a global variable."
    )

    @output("text", title="Output Text")
    async def text_response(self, ctx: Context) -> Message:
        """The text as a message."""
        if not self.use_global_variable:
            return Message(self.input_value)
        found = await ctx.variables.get(self.input_value)
        if found is None:
            raise ComponentError(f'There is no global variable "{self.input_value}".', field="input_value")
        return Message(found)


class TextOutput(Component):
    """Ends a flow with a text that is not kept in a chat."""

    title = "Text Output"
    icon = "type"
    category = "input_output"
    legacy = True
    cheap = True
    shape = {"replacement": ["input_output.ChatOutput"]}

    input_value: str = f.multiline(title="Inputs", info="The text to give out.")

    @output("text", title="Output Text")
    def text_response(self, ctx: Context) -> Message:
        """The text as a message."""
        ctx.status(self.input_value)
        return Message(self.input_value)
