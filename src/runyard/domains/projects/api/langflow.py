"""Projects as the langflow dialect shows them."""

from __future__ import annotations

import asyncio
from typing import Annotated, Any
from uuid import UUID

from fastapi import File, Query, UploadFile
from starlette.responses import Response

from runyard.access import Actor
from runyard.domains import files, flows
from runyard.domains.projects import queries, rules, service
from runyard.domains.projects.errors import BadImport
from runyard.domains.projects.tables import Project
from runyard.domains.projects.types import ProjectCreate, ProjectPage, ProjectRead, ProjectUpdate, ProjectWithFlows
from runyard.kit.paging import Page
from runyard.store import Tx
from runyard.wire import Ctx, RequestContext, Routes

routes = Routes("projects")

PageNumber = Annotated[int | None, Query(ge=1, le=1_000_000)]
PageSize = Annotated[int | None, Query(ge=1, le=100)]
Imported = tuple[str, str | None, list[flows.FlowCreate]]


@routes.get("/api/v1/projects/", op="langflow.projects.list", needs="project:read")
async def list_projects(ctx: Ctx) -> list[ProjectRead]:
    """The caller's projects, the default one first."""
    return await ctx.read(lambda tx, actor: [_read(p) for p in queries.mine(tx, actor)])


@routes.post("/api/v1/projects/", op="langflow.projects.create", needs="project:create", status=201)
async def create_project(body: ProjectCreate, ctx: Ctx) -> ProjectRead:
    """Make a project, and move flows into it."""
    seal = ctx.house.vault.seal
    return await ctx.write(lambda tx, actor: _read(service.create(tx, actor, body, _default_auth(ctx), seal)))


@routes.get(
    "/api/v1/projects/download/{project_id}", op="langflow.projects.download", needs="project:read", response_model=None
)
async def download_project(project_id: UUID, ctx: Ctx) -> Response:
    """The project's flows as a ZIP in export form."""
    name, content = await ctx.read(service.export, str(project_id))
    stamp = ctx.house.clock.now().astimezone().strftime("%Y%m%d_%H%M%S")
    return files.attachment(f"{stamp}_{name}_flows.zip", content, "application/x-zip-compressed")


@routes.post(
    "/api/v1/projects/upload/",
    op="langflow.projects.upload",
    needs="project:create",
    status=201,
    response_model=list[flows.FlowRead],
)
async def upload_project(ctx: Ctx, file: Annotated[UploadFile | None, File()] = None) -> Response:
    """A new project from a JSON or ZIP file; all or nothing."""
    if file is None:
        raise BadImport("No file provided")
    name, description, wanted = await asyncio.to_thread(_parse, file.filename or "", await file.read())

    def verb(tx: Tx, actor: Actor) -> list[dict[str, Any]]:
        made = service.import_project(tx, actor, name, description, wanted, _default_auth(ctx))
        return [flows.whole(flow) for flow in made]

    return flows.answer(await ctx.write(verb), 201)


@routes.get(
    "/api/v1/projects/{project_id}",
    op="langflow.projects.get",
    needs="project:read",
    response_model=ProjectWithFlows | ProjectPage,
)
async def get_project(
    project_id: UUID,
    ctx: Ctx,
    page: PageNumber = None,
    size: PageSize = None,
    is_component: bool = False,
    is_flow: bool = False,
    search: Annotated[flows.Words, Query(max_length=500)] = "",
) -> Response:
    """A project with all its flows, or with one page of those that match."""
    if page is None or size is None:
        return flows.answer(await ctx.read(_with_flows, str(project_id)))
    kind = None if is_component == is_flow else is_component
    return flows.answer(await ctx.read(_with_page, str(project_id), Page(page, size), kind, search))


@routes.patch("/api/v1/projects/{project_id}", op="langflow.projects.update", needs="project:write")
async def update_project(project_id: UUID, body: ProjectUpdate, ctx: Ctx) -> ProjectRead:
    """Change some fields of a project."""
    seal = ctx.house.vault.seal
    return await ctx.write(lambda tx, actor: _read(service.update(tx, actor, str(project_id), body, seal)))


@routes.delete("/api/v1/projects/{project_id}", op="langflow.projects.delete", needs="project:delete", status=204)
async def delete_project(project_id: UUID, ctx: Ctx) -> Response:
    """Delete a project with its flows."""
    await ctx.write(service.remove, str(project_id))
    return Response(status_code=204)


def _default_auth(ctx: RequestContext) -> dict[str, Any] | None:
    return None if ctx.house.settings.auto_login else dict(rules.KEY_REQUIRED)


def _parse(file_name: str, content: bytes) -> Imported:
    if not content:
        raise BadImport("The uploaded file is empty")
    if files.is_zip(content):
        name = file_name.rsplit(".", 1)[0] or "Project"
        return name, None, [flows.parse(item) for item in flows.read_zip(content)]
    value = flows.read_json(content)
    if not isinstance(value, dict):
        raise BadImport("Expected an object with folder_name and flows")
    missing = [field for field in ("folder_name", "flows") if field not in value]
    if missing:
        raise BadImport(f"Missing required field(s): {', '.join(missing)}")
    name, description = value["folder_name"], value.get("folder_description")
    if not isinstance(name, str) or not name or not isinstance(description, str | None):
        raise BadImport("folder_name must be a text of at least one letter, and folder_description a text")
    return name, description, [flows.parse(item) for item in flows.listed_in(value)]


def _with_flows(tx: Tx, actor: Actor, project_id: str) -> dict[str, Any]:
    project = _read(queries.one(tx, actor, project_id)).model_dump()
    return project | {"flows": [flows.whole(f) for f in flows.listed(tx, actor, project_id=project_id)]}


def _with_page(
    tx: Tx, actor: Actor, project_id: str, asked: Page, is_component: bool | None, search: str
) -> dict[str, Any]:
    project = queries.one(tx, actor, project_id)
    rows, total = flows.page(tx, actor, project_id, asked, is_component=is_component, search=search)
    return {"folder": _read(project).model_dump(), "flows": flows.page_of(rows, total, asked)}


def _read(project: Project) -> ProjectRead:
    return ProjectRead(
        name=project.name,
        description=project.description,
        auth_settings=rules.shown(project.auth_settings),
        id=UUID(project.id),
        parent_id=UUID(project.parent_id) if project.parent_id else None,
    )
