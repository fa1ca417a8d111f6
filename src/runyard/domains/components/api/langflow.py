"""The catalogue and prompt help as the langflow dialect asks for them."""

from __future__ import annotations

from typing import Any

from pydantic import BaseModel, Field
from starlette.requests import Request
from starlette.responses import Response

from runyard.domains.components.following import followed
from runyard.domains.components.palette import Palette
from runyard.domains.components.prompts import names_in, with_fields
from runyard.wire import Ctx, RequestContext, Routes

routes = Routes("components")


class PromptCheck(BaseModel):
    """A prompt, and the node it is a field of."""

    name: str
    template: str
    custom_fields: dict[str, Any] | None = None
    frontend_node: dict[str, Any] | None = None
    mustache: bool = False


class NodeChange(BaseModel):
    """A field of a node that changed; `code` is part of the request of other clients and is not used."""

    code: str
    template: dict[str, Any]
    field: str
    field_value: Any = None
    tool_mode: bool | None = None


class PromptAnswer(BaseModel):
    """The node with the prompt's fields; without a node there is nothing to say but that the prompt is sound."""

    input_variables: list[str] = Field(default_factory=list)
    frontend_node: dict[str, Any] | None = None


@routes.raw(
    "GET", "/api/v1/all", op="langflow.base.all", needs="component:read", params={"force_refresh": (bool, False)}
)
async def get_all(request: Request, ctx: RequestContext) -> Response:
    """Every installed component by category and type, always compressed."""
    palette: Palette = ctx.house.services["components.palette"]
    packed, etag = palette.packed()
    if request.headers.get("if-none-match") == etag:
        return Response(status_code=304, headers={"etag": etag})
    headers = {"content-encoding": "gzip", "etag": etag, "cache-control": "no-cache"}
    return Response(packed, 200, headers, "application/json")


@routes.post("/api/v1/validate/prompt", op="langflow.x.validate_prompt", needs="component:read")
async def validate_prompt(body: PromptCheck, ctx: Ctx) -> PromptAnswer:
    """Check a prompt and give its node one field per variable."""
    if body.frontend_node is None:
        return PromptAnswer()
    names = names_in(body.template, mustache=body.mustache)
    return PromptAnswer(input_variables=names, frontend_node=with_fields(body.frontend_node, body.name, names))


@routes.post("/api/v1/custom_component/update", op="langflow.x.custom_component_update", needs="component:read")
async def update_node(body: NodeChange, ctx: Ctx) -> dict[str, Any]:
    """A node recomputed after one of its fields changed."""
    return followed(ctx.house.catalogue, body.template, body.field, body.field_value, body.tool_mode)
