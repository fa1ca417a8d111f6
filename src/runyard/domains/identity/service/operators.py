"""Who the command line acts for: whoever may read the data folder speaks for its people, by name."""

from __future__ import annotations

from sqlalchemy import select

from runyard.access import Actor
from runyard.domains.identity import queries
from runyard.domains.identity.tables import User
from runyard.kit.errors import NotFound
from runyard.store import Tx


class NobodyYet(NotFound):
    """There is no administrator yet; start the server and open the link it prints, then come back."""


class UserUnknown(NotFound):
    """There is no such user."""


def owner_for(tx: Tx, name: str | None) -> Actor:
    """The named user, or the first administrator."""
    if name is not None:
        user = queries.by_name_or_email(tx, name)
        if user is None:
            raise UserUnknown(f"There is no user named {name!r}; --user takes a user name or a mail address.")
    else:
        user = tx.session.scalars(select(User).where(User.is_superuser).order_by(User.uid).limit(1)).one_or_none()
        if user is None:
            raise NobodyYet
    return Actor(user.id, user.username, user.tenant_id, superuser=False, via="internal")
