"""Policies as they stood in git: read from its objects, with nothing of the work tree touched."""
