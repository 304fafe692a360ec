"""P604: rules that give a choice two values, or two rows of a ``unique`` table, for the same customer."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dsl.diagnostics.model import Arg, Diagnostic, Label, Words
from dsl.program import model as m
from engine.review.check.findings.model import Finding
from engine.review.check.questions import Claim

if TYPE_CHECKING:
    from collections.abc import Iterator

    from engine.review.check.findings.model import Witness
    from engine.review.check.findings.review import Review
    from engine.review.check.questions import Question

_ROW = Words("this row applies, too", "这一行也适用")
_VALUE = Words("gives another value", "给了另一个值")


class Conflict:
    """Asks of every choice and every ``unique`` table whether two of its outcomes meet."""

    def __init__(self, review: Review) -> None:
        self._review = review
        program = review.program
        tables = [table for table in program.tables.values() if table.hit == "unique"]
        things: list[m.Table | m.Choice] = [*tables, *program.choices.values()]
        self._met: set[str] = set()  # rows said to meet: what a choice gets from them is the same mistake
        self._asked = [(x, self._question(x.name)) for x in things if program.is_own(x.span)]

    def _question(self, name: str) -> Question | None:
        return self._review.questions.question(lambda world: Claim((world.outcomes.conflict(name),)))

    def find(self) -> Iterator[Finding]:
        """Each conflict, with the statements that make it."""
        for thing, question in self._asked:
            finding = self._judge(thing, question) if question is not None else None
            if finding is not None:
                yield finding

    def _judge(self, thing: m.Choice | m.Table, question: Question) -> Finding | None:
        review = self._review
        answer = review.questions.ask(question)
        if answer.verdict == "nobody":
            return None
        what = "rows" if isinstance(thing, m.Table) else "choice"
        name = review.called("table" if what == "rows" else "choice", thing.name)
        args: dict[str, Arg] = {"what": what, "name": name}
        found = answer.row and review.witnesses.find(question, answer.row, lambda seen: thing.name in seen.conflicts)
        if not found:
            return Finding(Diagnostic("P604", thing.span, args), "unknown")
        meeting = self._meeting(thing, found)
        if self._met.issuperset(rule.id for rule in meeting):
            return None
        self._met.update(rule.id for rule in meeting)
        first, *others = meeting
        labels = tuple(Label(rule.span, _ROW if what == "rows" else _VALUE) for rule in others)
        diagnostic = Diagnostic("P604", first.span, args, labels)
        return Finding(diagnostic, "found", (found,), review.questions.where(question), question.whom)

    def _meeting(self, thing: m.Choice | m.Table, witness: Witness) -> list[m.Rule]:
        """The rules that apply to the witness: two at least, of different outcomes."""
        seen = self._review.witnesses.decide(witness)
        fired = [rule for rule in self._review.program.all_rules if seen is not None and rule.id in seen.fired]
        if isinstance(thing, m.Table):
            return [rule for rule in fired if rule.table == thing.name]
        by_value: dict[str, m.Rule] = {}
        for rule in fired:
            for effect in rule.effects:
                if isinstance(effect, m.SetChoice) and effect.choice == thing.name:
                    by_value.setdefault(effect.value, rule)
        return list(by_value.values())
