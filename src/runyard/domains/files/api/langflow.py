"""Files of a user (the second file API of the langflow dialect) and profile pictures."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from typing import Annotated, Any
from uuid import UUID

from fastapi import Body, UploadFile
from fastapi import File as FilePart
from starlette.responses import Response

from runyard.access import Actor
from runyard.domains.files import pictures, queries, rules, service
from runyard.domains.files.archive import write_zip
from runyard.domains.files.errors import BatchTooLarge, FileTooLarge, NoFilesFound
from runyard.domains.files.http import SAFE, attachment, chunks, download
from runyard.domains.files.tables import File
from runyard.domains.files.types import FileDeleted, FileRead, FilesDeleted, FileUploaded, Found, Pictures, Upload
from runyard.kit.json import dumps
from runyard.store import Tx
from runyard.wire import Ctx, RequestContext, Routes

routes = Routes("files")

Ids = Annotated[list[UUID], Body(max_length=1_000)]
MAX_BATCH = 256_000_000
BOTH = ("/api/v2/files", "/api/v2/files/")


@routes.get("/api/v1/files/profile_pictures/list", op="langflow.files_v1.pictures_list", public=True)
async def list_pictures(ctx: Ctx) -> Pictures:
    """Pictures to choose from."""
    return Pictures(files=pictures.names())


@routes.get(
    "/api/v1/files/profile_pictures/{folder_name}/{file_name}",
    op="langflow.files_v1.picture",
    public=True,
    response_model=None,
)
async def get_picture(folder_name: str, file_name: str, ctx: Ctx) -> Response:
    """One picture."""
    return Response(pictures.picture(folder_name, file_name), media_type="image/svg+xml", headers=SAFE)


async def upload(
    ctx: Ctx, file: Annotated[UploadFile, FilePart()], append: bool = False, ephemeral: bool = False
) -> FileUploaded:
    """Keep a file of the caller: as a new one, at the end of the one of that name, or unlisted."""
    name = rules.safe_name(file.filename)
    known = await ctx.read(_named, name) if append else None
    if known is not None:
        return await _append(ctx, known, file)
    return await service.save(
        ctx.house.store,
        ctx.house.blobs,
        lambda: chunks(file),
        lambda tx, key: _add(tx, ctx.actor, Upload(name, key, file.size or 0), not ephemeral),
    )


async def list_files(ctx: Ctx) -> list[FileRead]:
    """The caller's files."""
    return await ctx.read(lambda tx, actor: [_read(f) for f in queries.mine(tx, actor)])


async def delete_all(ctx: Ctx) -> FilesDeleted:
    """Delete all of the caller's files."""
    return FilesDeleted(message=f"All {await ctx.write(service.remove_all)} files deleted successfully")


for path in BOTH:
    routes.post(path, op="langflow.files_v2.upload", needs="file:create", status=201)(upload)
    routes.get(path, op="langflow.files_v2.list", needs="file:read")(list_files)
    routes.delete(path, op="langflow.files_v2.delete_all", needs="file:delete")(delete_all)


@routes.delete("/api/v2/files/batch/", op="langflow.files_v2.delete_batch", needs="file:delete")
async def delete_batch(ids: Ids, ctx: Ctx) -> FilesDeleted:
    """Delete the caller's files among these ids."""
    count = await ctx.write(service.remove_many, [str(i) for i in ids])
    return FilesDeleted(message=f"{count} files deleted successfully")


@routes.post("/api/v2/files/batch/", op="langflow.files_v2.download_batch", needs="file:read", response_model=None)
async def download_batch(ids: Ids, ctx: Ctx) -> Response:
    """The caller's files among these ids as a ZIP."""
    found = await ctx.read(_all_found, [str(i) for i in ids])
    if sum(f.size for f in found) > MAX_BATCH:
        raise BatchTooLarge
    content = await asyncio.to_thread(write_zip, [(f.name, await ctx.house.blobs.read(f.blob)) for f in found])
    stamp = ctx.house.clock.now().astimezone().strftime("%Y%m%d_%H%M%S")
    return attachment(f"{stamp}_langflow_files.zip", content, "application/x-zip-compressed")


@routes.get("/api/v2/files/{file_id}", op="langflow.files_v2.download", needs="file:read", response_model=None)
async def download_file(file_id: UUID, ctx: Ctx, return_content: bool = False) -> Response:
    """A file as a download, or its content as one JSON string."""
    found = await ctx.read(lambda tx, actor: service.found(queries.one(tx, actor, str(file_id))))
    if not return_content:
        return download(found.name, ctx.house.blobs.path(found.blob))
    content = await ctx.house.blobs.read(found.blob)
    return Response(dumps(content.decode("utf-8", "replace")), media_type="application/json")


@routes.put("/api/v2/files/{file_id}", op="langflow.files_v2.rename", needs="file:write")
async def rename_file(file_id: UUID, name: str, ctx: Ctx) -> FileUploaded:
    """Change the shown name; the path stays."""
    return await ctx.write(lambda tx, actor: _uploaded(service.rename(tx, actor, str(file_id), name)))


@routes.delete("/api/v2/files/{file_id}", op="langflow.files_v2.delete", needs="file:delete")
async def delete_file(file_id: UUID, ctx: Ctx) -> FileDeleted:
    """Delete one file."""
    return FileDeleted(detail=f"File {await ctx.write(service.remove, str(file_id))} deleted successfully")


async def _append(ctx: RequestContext, known: Found, file: UploadFile) -> FileUploaded:
    size = known.size + (file.size or 0)
    if size > ctx.house.settings.max_upload_mb * 1024 * 1024:
        raise FileTooLarge

    async def both() -> AsyncIterator[bytes]:
        yield await ctx.house.blobs.read(known.blob)
        async for chunk in chunks(file):
            yield chunk

    return await service.save(
        ctx.house.store,
        ctx.house.blobs,
        both,
        lambda tx, key: _uploaded(service.replace(tx, ctx.actor, known.id, known.blob, Upload(known.name, key, size))),
    )


def _named(tx: Tx, actor: Actor, name: str) -> Found | None:
    file = queries.by_path(tx, actor, actor.user_id, name)
    return service.found(file) if file is not None and file.listed else None


def _all_found(tx: Tx, actor: Actor, ids: list[str]) -> list[Found]:
    files = queries.mine(tx, actor, ids)
    if not files:
        raise NoFilesFound
    return [service.found(file) for file in files]


def _add(tx: Tx, actor: Actor, new: Upload, listed: bool) -> FileUploaded:
    return _uploaded(service.add(tx, actor, new, "user", actor.user_id, listed))


def _uploaded(file: File) -> FileUploaded:
    return FileUploaded.model_validate(_values(file))


def _read(file: File) -> FileRead:
    values: dict[str, Any] = _values(file)
    return FileRead(**values, user_id=UUID(file.owner_id), created_at=file.created_at, updated_at=file.updated_at)


def _values(file: File) -> dict[str, Any]:
    return {"id": file.id, "name": file.name, "path": f"{file.folder_id}/{file.stored_name}", "size": file.size}
