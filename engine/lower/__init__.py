"""Formulas to instructions of the machine."""
