"""Calling a service over HTTP and reading its JSON, with sentences for what goes wrong."""

from __future__ import annotations

import json
from typing import Any

from runyard_sdk import ComponentError, Context, Retriable, outside


async def call_json(ctx: Context, service: str, method: str, url: str, **options: Any) -> Any:
    """The JSON that a service answers; refusals become a sentence with the service's name."""
    reply = await outside(ctx.http.request(method, url, **options))
    body = decoded(reply.content, reply.headers)
    if reply.status in (401, 403):
        raise ComponentError(f"{service} refused the API key.", field="api_key")
    if reply.status == 429:
        raise Retriable(f"{service} asks to slow down; try again in a moment.")
    if reply.status >= 500:
        raise Retriable(f"{service} is out of order at the moment (HTTP {reply.status}).")
    if reply.status >= 400:
        raise ComponentError(f"{service} refused the request (HTTP {reply.status}): {body[:300]}")
    try:
        return json.loads(body)
    except ValueError:
        raise ComponentError(f"{service} did not answer with JSON.") from None


def needed_key(value: str, service: str, field: str = "api_key") -> str:
    """The key, or a sentence that it is missing."""
    if not value:
        raise ComponentError(f"{service} needs an API key; put it into the field or into a global variable.", field=field)
    return value


def decoded(content: bytes, headers: dict[str, str]) -> str:
    """A body as text, by the charset that its headers name."""
    kind = next((value for name, value in headers.items() if name.lower() == "content-type"), "")
    charset = kind.partition("charset=")[2].split(";")[0].strip().strip('"') or "utf-8"
    try:
        return content.decode(charset, "replace")
    except LookupError:
        return content.decode("utf-8", "replace")
