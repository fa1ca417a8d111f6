"""Bring flows into the database: flow files, exports, ZIPs, or folders of them. All of them or, when one cannot be read, none."""

from __future__ import annotations

import argparse
import asyncio
from pathlib import Path
from typing import Any

from runyard.app.cli import settings_of
from runyard.app.house import open_house
from runyard.app.rooms import open_rooms
from runyard.domains import flows, projects
from runyard.domains.identity import owner_for
from runyard.kit.errors import Invalid, NotFound, RunyardError
from runyard.kit.settings import Settings
from runyard.store import Tx

SUFFIXES = (".json", ".zip")


def arguments(parser: argparse.ArgumentParser) -> None:
    """Flags of `runyard import`."""
    parser.add_argument("paths", nargs="+", type=Path, help="files or folders")
    parser.add_argument("--user", help="whose flows they become (default: the first administrator)")
    parser.add_argument("--project", help="project to put them in, made when missing (default: the user's first)")


def run(args: argparse.Namespace) -> int:
    """Read everything, then write it in one go."""
    found = [flow for path in files_of(args.paths) for flow in read(path)]
    names = asyncio.run(bring(settings_of(args), found, args.user, args.project))
    for name in names:
        print(f"  {name}")
    print(f"{len(names)} {'flow' if len(names) == 1 else 'flows'} imported")
    return 0


def files_of(paths: list[Path]) -> list[Path]:
    """Every file meant, folders searched through, in the order of names."""
    found: list[Path] = []
    for path in paths:
        if path.is_dir():
            found += sorted(p for p in path.rglob("*") if p.suffix in SUFFIXES)
        elif path.is_file():
            found.append(path)
        else:
            raise NotFound(f"{path} does not exist; name a flow file, a ZIP or a folder of them.")
    if not found:
        raise NotFound("There is no .json or .zip file in what you named.")
    return found


def read(path: Path) -> list[flows.FlowCreate]:
    """The flows of one file; a bare graph is called after its file."""
    content = path.read_bytes()
    try:
        items = flows.read_zip(content) if path.suffix == ".zip" else flows.listed_in(flows.read_json(content))
        return [flows.parse(named(item, path)) for item in items]
    except RunyardError as wrong:
        raise Invalid(f"{path}: {wrong}") from None


def named(item: dict[str, Any], path: Path) -> dict[str, Any]:
    """A flow object as it stands, or a bare graph as the data of one."""
    if "nodes" in item and "edges" in item and "data" not in item:
        item = {"data": item}
    return {"name": path.stem.replace("_", " ").replace("-", " ").title(), **item}


async def bring(settings: Settings, found: list[flows.FlowCreate], user: str | None, project: str | None) -> list[str]:
    """Write the flows as new ones and answer the names they got."""
    async with open_house(settings) as house:
        open_rooms(house)

        def work(tx: Tx) -> list[str]:
            actor = owner_for(tx, user)
            home = (
                projects.named(tx, actor, project)
                if project
                else projects.create_home(tx, actor.user_id, actor.tenant_id)
            )
            fresh = [flow.model_copy(update={"id": None}) for flow in found]
            return [flow.name for flow in flows.create_all(tx, actor, fresh, home.id)]

        return await house.store.write(work)
