"""Pictures that people may show beside their names, shipped with the server."""

from __future__ import annotations

from importlib import resources

from runyard.domains.files.errors import PictureNotFound, UnknownPictureFolder

FOLDERS = ("People", "Space")


def _load() -> dict[str, bytes]:
    root = resources.files(__package__) / "svg"
    found = {f"{folder}/{file.name}": file.read_bytes() for folder in FOLDERS for file in (root / folder).iterdir()}
    return {name: content for name, content in sorted(found.items()) if name.endswith(".svg")}


_PICTURES = _load()


def names() -> list[str]:
    """All pictures as 'Folder/name.svg'."""
    return list(_PICTURES)


def picture(folder: str, name: str) -> bytes:
    """One picture; there is no path to escape, only a table of names."""
    if folder not in FOLDERS:
        raise UnknownPictureFolder(f"Folder must be one of: {', '.join(FOLDERS)}")
    content = _PICTURES.get(f"{folder}/{name}")
    if content is None:
        raise PictureNotFound(f"Profile picture {folder}/{name[:100]} not found")
    return content
