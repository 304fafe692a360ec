"""From a checked program and batches of customers to decisions."""
