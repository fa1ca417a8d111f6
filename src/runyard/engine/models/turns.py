"""Turns of a conversation as providers want them: tool calls written out, pictures and texts of files put in place."""

from __future__ import annotations

import base64
import mimetypes
from typing import Any

from runyard.kit.json import dumps_text
from runyard_sdk import ToolCall
from runyard_sdk.context import Files

_LONGEST_FILE = 200_000
_OWN = ("role", "content", "tool_call_id", "tool_calls", "name")


def plain_turns(turns: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """The turns without objects of ours; `files` stay as paths."""
    return [_plain(turn) for turn in turns]


def _plain(turn: dict[str, Any]) -> dict[str, Any]:
    shown = {name: value for name, value in turn.items() if name in (*_OWN, "files") and value not in (None, [])}
    calls = shown.get("tool_calls")
    if calls:
        shown["tool_calls"] = [_call(call) if isinstance(call, ToolCall) else call for call in calls]
        shown["content"] = shown.get("content") or None
    if shown.get("role") == "tool":
        shown.pop("name", None)
    return shown


def _call(call: ToolCall) -> dict[str, Any]:
    return {"id": call.id, "type": "function", "function": {"name": call.name, "arguments": dumps_text(call.arguments)}}


async def with_files(turns: list[dict[str, Any]], files: Files) -> list[dict[str, Any]]:
    """The turns with the content of their files."""
    return [await _filled(turn, files) if "files" in turn else turn for turn in turns]


async def _filled(turn: dict[str, Any], files: Files) -> dict[str, Any]:
    rest = {name: value for name, value in turn.items() if name != "files"}
    parts: list[dict[str, Any]] = [{"type": "text", "text": str(turn.get("content") or "")}]
    for path in turn["files"]:
        parts.append(_part(str(path), await files.read(str(path))))
    return rest | {"content": parts}


def _part(path: str, content: bytes) -> dict[str, Any]:
    name = path.rpartition("/")[2]
    kind = mimetypes.guess_type(name)[0] or ""
    if kind.startswith("image/"):
        return {"type": "image_url", "image_url": {"url": f"data:{kind};base64,{base64.b64encode(content).decode()}"}}
    try:
        text = content.decode()
    except UnicodeDecodeError:
        return {"type": "text", "text": f"(The file {name} cannot be shown as text.)"}
    return {"type": "text", "text": f"File {name}:\n{text[:_LONGEST_FILE]}"}
