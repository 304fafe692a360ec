"""What a change of a policy does: proved for every customer, and shown on some."""
