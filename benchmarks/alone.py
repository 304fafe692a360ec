"""One peer in a process of its own: ``python -m benchmarks.alone file PEER RULES SOURCE TARGET``, or ``table`` …"""

from __future__ import annotations

import sys
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Final

from pyarrow import parquet

from benchmarks.workload.columns import LISTED
from benchmarks.workload.rules import make_rules

if TYPE_CHECKING:
    from benchmarks.peers.peer import FilePeer

# A process must not import the other peers: that would be counted.
_MODULES: Final = {
    "Tiercel": ("tiercel_peer", "Tiercel"),
    "Polars, restructured": ("polars_shared", "PolarsShared"),
    "NumPy, in blocks": ("numpy_blocks", "NumpyBlocks"),
    "DuckDB, restructured": ("duckdb_shared", "DuckdbShared"),
}


def main(what: str, name: str, rules: str, source: str, target: str) -> None:
    """Compile the rules, and decide a file: in pieces, or as a table in memory whose decisions are written."""
    module, kind = _MODULES[name]
    peer: FilePeer = getattr(import_module(f"benchmarks.peers.{module}"), kind)(make_rules(int(rules)))
    if what == "file":
        peer.decide_file(Path(source), Path(target))
        return
    peer.load(parquet.read_table(source, read_dictionary=list(LISTED)))
    parquet.write_table(peer.table(peer.decide()), target)


if __name__ == "__main__":
    main(*sys.argv[1:])
