"""What proofs find in one policy, and how `check` tells it."""
