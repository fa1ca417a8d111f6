"""What Alembic runs: migrations over the connection it is given, with the models of the house as the target."""

from typing import Any, Literal

from alembic import context
from alembic.autogenerate.api import AutogenContext

from runyard.store.base import Base
from runyard.store.types import Json, UtcTime


def render(kind: str, item: Any, autogenerate: AutogenContext) -> str | Literal[False]:
    """Our column types as what they store, so a migration means the same for ever."""
    if kind == "type" and isinstance(item, Json):
        return "sa.Text()"
    if kind == "type" and isinstance(item, UtcTime):
        return "sa.Double()"
    return False


def ours(item: Any, name: str | None, kind: str, reflected: bool, compared: Any) -> bool:
    """The tables of the job queue belong to its own library."""
    return not (name or "").startswith("procrastinate_")


context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=Base.metadata,
    render_as_batch=True,
    render_item=render,
    include_object=ours,
    transactional_ddl=True,
)
with context.begin_transaction():
    context.run_migrations()
