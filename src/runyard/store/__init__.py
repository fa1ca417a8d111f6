"""Rows and files: one port over SQLite and PostgreSQL. Verbs are plain functions over a `Tx`; nobody but the store commits."""

from runyard.store.base import Base
from runyard.store.batch import Batch, Fence, Fenced
from runyard.store.blobs import Blobs
from runyard.store.statement import Statement
from runyard.store.store import Store
from runyard.store.tx import Tx
from runyard.store.types import Json, UtcTime

__all__ = ["Base", "Batch", "Blobs", "Fence", "Fenced", "Json", "Statement", "Store", "Tx", "UtcTime"]
