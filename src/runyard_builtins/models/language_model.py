"""One question to a chat model."""

from __future__ import annotations

from typing import Any

from runyard_builtins.models.answering import answer, turns
from runyard_builtins.models.choice import (
    chosen_model,
    key_field,
    model_field,
    ollama_field,
    project_field,
    watsonx_field,
)
from runyard_sdk import Component, Context, LanguageModel, Message, output
from runyard_sdk import fields as f


class LanguageModelComponent(Component):
    """Asks a language model and gives its answer, or gives the model itself to other nodes."""

    title = "Language Model"
    icon = "brain-circuit"
    category = "models_and_agents"

    model: Any = model_field()
    api_key: str = key_field()
    base_url_ibm_watsonx: str = watsonx_field()
    project_id: str = project_field()
    ollama_base_url: str = ollama_field()
    input_value: Message = f.message(title="Input", info="What to ask.")
    system_message: str = f.multiline(info="How the model should behave.")
    stream: bool = f.boolean(advanced=True, info="Show the answer while it is being written.")
    temperature: float = f.slider(
        default=0.1, advanced=True, high=1, low=0, info="Low values are steady, high ones varied."
    )
    max_tokens: int = f.integer(
        advanced=True,
        range_spec={"max": 128000, "min": 1, "step": 1, "step_type": "int"},
        info="The longest answer; 0 leaves it to the model.",
    )

    @output("text_output", title="Model Response")
    async def text_response(self, ctx: Context) -> Message:
        """The answer."""
        model = await self.build_model(ctx)
        asked = turns(self.system_message, self.input_value)
        return await answer(self, ctx, model, asked, stream=self.stream, output="text_output")

    @output("model_output", title="Language Model")
    async def build_model(self, ctx: Context) -> LanguageModel:
        """The model."""
        return await chosen_model(self, ctx, temperature=self.temperature, max_tokens=self.max_tokens)
