"""What can go wrong with flows, in the words a user reads."""

from runyard.kit.errors import BadRequest, Conflict, Forbidden, Invalid, NotFound, PreconditionFailed, TooLarge


class FlowNotFound(NotFound):
    """Flow not found"""


class NoFlowsFound(NotFound):
    """No flows found."""


class NotPublic(Forbidden):
    """Flow is not public"""


class NameTaken(Conflict):
    """Name must be unique"""


class EndpointNameTaken(Conflict):
    """Endpoint name must be unique"""


class IdTaken(Conflict):
    """A flow with this id exists already; leave the id out or use PUT to change that flow."""


class IdsExist(Invalid):
    """Flow(s) with these IDs already exist."""


class FolderUnknown(BadRequest):
    """Folder not found"""


class UnsafePath(BadRequest):
    """fs_path must be a relative path without '..'; use a plain file name or leave it out."""


class FlowChanged(PreconditionFailed):
    """This flow was changed by someone else since you opened it; reload or save a copy."""


class GraphNotStorable(Invalid):
    """data cannot be stored: it is nested too deeply or holds a number or text that is not valid JSON."""


class ListTooLarge(TooLarge):
    """These flows are too large to be sent in full at once; use header_flows=true, or a smaller page."""


class UploadTooLarge(TooLarge):
    """The uploaded file holds too much: at most 32 MB of JSON and 1000 flows."""


class BadUpload(BadRequest):
    """The uploaded file cannot be read."""


class BadShape(Invalid):
    """The uploaded JSON does not describe flows."""
