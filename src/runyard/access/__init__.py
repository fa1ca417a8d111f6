"""Who may do what: actors, one decision function, and the same rules as SQL for lists."""

from runyard.access.actor import HOME_TENANT, PUBLIC, Actor
from runyard.access.decide import Decision, Resource, authorize, decide
from runyard.access.visible import visible

__all__ = ["HOME_TENANT", "PUBLIC", "Actor", "Decision", "Resource", "authorize", "decide", "visible"]
