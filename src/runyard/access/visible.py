"""The rules of `decide` as SQL, for lists: never filter in Python after paging."""

from typing import Any, TypeVar

from sqlalchemy import ColumnElement, Select, false, true

from runyard.access.actor import Actor
from runyard.access.decide import in_scope

S = TypeVar("S", bound=Select[Any])


def visible(select: S, model: Any, actor: Actor, action: str) -> S:
    """The select, narrowed to the rows on which the actor may do this; the model has tenant_id and owner_id."""
    if actor.scopes is not None and not in_scope(actor.scopes, action):
        return select.where(false())
    return select.where(model.tenant_id == actor.tenant_id, _mine(model, actor))


def _mine(model: Any, actor: Actor) -> ColumnElement[bool]:
    if actor.superuser:
        return true()
    if actor.anonymous:
        return false()
    own: ColumnElement[bool] = model.owner_id == actor.user_id
    return own
