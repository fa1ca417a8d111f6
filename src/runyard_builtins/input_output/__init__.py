"""Where a flow begins and ends."""
