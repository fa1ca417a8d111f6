"""Pages, feeds and services on the web, through the guarded client."""
