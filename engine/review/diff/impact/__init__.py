"""What a change does to the customers of a batch: both policies decide them, and the decisions are compared."""
