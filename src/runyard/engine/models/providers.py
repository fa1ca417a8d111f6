"""Providers that answer at an OpenAI-compatible address, and how flow files write a model choice."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

BUILT_IN = "Runyard"


@dataclass(frozen=True, slots=True)
class Provider:
    """A provider: its address, the variable that holds its key (None: it needs none), the beginnings of its models' names."""

    name: str
    base_url: str
    key_variable: str | None
    base_variable: str | None = None
    names: tuple[str, ...] = ()
    embedding: str = ""


PROVIDERS = {
    one.name: one
    for one in (
        Provider(
            "OpenAI",
            "https://api.openai.com/v1",
            "OPENAI_API_KEY",
            "OPENAI_BASE_URL",
            ("gpt-", "o1", "o3", "o4", "chatgpt"),
            "text-embedding-3-small",
        ),
        Provider("Anthropic", "https://api.anthropic.com/v1", "ANTHROPIC_API_KEY", None, ("claude",)),
        Provider(
            "Google Generative AI",
            "https://generativelanguage.googleapis.com/v1beta/openai",
            "GOOGLE_API_KEY",
            None,
            ("gemini", "models/gemini"),
            "text-embedding-004",
        ),
        Provider("Groq", "https://api.groq.com/openai/v1", "GROQ_API_KEY", None, ("llama-3", "openai/gpt-oss")),
        Provider(
            "Mistral",
            "https://api.mistral.ai/v1",
            "MISTRAL_API_KEY",
            None,
            ("mistral", "codestral", "ministral", "pixtral"),
            "mistral-embed",
        ),
        Provider("DeepSeek", "https://api.deepseek.com/v1", "DEEPSEEK_API_KEY", None, ("deepseek",)),
        Provider("xAI", "https://api.x.ai/v1", "XAI_API_KEY", None, ("grok",)),
        Provider("OpenRouter", "https://openrouter.ai/api/v1", "OPENROUTER_API_KEY"),
        Provider("Together AI", "https://api.together.xyz/v1", "TOGETHER_API_KEY"),
        Provider("Fireworks", "https://api.fireworks.ai/inference/v1", "FIREWORKS_API_KEY"),
        Provider("Perplexity", "https://api.perplexity.ai", "PERPLEXITY_API_KEY", None, ("sonar",)),
        Provider("NVIDIA", "https://integrate.api.nvidia.com/v1", "NVIDIA_API_KEY"),
        Provider("Cerebras", "https://api.cerebras.ai/v1", "CEREBRAS_API_KEY"),
        Provider("Ollama", "http://127.0.0.1:11434/v1", None, "OLLAMA_BASE_URL", (), "nomic-embed-text"),
        Provider("LM Studio", "http://127.0.0.1:1234/v1", None, "LMSTUDIO_BASE_URL"),
    )
}

_OTHER_NAMES = {
    "google": "Google Generative AI",
    "gemini": "Google Generative AI",
    "google generativeai": "Google Generative AI",
    "mistralai": "Mistral",
    "mistral ai": "Mistral",
    "x.ai": "xAI",
    "grok": "xAI",
    "together": "Together AI",
    "lmstudio": "LM Studio",
    "runyard": BUILT_IN,
    "built-in": BUILT_IN,
}
_BY_NAME = {name.lower(): name for name in PROVIDERS} | _OTHER_NAMES


@dataclass(frozen=True, slots=True)
class Choice:
    """A model choice: the provider's name and the model's, each empty when the file leaves it open."""

    provider: str = ""
    model: str = ""
    base_url: str = ""


def choice_of(value: Any) -> Choice:
    """A choice out of what a model field holds: a list of {name, provider, ...}, one of them, a name, or nothing."""
    if isinstance(value, list | tuple):
        return choice_of(value[0]) if value else Choice()
    if isinstance(value, dict):
        metadata = value.get("metadata")
        model = str(value.get("name") or value.get("model") or value.get("model_name") or "")
        provider = str(value.get("provider") or value.get("category") or "")
        base = str(value.get("base_url") or (metadata.get("base_url") if isinstance(metadata, dict) else "") or "")
        return Choice(known(provider) or provider or maker(model), model, base)
    text = str(value or "").strip()
    before, colon, after = text.partition(":")
    if colon and known(before):
        return Choice(known(before), after.strip())
    return Choice(maker(text), text)


def known(provider: str) -> str:
    """The provider's name as the table writes it, or the empty text."""
    return _BY_NAME.get(provider.strip().lower(), "")


def maker(model: str) -> str:
    """The provider whose models have such names, or the empty text."""
    low = model.lower()
    return next((one.name for one in PROVIDERS.values() if one.names and low.startswith(one.names)), "")
