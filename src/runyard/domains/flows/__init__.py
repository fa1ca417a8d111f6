"""Flows: graphs that people draw, export, import and run."""

from runyard.domains import identity
from runyard.domains.flows.cache import FlowCache
from runyard.domains.flows.exchange import listed_in, parse, read_json, read_zip, zipped
from runyard.domains.flows.hooks import keep_in, when_removed
from runyard.domains.flows.opening import set_up
from runyard.domains.flows.queries import listed, page
from runyard.domains.flows.readings import build_record, span_values
from runyard.domains.flows.rules import unique_name
from runyard.domains.flows.service import create_all, move, remove_owned, remove_project
from runyard.domains.flows.shown import answer, page_of, whole
from runyard.domains.flows.tables import Flow
from runyard.domains.flows.types import CachedFlow, FlowCreate, FlowPage, FlowRead, Name, Words
from runyard.wire import House

__all__ = [
    "CachedFlow",
    "Flow",
    "FlowCreate",
    "FlowPage",
    "FlowRead",
    "Name",
    "Words",
    "answer",
    "build_record",
    "cached",
    "create_all",
    "keep_in",
    "listed",
    "listed_in",
    "move",
    "open",
    "page",
    "page_of",
    "parse",
    "read_json",
    "read_zip",
    "remove_owned",
    "remove_project",
    "span_values",
    "unique_name",
    "when_removed",
    "whole",
    "zipped",
]


def open(house: House) -> None:
    """Set up what this room keeps in memory, the run kind and the tools."""
    set_up(house)
    identity.on_user_removed(remove_owned)


async def cached(house: House, id_or_name: str, owner: str | None) -> CachedFlow | None:
    """The flow for a run: by id, or by the owner's endpoint name; nothing is read when it is warm."""
    flows: FlowCache = house.services["flows.cache"]
    return await flows.get(id_or_name, owner)
