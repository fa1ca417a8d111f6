"""The rooms: one package a noun, all alike; ARCHITECTURE.md has the list and its shelves."""
