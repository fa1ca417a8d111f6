"""What Alembic runs: migrations over the connection it is given, with the models of the house as the target."""

from typing import Any, Literal

from alembic import context
from alembic.autogenerate.api import AutogenContext

from runyard.store.base import Base
from runyard.store.revision import comparable
from runyard.store.types import Json, UtcTime


def render(kind: str, item: Any, autogenerate: AutogenContext) -> str | Literal[False]:
    """Our column types as what they store, so a migration means the same for ever."""
    if kind == "type" and isinstance(item, Json):
        return "sa.Text()"
    if kind == "type" and isinstance(item, UtcTime):
        return "sa.Double()"
    return False


context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=Base.metadata,
    render_as_batch=True,
    render_item=render,
    include_object=comparable,
    transactional_ddl=True,
)
with context.begin_transaction():
    context.run_migrations()
