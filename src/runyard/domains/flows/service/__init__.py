"""What people do with flows: make, change, import and delete them."""

from runyard.domains.flows.service.importing import import_flows
from runyard.domains.flows.service.removing import remove, remove_many, remove_owned, remove_project
from runyard.domains.flows.service.writing import create, create_all, create_batch, move, update, upsert

__all__ = [
    "create",
    "create_all",
    "create_batch",
    "import_flows",
    "move",
    "remove",
    "remove_many",
    "remove_owned",
    "remove_project",
    "update",
    "upsert",
]
