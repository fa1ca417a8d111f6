"""Runyard: one server for flows, agents, jobs and models."""
