"""The shapes of projects that travel."""

from __future__ import annotations

from typing import Annotated, Any
from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field

from runyard.domains.flows import FlowPage, FlowRead, Name, Words

Ids = Annotated[list[UUID], Field(max_length=1_000)]


class ProjectCreate(BaseModel):
    """A new project, and flows to move into it."""

    model_config = ConfigDict(extra="ignore")

    name: Name
    description: Words | None = None
    auth_settings: dict[str, Any] | None = None
    components_list: Ids | None = None
    flows_list: Ids | None = None


class ProjectUpdate(BaseModel):
    """Fields to change, and flows to move into the project; absent and null ones stay."""

    model_config = ConfigDict(extra="ignore")

    name: Name | None = None
    description: Words | None = None
    parent_id: UUID | None = None
    components: Ids = []
    flows: Ids = []
    auth_settings: dict[str, Any] | None = None


class ProjectRead(BaseModel):
    """A project."""

    name: str
    description: str | None = None
    auth_settings: dict[str, Any] | None = None
    id: UUID
    parent_id: UUID | None


class ProjectWithFlows(ProjectRead):
    """A project with all its flows."""

    flows: list[FlowRead] = []


class ProjectPage(BaseModel):
    """A project with one page of its flows."""

    folder: ProjectRead
    flows: FlowPage
