"""Files: what people upload, kept by content hash, and the pictures people show beside their names."""

from runyard.domains import identity
from runyard.domains.files.archive import is_zip, read_zip, write_zip
from runyard.domains.files.http import attachment, chunks, disposition, download, inline_image
from runyard.domains.files.service import (
    add,
    in_flow,
    remove_folder,
    remove_from_flow,
    remove_owned,
    resolve,
    save,
    stored_names,
)
from runyard.domains.files.sweep import Sweeper
from runyard.domains.files.types import FilesDeleted, Found, Upload
from runyard.wire import House

__all__ = [
    "FilesDeleted",
    "Found",
    "Upload",
    "add",
    "attachment",
    "chunks",
    "disposition",
    "download",
    "in_flow",
    "inline_image",
    "is_zip",
    "open",
    "read_zip",
    "remove_folder",
    "remove_from_flow",
    "remove_owned",
    "resolve",
    "save",
    "stored_names",
    "write_zip",
]


def open(house: House) -> None:
    """Have the bytes of deleted files removed, and the files of people who go."""
    identity.on_user_removed(remove_owned)
    house.services["files.sweeper"] = sweeper = Sweeper(house.store, house.blobs)
    house.on_stop(sweeper.idle)
