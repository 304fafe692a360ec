"""The checked program: what both evaluators, the reviewer and the commands read."""
