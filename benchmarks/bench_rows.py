"""Engines that decide one customer at a time: fewer customers, a process on each core, Tiercel beside them."""

from __future__ import annotations

from contextlib import ExitStack
from functools import partial
from time import perf_counter

import pytest

from benchmarks.peers.everybody import ROW_PEERS
from benchmarks.peers.tiercel_peer import Tiercel
from benchmarks.peers.workers import Workers
from benchmarks.race import race, replayed
from benchmarks.settings import ROWS, RULES, chosen, sample
from benchmarks.workload import truth
from benchmarks.workload.customers import customers
from benchmarks.workload.outcome import compare
from benchmarks.workload.rules import make_rules

PEERS = {peer.name: peer for peer in ROW_PEERS if chosen(peer.name)}
_SECONDS = 0.5  # of a round, if the customers must be decided several times over for that


@pytest.fixture(scope="module", params=RULES, ids=lambda count: f"{count}")
def course(request, in_memory, timed):
    """The race, and how many customers each contestant decided in a round."""
    count = request.param
    rules, rows = make_rules(count), sample(count)
    expected = truth.decide(rules, customers(rows))
    tiercel = Tiercel(rules)
    tiercel.load(in_memory)
    tiercel.decide()
    contestants = {"Tiercel": tiercel.decide}
    decided = {"Tiercel": ROWS}
    with ExitStack() as stack:
        for name, kind in PEERS.items():
            workers = stack.enter_context(Workers(kind, count, rows))
            compare(name, kind(rules).outcome(workers.decide()), expected)
            begin = perf_counter()
            workers.decide()
            passes = max(1, round(_SECONDS / (perf_counter() - begin))) if timed else 1
            contestants[name] = partial(workers.decide, passes)
            decided[name] = rows * passes
        return count, race(contestants, timed=timed), decided


@pytest.mark.benchmark(timer=replayed)
@pytest.mark.parametrize("peer", ["Tiercel", *PEERS])
def bench_decide_rows(benchmark, course, peer):
    count, raced, decided = course
    kind = PEERS.get(peer, Tiercel)
    benchmark.group = f"one customer at a time, {count} rules, a customer"
    benchmark.extra_info |= {
        "table": "rows",
        "peer": peer,
        "order": ["Tiercel", *PEERS].index(peer),
        "rules": count,
        "rows": 1,
        "decided": decided[peer],
        "form": kind.form,
        "version": kind.version(),
    }
    raced.replay(benchmark, peer, units=decided[peer])
