"""What a request shows to say who it is. The first kind present decides, so a bad token is refused even beside a good key."""

from dataclasses import dataclass
from http.cookies import CookieError, SimpleCookie
from typing import Literal
from urllib.parse import parse_qs

from starlette.types import Scope

ACCESS_COOKIE = "access_token_lf"
KEY_HEADER = b"x-api-key"
KEY_QUERY = "x-api-key"
KEY_PREFIX = "sk-"
_MAX_LENGTH = 8192

Kind = Literal["bearer", "cookie", "key"]


@dataclass(frozen=True, slots=True)
class Credential:
    """One credential, not yet checked."""

    kind: Kind
    value: str


def presented(scope: Scope, *, cookies: bool = True) -> Credential | None:
    """The credential that decides: bearer, then cookie, then API key in header or query."""
    token = _bearer(scope)
    if token is not None:
        return _credential("key" if token.startswith(KEY_PREFIX) else "bearer", token)
    cookie = header(scope, b"cookie") if cookies else None
    if cookie is not None and (token := cookie_value(cookie, ACCESS_COOKIE)):
        return _credential("cookie", token)
    return presented_key(scope)


def presented_key(scope: Scope) -> Credential | None:
    """The API key of a request, whatever else it shows: in its own header, in the query, or as a bearer token."""
    key = header(scope, KEY_HEADER)
    if key is None and b"api-key" in scope["query_string"].lower():
        key = next(
            iter(parse_qs(scope["query_string"].decode("latin-1"), keep_blank_values=True).get(KEY_QUERY, [])), None
        )
    if key is None and (token := _bearer(scope)) is not None and token.startswith(KEY_PREFIX):
        key = token
    return None if key is None else _credential("key", key)


def header(scope: Scope, name: bytes) -> str | None:
    """The first header of that (lower case) name."""
    for key, value in scope["headers"]:
        if key == name:
            return bytes(value).decode("latin-1")
    return None


def cookie_value(cookie: str, name: str) -> str | None:
    """One value out of a Cookie header."""
    if name not in cookie:
        return None
    try:
        found = SimpleCookie(cookie).get(name)
    except CookieError:
        return None
    return found.value if found else None


def _bearer(scope: Scope) -> str | None:
    authorization = header(scope, b"authorization")
    if authorization is None or authorization[:7].lower() not in ("bearer", "bearer "):
        return None
    return authorization[7:].strip()


def _credential(kind: Kind, value: str) -> Credential:
    # Longer than any we give out: refused as wrong without being hashed or decoded.
    return Credential(kind, value if len(value) <= _MAX_LENGTH else "")
