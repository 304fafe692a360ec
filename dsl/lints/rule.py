"""What a lint rule is."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from dsl.diagnostics.model import Diagnostic
from dsl.lean import dataclass
from dsl.lints.context import LintContext


def _as_it_is(diagnostic: Diagnostic) -> Diagnostic:
    return diagnostic


@dataclass(frozen=True, slots=True)
class LintRule:
    """One thing that is allowed but likely not meant.

    Attributes:
        code: stable, with a page of its own.
        slug: a name for it, which may stand for the code where a warning is silenced.
        find: finds every place of it.
        reads_text_only: whether it can judge a policy with errors; what reads the program cannot.
        fmt_settles: whether the canonical form never has it. A silence of it outlives its first ``fmt`` and stays
            right: it says what to do with the text as it was, or as it is written next.
        unless_silenced: what a finding is told as where no comment silences it.
    """

    code: str
    slug: str
    find: Callable[[LintContext], Iterable[Diagnostic]]
    reads_text_only: bool = False
    fmt_settles: bool = False
    unless_silenced: Callable[[Diagnostic], Diagnostic] = _as_it_is
