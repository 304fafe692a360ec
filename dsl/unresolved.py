"""A policy that is used and not there is one mistake: what it may declare is not missed once more for every use."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from collections.abc import Set as AbstractSet
from typing import Final

from dsl.diagnostics.model import Diagnostic
from dsl.syntax.parse import Scanned
from dsl.syntax.vocabulary import VOCABULARY

_UNRESOLVED: Final = "E004"
_WOULD_BE_KNOWN: Final = frozenset({"E201", "E203", "E205", "E207", "E208", "E212", "E213", "E215", "E401"})


def is_unresolved(diagnostics: Iterable[Diagnostic]) -> bool:
    """Whether something that is used was not found."""
    return any(d.code == _UNRESOLVED for d in diagnostics)


def without_consequences(diagnostics: Sequence[Diagnostic]) -> list[Diagnostic]:
    """Diagnostics without those about names, and a record, that a policy that was not found may hold.

    Warnings look at the policy as a whole, and wait until it is.
    """
    if not is_unresolved(diagnostics):
        return list(diagnostics)
    return [d for d in diagnostics if d.severity == "error" and d.code not in _WOULD_BE_KNOWN]


def certain(faults: Sequence[Diagnostic], scanned: Scanned, names: AbstractSet[str]) -> list[Diagnostic]:
    """Syntax faults that stay whatever else is declared: how a Chinese word is cut depends on all the names."""
    known = names | VOCABULARY.readings.keys()
    words = (raw for chunk in scanned.chunks for raw in chunk.tokens if raw.kind == "word")
    doubtful = {raw.line for raw in words if not raw.text.isascii() and raw.text not in known}
    return [d for d in faults if not doubtful & set(range(d.span.line, d.span.end_line + 1))]
