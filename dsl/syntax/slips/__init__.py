"""What was meant by a text that cannot be read: the parser stopped, and this says why and what to write instead."""
