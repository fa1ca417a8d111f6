"""Every SELECT on variables; `readable` is the only way in."""

from collections.abc import Sequence

from sqlalchemy import Select, select

from runyard.access import Actor, visible
from runyard.domains.settings.errors import VariableNotFound
from runyard.domains.settings.tables import Variable
from runyard.store import Tx


def readable(actor: Actor) -> Select[tuple[Variable]]:
    """The actor's own variables: not even a superuser reads those of others."""
    return visible(select(Variable), Variable, actor, "variable:read").where(Variable.owner_id == actor.user_id)


def listed(tx: Tx, actor: Actor) -> Sequence[Variable]:
    """The actor's variables by age; names between double underscores are internal and left out."""
    rows = tx.session.scalars(readable(actor).order_by(Variable.created_at, Variable.id)).all()
    return [row for row in rows if not (row.name.startswith("__") and row.name.endswith("__"))]


def one(tx: Tx, actor: Actor, variable_id: str) -> Variable:
    """The variable, or VariableNotFound when it is missing or somebody else's."""
    found = tx.session.scalars(readable(actor).where(Variable.id == variable_id)).one_or_none()
    if found is None:
        raise VariableNotFound
    return found


def all_of(tx: Tx, owner_id: str) -> Sequence[Variable]:
    """All variables of a user. For runs, which carry their own right."""
    return tx.session.scalars(select(Variable).where(Variable.owner_id == owner_id)).all()


def named(tx: Tx, owner_id: str, name: str) -> Variable | None:
    """The variable of that name. For runs, which carry their own right."""
    query = select(Variable).where(Variable.owner_id == owner_id, Variable.name == name)
    return tx.session.scalars(query).one_or_none()
