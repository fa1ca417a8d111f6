"""Rights: the list of all action codes, each with the sentence people read."""

from runyard.domains.roles.actions import ACTIONS

__all__ = ["ACTIONS"]
