"""Row-by-row peers in processes, each of which holds its own copy of the customers."""

from __future__ import annotations

from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from typing import TYPE_CHECKING

from benchmarks.peers.rows import Decision, RowPeer
from benchmarks.workload.customers import customers
from benchmarks.workload.rules import make_rules

if TYPE_CHECKING:
    from types import TracebackType
    from typing import Self

_peer: RowPeer | None = None


def _start(kind: type[RowPeer], rules: int, rows: int) -> None:
    global _peer  # noqa: PLW0603 - one a process
    _peer = kind(make_rules(rules))
    _peer.load(customers(rows))


def _decide(first: int, last: int, passes: int) -> list[Decision]:
    assert _peer is not None
    rows = _peer.rows[first:last]
    for _ in range(passes - 1):
        _peer.decide_rows(rows)
    return _peer.decide_rows(rows)


class Workers:
    """A peer in some processes.

    Args:
        kind: of peer.
        rules: how many.
        rows: how many customers, shared out.
        processes: how many.
    """

    def __init__(self, kind: type[RowPeer], rules: int, rows: int, processes: int) -> None:
        self._shares = [(rows * i // processes, rows * (i + 1) // processes) for i in range(processes)]
        # A process is started afresh: one that is forked may inherit locks of threads that it does not have.
        self._pool = ProcessPoolExecutor(processes, get_context("spawn"), _start, (kind, rules, rows))

    def decide(self, passes: int = 1) -> list[Decision]:
        """Decide all customers so many times over."""
        found = [self._pool.submit(_decide, *share, passes) for share in self._shares]
        return [decision for future in found for decision in future.result()]

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self._pool.shutdown()
