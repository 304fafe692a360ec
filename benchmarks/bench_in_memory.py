"""Deciding customers in memory, all peers in turns; everybody must decide the same before anything is timed."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import pytest

from benchmarks.floor import Floor, bytes_moved
from benchmarks.peers.everybody import COLUMN_PEERS
from benchmarks.peers.tiercel_peer import Tiercel
from benchmarks.race import Raced, race, replayed
from benchmarks.settings import ROWS, RULES, chosen, sample
from benchmarks.workload import truth
from benchmarks.workload.outcome import compare
from benchmarks.workload.rules import make_rules

if TYPE_CHECKING:
    import pyarrow as pa

    from benchmarks.peers.peer import ColumnPeer
    from benchmarks.workload.rules import Rule

PEERS = {peer.name: peer for peer in COLUMN_PEERS if chosen(peer.name)}
COURSES = {  # who runs, by number of rules, and whether it is told which rules fire
    (rules, fired): [name for name, peer in PEERS.items() if peer.tells_fired or not fired]
    for fired in (False, True)
    for rules in RULES
}
PAIRS = [(course, name) for course, names in COURSES.items() for name in (*names, Floor.name)]


@dataclass(frozen=True)
class Course:
    rules: int
    fired: bool
    raced: Raced
    moved: int


def judged(rules: tuple[Rule, ...], table: pa.Table, peers: dict[str, ColumnPeer], *, fired: bool) -> pa.Table:
    """Load and run every peer, and see that all decide what Tiercel does, and Tiercel what the rules say.

    Returns:
        What Tiercel decides.
    """
    few = table.slice(0, sample(len(rules)))
    judge = Tiercel(rules, fired=fired)
    judge.load(few)
    compare("Tiercel", judge.outcome(judge.decide()), truth.decide(rules, few))
    tiercel = peers["Tiercel"]
    tiercel.load(table)
    decided = tiercel.decide()
    expected = tiercel.outcome(decided)
    for name, peer in peers.items():
        if peer is not tiercel:
            peer.load(table)
            compare(name, peer.outcome(peer.decide()), expected)
    return tiercel.table(decided)


@pytest.fixture(scope="module")
def course(request, in_memory, timed):
    count, fired = request.param
    rules = make_rules(count)
    peers = {name: PEERS[name](rules, fired=fired) for name in COURSES[request.param]}
    decided = judged(rules, in_memory, peers, fired=fired)
    floor = Floor(bytes_moved(rules, in_memory, decided))
    floor.copy()
    contestants = {name: peer.decide for name, peer in peers.items()} | {Floor.name: floor.copy}
    return Course(count, fired, race(contestants, timed=timed), floor.moved)


@pytest.mark.benchmark(timer=replayed)
@pytest.mark.parametrize(
    ("course", "peer"),
    PAIRS,
    indirect=["course"],
    scope="module",
    ids=[f"{rules}-{'fired-' if fired else ''}{name}" for (rules, fired), name in PAIRS],
)
def bench_decide(benchmark, course, peer):
    benchmark.group = f"in memory, {course.rules} rules{', telling which fire' if course.fired else ''}"
    known = PEERS.get(peer)
    benchmark.extra_info |= {
        "table": "fired" if course.fired else "memory",
        "peer": peer,
        "order": [*PEERS, Floor.name].index(peer),
        "rules": course.rules,
        "rows": ROWS,
        "form": known.form if known else Floor.form,
        "version": known.version() if known else "",
        "bytes": course.moved,
    }
    course.raced.replay(benchmark, peer)
