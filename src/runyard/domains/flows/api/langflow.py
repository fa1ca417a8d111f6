"""Flows as the langflow dialect shows them: make, list, change, export and import."""

from __future__ import annotations

import asyncio
from typing import Annotated, Any
from uuid import UUID

from fastapi import Body, File, Header, Query, UploadFile
from orjson import Fragment
from starlette.responses import Response

from runyard.access import Actor
from runyard.domains import files
from runyard.domains.flows import exchange, queries, service
from runyard.domains.flows.errors import BadUpload, NoFlowsFound
from runyard.domains.flows.hooks import folders
from runyard.domains.flows.rules import etag
from runyard.domains.flows.shown import answer, header, page_of, whole
from runyard.domains.flows.tables import Flow
from runyard.domains.flows.types import (
    FlowCreate,
    FlowDeleted,
    FlowHeader,
    FlowListCreate,
    FlowPage,
    FlowRead,
    FlowsDeleted,
    FlowUpdate,
)
from runyard.kit.paging import Page
from runyard.store import Tx
from runyard.wire import Ctx, Routes

routes = Routes("flows")

PageNumber = Annotated[int, Query(ge=1, le=1_000_000)]
PageSize = Annotated[int, Query(ge=1, le=100)]
Ids = Annotated[list[UUID], Body(max_length=1_000)]


@routes.get(
    "/api/v1/flows/",
    op="langflow.flows.list",
    needs="flow:read",
    gzip=True,
    response_model=list[FlowRead] | FlowPage | list[FlowHeader],
)
async def list_flows(
    ctx: Ctx,
    remove_example_flows: bool = False,
    components_only: bool = False,
    get_all: bool = True,
    folder_id: UUID | None = None,
    header_flows: bool = False,
    page: PageNumber = 1,
    size: PageSize = 50,
) -> Response:
    """The caller's flows: all of them in full or in short, or one page of a folder."""
    if not get_all:
        asked = Page(page, size)
        return answer(
            await ctx.read(_page, str(folder_id) if folder_id else None, asked, True if components_only else None)
        )
    if header_flows:
        return answer(await ctx.read(lambda tx, actor: _headers(tx, actor, components_only)))
    return answer(await ctx.read(lambda tx, actor: _all(tx, actor, components_only)))


@routes.post("/api/v1/flows/", op="langflow.flows.create", needs="flow:create", status=201, response_model=FlowRead)
async def create_flow(body: FlowCreate, ctx: Ctx) -> Response:
    """Make a flow; the caller owns it."""
    return answer(await ctx.write(lambda tx, actor: whole(service.create(tx, actor, body))), 201)


@routes.delete("/api/v1/flows/", op="langflow.flows.delete_many", needs="flow:delete")
async def delete_flows(ids: Ids, ctx: Ctx) -> FlowsDeleted:
    """Delete the caller's flows among these ids."""
    return FlowsDeleted(deleted=await ctx.write(service.remove_many, [str(i) for i in ids]))


@routes.post(
    "/api/v1/flows/batch/",
    op="langflow.flows.create_batch",
    needs="flow:create",
    status=201,
    response_model=list[FlowRead],
)
async def create_flows(body: FlowListCreate, ctx: Ctx) -> Response:
    """Make several flows, all or none, with the names they have."""
    made = await ctx.write(lambda tx, actor: [whole(f) for f in service.create_batch(tx, actor, body.flows)])
    return answer(made, 201)


@routes.post("/api/v1/flows/download/", op="langflow.flows.download", needs="flow:read", response_model=None)
async def download_flows(ids: Ids, ctx: Ctx) -> Response:
    """One flow as a JSON object, several as a ZIP; secrets are left out."""
    kind, content = await ctx.read(_export, [str(i) for i in ids])
    if kind == "zip":
        stamp = ctx.house.clock.now().astimezone().strftime("%Y%m%d_%H%M%S")
        return files.attachment(f"{stamp}_langflow_flows.zip", content, "application/x-zip-compressed")
    return answer(content)


@routes.post(
    "/api/v1/flows/upload/", op="langflow.flows.upload", needs="flow:create", status=201, response_model=list[FlowRead]
)
async def upload_flows(
    ctx: Ctx, file: Annotated[UploadFile | None, File()] = None, folder_id: UUID | None = None
) -> Response:
    """Flows from a JSON or ZIP file; all or none."""
    if file is None:
        raise BadUpload("No file provided")
    wanted = await asyncio.to_thread(exchange.read_upload, file.filename or "", await file.read())
    folder = str(folder_id) if folder_id else None
    made = await ctx.write(lambda tx, actor: [whole(f) for f in service.import_flows(tx, actor, wanted, folder)])
    return answer(made, 201)


@routes.get("/api/v1/flows/public_flow/{flow_id}", op="langflow.flows.public_get", public=True, response_model=FlowRead)
async def get_public_flow(flow_id: UUID, ctx: Ctx) -> Response:
    """A flow that its owner has made public."""
    return answer(await ctx.read(lambda tx, _: _public(tx, str(flow_id))))


@routes.get("/api/v1/flows/{flow_id}", op="langflow.flows.get", needs="flow:read", response_model=FlowRead)
async def get_flow(flow_id: UUID, ctx: Ctx) -> Response:
    """One flow, with the tag that a later change can be tied to."""
    return _tagged(await ctx.read(lambda tx, actor: _with_tag(queries.one(tx, actor, str(flow_id)))))


@routes.patch("/api/v1/flows/{flow_id}", op="langflow.flows.update", needs="flow:write", response_model=FlowRead)
async def update_flow(
    flow_id: UUID, body: FlowUpdate, ctx: Ctx, if_match: Annotated[str | None, Header()] = None
) -> Response:
    """Change some fields; with If-Match only when nobody else changed the flow meanwhile."""
    return _tagged(
        await ctx.write(lambda tx, actor: _with_tag(service.update(tx, actor, str(flow_id), body, if_match)))
    )


@routes.put("/api/v1/flows/{flow_id}", op="langflow.flows.upsert", needs="flow:write", response_model=FlowRead)
async def upsert_flow(flow_id: UUID, body: FlowCreate, ctx: Ctx) -> Response:
    """Make the flow with this id (201) or change it (200)."""

    def verb(tx: Tx, actor: Actor) -> tuple[dict[str, Any], str, bool]:
        flow, is_new = service.upsert(tx, actor, str(flow_id), body)
        return *_with_tag(flow), is_new

    shown, tag, is_new = await ctx.write(verb)
    return _tagged((shown, tag), 201 if is_new else 200)


@routes.delete("/api/v1/flows/{flow_id}", op="langflow.flows.delete", needs="flow:delete")
async def delete_flow(flow_id: UUID, ctx: Ctx) -> FlowDeleted:
    """Delete a flow with its files and everything that was recorded of it."""
    await ctx.write(service.remove, str(flow_id))
    return FlowDeleted(message="Flow deleted successfully")


def _public(tx: Tx, flow_id: str) -> dict[str, Any]:
    flow = queries.public(tx, flow_id)
    data = None if flow.data is None else Fragment(exchange.without_secrets(flow.data))
    return whole(flow) | {"data": data}


def _all(tx: Tx, actor: Actor, components_only: bool) -> list[dict[str, Any]]:
    return [whole(flow) for flow in queries.listed(tx, actor, components_only=components_only)]


def _headers(tx: Tx, actor: Actor, components_only: bool) -> list[dict[str, Any]]:
    return [header(row) for row in queries.headers(tx, actor, components_only=components_only)]


def _page(tx: Tx, actor: Actor, folder_id: str | None, asked: Page, is_component: bool | None) -> dict[str, Any]:
    folder = folder_id or folders().find_home(tx, actor)
    rows, total = queries.page(tx, actor, folder, asked, is_component=is_component)
    return page_of(rows, total, asked)


def _export(tx: Tx, actor: Actor, ids: list[str]) -> tuple[str, Any]:
    flows = list(queries.among(tx, actor, ids))
    if not flows:
        raise NoFlowsFound
    return ("json", exchange.exported(flows[0])) if len(flows) == 1 else ("zip", exchange.zipped(flows))


def _with_tag(flow: Flow) -> tuple[dict[str, Any], str]:
    return whole(flow), etag(flow)


def _tagged(shown: tuple[dict[str, Any], str], status: int = 200) -> Response:
    return answer(shown[0], status, {"etag": shown[1]})
