"""Writing what arrives to a file of the user."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable
from html import escape
from typing import Any

from runyard_builtins.files.read_file import PLACES
from runyard_builtins.files.reading import rows_of
from runyard_builtins.files.workbook import workbook
from runyard_sdk import JSON, Component, ComponentError, Context, Message, Table, as_text, markdown, output
from runyard_sdk import fields as f
from runyard_sdk.values import plain

_SUFFIX = {"markdown": "md", "excel": "xlsx", "text": "txt"}
_CLOUD = {
    "aws_format": ["txt", "json", "csv", "xml", "html", "md", "yaml", "log", "tsv", "jsonl", "parquet", "xlsx", "zip"]
}
_DRIVE = ["txt", "html", "json", "csv", "xlsx", "slides", "docs", "jpg", "mp3"]


class SaveToFile(Component):
    """Writes a message, JSON or a table to a file and gives its path."""

    title = "Write File"
    icon = "file-text"
    category = "files_and_knowledge"

    storage_location: list[Any] = f.sortable(
        default=PLACES[:1],
        advanced=True,
        placeholder="Select Location",
        options=PLACES,
        limit=1,
        info="Where to write.",
    )
    input: Any = f.handle(
        "Data", "JSON", "DataFrame", "Table", "Message", title="File Content", required=True, info="What to write."
    )
    file_name: str = f.text(required=True, info="The file's name, without its suffix.")
    file_format: str = f.text(
        title="File Format (Tool)", show=False, tool_mode=True, info="The format, filled in by an agent."
    )
    append_mode: bool = f.boolean(title="Append", info="Add to the file when there is one already.")
    local_format: str = f.dropdown(
        title="File Format",
        default="json",
        options=["csv", "excel", "json", "markdown", "txt", "html"],
        info="The format.",
    )
    aws_format: str = f.dropdown(
        title="File Format", default="txt", show=False, options=_CLOUD["aws_format"], info="The format."
    )
    gdrive_format: str = f.dropdown(title="File Format", default="txt", show=False, options=_DRIVE, info="The format.")
    aws_access_key_id: str = f.secret(
        title="AWS Access Key ID", required=True, advanced=True, show=False, load_from_db=False
    )
    aws_secret_access_key: str = f.secret(
        title="AWS Secret Key", required=True, advanced=True, show=False, load_from_db=False
    )
    bucket_name: str = f.text(title="S3 Bucket Name", required=True, advanced=True, show=False)
    aws_region: str = f.text(title="AWS Region", advanced=True, show=False)
    s3_prefix: str = f.text(title="S3 Prefix", advanced=True, show=False)
    service_account_key: str = f.secret(
        title="GCP Credentials Secret Key", required=True, advanced=True, show=False, load_from_db=False
    )
    folder_id: str = f.text(title="Google Drive Folder ID", required=True, advanced=True, show=False)

    @output("message", title="File Path")
    async def save_to_file(self, ctx: Context) -> Message:
        """The path of the written file."""
        place = self.storage_location[0].get("name", "Local") if self.storage_location else "Local"
        if place != "Local":
            raise ComponentError(f"Writing to {place} is not offered; choose Local.", field="storage_location")
        kind = (self.file_format or self.local_format or "json").lower()
        if kind not in _WRITERS:
            raise ComponentError(f'There is no format "{kind}"; there are {", ".join(_WRITERS)}.', field="local_format")
        name = _named(self.file_name, _SUFFIX.get(kind, kind))
        content = await self._with_old(ctx, name, kind)
        path = await ctx.files.save(name, content)
        text = f"The file was written to {path}"
        ctx.status(text)
        return Message(text)

    async def _with_old(self, ctx: Context, name: str, kind: str) -> bytes:
        rows = rows_in(self.input)
        if not self.append_mode or kind == "excel" or not await ctx.files.exists(name):
            return _WRITERS[kind](self.input, rows)
        old = await ctx.files.read(name)
        if kind in ("csv", "json"):
            return _WRITERS[kind](None, [*(rows_of(name, old) or []), *rows])
        return old.rstrip(b"\n") + b"\n" + _WRITERS[kind](self.input, rows)


def _named(name: str, suffix: str) -> str:
    base = name.strip().replace("\\", "/").rsplit("/", 1)[-1]
    if not base or base in (".", ".."):
        raise ComponentError("Give the file a name.", field="file_name")
    return base if base.lower().endswith(f".{suffix}") else f"{base}.{suffix}"


def rows_in(value: Any) -> list[dict[str, Any]]:
    """The rows of a value."""
    if isinstance(value, list):
        return [row for part in value for row in rows_in(part)]
    if isinstance(value, Table):
        return [{name: row.get(name) for name in value.columns} for row in value.rows]
    if isinstance(value, JSON):
        return [value.data]
    return [{"message": as_text(value)}] if isinstance(value, Message) else []


def _csv(value: Any, rows: list[dict[str, Any]]) -> bytes:
    names = list(dict.fromkeys(name for row in rows for name in row))
    out = io.StringIO()
    writer = csv.DictWriter(out, names, lineterminator="\n")
    writer.writeheader()
    writer.writerows(plain(rows))
    return out.getvalue().encode()


def _json(value: Any, rows: list[dict[str, Any]]) -> bytes:
    single = isinstance(value, JSON | Message) and len(rows) == 1
    return json.dumps(plain(rows[0] if single else rows), indent=2, ensure_ascii=False).encode()


def _markdown(value: Any, rows: list[dict[str, Any]]) -> bytes:
    return (
        value.text
        if isinstance(value, Message)
        else markdown(Table(rows))
        if isinstance(value, Table)
        else as_text(value)
    ).encode()


def _text(value: Any, rows: list[dict[str, Any]]) -> bytes:
    if isinstance(value, Table):
        return markdown(value).encode()
    return (value.text if isinstance(value, Message) else json.dumps(plain(rows), ensure_ascii=False)).encode()


def _html(value: Any, rows: list[dict[str, Any]]) -> bytes:
    if isinstance(value, Message):
        return f"<p>{escape(value.text)}</p>".encode()
    names = list(dict.fromkeys(name for row in rows for name in row))
    head = "".join(f"<th>{escape(name)}</th>" for name in names)
    lines = ["".join(f"<td>{escape(as_text(plain(row.get(name))))}</td>" for name in names) for row in rows]
    return f"<table><tr>{head}</tr>{''.join(f'<tr>{line}</tr>' for line in lines)}</table>".encode()


def _excel(value: Any, rows: list[dict[str, Any]]) -> bytes:
    return workbook(rows)


_WRITERS: dict[str, Callable[[Any, list[dict[str, Any]]], bytes]] = {
    "csv": _csv,
    "excel": _excel,
    "json": _json,
    "markdown": _markdown,
    "txt": _text,
    "html": _html,
    "md": _markdown,
    "xlsx": _excel,
}
