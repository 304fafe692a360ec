"""The kernel: a small machine that runs any policy over blocks of customers, compiled once and for all.

A condition is a mask: one bit a customer, 64 to a word. The machine knows nothing of policies, only masks, integers and
the instructions of ``instructions``; a policy is a short list of them, made by ``engine.lower``.
"""
