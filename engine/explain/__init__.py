"""Why and why not: what was decided about a customer, and what a rule says."""
