"""Values that travel out of this room."""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True)
class Pair:
    """The tokens of a sign-in or a refresh."""

    access: str
    refresh: str
    refresh_until: datetime
    family: str


@dataclass(frozen=True)
class NewKey:
    """A key on the one occasion it is shown whole."""

    id: str
    name: str | None
    value: str
    owner_id: str


@dataclass(frozen=True)
class UserChange:
    """What is to change of a user; None leaves a thing as it is."""

    username: str | None = None
    profile_image: str | None = None
    optins: dict[str, bool] | None = None
    password_hash: str | None = None
    is_active: bool | None = None
    is_superuser: bool | None = None
