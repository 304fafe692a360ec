"""How much is measured, from the environment: ``make bench ROWS=20000``."""

from __future__ import annotations

import os
from typing import Final


def _number(name: str, default: float) -> float:
    return float(os.environ.get(name, "").replace("_", "") or default)


ROWS: Final = int(_number("ROWS", 1_000_000))  # customers in memory
FILE_ROWS: Final = int(_number("FILE_ROWS", ROWS))  # customers in a file
SPARK_ROWS: Final = int(_number("SPARK_ROWS", ROWS))  # customers that Spark decides
RULES: Final = tuple(int(count) for count in os.environ.get("RULES", "10 50 200 1000").split())
FILE_RULES: Final = int(_number("FILE_RULES", 200))
ROUNDS: Final = int(_number("ROUNDS", 9))  # at most
SECONDS: Final = _number("SECONDS", 15)  # of all rounds of one contestant, but for the least number of rounds
LEAST_ROUNDS: Final = 3
# Part of a name: only such peers, and always Tiercel.
PEERS: Final = tuple(part.strip().casefold() for part in os.environ.get("PEERS", "").split(",") if part.strip())


def chosen(name: str) -> bool:
    """Whether a peer takes part."""
    return not PEERS or name == "Tiercel" or any(part in name.casefold() for part in PEERS)


def sample(rules: int) -> int:
    """How many customers are decided in plain Python, to judge the others."""
    return min(ROWS, max(100, min(2_000, 100_000 // rules)))
