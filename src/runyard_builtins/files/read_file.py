"""Uploaded files as text or as tables."""

from __future__ import annotations

from typing import Any

from runyard_builtins.files.reading import readable, rows_of, text_of
from runyard_sdk import JSON, Component, ComponentError, Context, Message, Table, output, outside
from runyard_sdk import fields as f

SUFFIXES = (
    "csv",
    "json",
    "pdf",
    "txt",
    "md",
    "mdx",
    "yaml",
    "yml",
    "xml",
    "html",
    "htm",
    "docx",
    "py",
    "sh",
    "sql",
    "js",
    "ts",
    "tsx",
    "adoc",
    "asciidoc",
    "asc",
    "bmp",
    "dotx",
    "dotm",
    "docm",
    "jpg",
    "jpeg",
    "png",
    "potx",
    "ppsx",
    "pptm",
    "potm",
    "ppsm",
    "pptx",
    "tiff",
    "xls",
    "xlsx",
    "xhtml",
    "webp",
    "zip",
    "tar",
    "tgz",
    "bz2",
    "gz",
)
PLACES = [
    {"icon": "hard-drive", "name": "Local"},
    {"icon": "Amazon", "name": "AWS"},
    {"icon": "google", "name": "Google Drive"},
]


class File(Component):
    """Reads uploaded files: texts, markdown, CSV, JSON, PDF, HTML and Word documents."""

    title = "Read File"
    icon = "file-text"
    category = "files_and_knowledge"
    aliases = ("FileComponent",)

    storage_location: list[Any] = f.sortable(
        default=PLACES[:1],
        advanced=True,
        placeholder="Select Location",
        options=PLACES,
        limit=1,
        info="Where the files are.",
    )
    path: list[Any] = f.file(*SUFFIXES, title="Files", many=True, refresh=True, info="The uploaded files.")
    file_path: list[Any] = f.handle(
        "Data", "JSON", "Message", title="Server File Path", many=True, advanced=True, info="Paths of stored files."
    )
    separator: str = f.text(default="\n\n", advanced=True, info="Stands between the texts of several files.")
    silent_errors: bool = f.boolean(advanced=True, info="Skip files that cannot be read.")
    delete_server_file_after_processing: bool = f.boolean(
        default=True, advanced=True, info="Remove files that came as a path once they are read."
    )
    ignore_unsupported_extensions: bool = f.boolean(
        default=True, advanced=True, info="Skip kinds of file that cannot be read."
    )
    ignore_unspecified_files: bool = f.boolean(advanced=True, info="Do not fail when a path names no file.")
    file_path_str: str = f.text(
        title="File Path", advanced=True, show=False, tool_mode=True, info="A path, filled in by an agent."
    )
    aws_access_key_id: str = f.secret(title="AWS Access Key ID", required=True, show=False, load_from_db=False)
    aws_secret_access_key: str = f.secret(title="AWS Secret Key", required=True, show=False, load_from_db=False)
    bucket_name: str = f.text(title="S3 Bucket Name", required=True, show=False)
    aws_region: str = f.text(title="AWS Region", show=False)
    s3_file_key: str = f.text(required=True, show=False, title="S3 File Key")
    service_account_key: str = f.secret(
        title="GCP Credentials Secret Key", required=True, show=False, load_from_db=False
    )
    file_id: str = f.text(title="Google Drive File ID", required=True, show=False)
    advanced_mode: bool = f.boolean(
        title="Advanced Parser", refresh=True, info="Kept for files of other versions; files are read the same way."
    )
    pipeline: str = f.dropdown(
        default="standard", advanced=True, refresh=True, options=["standard", "vlm"], info="Kept, see above."
    )
    ocr_engine: str = f.dropdown(
        title="OCR Engine",
        default="easyocr",
        advanced=True,
        show=False,
        options=["None", "easyocr"],
        info="Kept, see above.",
    )
    md_image_placeholder: str = f.text(title="Image placeholder", default="<!-- image -->", advanced=True, show=False)
    md_page_break_placeholder: str = f.text(title="Page break placeholder", advanced=True, show=False)
    doc_key: str = f.message_text(default="doc", advanced=True, show=False)
    use_multithreading: bool = f.boolean(title="[Deprecated] Use Multithreading", default=True, advanced=True)
    concurrency_multithreading: int = f.integer(title="Processing Concurrency", default=1, advanced=True)
    markdown: bool = f.boolean(title="Markdown Export", show=False)

    @classmethod
    def live_outputs(cls, values: dict[str, Any]) -> list[str] | None:
        """One file with rows also offers them; several files offer a table of files."""
        given = values.get("path") or []
        paths = given if isinstance(given, list) else [given]
        if len(paths) > 1:
            return ["dataframe", "message"]
        name = str(paths[0]) if paths else ""
        return ["dataframe", "message", "path"] if name.endswith((".csv", ".json")) else ["message", "path"]

    @output("message", title="Raw Content")
    async def load_files_message(self, ctx: Context) -> Message:
        """The text of all files."""
        texts = [text_of(name, content) for name, content in await self._contents(ctx)]
        return Message(self.separator.join(texts))

    @output("dataframe", title="Structured Content", offered=False)
    async def load_files_structured(self, ctx: Context) -> Table:
        """The rows of a file, or one row per file."""
        files = await self._contents(ctx)
        if len(files) == 1:
            rows = rows_of(*files[0])
            if rows is not None:
                return Table(rows)
        return Table({"file_path": name, "text": text_of(name, content)} for name, content in files)

    @output("path", title="File Path", offered=False)
    def load_files_path(self, ctx: Context) -> Message:
        """The paths of the files."""
        return Message(self.separator.join(self._paths()))

    def _paths(self) -> list[str]:
        place = self.storage_location[0].get("name", "Local") if self.storage_location else "Local"
        if place != "Local":
            raise ComponentError(
                f"Reading from {place} is not offered; upload the file here.", field="storage_location"
            )
        given = [path for path in [*self.path, self.file_path_str] if path]
        return given + [_path_in(value) for value in self.file_path]

    async def _contents(self, ctx: Context) -> list[tuple[str, bytes]]:
        paths = self._paths()
        if not paths:
            raise ComponentError("Choose a file to read.", field="path")
        handed = {_path_in(value) for value in self.file_path}
        made = []
        for path in paths:
            content = await self._content(ctx, path)
            if content is None:
                continue
            made.append((path, content))
            if path in handed and self.delete_server_file_after_processing:
                await ctx.files.delete(path)
        if not made and not self.silent_errors:
            raise ComponentError("None of the files can be read.", field="path")
        return made

    async def _content(self, ctx: Context, path: str) -> bytes | None:
        if not readable(path):
            if self.ignore_unsupported_extensions or self.silent_errors:
                ctx.log(f"Skipped {path}: this kind of file cannot be read.")
                return None
            raise ComponentError(f'Files like "{path.rsplit("/", 1)[-1]}" cannot be read.', field="path")
        try:
            return await outside(ctx.files.read(path))
        except ComponentError as wrong:
            if not self.silent_errors and not self.ignore_unspecified_files:
                raise
            ctx.log(f"Skipped {path}: {wrong.message}")
            return None


def _path_in(value: Any) -> str:
    found = value.data.get("file_path", value.text) if isinstance(value, JSON) else value.text
    if not found:
        raise ComponentError("The value at Server File Path holds no file_path.", field="file_path")
    return str(found)
