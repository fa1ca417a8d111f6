"""Every SELECT on projects; `readable` is the only way in."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import Select, case, or_, select

from runyard.access import Actor, authorize, visible
from runyard.domains.projects import rules
from runyard.domains.projects.errors import ProjectNotFound
from runyard.domains.projects.tables import Project
from runyard.store import Tx


def readable(actor: Actor) -> Select[Project]:
    """Projects the caller may see."""
    return visible(select(Project), Project, actor, "project:read")


def one(tx: Tx, actor: Actor, project_id: str, action: str = "project:read") -> Project:
    """The project, for an action; missing and hidden look the same."""
    project = tx.session.scalars(readable(actor).where(Project.id == project_id)).one_or_none()
    if project is None:
        raise ProjectNotFound
    authorize(actor, action, rules.resource(project))
    return project


def mine(tx: Tx, actor: Actor) -> Sequence[Project]:
    """The caller's own projects, the default one first, then by name."""
    first = case((Project.name == rules.HOME_NAME, 0), else_=1)
    query = readable(actor).where(Project.owner_id == actor.user_id)
    return tx.session.scalars(query.order_by(first, Project.name, Project.id)).all()


def oldest(tx: Tx, owner_id: str) -> Project | None:
    """Where a user's flows go by default: the starter project, or the oldest when that was renamed."""
    first = case((Project.name == rules.HOME_NAME, 0), else_=1)
    query = select(Project).where(Project.owner_id == owner_id).order_by(first, Project.created_at, Project.id)
    return tx.session.scalars(query.limit(1)).one_or_none()


def is_mine(tx: Tx, actor: Actor, project_id: str) -> bool:
    """Whether the caller owns this project."""
    query = readable(actor).where(Project.owner_id == actor.user_id, Project.id == project_id)
    return tx.session.scalar(query.with_only_columns(Project.id)) is not None


def names_like(tx: Tx, owner_id: str, name: str) -> set[str]:
    """Names of the owner's projects that this name could clash with, numbered ones included."""
    same = or_(Project.name == name, Project.name.startswith(name + " (", autoescape=True))
    return set(tx.session.scalars(select(Project.name).where(Project.owner_id == owner_id, same)))


def parents(tx: Tx, owner_id: str) -> dict[str, str | None]:
    """Which project each of the owner's projects lies in."""
    rows = tx.session.execute(select(Project.id, Project.parent_id).where(Project.owner_id == owner_id))
    return {row[0]: row[1] for row in rows}
