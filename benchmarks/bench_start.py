"""A second process that starts cold, reads 1,000 customers, decides them and writes the decisions."""

from __future__ import annotations

import subprocess
import sys
from functools import partial

import pytest

from benchmarks.peers.everybody import FILE_PEERS
from benchmarks.race import race, replayed
from benchmarks.settings import FILE_RULES, chosen
from benchmarks.workload.customers import write_customers

NAMES = [peer.name for peer in FILE_PEERS if chosen(peer.name)]
BARE = "Python with pyarrow alone"
_ROWS = 1_000


@pytest.fixture(scope="module")
def course(folder, timed):
    source, target = folder / "few.parquet", folder / "few-decided.parquet"
    write_customers(_ROWS, source)
    commands = {
        name: ["-m", "benchmarks.alone", "table", name, str(FILE_RULES), str(source), str(target)] for name in NAMES
    }
    copy = f"from pyarrow import parquet as p; p.write_table(p.read_table({str(source)!r}), {str(target)!r})"
    commands[BARE] = ["-c", copy]
    contestants = {
        name: partial(subprocess.run, [sys.executable, *command], check=True) for name, command in commands.items()
    }
    for run in contestants.values():  # what the first process may leave behind for the second
        run()
    return race(contestants, timed=timed)


@pytest.mark.benchmark(timer=replayed)
@pytest.mark.parametrize("peer", [*NAMES, BARE])
def bench_start(benchmark, course, peer):
    benchmark.group = f"a second process, {_ROWS:,} customers, {FILE_RULES} rules"
    order = [*NAMES, BARE].index(peer)
    benchmark.extra_info |= {"table": "start", "peer": peer, "order": order, "rules": FILE_RULES, "rows": _ROWS}
    course.replay(benchmark, peer)
