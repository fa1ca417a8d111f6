"""Text and rows out of the contents of files, by their suffix."""

from __future__ import annotations

import csv
import io
import json
import zipfile
from collections.abc import Callable
from typing import Any
from xml.etree import ElementTree

from pypdf import PdfReader
from pypdf.errors import PyPdfError

from runyard_builtins.web.html import text_of_html
from runyard_sdk import ComponentError

PLAIN = (
    "txt",
    "md",
    "mdx",
    "yaml",
    "yml",
    "xml",
    "py",
    "sh",
    "sql",
    "js",
    "ts",
    "tsx",
    "adoc",
    "asciidoc",
    "asc",
    "log",
    "toml",
    "ini",
    "css",
    "tex",
    "rst",
    "jsonl",
)
_WORD = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_LARGEST_PART = 50_000_000


def suffix(name: str) -> str:
    """The suffix of a file name, small letters, without the dot."""
    return name.rsplit(".", 1)[-1].lower() if "." in name.rsplit("/", 1)[-1] else ""


def readable(name: str) -> bool:
    """Whether there is a reader for the file."""
    return suffix(name) in READERS


def text_of(name: str, content: bytes) -> str:
    """The text of a file."""
    reader = READERS.get(suffix(name))
    if reader is None:
        raise ComponentError(f'Files of the kind "{suffix(name) or name}" cannot be read.', field="path")
    try:
        return reader(content)
    except (PyPdfError, zipfile.BadZipFile, KeyError, ElementTree.ParseError, ValueError) as wrong:
        raise ComponentError(
            f'The file "{name.rsplit("/", 1)[-1]}" is damaged or not what its name says: {wrong}.', field="path"
        ) from None


def rows_of(name: str, content: bytes) -> list[dict[str, Any]] | None:
    """The rows of a file that holds a table, else None."""
    if suffix(name) == "csv":
        return [dict(row) for row in csv.DictReader(io.StringIO(_plain(content)))]
    if suffix(name) == "json":
        try:
            found = json.loads(_plain(content))
        except ValueError as wrong:
            raise ComponentError(f'The file "{name.rsplit("/", 1)[-1]}" is not JSON: {wrong}.', field="path") from None
        rows = found if isinstance(found, list) else [found]
        return rows if all(isinstance(row, dict) for row in rows) else [{"value": row} for row in rows]
    return None


def _plain(content: bytes) -> str:
    for encoding in ("utf-8-sig", "utf-16" if content[:2] in (b"\xff\xfe", b"\xfe\xff") else "cp1252"):
        try:
            return content.decode(encoding)
        except UnicodeDecodeError:
            continue
    return content.decode("utf-8", "replace")


def _json(content: bytes) -> str:
    text = _plain(content)
    try:
        return json.dumps(json.loads(text), indent=2, ensure_ascii=False)
    except ValueError:
        return text


def _pdf(content: bytes) -> str:
    reader = PdfReader(io.BytesIO(content))
    return "\n\n".join(page.extract_text() for page in reader.pages)


def _docx(content: bytes) -> str:
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        part = archive.getinfo("word/document.xml")
        if part.file_size > _LARGEST_PART:
            raise ComponentError("The document is too large to read.", field="path")
        body = archive.read(part)
    if b"<!DOCTYPE" in body[:1000] or b"<!ENTITY" in body:
        raise ComponentError("The document declares entities, which are not read.", field="path")
    lines = []
    for paragraph in ElementTree.fromstring(body).iter(f"{_WORD}p"):
        lines.append("".join(_run(part) for part in paragraph.iter()))
    return "\n".join(lines)


def _run(part: ElementTree.Element) -> str:
    if part.tag == f"{_WORD}t":
        return part.text or ""
    return {f"{_WORD}tab": "\t", f"{_WORD}br": "\n"}.get(part.tag, "")


def _html(content: bytes) -> str:
    return text_of_html(_plain(content))


READERS: dict[str, Callable[[bytes], str]] = {
    **dict.fromkeys(PLAIN, _plain),
    "csv": _plain,
    "json": _json,
    "pdf": _pdf,
    "docx": _docx,
    "dotx": _docx,
    "docm": _docx,
    "html": _html,
    "htm": _html,
    "xhtml": _html,
}
