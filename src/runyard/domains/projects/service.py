"""What people do with projects: make, change, fill and delete them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from sqlalchemy import delete
from sqlalchemy import update as sql_update

from runyard.access import Actor, authorize
from runyard.domains import flows
from runyard.domains.projects import queries, rules
from runyard.domains.projects.errors import NoFlowsInProject, ParentUnknown, ProjectNameTaken
from runyard.domains.projects.tables import Project
from runyard.domains.projects.types import ProjectCreate, ProjectUpdate
from runyard.kit.ids import new_id
from runyard.store import Tx

Seal = Callable[[str], str]


def create(tx: Tx, actor: Actor, wanted: ProjectCreate, default_auth: dict[str, Any] | None, seal: Seal) -> Project:
    """A new project; a name in use gets a number, and the named flows move in."""
    authorize(actor, "project:create", None)
    settings = rules.sealed(wanted.auth_settings, seal, None) if wanted.auth_settings else default_auth
    project = _add(tx, actor.user_id, actor.tenant_id, wanted.name, wanted.description, settings)
    moving = [str(i) for i in (wanted.flows_list or []) + (wanted.components_list or [])]
    flows.move(tx, actor, moving, project.id)
    return project


def update(tx: Tx, actor: Actor, project_id: str, wanted: ProjectUpdate, seal: Seal) -> Project:
    """Change what is given; named flows move in, the others stay."""
    project = queries.one(tx, actor, project_id, "project:write")
    if wanted.name is not None and wanted.name != project.name:
        if wanted.name in queries.names_like(tx, project.owner_id, wanted.name):
            raise ProjectNameTaken
        project.name = wanted.name
    if wanted.description is not None:
        project.description = wanted.description
    if wanted.parent_id is not None:
        project.parent_id = _possible_parent(tx, project, str(wanted.parent_id))
    if wanted.auth_settings is not None:
        project.auth_settings = rules.sealed(wanted.auth_settings, seal, project.auth_settings)
    flows.move(tx, actor, [str(i) for i in wanted.flows + wanted.components], project.id)
    project.updated_at = tx.now
    return project


def remove(tx: Tx, actor: Actor, project_id: str) -> None:
    """Delete a project and its flows; projects inside it move up."""
    project = queries.one(tx, actor, project_id, "project:delete")
    flows.remove_project(tx, project.id)
    inside = sql_update(Project).where(Project.parent_id == project.id)
    tx.session.execute(inside.values(parent_id=project.parent_id))
    tx.session.delete(project)


def export(tx: Tx, actor: Actor, project_id: str) -> tuple[str, bytes]:
    """The project's name and a ZIP of its flows."""
    project = queries.one(tx, actor, project_id)
    rows = flows.listed(tx, actor, project_id=project.id)
    if not rows:
        raise NoFlowsInProject
    return project.name, flows.zipped(rows, name_key=None)


def import_project(
    tx: Tx,
    actor: Actor,
    name: str,
    description: str | None,
    content: Sequence[flows.FlowCreate],
    default_auth: dict[str, Any] | None,
) -> list[flows.Flow]:
    """A new project of new flows; all names are made unique, ids are always new."""
    authorize(actor, "project:create", None)
    project = _add(tx, actor.user_id, actor.tenant_id, name, description, default_auth)
    return flows.create_all(tx, actor, [item.model_copy(update={"id": None}) for item in content], project.id)


def create_home(tx: Tx, user_id: str, tenant_id: str) -> Project:
    """The default project of a user, made when there is none."""
    known = queries.oldest(tx, user_id)
    return known or _add(tx, user_id, tenant_id, rules.HOME_NAME, rules.HOME_DESCRIPTION, None)


def named(tx: Tx, actor: Actor, name: str) -> Project:
    """The caller's project of that name, made when there is none."""
    known = next((project for project in queries.mine(tx, actor) if project.name == name), None)
    return known or _add(tx, actor.user_id, actor.tenant_id, name, "", None)


def remove_owned(tx: Tx, user_id: str) -> None:
    """Delete the projects of a user who goes; the flows' room deletes the flows."""
    tx.session.execute(delete(Project).where(Project.owner_id == user_id))


class ProjectFolders:
    """What flows ask about folders."""

    def home(self, tx: Tx, actor: Actor) -> str | None:
        """The caller's default project, made when there is none."""
        return create_home(tx, actor.user_id, actor.tenant_id).id

    def find_home(self, tx: Tx, actor: Actor) -> str | None:
        """The caller's default project, when there is one."""
        known = queries.oldest(tx, actor.user_id)
        return known.id if known else None

    def is_mine(self, tx: Tx, actor: Actor, folder_id: str) -> bool:
        """Whether the project is the caller's."""
        return queries.is_mine(tx, actor, folder_id)


def _add(
    tx: Tx, owner_id: str, tenant_id: str, name: str, description: str | None, settings: dict[str, Any] | None
) -> Project:
    project = Project(
        id=new_id(),
        tenant_id=tenant_id,
        owner_id=owner_id,
        parent_id=None,
        name=flows.unique_name(name, queries.names_like(tx, owner_id, name)),
        description=description,
        auth_settings=settings,
        created_at=tx.now,
        updated_at=tx.now,
    )
    tx.session.add(project)
    tx.session.flush()
    return project


def _possible_parent(tx: Tx, project: Project, parent_id: str) -> str:
    parents = queries.parents(tx, project.owner_id)
    above: str | None = parent_id
    while above is not None and above != project.id:
        if above not in parents:
            raise ParentUnknown
        above = parents[above]
    if above == project.id:
        raise ParentUnknown
    return parent_id
