"""Two versions of a policy, statement by statement: what was added, removed, moved, reworded or changed."""
