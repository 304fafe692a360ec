"""Mistakes and warnings: as data, in words, and as they are shown."""
