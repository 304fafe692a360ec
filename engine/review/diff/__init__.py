"""What a change of a policy does: proved for every customer there may be, and shown on some."""
