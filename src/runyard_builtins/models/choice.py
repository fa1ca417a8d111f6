"""The fields with which a node chooses its model, the same on every node that has them."""

from __future__ import annotations

from typing import Any

from runyard_sdk import Context, LanguageModel
from runyard_sdk import fields as f

WATSONX = [
    f"https://{region}.ml.cloud.ibm.com" for region in ("us-south", "eu-de", "eu-gb", "au-syd", "jp-tok", "ca-tor")
]


def model_field(**options: Any) -> Any:
    """The choice of a chat model, or an edge from a node that offers one."""
    return f.model(
        title="Language Model",
        required=True,
        info="The model to ask; without a provider the built-in rules model answers.",
        **options,
    )


def key_field(**options: Any) -> Any:
    """A key that stands before the configured one."""
    return f.secret(
        title="API Key",
        advanced=True,
        refresh=True,
        load_from_db=False,
        info="Used instead of the configured key.",
        **options,
    )


def watsonx_field(**options: Any) -> Any:
    """The address of IBM's service."""
    return f.dropdown(
        title="watsonx API Endpoint",
        default=WATSONX[0],
        show=False,
        refresh=True,
        options=WATSONX,
        info="Only for watsonx.",
        **options,
    )


def project_field() -> Any:
    """The project of IBM's service."""
    return f.text(title="watsonx Project ID", show=False, info="Only for watsonx.")


def ollama_field() -> Any:
    """The address of an Ollama server."""
    return f.text(
        title="Ollama API URL",
        default="http://localhost:11434",
        show=False,
        refresh=True,
        load_from_db=True,
        info="Only for Ollama.",
    )


async def chosen_model(node: Any, ctx: Context, **options: Any) -> LanguageModel:
    """The chat model that a node's fields choose."""
    if isinstance(node.model, LanguageModel):
        return node.model
    given = {name: value for name, value in options.items() if value not in (None, "", 0, {})}
    if getattr(node, "project_id", ""):
        given |= {"project_id": node.project_id, "watsonx_url": node.base_url_ibm_watsonx}
    return await ctx.models.resolve(node.model, api_key=node.api_key or None, base_url=_ollama(node), **given)


def _ollama(node: Any) -> str | None:
    """The Ollama address, when that is the chosen provider."""
    rows = node.model if isinstance(node.model, list) else []
    provider = str(rows[0].get("provider", "")) if rows and isinstance(rows[0], dict) else ""
    return getattr(node, "ollama_base_url", None) or None if provider == "Ollama" else None
