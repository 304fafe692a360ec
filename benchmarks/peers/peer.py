"""What every peer can do."""

from __future__ import annotations

import os
from abc import ABC, abstractmethod
from importlib.metadata import version
from typing import TYPE_CHECKING, Any, ClassVar, Final

from benchmarks.workload.outcome import Outcome, read_outcome

if TYPE_CHECKING:
    from pathlib import Path

    import pyarrow as pa

    from benchmarks.workload.rules import Rule

THREADS: Final = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


class Peer(ABC):
    """Decides the customers of a table in memory.

    Making one compiles the rules; that, and ``load``, are not part of what is timed.

    Attributes:
        name: in tables.
        package: whose version is reported.
        form: in one sentence, how the rules are written for it.
    """

    name: ClassVar[str]
    package: ClassVar[str]
    form: ClassVar[str]

    def __init__(self, rules: tuple[Rule, ...]) -> None:
        self.rules = rules

    @abstractmethod
    def load(self, table: pa.Table) -> None:
        """Take the customers, in the form that suits the peer best."""

    @abstractmethod
    def decide(self) -> object:
        """Decide them all: this is timed."""

    @abstractmethod
    def outcome(self, decided: object) -> Outcome:
        """What ``decide`` found."""

    @classmethod
    def version(cls) -> str:
        """Name and version of the package."""
        return f"{cls.package} {version(cls.package)}"


class ColumnPeer(Peer):
    """Works on columns, with all cores.

    Args:
        fired: tell of every rule where it fires, too.

    Attributes:
        tells_fired: whether it can.
    """

    tells_fired: ClassVar[bool] = False

    def __init__(self, rules: tuple[Rule, ...], *, fired: bool = False) -> None:
        super().__init__(rules)
        self.fired = fired

    @abstractmethod
    def table(self, decided: Any) -> pa.Table:
        """What ``decide`` found, in the columns that ``read_outcome`` knows."""

    def outcome(self, decided: object) -> Outcome:
        """What ``decide`` found."""
        return read_outcome(self.table(decided), self.rules if self.fired else ())


class FilePeer(ColumnPeer):
    """Works on files larger than memory, too."""

    @abstractmethod
    def decide_file(self, source: Path, target: Path) -> None:
        """Read customers from one Parquet file and write ``id`` and decisions to another, in pieces."""
