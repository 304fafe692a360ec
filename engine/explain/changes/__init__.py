"""What would change a decision: single fields, and the nearest value of each that does it."""
