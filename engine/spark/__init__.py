"""Decides customers on a Spark cluster: the same readers and the same machine, on the executors.

Only ``session``, ``customers``, ``decisions`` and ``run`` know Spark; what executors do (``pieces``, ``work``)
takes and gives Arrow batches.
"""
