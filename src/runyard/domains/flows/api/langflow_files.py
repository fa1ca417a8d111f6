"""Files of a flow (the first file API of the langflow dialect): stored under the flow, found by stored name."""

from __future__ import annotations

from typing import Annotated
from uuid import UUID

from fastapi import File, UploadFile
from pydantic import BaseModel
from starlette.responses import Response

from runyard.access import Actor
from runyard.domains import files
from runyard.domains.flows import queries
from runyard.kit.errors import Invalid
from runyard.store import Tx
from runyard.wire import Ctx, Routes

routes = Routes("flows")


class FlowFileUploaded(BaseModel):
    """Where an uploaded file is found: '<flow id>/<stored name>'."""

    flowId: str
    file_path: str


class FileNames(BaseModel):
    """Stored names."""

    files: list[str]


class NoForm(Invalid):
    """Content-Type header must be 'multipart/form-data' with a boundary parameter."""


class NoFilePart(Invalid):
    """The form has no part named file."""


@routes.post("/api/v1/files/upload/{flow_id}", op="langflow.files_v1.upload", needs="file:create", status=201)
async def upload(flow_id: UUID, ctx: Ctx, file: Annotated[UploadFile | None, File()] = None) -> FlowFileUploaded:
    """Keep a file under a flow; its name gets the time in front."""
    folder = str(flow_id)
    await ctx.read(queries.exists, folder, "flow:write")
    if file is None:
        is_form = ctx.request.headers.get("content-type", "").startswith("multipart/form-data")
        raise NoFilePart if is_form else NoForm
    stored = await files.save(
        ctx.house.store,
        ctx.house.blobs,
        lambda: files.chunks(file),
        lambda tx, key: _add(tx, ctx.actor, folder, files.Upload(file.filename or "", key, file.size or 0)),
    )
    return FlowFileUploaded(flowId=folder, file_path=f"{folder}/{stored}")


@routes.get("/api/v1/files/list/{flow_id}", op="langflow.files_v1.list", needs="file:read")
async def list_files(flow_id: UUID, ctx: Ctx) -> FileNames:
    """Stored names of a flow's files."""
    return FileNames(files=await ctx.read(_names, str(flow_id)))


@routes.get(
    "/api/v1/files/download/{flow_id}/{file_name}",
    op="langflow.files_v1.download",
    needs="file:read",
    response_model=None,
)
async def download(flow_id: UUID, file_name: str, ctx: Ctx) -> Response:
    """A file of a flow, as a download."""
    found = await ctx.read(_find, str(flow_id), file_name)
    return files.download(found.stored_name, ctx.house.blobs.path(found.blob))


@routes.get(
    "/api/v1/files/images/{flow_id}/{file_name}", op="langflow.files_v1.image", needs="file:read", response_model=None
)
async def image(flow_id: UUID, file_name: str, ctx: Ctx) -> Response:
    """An image of a flow, to be shown in place."""
    found = await ctx.read(_find, str(flow_id), file_name)
    return files.inline_image(found.stored_name, ctx.house.blobs.path(found.blob))


@routes.delete("/api/v1/files/delete/{flow_id}/{file_name}", op="langflow.files_v1.delete", needs="file:delete")
async def delete(flow_id: UUID, file_name: str, ctx: Ctx) -> files.FilesDeleted:
    """Delete a file of a flow."""
    await ctx.write(_delete, str(flow_id), file_name)
    return files.FilesDeleted(message=f"File {file_name} deleted successfully")


def _add(tx: Tx, actor: Actor, flow_id: str, upload: files.Upload) -> str:
    queries.exists(tx, actor, flow_id, "flow:write")
    return files.add(tx, actor, upload, "flow", flow_id).stored_name


def _names(tx: Tx, actor: Actor, flow_id: str) -> list[str]:
    queries.exists(tx, actor, flow_id)
    return files.stored_names(tx, actor, flow_id)


def _find(tx: Tx, actor: Actor, flow_id: str, stored_name: str) -> files.Found:
    queries.exists(tx, actor, flow_id)
    return files.in_flow(tx, actor, flow_id, stored_name)


def _delete(tx: Tx, actor: Actor, flow_id: str, stored_name: str) -> None:
    queries.exists(tx, actor, flow_id, "flow:write")
    files.remove_from_flow(tx, actor, flow_id, stored_name)
