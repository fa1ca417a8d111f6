"""Settings that live in the server: what clients ask at their start, and the variables of users."""

from runyard.domains import identity
from runyard.domains.settings.service import remove_owned, resolve
from runyard.domains.settings.shelf import Shelf
from runyard.domains.settings.types import Found
from runyard.wire import House

__all__ = ["Found", "find_variable", "open", "remove_owned", "resolve", "variable_value"]


def open(house: House) -> None:
    """Set up the shelf of variables; a user who goes takes theirs along."""
    house.services["settings.variables"] = Shelf(house.store, house.vault)
    identity.on_user_removed(remove_owned)


async def find_variable(house: House, owner_id: str, name: str) -> Found | None:
    """A user's variable with its value opened, and whether it is a credential; nothing is read when it is warm."""
    shelf: Shelf = house.services["settings.variables"]
    return await shelf.find(owner_id, name)


async def variable_value(house: House, owner_id: str, name: str) -> str | None:
    """The value of a user's variable, opened."""
    found = await find_variable(house, owner_id, name)
    return found.value if found else None
