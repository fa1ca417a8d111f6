"""${message}."""
# waive: file-length the first one makes every table

import sqlalchemy as sa
from alembic import op
${imports if imports else ""}
revision = ${repr(up_revision)}
down_revision = ${repr(down_revision)}
branch_labels = None
depends_on = None


# waive: function-length a migration is written by a machine, one step after the other
def upgrade() -> None:
    """One step forward; the way back is the copy that an upgrade makes first."""
    ${upgrades if upgrades else "pass"}
