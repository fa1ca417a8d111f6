"""What the journal hands to the store: statements with rows, all or nothing, held back when the run has a newer owner."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from sqlalchemy import ClauseElement

from runyard.kit.errors import Conflict
from runyard.store.statement import Row, Statement, statement_of


class Fenced(Conflict):
    """Another worker has taken this run over."""


@dataclass(frozen=True, slots=True)
class Fence:
    """The batch counts only while the run still has this epoch."""

    run_id: str
    epoch: int


@dataclass(slots=True)
class Batch:
    """Statements written in one transaction, in order; `notify` goes to every process of the house after the commit."""

    statements: list[tuple[Statement, list[Row]]] = field(default_factory=list)
    fence: Fence | None = None
    notify: str | None = None
    accepts: str | None = None  # the run this batch creates, if any

    def add(self, statement: Statement | ClauseElement, rows: Iterable[Row]) -> None:
        """Add rows of one statement; Core constructs kept as module constants are compiled once."""
        made = statement if isinstance(statement, Statement) else statement_of(statement)
        self.statements.append((made, list(rows)))

    @property
    def only_adds(self) -> bool:
        """Whether it can be written together with others like it: rows are added, and no fence guards them."""
        return self.fence is None and all(statement.adds for statement, _ in self.statements)
