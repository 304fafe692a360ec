"""Proofs about formulas: whether any customer makes them true, and a customer who does.

Only ``solver`` knows z3. A formula is written as SMT-LIB text twice: over rationals, which proves quickly that nobody
makes it true, and over bit-vectors, whose integers are exact, which finds somebody who does.
"""
