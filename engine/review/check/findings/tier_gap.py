"""P601: a customer to whom no rule of a ladder applies; P614: one who gets no tier because something is missing.

A ladder with a measure has a lowest tier, so only what is missing leaves somebody without one. Where only one field can
be missing, it goes without saying that nothing is decided without it.

Fields are named of which everybody without a tier lacks one, so that whom the words mean are those who are counted.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from dsl.diagnostics.model import Diagnostic
from dsl.lean import dataclass
from dsl.program import model as m
from engine.ir import nodes as n
from engine.ir.walk import bottom_up
from engine.reads import fields_in
from engine.review.check.findings.model import Finding
from engine.review.check.questions import Claim

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from dsl.diagnostics.model import Words
    from dsl.program.expr import Expr
    from engine.review.check.findings.model import Witness
    from engine.review.check.findings.review import Review
    from engine.review.check.questions import Question
    from engine.review.shared.world import World


@dataclass(frozen=True, slots=True)
class _Asked:
    """What is asked of a ladder; None of what goes without saying.

    Attributes:
        surely: whether anybody is surely lifted by no rule.
        perhaps: whether anybody has no tier.
        fields: that may be missing, and without which a tier may not be known.
        with_all: whether anybody has no tier of whom all these are known.
    """

    ladder: m.Ladder
    surely: Question | None
    perhaps: Question | None
    fields: tuple[str, ...]
    with_all: Question | None


class TierGap:
    """Asks of every ladder whether anybody stays without a tier."""

    def __init__(self, review: Review) -> None:
        self._review = review
        own = (ladder for ladder in review.program.ladders.values() if review.program.is_own(ladder.span))
        self._asked = [self._questions(ladder) for ladder in own]

    def _questions(self, ladder: m.Ladder) -> _Asked:
        fields = self._read(ladder)

        def surely(world: World) -> Claim | None:
            lifts = world.outcomes.effects_of(m.LiftTier)
            lifting = (world.outcomes.fires(rule).false for rule, lift in lifts if lift.ladder == ladder.name)
            return Claim(tuple(lifting)) if ladder.measure is None else None

        def perhaps(world: World) -> Claim | None:
            goes_without_saying = ladder.measure is not None and len(self._may_be_missing(ladder.measure)) < 2
            return None if goes_without_saying else Claim((), (world.outcomes.rung(ladder.name).known,))

        def with_all(world: World) -> Claim | None:
            claim, b = perhaps(world), world.outcomes.builder
            return Claim(tuple(map(b.known, fields)), claim.fails) if claim is not None else None

        question = self._review.questions.question
        return _Asked(ladder, question(surely), question(perhaps), fields, question(with_all))

    def _read(self, ladder: m.Ladder) -> tuple[str, ...]:
        """Fields that may be missing, and without which it may not be known which tier somebody is on."""
        known = [world.outcomes.rung(ladder.name).known for world in self._review.worlds.each]
        read = {node.field for node in bottom_up(known) if isinstance(node, n.Known)}
        return tuple(name for name in self._review.program.record.fields if name in read)

    def _may_be_missing(self, measure: Expr) -> list[str]:
        """Fields that a measure cannot do without, and that may be missing."""
        program = self._review.program
        return [name for name in fields_in(program, [measure]) if program.record.fields[name].missing == "unknown"]

    def find(self) -> Iterator[Finding]:
        """Each ladder with a gap."""
        for asked in self._asked:
            ladder = asked.ladder
            if ladder.span in self._review.told or self._review.is_reported(ladder.span, "W504"):
                continue
            gap = self._judge("P601", asked, asked.surely)
            if gap is not None:
                self._review.told.add(ladder.span)
            finding = gap or self._judge("P614", asked, asked.perhaps)
            if finding is not None:
                yield finding

    def _judge(self, code: str, asked: _Asked, question: Question | None) -> Finding | None:
        review, ladder = self._review, asked.ladder
        if question is None:
            return None
        answer = review.questions.ask(question)
        if answer.verdict == "nobody":
            return None
        diagnostic = Diagnostic(code, ladder.span, {"name": review.called("ladder", ladder.name)})
        if answer.row is None:
            return Finding(diagnostic, "unknown")
        witness = review.witnesses.find(question, answer.row, lambda seen: seen.tiers[ladder.name] is None)
        if witness is None:
            return Finding(diagnostic, "unknown")
        if code == "P614":
            diagnostic = Diagnostic(code, ladder.span, {**diagnostic.args, **self._missing(asked, witness)})
        return Finding(diagnostic, "found", (witness,), review.questions.where(question), question.whom)

    # --- what is missing ---

    def _missing(self, asked: _Asked, witness: Witness) -> dict[str, str | tuple[Words, ...]]:
        """What everybody without a tier lacks: some fields, or one of some; the latter as few as say it."""
        lacking = [name for name in asked.fields if witness.row[name] is None]
        by_all = [name for name in lacking if self._all_lack_one_of(asked, [name])]
        if by_all:
            return {"missing": self._called(by_all)}
        if not self._all_lack_one_of(asked, asked.fields):
            return {"what": "some"}
        assert asked.with_all is not None
        one_of = [asked.fields[at] for at in self._review.questions.smallest(asked.with_all)]
        return {"what": "one of", "missing": self._called(one_of)}

    def _all_lack_one_of(self, asked: _Asked, names: Sequence[str]) -> bool:
        """Whether it is proved that nobody without a tier has all of some fields."""
        assert asked.with_all is not None
        places = [asked.fields.index(name) for name in names]
        return self._review.questions.ask(asked.with_all, holds=places).verdict == "nobody"

    def _called(self, names: Sequence[str]) -> tuple[Words, ...]:
        return tuple(self._review.called("field", name) for name in names)
