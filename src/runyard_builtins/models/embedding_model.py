"""An embedding model for nodes that compare texts by meaning."""

from __future__ import annotations

from typing import Any

from runyard_builtins.models.choice import key_field, ollama_field, watsonx_field
from runyard_sdk import Component, Context, Embeddings, output
from runyard_sdk import fields as f


class EmbeddingModel(Component):
    """Offers an embedding model to nodes that store and search texts."""

    title = "Embedding Model"
    icon = "binary"
    category = "models_and_agents"

    model: Any = f.model(
        title="Embedding Model",
        required=True,
        embeddings=True,
        info="The model; without a provider the built-in one is used.",
    )
    api_key: str = key_field()
    api_base: str = f.message_text(
        title="API Base URL", advanced=True, info="The server's address; empty means the provider's own."
    )
    base_url_ibm_watsonx: str = watsonx_field()
    project_id: str = f.message_text(title="watsonx Project ID", show=False, info="Only for watsonx.")
    ollama_base_url: str = ollama_field()
    dimensions: int = f.integer(
        advanced=True, info="Numbers per vector, where the model allows a choice; 0 leaves it to the model."
    )
    chunk_size: int = f.integer(default=1000, advanced=True, info="Texts per request.")
    request_timeout: float = f.number(advanced=True, info="Seconds to wait for an answer.")
    max_retries: int = f.integer(default=3, advanced=True, info="How often to try again.")
    show_progress_bar: bool = f.boolean(advanced=True, info="Kept for files of other versions.")
    model_kwargs: dict[str, Any] = f.mapping(advanced=True, info="More settings to send along.")
    truncate_input_tokens: int = f.integer(default=200, advanced=True, show=False, info="Only for watsonx.")
    input_text: bool = f.boolean(
        title="Include the original text in the output",
        default=True,
        advanced=True,
        show=False,
        info="Only for watsonx.",
    )

    @output("embeddings", title="Embedding Model")
    async def build_embeddings(self, ctx: Context) -> Embeddings:
        """The embedding model."""
        if isinstance(self.model, Embeddings):
            return self.model
        options = {
            "dimensions": self.dimensions,
            "chunk_size": self.chunk_size,
            "timeout": self.request_timeout,
            "max_retries": self.max_retries,
        }
        given = {name: value for name, value in options.items() if value}
        return await ctx.models.embeddings(
            self.model, api_key=self.api_key or None, base_url=self.api_base or None, **given
        )
