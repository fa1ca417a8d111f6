"""One module for each dialect: its error bodies and its words for refused credentials. A dialect translates, it decides nothing."""

from runyard.wire.dialects import langflow, liberty, native
from runyard.wire.dialects.shape import Dialect

DIALECTS: dict[str, Dialect] = {d.name: d for d in (langflow.DIALECT, liberty.DIALECT, native.DIALECT)}


def dialect_of(op: str) -> Dialect:
    """The dialect an operation belongs to: the first word of its id."""
    return DIALECTS[op.split(".", 1)[0]]
