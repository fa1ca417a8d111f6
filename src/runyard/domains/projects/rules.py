"""Rules of projects: what owns one, the default one, and how its settings for outside callers are kept and shown."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from runyard.access import Resource
from runyard.domains.projects.tables import Project

HOME_NAME = "Starter Project"
HOME_DESCRIPTION = "Manage your own flows. Download and upload projects."
KEY_REQUIRED = {"auth_type": "apikey"}
MASK = "*******"
_SECRETS = ("api_key", "oauth_client_secret", "password", "token")


def resource(project: Project) -> Resource:
    """The project as the subject of a decision."""
    return Resource(kind="project", id=project.id, tenant_id=project.tenant_id, owner_id=project.owner_id)


def sealed(
    given: dict[str, Any] | None, seal: Callable[[str], str], kept: dict[str, Any] | None
) -> dict[str, Any] | None:
    """Settings for the store: secrets sealed; a secret that comes back masked keeps what is stored."""
    if given is None:
        return None
    return {name: _sealed(name, value, seal, kept or {}) for name, value in given.items()}


def shown(settings: dict[str, Any] | None) -> dict[str, Any] | None:
    """Settings for readers: secrets masked."""
    if settings is None:
        return None
    return {name: MASK if name in _SECRETS and value else value for name, value in settings.items()}


def _sealed(name: str, value: Any, seal: Callable[[str], str], kept: dict[str, Any]) -> Any:
    if name not in _SECRETS or not isinstance(value, str) or not value:
        return value
    return kept.get(name, "") if value == MASK else seal(value)
