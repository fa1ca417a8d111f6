"""For developers: `python -m runyard.store.revision "message"` writes the migration from the last revision to the models."""

import sys
import tempfile
from importlib import import_module
from pathlib import Path

from sqlalchemy import create_engine

from runyard.store.migrate import SCRIPTS, migrate, newest_revision, revisions

ROOMS = "runyard.app.rooms"


def main(message: str) -> str:
    """Write the next revision; returns its file."""
    import_module(ROOMS)  # every room's tables; the store itself knows none of them
    number = f"{len(revisions()) + 1:04d}"
    with tempfile.TemporaryDirectory() as folder, create_engine(f"sqlite:///{Path(folder) / 'empty.db'}").connect() as connection:
        if (newest := newest_revision()) is not None:
            migrate(connection, newest)
            connection.commit()
        config = import_module("alembic.config").Config()
        config.set_main_option("script_location", str(SCRIPTS))
        config.set_main_option("file_template", "%%(rev)s_%%(slug)s")
        config.attributes["connection"] = connection
        script = import_module("alembic.command").revision(config, message, autogenerate=True, rev_id=number)
    return str(script.path)


if __name__ == "__main__":
    print(main(" ".join(sys.argv[1:]) or "change"))
