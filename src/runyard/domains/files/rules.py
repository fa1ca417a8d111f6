"""Rules about names of files: what is refused, how a name is split, and how a name in use gets a number."""

from __future__ import annotations

import re
from collections.abc import Collection
from datetime import datetime

from runyard.access import Resource
from runyard.domains.files.errors import BadFileName
from runyard.domains.files.tables import File

MAX_NAME_BYTES = 255
IMAGE_TYPES = {
    "bmp": "image/bmp",
    "gif": "image/gif",
    "jpeg": "image/jpeg",
    "jpg": "image/jpeg",
    "png": "image/png",
    "svg": "image/svg+xml",
    "webp": "image/webp",
}
_UNSAFE = re.compile(r"\.\.|[/\\\x00-\x1f\x7f-\x9f\u2028\u2029]")
_DEVICE = re.compile(r"(?i)(con|prn|aux|nul|com\d|lpt\d)(\..*)?")


def resource(file: File) -> Resource:
    """The file as the subject of a decision."""
    return Resource(kind="file", id=file.id, tenant_id=file.tenant_id, owner_id=file.owner_id)


def safe_name(name: str | None) -> str:
    """The name itself when it is one plain file name; refused otherwise."""
    name = (name or "").strip(" ")
    too_long = len(name.encode("utf-8", "replace")) > MAX_NAME_BYTES
    if not name.strip(". ") or too_long or _UNSAFE.search(name) or _DEVICE.fullmatch(name):
        raise BadFileName
    if not name.isprintable():
        raise BadFileName
    return name


def split(name: str) -> tuple[str, str]:
    """A name as its stem and its extension with the dot."""
    stem, dot, extension = name.rpartition(".")
    return (stem, dot + extension) if stem else (name, "")


def free_name(name: str, taken: Collection[str]) -> str:
    """The name, or with ' (1)', ' (2)' ... before its extension when it is taken."""
    stem, extension = split(name)
    number, candidate = 0, name
    while candidate in taken:
        number += 1
        candidate = f"{stem} ({number}){extension}"
    return candidate


def stamped(name: str, now: datetime) -> str:
    """The stored name of a flow's file: local time, then its own name."""
    return f"{now.astimezone():%Y-%m-%d_%H-%M-%S}_{name}"


def shown_name(file: File) -> str:
    """The current name with its extension."""
    return file.name + split(file.stored_name)[1]


def content_type(name: str) -> str:
    """The type of an image by its extension, or a plain one for everything else."""
    return IMAGE_TYPES.get(split(name)[1].lstrip(".").lower(), "text/plain")
