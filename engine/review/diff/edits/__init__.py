"""Which edit makes a change: policies between the old and the new one, and what they decide."""
