"""What authors of components import."""
