"""Verbs on variables."""

from sqlalchemy import delete

from runyard.access import Actor
from runyard.domains.settings import queries
from runyard.domains.settings.errors import EmptyName, EmptyValue, NameTaken
from runyard.domains.settings.shelf import announce
from runyard.domains.settings.tables import Variable
from runyard.domains.settings.types import Found, VariableType
from runyard.kit.crypto import Vault
from runyard.kit.ids import new_id
from runyard.store import Tx

SECRET: VariableType = "Credential"


def create(
    tx: Tx, actor: Actor, vault: Vault, name: str, value: str, type: VariableType, default_fields: list[str]
) -> Variable:
    """A new variable of the actor."""
    _check(tx, actor, name)
    if not value:
        raise EmptyValue
    variable = Variable(
        id=new_id(),
        tenant_id=actor.tenant_id,
        owner_id=actor.user_id,
        name=name,
        type=type,
        sealed=vault.seal(value),
        default_fields=default_fields,
        created_at=tx.now,
        updated_at=tx.now,
    )
    tx.session.add(variable)
    announce(tx, actor.user_id)
    return variable


def change(
    tx: Tx,
    actor: Actor,
    vault: Vault,
    variable_id: str,
    *,
    name: str | None,
    value: str | None,
    default_fields: list[str] | None,
) -> Variable:
    """Change what is given of one of the actor's variables."""
    variable = queries.one(tx, actor, variable_id)
    if name is not None and name != variable.name:
        _check(tx, actor, name)
        variable.name = name
    if value == "":
        raise EmptyValue
    if value is not None:
        variable.sealed = vault.seal(value)
    if default_fields is not None:
        variable.default_fields = default_fields
    variable.updated_at = tx.now
    announce(tx, actor.user_id)
    return variable


def remove(tx: Tx, actor: Actor, variable_id: str) -> None:
    """Delete one of the actor's variables."""
    tx.session.delete(queries.one(tx, actor, variable_id))
    announce(tx, actor.user_id)


def remove_owned(tx: Tx, user_id: str) -> None:
    """Delete all variables of a user who goes."""
    tx.session.execute(delete(Variable).where(Variable.owner_id == user_id))
    announce(tx, user_id)


def resolve(tx: Tx, vault: Vault, owner_id: str, name: str) -> Found | None:
    """The variable of that name, opened, for a run of its owner."""
    row = queries.named(tx, owner_id, name)
    return None if row is None else Found(vault.open(row.sealed), row.type == SECRET)


def _check(tx: Tx, actor: Actor, name: str) -> None:
    if not name.strip():
        raise EmptyName
    if queries.named(tx, actor.user_id, name) is not None:
        raise NameTaken
