"""The one place where the provider library is loaded: it is slow to import, so it comes with the first call to a provider."""

from __future__ import annotations

from typing import Any


def provider_library() -> Any:
    """The openai package."""
    import openai  # extra: half a second and 40 MB that a house without a provider never pays

    return openai
