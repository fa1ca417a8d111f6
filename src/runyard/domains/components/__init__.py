"""Components: the catalogue that editors draw from, and help with prompts."""

from runyard.domains.components.palette import Palette
from runyard.wire import House

__all__ = ["Palette", "open"]


def open(house: House) -> None:
    """Hand out the palette of the installed components."""
    house.services["components.palette"] = Palette(house.catalogue)
