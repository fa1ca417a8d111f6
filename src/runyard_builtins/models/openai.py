"""Chat models behind an OpenAI-compatible or Ollama address, set on the node itself."""

from __future__ import annotations

from typing import Any

from runyard_builtins.models.answering import answer, turns
from runyard_sdk import JSON, Component, ComponentError, Context, Embeddings, LanguageModel, Message, output
from runyard_sdk import fields as f

NAMES = [
    "gpt-4o-mini",
    "gpt-4o",
    "gpt-4.1",
    "gpt-4.1-mini",
    "gpt-4.1-nano",
    "gpt-4.5-preview",
    "gpt-4-turbo",
    "gpt-4-turbo-preview",
    "gpt-4",
    "gpt-3.5-turbo",
    "gpt-5.4",
    "gpt-5.4-mini",
    "gpt-5.4-pro",
    "gpt-5.3-codex",
    "gpt-5.2",
    "gpt-5.1",
    "gpt-5",
    "gpt-5-mini",
    "gpt-5-nano",
    "gpt-5-chat-latest",
    "o1",
]


class OpenAIModel(Component):
    """Asks a chat model of OpenAI, or of any server that speaks the same protocol."""

    title = "OpenAI"
    icon = "OpenAI"
    category = "openai"

    input_value: Message = f.message(title="Input", info="What to ask.")
    system_message: str = f.multiline(info="How the model should behave.")
    stream: bool = f.boolean(advanced=True, info="Show the answer while it is being written.")
    max_tokens: int = f.integer(
        advanced=True,
        range_spec={"max": 128000.0, "min": 0.0, "step": 0.1, "step_type": "float"},
        info="The longest answer; 0 leaves it to the model.",
    )
    model_kwargs: dict[str, Any] = f.mapping(advanced=True, info="More settings to send along.")
    json_mode: bool = f.boolean(title="JSON Mode", advanced=True, info="Ask for an answer that is JSON.")
    model_name: str = f.dropdown(
        default="gpt-4o-mini", refresh=True, combobox=True, options=NAMES, info="The model's name at the provider."
    )
    openai_api_base: str = f.text(
        title="OpenAI API Base", advanced=True, info="The server's address; empty means OpenAI's own."
    )
    api_key: str = f.secret(
        title="OpenAI API Key",
        default="OPENAI_API_KEY",
        required=True,
        load_from_db=False,
        info="The key, or the variable that holds it.",
    )
    temperature: float = f.slider(default=0.1, high=1.0, low=0.0, info="Low values are steady, high ones varied.")
    seed: int = f.integer(default=1, advanced=True, info="The same seed gives similar answers.")
    max_retries: int = f.integer(default=5, advanced=True, info="How often to try again.")
    timeout: int = f.integer(default=700, advanced=True, info="Seconds to wait for an answer.")

    @output("text_output", title="Model Response")
    async def text_response(self, ctx: Context) -> Message:
        """The answer."""
        model = await self.build_model(ctx)
        asked = turns(self.system_message, self.input_value)
        return await answer(self, ctx, model, asked, stream=self.stream, output="text_output")

    @output("model_output", title="Language Model")
    async def build_model(self, ctx: Context) -> LanguageModel:
        """The model."""
        settings: dict[str, Any] = {
            "temperature": self.temperature,
            "max_tokens": self.max_tokens or None,
            "seed": self.seed,
            "timeout": self.timeout,
            "max_retries": self.max_retries,
            "response_format": {"type": "json_object"} if self.json_mode else None,
        }
        given = {name: value for name, value in settings.items() if value is not None}
        choice = [{"name": self.model_name, "provider": "OpenAI"}]
        base = self.openai_api_base or None
        return await ctx.models.resolve(
            choice, api_key=self.api_key or None, base_url=base, extra=self.model_kwargs, **given
        )


class OllamaModel(Component):
    """Asks a chat model of an Ollama server."""

    title = "Ollama"
    icon = "Ollama"
    category = "ollama"

    base_url: str = f.text(
        title="Ollama API URL",
        default="http://localhost:11434",
        info="The server's address; the server's settings must allow it.",
    )
    model_name: str = f.dropdown(
        required=True, refresh=True, refresh_button=True, combobox=True, info="The model's name on that server."
    )
    api_key: str = f.secret(
        title="Ollama API Key", advanced=True, load_from_db=False, info="Only for servers that want one."
    )
    temperature: float = f.slider(default=0.1, advanced=True, info="Low values are steady, high ones varied.")
    num_ctx: int = f.integer(
        title="Context Window Size", advanced=True, info="Tokens the model looks at; 0 leaves it to the server."
    )
    timeout: int = f.integer(advanced=True, info="Seconds to wait for an answer; 0 means the usual.")
    top_k: int = f.integer(title="Top K", advanced=True, info="Only the most likely tokens; 0 leaves it to the server.")
    top_p: float = f.number(title="Top P", advanced=True, info="Only tokens up to this share of likelihood.")
    stop_tokens: str = f.message_text(advanced=True, info="Texts, separated by commas, that end the answer.")
    format: list[Any] = f.table(show=False, info="The shape of a structured answer.")
    metadata: dict[str, Any] = f.mapping(advanced=True, info="Notes for the server's records.")
    mirostat: str = f.dropdown(
        default="Disabled", advanced=True, options=["Disabled", "Mirostat", "Mirostat 2.0"], info="Sampling method."
    )
    mirostat_eta: float = f.number(advanced=True, info="Sampling method's learning rate.")
    mirostat_tau: float = f.number(advanced=True, info="Sampling method's balance.")
    num_gpu: int = f.integer(title="Number of GPUs", advanced=True, info="For the server.")
    num_thread: int = f.integer(title="Number of Threads", advanced=True, info="For the server.")
    repeat_last_n: int = f.integer(advanced=True, info="How far back repetitions count.")
    repeat_penalty: float = f.number(advanced=True, info="How strongly repetitions count.")
    tfs_z: float = f.number(title="TFS Z", advanced=True, info="Tail-free sampling.")
    enable_verbose_output: bool = f.boolean(advanced=True, info="Kept for files of other versions.")
    tags: str = f.message_text(advanced=True, info="Notes for the server's records.")
    system: str = f.message_text(title="System", advanced=True, info="Replaces the model's own opening.")
    tool_model_enabled: bool = f.boolean(default=True, refresh=True, info="Offer only models that can call tools.")
    template: str = f.message_text(advanced=True, info="Replaces the model's own template.")
    enable_structured_output: bool = f.boolean(refresh=True, info="Ask for an answer of a given shape.")
    input_value: Message = f.message(title="Input", info="What to ask.")
    system_message: str = f.multiline(info="How the model should behave.")
    stream: bool = f.boolean(advanced=True, info="Show the answer while it is being written.")

    @output("text_output", title="Model Response")
    async def text_response(self, ctx: Context) -> Message:
        """The answer."""
        model = await self.build_model(ctx)
        asked = turns(self.system_message or self.system, self.input_value)
        return await answer(self, ctx, model, asked, stream=self.stream, output="text_output")

    @output("model_output", title="Language Model")
    async def build_model(self, ctx: Context) -> LanguageModel:
        """The model, through the server's OpenAI-compatible address."""
        base = f"{self.base_url.rstrip('/').removesuffix('/v1')}/v1"
        given = {
            "temperature": self.temperature,
            "timeout": self.timeout or None,
            "top_p": self.top_p,
            "stop": _split(self.stop_tokens),
        }
        kept = {name: value for name, value in given.items() if value}
        return await ctx.models.resolve(
            [{"name": self.model_name, "provider": "Ollama"}], api_key=self.api_key or "ollama", base_url=base, **kept
        )

    @output("data_output", title="JSON")
    async def build_data_output(self, ctx: Context) -> JSON:
        """The answer as JSON."""
        return JSON({"text": (await self.text_response(ctx)).text})


class OllamaEmbeddings(Component):
    """Offers an embedding model of an Ollama server."""

    title = "Ollama Embeddings"
    icon = "Ollama"
    category = "ollama"

    model_name: str = f.dropdown(
        title="Ollama Model",
        required=True,
        refresh=True,
        refresh_button=True,
        combobox=True,
        info="The model's name on that server.",
    )
    base_url: str = f.text(
        title="Ollama Base URL", default="http://localhost:11434", required=True, info="The server's address."
    )
    api_key: str = f.secret(
        title="Ollama API Key", advanced=True, load_from_db=False, info="Only for servers that want one."
    )

    @output("embeddings", title="Embeddings")
    async def build_embeddings(self, ctx: Context) -> Embeddings:
        """The embedding model."""
        if not self.model_name:
            raise ComponentError("Choose the embedding model.", field="model_name")
        base = f"{self.base_url.rstrip('/').removesuffix('/v1')}/v1"
        return await ctx.models.embeddings(
            [{"name": self.model_name, "provider": "Ollama"}], api_key=self.api_key or "ollama", base_url=base
        )


def _split(text: str) -> list[str]:
    return [part.strip() for part in text.split(",") if part.strip()]
