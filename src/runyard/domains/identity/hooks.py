"""What other rooms do when a person comes or goes, inside the same unit of work. Registering twice counts once."""

from collections.abc import Callable

from runyard.store import Tx

Hook = Callable[[Tx, str, str], object]  # (tx, user id, tenant id)
GoodBye = Callable[[Tx, str], object]  # (tx, user id)

_created: dict[Hook, None] = {}
_signed_in: dict[Hook, None] = {}
_removed: dict[GoodBye, None] = {}


def on_user_created(hook: Hook) -> None:
    """Call this for every new user."""
    _created[hook] = None


def on_sign_in(hook: Hook) -> None:
    """Call this at every sign-in."""
    _signed_in[hook] = None


def on_user_removed(hook: GoodBye) -> None:
    """Call this before a user is deleted, so that what they own goes with them."""
    _removed[hook] = None


def created(tx: Tx, user_id: str, tenant_id: str) -> None:
    """A user was made."""
    for hook in _created:
        hook(tx, user_id, tenant_id)


def signed_in(tx: Tx, user_id: str, tenant_id: str) -> None:
    """A user signed in."""
    for hook in _signed_in:
        hook(tx, user_id, tenant_id)


def removed(tx: Tx, user_id: str) -> None:
    """A user is about to be deleted."""
    for hook in _removed:
        hook(tx, user_id)
