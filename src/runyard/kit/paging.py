"""Lists in pages: a keyset cursor for long ones, page numbers where a dialect counts pages."""

import base64
import binascii
from dataclasses import dataclass
from typing import Any

from runyard.kit import json
from runyard.kit.errors import Invalid


def encode_cursor(*keys: Any) -> str:
    """An opaque cursor made of the sort keys of the last row of a page."""
    return base64.urlsafe_b64encode(json.dumps(list(keys))).decode().rstrip("=")


def decode_cursor(cursor: str, size: int) -> list[Any]:
    """The sort keys of a cursor made by `encode_cursor` with so many keys."""
    try:
        keys = json.loads(base64.b64decode(cursor + "=" * (-len(cursor) % 4), altchars=b"-_", validate=True))
    except (ValueError, binascii.Error):
        keys = None
    if not isinstance(keys, list) or len(keys) != size or not all(isinstance(k, str | int | float) for k in keys):
        raise Invalid("The cursor is not one that this server gave out; start again without it.")
    return keys


@dataclass(frozen=True)
class Page:
    """A page by number: `page` counts from 1."""

    page: int
    size: int

    @property
    def offset(self) -> int:
        """How many rows come before this page."""
        return (self.page - 1) * self.size

    def of(self, total: int) -> int:
        """How many pages so many rows make."""
        return -(-total // self.size)
