"""Working on JSON."""
