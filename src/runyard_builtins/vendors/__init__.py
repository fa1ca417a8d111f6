"""Services of others, reached over plain HTTP with a key."""
