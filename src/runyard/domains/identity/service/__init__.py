"""Verbs on people, sign-ins and keys. What is slow (password hashing) happens before a verb is called."""
