"""Values that travel out of this room."""

from dataclasses import dataclass
from typing import Literal

VariableType = Literal["Generic", "Credential"]


@dataclass(frozen=True)
class Found:
    """A variable as a run gets it; a secret one may only feed secret fields."""

    value: str
    secret: bool
