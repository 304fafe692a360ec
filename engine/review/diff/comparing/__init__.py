"""Every pair of answers that two policies give to one question."""
