"""What can go wrong with variables."""

from runyard.kit.errors import BadRequest, NotFound


class VariableNotFound(NotFound):
    """Variable not found"""


class NameTaken(BadRequest):
    """Variable name already exists"""


class EmptyName(BadRequest):
    """Variable name cannot be empty"""


class EmptyValue(BadRequest):
    """Variable value cannot be empty"""
