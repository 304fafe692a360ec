"""What proofs find in a policy: a module a kind of finding."""
