"""From source text to the abstract syntax of a policy."""
