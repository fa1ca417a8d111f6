"""What can go wrong with projects, in the words a user reads."""

from runyard.kit.errors import BadRequest, Conflict, Invalid, NotFound


class ProjectNotFound(NotFound):
    """Project not found"""


class NoFlowsInProject(NotFound):
    """No flows found in project"""


class ProjectNameTaken(Conflict):
    """Another of your projects has this name; choose a different one."""


class ParentUnknown(Invalid):
    """parent_id must be another of your projects that is not inside this one."""


class BadImport(BadRequest):
    """The uploaded file does not describe a project."""
