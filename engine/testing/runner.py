"""Runs the tests of a policy with the reference evaluator."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dsl.diagnostics.model import Words
from engine.binding import BindingError, bind
from engine.reference import DateNeededError
from engine.testing.boundaries import Boundaries
from engine.testing.coverage import rule_coverage
from engine.testing.customer import impossible, tested_customer
from engine.testing.differences import Differences
from engine.testing.empty import Emptiness
from engine.testing.expectations import met
from engine.testing.look import Look
from engine.testing.model import CaseResult, Errored, Failed, Passed, TestReport
from engine.testing.reading import Reading
from engine.testing.replay import Indexed
from engine.testing.seen import Seen
from engine.testing.slices import Slices, targets

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from dsl.program import model as m
    from dsl.program.types import Value
    from engine.testing.model import Outcome

Judged = Failed | Errored | Look
_Bound = tuple[object, str | None, frozenset[tuple[str, "Value"]]]


def run_tests(program: m.Program) -> TestReport:
    """Run every test case of a policy, and see what they cover.

    A case passes if every expectation is met, no ``never`` is broken and no ``unique`` table applies twice.
    """
    return _Run(program).report(program.tests)


def judged_tests(program: m.Program) -> Iterator[tuple[m.Test, Judged]]:
    """The test cases of a policy: what is wrong with each, or how its customer is decided if it passes.

    Whether those that pass prove anything is not looked at.
    """
    run = _Run(program)
    return ((test, run.judged(test)) for test in program.tests)


class _Run:
    """One run of tests; what several cases share is kept."""

    def __init__(self, program: m.Program) -> None:
        self._program = program
        self._reading = Reading(program)
        self._slices = Slices(program)
        self._emptiness = Emptiness(self._reading, self._slices)
        self._boundaries = Boundaries(program, self._reading)
        self._references: dict[_Bound, Indexed] = {}
        self._fired: set[str] = set()

    def report(self, tests: Iterable[m.Test]) -> TestReport:
        results = tuple(CaseResult(test, self._outcome(test)) for test in tests)
        rules = rule_coverage(self._program, self._reading, self._fired)
        return TestReport(self._program.name, results, rules, self._boundaries.coverage())

    def _outcome(self, test: m.Test) -> Outcome:
        look = self.judged(test)
        if not isinstance(look, Look):
            return look
        empty = self._emptiness.of(test, look)
        if empty is None:
            self._fired |= {rule.id for rule in look.fired()}
            part = self._slices.of(node for x, _ in test.expect for node in targets(self._program, x))
            self._boundaries.see(look, part)
        return Passed(empty)

    def judged(self, test: m.Test) -> Judged:
        """Why a test does not pass; if it does, its customer as she is decided."""
        try:
            return self._decided(test)
        except BindingError as error:
            return Errored(error.words)
        except DateNeededError as error:
            return Errored(self._needs_date(error.what))

    def _decided(self, test: m.Test) -> Failed | Errored | Look:
        row = tested_customer(self._program.record, test)
        fault = impossible(self._reading, self._program.record, test, row)
        if fault is not None:
            return Errored(fault)
        reference = self._reference(test)
        look = Look(reference, row)
        for broken in reference.broken_assumptions(row):
            return Errored(self._breaks(look, broken))
        differences = [(x, span) for x, span in test.expect if not met(look, x)]
        nevers = [never for never in self._program.nevers if look.breaks(never)]
        tables = [
            table for table in self._program.tables.values() if table.hit == "unique" and len(look.rows(table.name)) > 1
        ]
        if not (differences or nevers or tables):
            return look
        explain = Differences(self._reading, look)
        found = [explain.of_never(never) for never in nevers]
        found += [explain.of_table(table) for table in tables]
        return Failed((*found, *(explain.of(x, span) for x, span in differences)))

    def _reference(self, test: m.Test) -> Indexed:
        key = (test.as_of, test.profile, frozenset(test.params.items()))
        if key not in self._references:
            binding = bind(self._program, test.as_of, test.profile, test.params)
            self._references[key] = Indexed(self._program, binding)
        return self._references[key]

    def _breaks(self, look: Look, assumption: int) -> Words:
        condition, span = self._program.record.assumptions[assumption]
        seen = self._reading.both(lambda voice: Seen(voice, look).condition(condition))
        return Words(
            f"no such customer: breaks `assume` at {span}: {seen.en}",
            f"不会有这样的客户：违反 {span} 的假定：{seen.zh}",
        )

    def _needs_date(self, what: str) -> Words:
        en = "this test depends on the date; say `as of 2026-06-01`"
        zh = "此测试取决于日期；请写明“截至 2026-06-01”"
        if what not in self._program.params:
            return Words(en, zh)
        name = self._reading.both(lambda voice: voice.names.of("param", what))
        return Words(f"{en} (the param {name.en} changes over time)", f"{zh}（参数 {name.zh} 随时间变化）")
