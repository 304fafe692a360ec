"""Parquet to Parquet: the peers that can work in pieces, and the same reader and writer without any evaluation."""

from __future__ import annotations

from functools import partial

import pytest
from pyarrow import parquet

from benchmarks.files import COMPRESSION, OurWriting, decided_file, repeated
from benchmarks.floor import Floor, bytes_moved
from benchmarks.peak import peak_bytes
from benchmarks.peers.everybody import FILE_PEERS
from benchmarks.peers.tiercel_peer import Tiercel
from benchmarks.peers.tiercel_run import TiercelRun, write_yuan
from benchmarks.race import race, replayed
from benchmarks.settings import FILE_ROWS, FILE_RULES, chosen
from benchmarks.workload.customers import chunks
from benchmarks.workload.outcome import compare, read_outcome
from benchmarks.workload.rules import columns_read, make_rules

PEERS = {peer.name: peer for peer in FILE_PEERS if chosen(peer.name)}
ALONE = "reader and writer alone"
NAMES = [*PEERS, TiercelRun.name, ALONE, Floor.name]
FORMS = {name: peer.form for name, peer in PEERS.items()} | {
    ALONE: "The calls that Tiercel's file makes to read and write, with one decided batch written again and again.",
    TiercelRun.name: TiercelRun.form,
    Floor.name: Floor.form,
}
_COMPARED = 1_000_000  # customers; memory would not hold the decisions of many more


@pytest.fixture(scope="module")
def course(in_file, folder, timed):
    rules = make_rules(FILE_RULES)
    peers = {name: peer(rules) for name, peer in PEERS.items()}
    targets = {name: folder / f"{name}.parquet" for name in (*PEERS, ALONE)}
    contestants = {name: partial(peer.decide_file, in_file, targets[name]) for name, peer in peers.items()}
    tiercel = peers["Tiercel"]
    assert isinstance(tiercel, Tiercel)
    columns = columns_read(rules)
    same = repeated(in_file, columns, tiercel.decide_for_file)
    contestants[ALONE] = partial(decided_file, in_file, targets[ALONE], columns, same, OurWriting)
    whole, in_yuan, run_folder = TiercelRun(rules), folder / "yuan.parquet", folder / "run"
    write_yuan(FILE_ROWS, in_yuan)
    contestants[TiercelRun.name] = partial(whole.decide_file, in_yuan, run_folder)
    for name, run in contestants.items():
        run()
        if name in peers and name != "Tiercel":
            compare(name, _outcome(targets[name]), _outcome(targets["Tiercel"]))
    compare(TiercelRun.name, whole.outcome(run_folder, _COMPARED), _outcome(targets["Tiercel"]))
    batch = next(chunks(FILE_ROWS))
    floor = Floor(bytes_moved(rules, batch, tiercel.decide_for_file(batch)) * FILE_ROWS // batch.num_rows)
    floor.copy()
    contestants[Floor.name] = floor.copy
    return race(contestants, timed=timed)


def _outcome(path):
    """What a file says of its first customers."""
    table = parquet.read_table(path, filters=[("id", "<", _COMPARED)])
    return read_outcome(table.sort_by("id"))


@pytest.mark.benchmark(timer=replayed)
@pytest.mark.parametrize("peer", NAMES)
def bench_file(benchmark, course, peer):
    kind = PEERS.get(peer)
    benchmark.group = f"Parquet to Parquet, {FILE_RULES} rules"
    benchmark.extra_info |= {
        "table": "files",
        "peer": peer,
        "order": NAMES.index(peer),
        "rules": FILE_RULES,
        "rows": FILE_ROWS,
        "form": FORMS[peer],
        "version": kind.version() if kind else "",
        "compression": COMPRESSION,
    }
    course.replay(benchmark, peer)


@pytest.mark.parametrize("peer", PEERS)
def bench_peak(benchmark, in_file, folder, peer):
    """Peak memory of a process of its own, which starts, compiles the rules and decides the file once."""
    benchmark.group = f"Parquet to Parquet in a process of its own, {FILE_RULES} rules"
    arguments = ("file", peer, str(FILE_RULES), str(in_file), str(folder / "peak.parquet"))
    peak = benchmark.pedantic(peak_bytes, (arguments,), rounds=1)
    benchmark.extra_info |= {
        "table": "peak",
        "peer": peer,
        "order": NAMES.index(peer),
        "rules": FILE_RULES,
        "rows": FILE_ROWS,
        "peak": peak,
        "seconds": benchmark.stats.stats.data if benchmark.enabled else [],
    }
