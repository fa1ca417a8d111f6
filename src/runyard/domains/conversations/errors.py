"""What can go wrong with messages and sessions, in the words a user reads."""

from runyard.kit.errors import BadRequest, NotFound


class MessageNotFound(NotFound):
    """Message not found"""


class SessionNotFound(NotFound):
    """No messages found with the given session ID"""


class TooManySessions(BadRequest):
    """Cannot delete more than 500 sessions at once. Please batch your requests."""
