"""Mending JSON that was nearly right: fences and prose around it, single quotes, trailing commas, missing ends."""

from __future__ import annotations

import re

_FENCE = re.compile(r"```(?:json)?\s*(.*?)```", re.DOTALL)
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f]")
_WORDS = {"True": "true", "False": "false", "None": "null", "undefined": "null"}


def object_text(text: str) -> str:
    """The part of a text that looks like JSON."""
    fenced = _FENCE.search(text)
    inner = fenced.group(1) if fenced else text
    starts = [at for at in (inner.find("{"), inner.find("[")) if at >= 0]
    if not starts:
        return inner.strip()
    found = inner[min(starts) :]
    return found[: _scan(found)[0]].strip()


def mended(text: str, *, control: bool = True) -> str:
    """The text as JSON, as far as small mistakes go."""
    inner = object_text(text)
    if control:
        inner = _CONTROL.sub("", inner)
    return _closed(_rewritten(inner))


def _rewritten(text: str) -> str:
    """Strings in double quotes, Python words as JSON words, no commas before an end."""
    made: list[str] = []
    at = 0
    while at < len(text):
        letter = text[at]
        if letter in "\"'":
            part, at = _string(text, at)
            made.append(part)
            continue
        word = re.match(r"[A-Za-z_]\w*", text[at:])
        if word:
            name = word.group(0)
            made.append(name if name in ("true", "false", "null") else _WORDS.get(name, f'"{name}"'))
            at += len(name)
            continue
        if letter == "," and re.match(r",\s*[}\]]", text[at:]):
            letter = ""
        made.append(letter)
        at += 1
    return "".join(made)


def _string(text: str, start: int) -> tuple[str, int]:
    quote, at, made = text[start], start + 1, ['"']
    while at < len(text) and text[at] != quote:
        if text[at] == "\\" and at + 1 < len(text):
            pair = text[at : at + 2]
            made.append("'" if pair == "\\'" else pair)
            at += 2
            continue
        made.append({'"': '\\"', "\n": "\\n", "\t": "\\t"}.get(text[at], text[at]))
        at += 1
    made.append('"')
    return "".join(made), at + 1


def _closed(text: str) -> str:
    """The missing brackets at the end."""
    end, missing = _scan(text)
    return text[:end] + missing


def _scan(text: str) -> tuple[int, str]:
    """Where the first value ends, and what it lacks when it does not."""
    awaited: list[str] = []
    quote, escaped = "", False
    for at, letter in enumerate(text):
        if escaped or (quote and letter == "\\"):
            escaped = not escaped
        elif quote:
            quote = "" if letter == quote else quote
        elif letter in "\"'":
            quote = letter
        elif letter in "{[":
            awaited.append("}" if letter == "{" else "]")
        elif letter in "}]" and awaited:
            awaited.pop()
            if not awaited:
                return at + 1, ""
    return len(text), quote + "".join(reversed(awaited))
