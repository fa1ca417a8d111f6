"""Identity: people, how they sign in, and the keys they give to programs."""

from runyard.domains.identity.desk import Desk, desk_of
from runyard.domains.identity.hooks import on_sign_in, on_user_created, on_user_removed
from runyard.domains.identity.reception import announce
from runyard.domains.identity.service.operators import owner_for
from runyard.wire import House

__all__ = [
    "announce",
    "desk_of",
    "first_admin_token",
    "on_sign_in",
    "on_user_created",
    "on_user_removed",
    "open",
    "owner_for",
]


def open(house: House) -> None:
    """Set up the desk and stand as the identity of the house."""
    desk = Desk(house)
    house.services["identity"] = desk
    house.identity = desk.reception
    house.on_start(desk.open)
    house.on_stop(desk.close)


async def first_admin_token(house: House) -> str | None:
    """The one-time token for the link that makes the first administrator; None when there is one already."""
    return await desk_of(house).first_admin_token()
