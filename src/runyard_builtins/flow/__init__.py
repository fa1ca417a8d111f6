"""Deciding where a flow goes on, repeating parts of it, and using other flows."""
