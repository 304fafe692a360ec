"""All peers, in the order of tables."""

from typing import Final

from benchmarks.peers.cel_peer import Cel
from benchmarks.peers.duckdb_plain import DuckdbPlain
from benchmarks.peers.duckdb_shared import DuckdbShared
from benchmarks.peers.json_logic import JsonLogic
from benchmarks.peers.numpy_blocks import NumpyBlocks
from benchmarks.peers.peer import ColumnPeer, FilePeer
from benchmarks.peers.polars_plain import PolarsPlain
from benchmarks.peers.polars_shared import PolarsShared
from benchmarks.peers.rows import RowPeer
from benchmarks.peers.rule_engine_peer import RuleEngine
from benchmarks.peers.tiercel_peer import Tiercel
from benchmarks.peers.tiercel_reference import TiercelReference
from benchmarks.peers.zen_expression import ZenExpression
from benchmarks.peers.zen_table import ZenTable

COLUMN_PEERS: Final[tuple[type[ColumnPeer], ...]] = (
    Tiercel,
    PolarsShared,
    PolarsPlain,
    NumpyBlocks,
    DuckdbShared,
    DuckdbPlain,
)
FILE_PEERS: Final[tuple[type[FilePeer], ...]] = (Tiercel, PolarsShared, NumpyBlocks, DuckdbShared)
ROW_PEERS: Final[tuple[type[RowPeer], ...]] = (JsonLogic, ZenExpression, Cel, ZenTable, RuleEngine, TiercelReference)
