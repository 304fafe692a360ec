"""Engines that decide one customer at a time: fewer customers, Tiercel beside them.

Once with a process on each core, and once in one process, which is how their pages show them.
"""

from __future__ import annotations

from contextlib import ExitStack
from functools import partial
from time import perf_counter

import pytest

from benchmarks.peers.everybody import ROW_PEERS
from benchmarks.peers.peer import THREADS
from benchmarks.peers.tiercel_peer import Tiercel
from benchmarks.peers.workers import Workers
from benchmarks.race import race, replayed
from benchmarks.settings import ROWS, RULES, chosen, sample
from benchmarks.workload import truth
from benchmarks.workload.customers import customers
from benchmarks.workload.outcome import compare
from benchmarks.workload.rules import make_rules

PEERS = {peer.name: peer for peer in ROW_PEERS if chosen(peer.name)}
ONE_CORE = "Tiercel, on one core"
NAMES = {1: ["Tiercel", ONE_CORE, *PEERS], THREADS: ["Tiercel", *PEERS]}  # by processes
FORMS = {ONE_CORE: "The same, on one thread."}
_SECONDS = 0.5  # of a round, if the customers must be decided several times over for that


@pytest.fixture(scope="module", params=RULES, ids=lambda count: f"{count}")
def rules(request):
    """How many."""
    return request.param


@pytest.fixture(scope="module", params=sorted(NAMES, reverse=True), ids=lambda count: f"{count} processes")
def course(request, rules, in_memory, timed):
    """The processes, the race, and how many customers each contestant decided in a round."""
    processes, rows, made = request.param, sample(rules), make_rules(rules)
    expected = truth.decide(made, customers(rows))
    tiercel = Tiercel(made)
    tiercel.load(in_memory)
    tiercel.decide()
    contestants = {"Tiercel": tiercel.decide, ONE_CORE: partial(tiercel.decide, 1)}
    contestants = {name: run for name, run in contestants.items() if name in NAMES[processes]}
    decided = dict.fromkeys(contestants, ROWS)
    with ExitStack() as stack:
        for name, kind in PEERS.items():
            workers = stack.enter_context(Workers(kind, rules, rows, processes))
            compare(name, kind(made).outcome(workers.decide()), expected)
            begin = perf_counter()
            workers.decide()
            passes = max(1, round(_SECONDS / (perf_counter() - begin))) if timed else 1
            contestants[name] = partial(workers.decide, passes)
            decided[name] = rows * passes
        return processes, race(contestants, timed=timed), decided


@pytest.mark.benchmark(timer=replayed)
@pytest.mark.parametrize("peer", NAMES[1])
def bench_decide_rows(benchmark, course, rules, peer):
    processes, raced, decided = course
    if peer not in NAMES[processes]:
        pytest.skip("where there is one process")
    kind = PEERS.get(peer, Tiercel)
    benchmark.group = f"one customer at a time, {processes} processes, {rules} rules, a customer"
    benchmark.extra_info |= {
        "table": f"rows, {'one process' if processes == 1 else 'all cores'}",
        "peer": peer,
        "order": NAMES[processes].index(peer),
        "rules": rules,
        "rows": 1,
        "processes": processes,
        "decided": decided[peer],
        "form": FORMS.get(peer, kind.form),
        "version": kind.version(),
    }
    raced.replay(benchmark, peer, units=decided[peer])
