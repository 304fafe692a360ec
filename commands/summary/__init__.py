"""What a run decided, on one screen: a module a block of it."""
