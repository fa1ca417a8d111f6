"""Conversations: what was said in runs, and what people do to it afterwards."""

from runyard.access import Actor
from runyard.domains import flows
from runyard.domains.conversations import queries
from runyard.domains.conversations.journal import RunMessages
from runyard.domains.conversations.service import remove_flows
from runyard.wire import House

__all__ = ["RunMessages", "open"]


def open(house: House) -> None:
    """Lend messages to runs, and let them go with their flow."""
    house.services["conversations.messages"] = RunMessages(house.store)

    async def known(actor: Actor, flow_id: str, session_id: str) -> bool:
        return await house.store.read(
            lambda tx: bool(queries.listed(tx, actor, flow_id=flow_id, session_id=session_id))
        )

    house.services["conversations.known"] = known
    flows.when_removed(remove_flows)
