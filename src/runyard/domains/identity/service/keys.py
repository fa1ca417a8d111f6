"""API keys of a person."""

import secrets

from runyard.access import Actor
from runyard.domains.identity.errors import KeyNotFound
from runyard.domains.identity.reception import announce, key_hash
from runyard.domains.identity.tables import ApiKey
from runyard.domains.identity.types import NewKey
from runyard.kit.ids import new_id
from runyard.store import Tx
from runyard.wire.credentials import KEY_PREFIX

SHOWN = 8


def create(tx: Tx, actor: Actor, name: str | None) -> NewKey:
    """A new key that acts as its owner; the answer is the only place where it can be read. A key made with a narrowed
    key is narrowed in the same way."""
    value = KEY_PREFIX + secrets.token_urlsafe(32)
    key = ApiKey(
        id=new_id(),
        tenant_id=actor.tenant_id,
        owner_id=actor.user_id,
        name=name,
        hash=key_hash(value),
        shown=value[:SHOWN],
        scopes=None if actor.scopes is None else sorted(actor.scopes),
        is_active=True,
        created_at=tx.now,
        total_uses=0,
    )
    tx.session.add(key)
    return NewKey(key.id, name, value, actor.user_id)


def remove(tx: Tx, actor: Actor, key_id: str) -> None:
    """Delete one of the actor's keys; it stops working with the commit."""
    key = tx.session.get(ApiKey, key_id)
    if key is None or key.owner_id != actor.user_id or key.tenant_id != actor.tenant_id:
        raise KeyNotFound
    tx.session.delete(key)
    announce(tx, actor.user_id)
