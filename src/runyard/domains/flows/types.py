"""The shapes of flows that travel. A graph stays a plain dict or its text; it is never parsed into models."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Annotated, Any
from uuid import UUID

from pydantic import AfterValidator, BaseModel, ConfigDict, Field

_ENDPOINT = re.compile(r"[A-Za-z0-9_-]+")
_COLOUR = re.compile(r"#[0-9a-fA-F]{6}")


class AccessType(StrEnum):
    """Who may see a flow: its owner, or everybody."""

    PRIVATE = "PRIVATE"
    PUBLIC = "PUBLIC"


def _graph(data: dict[str, Any] | None) -> dict[str, Any] | None:
    for part in ("nodes", "edges"):
        if data is not None and part not in data:
            raise ValueError(f"Flow must have {part}")
    return data


def _endpoint(name: str | None) -> str | None:
    if name and not _ENDPOINT.fullmatch(name):
        raise ValueError("Endpoint name must contain only letters, numbers, hyphens, and underscores")
    return name


def _colour(text: str | None) -> str | None:
    if text and not _COLOUR.fullmatch(text):
        raise ValueError("icon_bg_color must be a colour such as #1f2937")
    return text


def _no_nul(text: str) -> str:
    if "\x00" in text:
        raise ValueError("must not hold a NUL character")
    return text


Graph = Annotated[dict[str, Any] | None, AfterValidator(_graph)]
EndpointName = Annotated[str | None, Field(max_length=200), AfterValidator(_endpoint)]
Colour = Annotated[str | None, AfterValidator(_colour)]
Words = Annotated[str, AfterValidator(_no_nul)]
Name = Annotated[Words, Field(min_length=1, max_length=500)]


def _ignoring(*names: str) -> Callable[[dict[str, Any]], None]:
    """Names these fields in the schema: clients send them, the server decides them, and no value of theirs is wrong."""

    def add(schema: dict[str, Any]) -> None:
        schema["properties"] |= {name: {"description": "Accepted and ignored: the server decides."} for name in names}

    return add


class FlowCreate(BaseModel):
    """A new flow. `user_id`, `updated_at` and `workspace_id` are accepted and ignored: the server decides them."""

    model_config = ConfigDict(
        extra="ignore",
        use_enum_values=True,
        validate_default=True,
        json_schema_extra=_ignoring("updated_at", "user_id", "workspace_id"),
    )

    name: Name
    description: Words | None = None
    icon: Words | None = None
    icon_bg_color: Colour = None
    gradient: Words | None = None
    data: Graph = None
    is_component: bool | None = False
    webhook: bool | None = False
    endpoint_name: EndpointName = None
    tags: list[str] | None = None
    locked: bool | None = False
    mcp_enabled: bool | None = False
    action_name: Words | None = None
    action_description: Words | None = None
    access_type: AccessType = AccessType.PRIVATE
    id: UUID | None = None
    folder_id: UUID | None = None
    fs_path: str | None = None


class FlowUpdate(BaseModel):
    """Fields to change; absent and null ones stay, except that an empty `endpoint_name` clears it."""

    model_config = ConfigDict(
        extra="ignore", use_enum_values=True, validate_default=True, json_schema_extra=_ignoring("workspace_id")
    )

    name: Name | None = None
    description: Words | None = None
    data: Graph = None
    folder_id: UUID | None = None
    endpoint_name: EndpointName = None
    mcp_enabled: bool | None = None
    locked: bool | None = None
    action_name: Words | None = None
    action_description: Words | None = None
    access_type: AccessType | None = None
    fs_path: str | None = None


class FlowListCreate(BaseModel):
    """Several new flows at once."""

    flows: list[FlowCreate] = Field(max_length=1_000)


class FlowHeader(BaseModel):
    """A flow in short lists; `data` only for saved components."""

    id: UUID
    name: str
    folder_id: UUID | None = None
    is_component: bool | None = None
    endpoint_name: str | None = None
    description: str | None = None
    data: dict[str, Any] | None = None
    access_type: AccessType | None = None
    tags: list[str] | None = None
    mcp_enabled: bool | None = None
    action_name: str | None = None
    action_description: str | None = None


class FlowRead(BaseModel):
    """A whole flow, as clients see it."""

    name: str
    description: str | None = None
    icon: str | None = None
    icon_bg_color: str | None = None
    gradient: str | None = None
    data: dict[str, Any] | None = None
    is_component: bool | None = False
    updated_at: datetime | None = None
    webhook: bool | None = False
    endpoint_name: str | None = None
    tags: list[str] | None = None
    locked: bool | None = False
    mcp_enabled: bool | None = False
    action_name: str | None = None
    action_description: str | None = None
    access_type: AccessType = AccessType.PRIVATE
    id: UUID
    user_id: UUID | None
    folder_id: UUID | None
    workspace_id: UUID | None = None
    name_key: str | None = None


class FlowPage(BaseModel):
    """One page of flows."""

    items: list[FlowRead]
    total: int
    page: int
    size: int
    pages: int


class FlowDeleted(BaseModel):
    """That a flow is gone, in words."""

    message: str


class FlowsDeleted(BaseModel):
    """How many flows were deleted."""

    deleted: int


@dataclass(frozen=True, slots=True)
class CachedFlow:
    """A flow as runs use it; `data` is shared between runs, so nobody may change it."""

    id: str
    version: int
    name: str
    description: str | None
    data: dict[str, Any] | None
    tenant_id: str
    owner_id: str
    project_id: str | None
    access_type: str
    endpoint_name: str | None
    webhook: bool
    mcp_enabled: bool
    action_name: str | None
    action_description: str | None
