"""Storing texts by meaning and finding them again, in the embedded vector store."""
