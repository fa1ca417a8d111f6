"""Reading a curl command line: method, address, headers and body."""

from __future__ import annotations

import shlex
from dataclasses import dataclass, field
from urllib.parse import urlencode

from runyard_sdk import ComponentError

_WITH_VALUE = {"-A": "user-agent", "--user-agent": "user-agent", "-e": "referer", "--referer": "referer", "-b": "cookie", "--cookie": "cookie"}
_DATA = ("-d", "--data", "--data-raw", "--data-binary", "--data-ascii", "--json")
_IGNORED_VALUE = ("-o", "--output", "-m", "--max-time", "--connect-timeout", "-x", "--proxy", "--retry", "-w", "--write-out")


@dataclass
class CurlLine:
    """What a curl line asks for."""

    url: str = ""
    method: str = ""
    headers: dict[str, str] = field(default_factory=dict)
    data: list[str] = field(default_factory=list)
    as_query: bool = False

    @property
    def body(self) -> str | None:
        """The body to send."""
        return "&".join(self.data) if self.data and not self.as_query else None


def read_curl(line: str) -> CurlLine:
    """Read a command line; options that change nothing here are skipped."""
    try:
        words = shlex.split(line.replace("\\\n", " ").replace("\\\r\n", " "))
    except ValueError as wrong:
        raise ComponentError(f"This curl line cannot be read: {wrong}.", field="curl_input") from None
    if not words or words[0] != "curl":
        raise ComponentError('A curl line begins with "curl".', field="curl_input")
    made, rest = CurlLine(), iter(words[1:])
    for word in rest:
        _take(made, word, rest)
    if not made.url:
        raise ComponentError("The curl line has no address.", field="curl_input")
    if made.as_query and made.data:
        made.url += ("&" if "?" in made.url else "?") + "&".join(made.data)
    made.method = made.method or ("POST" if made.body is not None else "GET")
    return made


def _take(made: CurlLine, word: str, rest: object) -> None:
    def value() -> str:
        found = next(rest, None)  # type: ignore[call-overload]
        if found is None:
            raise ComponentError(f'In the curl line "{word}" lacks its value.', field="curl_input")
        return str(found)

    if word in ("-X", "--request"):
        made.method = value().upper()
    elif word in ("-H", "--header"):
        name, _, text = value().partition(":")
        made.headers[name.strip()] = text.strip()
    elif word in _DATA:
        made.data.append(value())
        if word == "--json":
            made.headers.setdefault("Content-Type", "application/json")
    elif word == "--data-urlencode":
        name, mark, text = value().partition("=")
        made.data.append(urlencode({name: text}) if mark else urlencode({"": name}).lstrip("="))
    elif word in ("-G", "--get"):
        made.as_query = True
    elif word in _WITH_VALUE:
        made.headers[_WITH_VALUE[word]] = value()
    elif word in ("--url",):
        made.url = value()
    elif word in _IGNORED_VALUE:
        value()
    elif word in ("-I", "--head"):
        made.method = "HEAD"
    elif not word.startswith("-"):
        made.url = made.url or word
