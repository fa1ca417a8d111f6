"""ZIP files from people: read within fixed limits and never written to disk member by member.

One bad member refuses the whole archive, so an import happens fully or not at all.
"""

from __future__ import annotations

import io
import itertools
import stat
import struct
import zipfile
import zlib
from collections.abc import Callable, Iterable

from runyard.domains.files.errors import ArchiveTooLarge, BadArchive, UnsafeArchive
from runyard.domains.files.rules import free_name

MAX_MEMBERS = 1_000
MAX_TOTAL = 32_000_000
MAX_RATIO = 500
_RATIO_FLOOR = 100_000  # small members may compress as well as they like
_MAX_DIRECTORY = 500_000
_END = b"PK\x05\x06"
_END_64_LOCATOR = b"PK\x06\x07"
_LONGEST_END = 22 + 65_535


def is_zip(data: bytes) -> bool:
    """Whether the bytes look like a ZIP file."""
    return data[:4] in (b"PK\x03\x04", _END)


def read_zip(data: bytes, wanted: Callable[[str], bool]) -> dict[str, bytes]:
    """The wanted members by name; the whole archive is refused for one unsafe member or when it is too large."""
    _check_directory(data)
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            members = archive.infolist()
            _check_members(members)
            return _unpack(archive, [m for m in members if not m.is_dir() and wanted(m.filename)])
    except (zipfile.BadZipFile, RuntimeError, zlib.error, EOFError, struct.error, UnicodeDecodeError) as error:
        raise BadArchive from error


def write_zip(members: Iterable[tuple[str, bytes]]) -> bytes:
    """A ZIP file of these members; a name that comes twice gets a number."""
    out = io.BytesIO()
    used: set[str] = set()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members:
            member = free_name(member_name(name), used)
            used.add(member)
            archive.writestr(member, content)
    return out.getvalue()


def member_name(name: str) -> str:
    """A name that stays inside the folder it is unpacked to, on every system."""
    cleaned = "".join("_" if c in '/\\:*?"<>|' or not c.isprintable() else c for c in name)
    return cleaned.lstrip(". ") or "file"


def _check_directory(data: bytes) -> None:
    # Read before the library reads the directory, whose size alone could fill the memory.
    at = data.rfind(_END, max(0, len(data) - _LONGEST_END))
    if at < 0 or len(data) < at + 22:
        raise BadArchive
    count, size = struct.unpack_from("<10xHL", data, at)
    if count > MAX_MEMBERS or size > _MAX_DIRECTORY or data[max(0, at - 20) : at].startswith(_END_64_LOCATOR):
        raise ArchiveTooLarge


def _check_members(members: list[zipfile.ZipInfo]) -> None:
    names = [m.orig_filename for m in members]
    if len(set(names)) != len(names) or any(_is_unsafe(m) for m in members):
        raise UnsafeArchive
    if len(members) > MAX_MEMBERS or sum(m.file_size for m in members) > MAX_TOTAL:
        raise ArchiveTooLarge
    if any(m.file_size > max(_RATIO_FLOOR, m.compress_size * MAX_RATIO) for m in members):
        raise ArchiveTooLarge
    ordered = sorted(members, key=lambda m: m.header_offset)
    if any(a.header_offset + 30 + a.compress_size > b.header_offset for a, b in itertools.pairwise(ordered)):
        raise UnsafeArchive


def _is_unsafe(member: zipfile.ZipInfo) -> bool:
    name, mode = member.orig_filename, member.external_attr >> 16
    parts = name.split("/")
    odd_name = "\\" in name or "\x00" in name or ":" in parts[0] or name.startswith("/") or ".." in parts
    odd_kind = stat.S_IFMT(mode) not in (0, stat.S_IFREG, stat.S_IFDIR)
    return odd_name or odd_kind or bool(member.flag_bits & 0x1)


def _unpack(archive: zipfile.ZipFile, members: list[zipfile.ZipInfo]) -> dict[str, bytes]:
    room = MAX_TOTAL
    contents = {}
    for member in members:
        with archive.open(member) as stream:
            contents[member.filename] = stream.read(room + 1)  # the header may lie about the size
        room -= len(contents[member.filename])
        if room < 0:
            raise ArchiveTooLarge
    return contents
