"""The language: from source text to a checked program."""
