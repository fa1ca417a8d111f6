"""The house rules as failing checks: `python -m checks`. A rule has a name, a reason and a way to waive it with a reason."""
