"""CEL with common-expression-language (Rust).

Google's own cel-expr-python is about as fast, but refuses expressions of more than 100,000 characters; cel-python is
written in Python and many times slower.
"""

from __future__ import annotations

from time import perf_counter
from typing import TYPE_CHECKING, ClassVar, Final

import cel

from benchmarks.peers.rows import Decision, InfixWords, Row, RowPeer

if TYPE_CHECKING:
    import pyarrow as pa

    from benchmarks.workload.rules import Rule

_TRIAL: Final = 20  # customers


class Cel(RowPeer):
    """The faster of one expression for all rules, or one for each over a shared context."""

    name: ClassVar[str] = "CEL"
    package: ClassVar[str] = "common-expression-language"
    form: ClassVar[str] = (
        "Compiled: a list of all conditions, or each condition over a context made once a customer, whichever is "
        "faster in a trial; outcomes are put together in Python."
    )

    def __init__(self, rules: tuple[Rule, ...]) -> None:
        super().__init__(rules)
        words = InfixWords("&&", "||", "!")
        conditions = [words.condition(rule.condition) for rule in self.all_rules]
        self._each = [cel.compile(condition) for condition in conditions]
        self._all = cel.compile(f"[{', '.join(conditions)}]")
        self._at_once = True

    def load(self, table: pa.Table) -> None:
        """And find out which form is faster."""
        super().load(table)
        times = {}
        for at_once in (True, False) * 2:
            self._at_once = at_once
            begin = perf_counter()
            self.decide_rows(self.rows[:_TRIAL])
            times[perf_counter() - begin] = at_once
        self._at_once = times[min(times)]

    def decide_row(self, row: Row) -> Decision:
        """One customer."""
        if self._at_once:
            return self.outcomes.of(self._all.execute(row))
        context = cel.Context(row)
        return self.outcomes.of([condition.execute(context) for condition in self._each])
