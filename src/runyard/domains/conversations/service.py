"""What people do to messages after the fact: correct, rate, move and delete."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import delete

from runyard.access import Actor
from runyard.domains.conversations import queries
from runyard.domains.conversations.errors import SessionNotFound, TooManySessions
from runyard.domains.conversations.tables import Message
from runyard.domains.conversations.types import MessageUpdate
from runyard.store import Tx

MAX_SESSIONS = 500


def change(tx: Tx, actor: Actor, message_id: str, wanted: MessageUpdate) -> Message:
    """Apply the fields that are present and not null; a new text marks the message as edited."""
    message = queries.one(tx, actor, message_id)
    values = wanted.model_dump(exclude_none=True)
    if wanted.properties is not None:
        values["properties"] = wanted.properties.model_dump()
    if wanted.text is not None and wanted.text != message.text:
        values["edit"] = True
    for name, value in values.items():
        setattr(message, name, value)
    return message


def rename_session(tx: Tx, actor: Actor, old: str, new: str) -> Sequence[Message]:
    """Move every message of the caller's session to another session id and answer them."""
    messages = queries.listed(tx, actor, session_id=old)
    if not messages:
        raise SessionNotFound
    for message in messages:
        message.session_id = new
    return messages


def remove(tx: Tx, actor: Actor, ids: Sequence[str]) -> None:
    """Delete these messages; ids that are not the caller's do nothing."""
    tx.session.execute(delete(Message).where(Message.owner_id == actor.user_id, Message.id.in_(ids)))


def remove_sessions(tx: Tx, actor: Actor, sessions: Sequence[str]) -> int:
    """Delete all messages of these sessions and say how many sessions there were."""
    if len(sessions) > MAX_SESSIONS:
        raise TooManySessions
    query = queries.readable(actor).with_only_columns(Message.session_id).distinct()
    found = tx.session.scalars(query.where(Message.session_id.in_(sessions))).all()
    if found:
        tx.session.execute(delete(Message).where(Message.owner_id == actor.user_id, Message.session_id.in_(found)))
    return len(found)


def remove_flows(tx: Tx, flow_ids: Sequence[str]) -> None:
    """Delete what was said in flows, because the flows themselves go."""
    tx.session.execute(delete(Message).where(Message.flow_id.in_(flow_ids)))
