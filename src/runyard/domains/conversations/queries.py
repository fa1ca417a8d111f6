"""Every SELECT on messages; `readable` is the only way in."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import Select, select

from runyard.access import Actor, visible
from runyard.domains.conversations.errors import MessageNotFound
from runyard.domains.conversations.tables import Message
from runyard.kit.errors import Invalid
from runyard.store import Tx

# A reserved prefix: the builder's assistant keeps its own talks there, and no list of sessions shows them.
HIDDEN_SESSIONS = "agentic\\_%"

ORDERS = {
    "timestamp": Message.at,
    "id": Message.id,
    "flow_id": Message.flow_id,
    "session_id": Message.session_id,
    "sender": Message.sender,
    "sender_name": Message.sender_name,
    "text": Message.text,
}


class UnknownOrder(Invalid):
    """order_by names no column of a message; use timestamp, session_id, sender, sender_name, text, flow_id or id."""


def readable(actor: Actor) -> Select[tuple[Message]]:
    """Messages of the flows that are the caller's own: a superuser's list is not everybody's chat."""
    return visible(select(Message), Message, actor, "message:read").where(Message.owner_id == actor.user_id)


def listed(
    tx: Tx,
    actor: Actor,
    *,
    flow_id: str | None = None,
    session_id: str | None = None,
    sender: str | None = None,
    sender_name: str | None = None,
    order_by: str | None = "timestamp",
) -> Sequence[Message]:
    """Messages that match every given filter exactly, ascending by `order_by`."""
    column = ORDERS.get(order_by or "timestamp")
    if column is None:
        raise UnknownOrder
    wanted = {
        Message.flow_id: flow_id,
        Message.session_id: session_id,
        Message.sender: sender,
        Message.sender_name: sender_name,
    }
    query = readable(actor).where(*(key == value for key, value in wanted.items() if value is not None))
    return tx.session.scalars(query.order_by(column, Message.at, Message.id)).all()


def one(tx: Tx, actor: Actor, message_id: str) -> Message:
    """The message, or MessageNotFound when it is missing or somebody else's."""
    found = tx.session.scalars(readable(actor).where(Message.id == message_id)).one_or_none()
    if found is None:
        raise MessageNotFound
    return found


def sessions(tx: Tx, actor: Actor, flow_id: str | None = None) -> list[str]:
    """Distinct session ids, of one flow or of all the caller's flows."""
    query = readable(actor).with_only_columns(Message.session_id).distinct()
    query = query.where(Message.session_id.not_like(HIDDEN_SESSIONS, escape="\\"))
    if flow_id is not None:
        query = query.where(Message.flow_id == flow_id)
    return sorted(tx.session.scalars(query))


def history(tx: Tx, flow_id: str, session_id: str, limit: int) -> list[Message]:
    """The last `limit` messages of one session of one flow, oldest first. For runs, which carry their own right."""
    query = select(Message).where(Message.flow_id == flow_id, Message.session_id == session_id)
    rows = tx.session.scalars(query.order_by(Message.at.desc(), Message.id.desc()).limit(limit)).all()
    return list(reversed(rows))
