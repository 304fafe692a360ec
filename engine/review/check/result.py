"""All that ``check`` finds in a policy: mistakes, warnings and what proofs find, in one list."""

from __future__ import annotations

from importlib.util import find_spec
from typing import TYPE_CHECKING, Literal

from dsl.lean import dataclass

if TYPE_CHECKING:
    from collections.abc import Mapping

    from dsl.diagnostics.model import Diagnostic, Severity
    from dsl.lints.silence import Silence
    from dsl.load import Analysis
    from engine.review.check.findings.model import Finding
    from engine.review.check.prove import Proofs

# Why nothing was proved: the policy has mistakes, nobody wants it, or the solver is not installed.
NotProved = Literal["mistakes", "not wanted", "no solver"]


@dataclass(frozen=True, slots=True)
class Counted:
    """What real customers say about a finding.

    Attributes:
        customers: whom it is about.
        of: all there are.
    """

    customers: int
    of: int


@dataclass(frozen=True, slots=True)
class Entry:
    """One thing that was found.

    Attributes:
        finding: what a proof says about it; None for what is read off the text.
        counted: None if there are no data, or nobody to be counted.
    """

    diagnostic: Diagnostic
    finding: Finding | None = None
    counted: Counted | None = None


@dataclass(frozen=True, slots=True)
class CheckResult:
    """What ``check`` found.

    Attributes:
        proofs: None if nothing was proved; ``why_not`` then says why.
        counts: of findings, by identity.
    """

    analysis: Analysis
    proofs: Proofs | None
    why_not: NotProved | None
    counts: Mapping[int, Counted]

    @property
    def entries(self) -> list[Entry]:
        """Everything to be told, by place."""
        found = [Entry(diagnostic) for diagnostic in self.analysis.diagnostics]
        if self.proofs is not None:
            judged = [*self.proofs.taken_back, *(finding.diagnostic for finding in self.proofs.findings)]
            found = [entry for entry in found if entry.diagnostic not in judged]
            found += [Entry(diagnostic) for diagnostic in self.proofs.idle]
            found += [Entry(x.diagnostic, x, self.counts.get(id(x))) for x in self.proofs.findings]
        return sorted(found, key=lambda entry: (entry.diagnostic.span, entry.diagnostic.code))

    @property
    def silenced(self) -> list[Entry]:
        """What comments silence, as far as it was looked for."""
        found = [Entry(diagnostic) for diagnostic in self.analysis.silenced]
        proved = self.proofs.silenced if self.proofs is not None else ()
        return found + [Entry(finding.diagnostic, finding) for finding in proved]

    def silence_of(self, diagnostic: Diagnostic) -> Silence:
        """The comment that silences something."""
        return next(silence for silence in self.analysis.silences if silence.covers(diagnostic))

    def number(self, severity: Severity) -> int:
        """How many there are."""
        return sum(entry.diagnostic.severity == severity for entry in self.entries)

    @property
    def proved_errors(self) -> int:
        """How many proofs found that are as grave as mistakes; a policy with mistakes is not proved about."""
        return self.number("error") - len(self.analysis.errors)

    @property
    def exit_code(self) -> int:
        """2 for mistakes, 1 for findings that are more than remarks, 3 for what is not settled, else 0.

        Where there is no solver for the proofs that are wanted, nothing is settled.
        """
        if self.analysis.errors:
            return 2
        if self.number("error") or self.number("warning"):
            return 1
        is_open = self.why_not == "no solver" or (self.proofs is not None and self.proofs.unsettled)
        return 3 if is_open else 0


def has_solver() -> bool:
    """Whether the extra for proofs is installed."""
    return all(find_spec(name) is not None for name in ("pysat", "z3"))
