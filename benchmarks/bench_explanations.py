"""What it costs to tell more than decisions."""

from __future__ import annotations

import pytest

from benchmarks.peers.tiercel_peer import VARIANTS, Tiercel
from benchmarks.race import race, replayed
from benchmarks.settings import ROWS, RULES
from benchmarks.workload.rules import make_rules


@pytest.fixture(scope="module", params=RULES, ids=lambda count: f"{count}")
def course(request, in_memory, timed):
    rules = make_rules(request.param)
    contestants = {}
    for name, wanted in VARIANTS.items():
        peer = Tiercel(rules, wanted=wanted)
        peer.load(in_memory)
        peer.decide()
        contestants[name] = peer.decide
    return request.param, race(contestants, timed=timed)


@pytest.mark.benchmark(timer=replayed)
@pytest.mark.parametrize("wanted", VARIANTS)
def bench_explanations(benchmark, course, wanted):
    count, raced = course
    benchmark.group = f"explanations, {count} rules"
    order = list(VARIANTS).index(wanted)
    benchmark.extra_info |= {"table": "explanations", "peer": wanted, "order": order, "rules": count, "rows": ROWS}
    raced.replay(benchmark, wanted)
