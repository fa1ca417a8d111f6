"""Composition root: the only place that knows all rooms. Command line, server start, static web app."""
