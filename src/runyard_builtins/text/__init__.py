"""Working on texts."""
