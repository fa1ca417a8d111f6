"""A text whose {names} become fields of the node."""

from __future__ import annotations

from runyard_sdk import Component, ComponentError, Context, Message, fill, output
from runyard_sdk import fields as f


class PromptTemplate(Component):
    """Fills a template; every {name} in it becomes a field that can be typed in or fed by an edge."""

    type = "Prompt Template"
    title = "Prompt Template"
    icon = "prompts"
    category = "models_and_agents"
    aliases = ("Prompt", "PromptComponent")
    cheap = True

    template: str = f.prompt(info="Text with {names}; write {{ and }} for literal braces.")
    use_double_brackets: bool = f.boolean(
        advanced=True, refresh=True, info="Variables are written {{name}} instead of {name}."
    )
    tool_placeholder: str = f.message_text(
        advanced=True, show=False, tool_mode=True, info="Lets an agent ask for the filled template."
    )

    @output("prompt", title="Prompt")
    def build_prompt(self, ctx: Context) -> Message:
        """The filled template."""
        text = fill(self.template, self.extra, missing=_missing, double=self.use_double_brackets)
        ctx.status(text)
        return Message(text)


def _missing(name: str) -> str:
    raise ComponentError(
        f'The template uses "{name}", but the node has no such field; open the prompt once to add it.', field=name
    )
