"""Working on tables."""
