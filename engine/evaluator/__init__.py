"""Decides batches of customers with the machine, and gives the results as Arrow columns."""
