"""Whoever a request acts for."""

from dataclasses import dataclass
from typing import Literal

HOME_TENANT = "00000000-0000-0000-0000-000000000001"


@dataclass(frozen=True, slots=True)
class Actor:
    """A person (or nobody) and the way they came in; `scopes` narrows what a key may do, None leaves it whole."""

    user_id: str
    username: str
    tenant_id: str
    superuser: bool
    via: Literal["session", "key", "internal", "public"]
    key_id: str | None = None
    scopes: frozenset[str] | None = None
    family: str | None = None  # the sign-in this request belongs to

    @property
    def anonymous(self) -> bool:
        """Whether nobody is signed in."""
        return self.via == "public"


PUBLIC = Actor(user_id="", username="", tenant_id=HOME_TENANT, superuser=False, via="public")
