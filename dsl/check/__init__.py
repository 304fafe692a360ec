"""Resolve and check: statements of a folder and what it uses, to a checked program."""
