"""What can go wrong with people and their ways in."""

from runyard.kit.errors import BadRequest, Conflict, Forbidden, Invalid, NotFound, Unauthenticated

_CHALLENGE = {"www-authenticate": "Bearer"}


class WrongCredentials(Unauthenticated):
    """Incorrect username or password"""

    def __init__(self) -> None:
        super().__init__(headers=_CHALLENGE)


class WaitingForApproval(BadRequest):
    """Waiting for approval"""


class InactiveUser(Unauthenticated):
    """Inactive user"""


class BadRefreshToken(Unauthenticated):
    """Invalid refresh token"""

    def __init__(self) -> None:
        super().__init__(headers=_CHALLENGE)


class NameTaken(BadRequest):
    """This username is unavailable."""


class BadName(Invalid):
    """username must have 1 to 128 printable characters without spaces at its ends."""


class WeakPassword(Invalid):
    """password must have 8 to 1024 characters."""


class UserNotFound(NotFound):
    """User not found"""


class NotYours(Forbidden):
    """Permission denied"""


class PasswordElsewhere(BadRequest):
    """You can't change your password here"""


class OwnDeactivation(Forbidden):
    """You can't deactivate your own user account"""


class OwnDeletion(BadRequest):
    """You can't delete your own user account"""


class LastAdmin(Forbidden):
    """This is the last active administrator; make another one first."""


class ForeignPassword(NotFound):
    """You can't change another user's password"""


class NoPassword(BadRequest):
    """Password is required for password reset"""


class SamePassword(BadRequest):
    """You can't use your current password"""


class KeyNotFound(BadRequest):
    """API Key not found"""


class SetupDone(Conflict):
    """This server has an administrator already; sign in."""


class BadSetupToken(Forbidden):
    """This link is not valid any more; restart the server to get a new one."""
