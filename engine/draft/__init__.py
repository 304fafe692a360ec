"""A first record and policy for a data file that nobody has described yet."""
