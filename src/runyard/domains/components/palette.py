"""The palette as bytes: made and compressed once, because every editor asks for all of it and it changes only with the installation."""

from __future__ import annotations

import gzip
import hashlib

from runyard.engine.catalogue import Catalogue
from runyard.kit.json import dumps


class Palette:
    """Category -> type -> node, and the English display names by type."""

    def __init__(self, catalogue: Catalogue) -> None:
        self._catalogue = catalogue
        self._packed: bytes | None = None
        self._etag = ""

    def packed(self) -> tuple[bytes, str]:
        """The gzipped JSON and its entity tag."""
        if self._packed is None:
            nodes = self._catalogue.templates()
            names = {kind: node["display_name"] for group in nodes.values() for kind, node in group.items()}
            plain = dumps({**nodes, "component_display_names": names})
            self._packed = gzip.compress(plain, mtime=0)
            self._etag = f'"{hashlib.sha256(plain).hexdigest()[:32]}"'
        return self._packed, self._etag
