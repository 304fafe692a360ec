"""What running the tests of a policy finds. Everything for people is in both languages."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from dsl.lean import dataclass

if TYPE_CHECKING:
    from collections.abc import Iterator

    from dsl.diagnostics.model import Words
    from dsl.program import model as m
    from dsl.source import Span

# --- one case --------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Difference:
    """One expectation that is not met, a ``never`` that is broken, or a ``unique`` table that applies twice.

    Attributes:
        span: the expectation, the ``never`` or the table.
        expected: what the test says.
        actual: what came out.
        why: what led to it, the most telling first; a few lines at most.
    """

    span: Span
    expected: Words
    actual: Words
    why: tuple[Words, ...] = ()


@dataclass(frozen=True, slots=True)
class EmptyTest:
    """Why a passing test proves nothing; see ``engine.testing.empty`` for what that means.

    Attributes:
        about: ids of the rules it seems to be about, the likeliest first; none where no rule plays a part.
        words: a clause that says why, to stand behind the test's name.
    """

    about: tuple[str, ...]
    words: Words


@dataclass(frozen=True, slots=True)
class Passed:
    """Every expectation is met, and nothing that the policy promises is broken."""

    empty: EmptyTest | None = None


@dataclass(frozen=True, slots=True)
class Failed:
    """Something is not as expected; there is at least one difference."""

    differences: tuple[Difference, ...]


@dataclass(frozen=True, slots=True)
class Errored:
    """The case cannot be decided: no date, an impossible customer, values that do not bind."""

    words: Words


Outcome = Passed | Failed | Errored


@dataclass(frozen=True, slots=True)
class CaseResult:
    """One case of a test and how it went."""

    test: m.Test
    outcome: Outcome

    @property
    def name(self) -> str:
        """The title; the rows of a table of cases are numbered."""
        return f"{self.test.title} #{self.test.case}" if self.test.case else self.test.title

    @property
    def proves(self) -> bool:
        """Whether it passes and is not empty: only such a case covers anything."""
        return isinstance(self.outcome, Passed) and self.outcome.empty is None


# --- coverage --------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class RuleCoverage:
    """A rule, class condition, exclusion or table row.

    Attributes:
        id: of the rule; a row's is its table's name and its number.
        label: how people call it.
        table: of a row.
        fired: whether its condition is true in a case that proves something.
    """

    id: str
    label: Words
    span: Span
    table: str | None
    fired: bool


Sides = Literal["both", "lower", "upper", "line", "none"]
"""What is tested of a boundary: ``lower`` and ``upper`` mean that only that side is, ``line`` that both sides
are, but never at the line itself; ``none`` that nothing is."""


@dataclass(frozen=True, slots=True)
class BoundaryCoverage:
    """A line of a ladder, or a comparison with a value that does not depend on the customer.

    Attributes:
        label: the ladder and rung, or the comparison.
        value: of the threshold; several where profiles, parameters or dates of tests change it.
        span: of the ladder, offer or rule; of the first one where several compare the same.
        sides: what is tested.
    """

    label: Words
    value: Words
    span: Span
    sides: Sides


@dataclass(frozen=True, slots=True)
class TestReport:
    """All tests of a policy and what they cover."""

    __test__ = False  # keeps pytest from collecting it

    policy: str
    results: tuple[CaseResult, ...]
    rules: tuple[RuleCoverage, ...]
    boundaries: tuple[BoundaryCoverage, ...]

    @property
    def passed(self) -> tuple[CaseResult, ...]:
        """Cases that pass and prove something."""
        return tuple(r for r in self.results if r.proves)

    @property
    def empty(self) -> tuple[CaseResult, ...]:
        """Cases that pass, but would also pass without the rule they are about."""
        return tuple(r for r in self.results if isinstance(r.outcome, Passed) and not r.proves)

    @property
    def failed(self) -> tuple[CaseResult, ...]:
        """Cases that do not pass, those that could not be decided included."""
        return tuple(r for r in self.results if not isinstance(r.outcome, Passed))

    @property
    def errors(self) -> tuple[CaseResult, ...]:
        """Cases that could not be decided."""
        return tuple(r for r in self.results if isinstance(r.outcome, Errored))

    @property
    def has_warnings(self) -> bool:
        """Whether a test is empty or a rule is covered by none."""
        return bool(self.empty or self.never_fired)

    @property
    def fired(self) -> tuple[RuleCoverage, ...]:
        """Rules that some case proves."""
        return tuple(r for r in self.rules if r.fired)

    @property
    def never_fired(self) -> tuple[RuleCoverage, ...]:
        """Rules that no case proves."""
        return tuple(r for r in self.rules if not r.fired)

    def by_file(self) -> Iterator[tuple[str, tuple[CaseResult, ...]]]:
        """Results by the file of their test, files in order of first appearance."""
        for path in dict.fromkeys(r.test.span.path for r in self.results):
            yield path, tuple(r for r in self.results if r.test.span.path == path)
