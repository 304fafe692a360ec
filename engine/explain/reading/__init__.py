"""Statements of a policy in plain words."""
