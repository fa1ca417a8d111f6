"""The components Runyard ships, written only against the SDK."""
