"""Lints: what is allowed but likely not meant. One rule a module."""
