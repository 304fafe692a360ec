"""The logical form of a policy that is bound to a run: what the kernel runs and what a prover reads.

Nothing is unknown in here. A condition over values that may be missing becomes two formulas: where it is surely
true, and where it is surely false; whether a value is known is a formula like any other. Every node exists once, so
conditions with the same meaning are, where that is cheap to see, the same object.
"""
