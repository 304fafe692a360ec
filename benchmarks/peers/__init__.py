"""Everybody who decides, one module each."""
