"""Statements in plain words: when they apply, what they do, and what their names stand for."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dsl.program import expr as e
from dsl.program import model as m
from engine.explain.reading.absent import feeding
from engine.explain.reading.schema import StatementJson

if TYPE_CHECKING:
    from collections.abc import Iterator

    from engine.explain.reading.pieces import Pieces


class Statements:
    """Reads the statements of a policy that decide."""

    def __init__(self, pieces: Pieces) -> None:
        self._pieces = pieces

    # --- statements ---

    def rule(self, rule: m.Rule, introduction: tuple[str, ...] = (), *, alone: bool = True) -> StatementJson:
        """A rule, an exclusion, one case of a class or one row of a table.

        Args:
            rule: what to read.
            introduction: what to say first.
            alone: whether its table is not read with it.
        """
        period = self._pieces.effects.in_force(rule.period)
        said = [*introduction, *([period] if period is not None else [])]
        if alone and rule.table is not None and (hit := self._pieces.program.tables[rule.table].hit) != "collect":
            said.append(self._pieces.word(hit))
        # The title of a class says what its cases do.
        effects = [self._pieces.effects.said(effect) for effect in rule.effects] if rule.kind != "class" else []
        if rule.kind == "exclude" or any(isinstance(x, m.Exclude) for x in rule.effects):
            effects.append(self._pieces.word("even_unknown"))
        if not rule.effects:
            effects.append(self._pieces.word("stops" if self._pieces.consequences.has_rows_below(rule) else "nothing"))
        expressions = list(self._expressions(rule))
        return StatementJson(
            kind=rule.kind,
            id=rule.id,
            title=self._title(rule),
            file=rule.span.path,
            line=rule.span.line,
            introduction=tuple(said),
            condition=self._pieces.condition(rule.condition),
            effects=tuple(effects),
            because=rule.because.source if rule.because is not None else None,
            missing=self._pieces.consequences.rule(rule, self._pieces.named(expressions)),
            where=tuple(self._pieces.where(expressions)),
            params=tuple(self._pieces.params(expressions)),
        )

    def class_(self, defined: m.ClassDef) -> Iterator[StatementJson]:
        """A class: its own cases, and the rules that grant it besides."""
        granting = [rule for rule, _ in feeding(self._pieces.program, "class", defined.name)]
        own = [rule for rule in granting if rule.kind == "class"]
        others = [rule for rule in granting if rule.kind != "class"]
        said: list[str] = []
        if others:
            said.append(
                self._pieces.word("granted_by", rules=self._pieces.names.listed(map(self._pieces.called, others)))
            )
        if not granting:
            said.append(self._pieces.word("no_grant"))
        for i, rule in enumerate(own):
            yield self.rule(rule, () if i else tuple(said))
        if not own:
            yield StatementJson(
                kind="class",
                id=defined.name,
                title=self._pieces.word("class", name=self._pieces.names.of("class", defined.name)),
                file=defined.span.path,
                line=defined.span.line,
                introduction=tuple(said),
            )

    def table(self, table: m.Table) -> Iterator[StatementJson]:
        """A decision table, then each of its rows."""
        yield StatementJson(
            kind="table",
            id=table.name,
            title=self._pieces.word("table", name=self._pieces.names.of("table", table.name)),
            file=table.span.path,
            line=table.span.line,
            introduction=(self._pieces.word(table.hit),),
        )
        for row in table.rows:
            yield self.rule(row, alone=False)

    def ladder(self, ladder: m.Ladder) -> StatementJson:
        """A ladder: its rungs with their ends, and what lifts on it."""
        measure = ladder.measure
        if measure is None:
            introduction = [self._pieces.word("unmeasured")]
            rungs = [self._pieces.names.rung(ladder.name, rung) for rung in ladder.rungs]
        else:
            introduction = [self._pieces.word("measured", measure=self._pieces.phrases.value(measure))]
            rungs = [self._rung(ladder, place) for place in range(len(ladder.rungs))]
        lifts: dict[str, list[str]] = {}
        for rule, effect in feeding(self._pieces.program, "ladder", ladder.name):
            if isinstance(effect, m.LiftTier):
                lifts.setdefault(effect.rung, []).append(self._pieces.called(rule))
        lifted = [
            self._pieces.word(
                "lifted_by",
                rung=self._pieces.names.rung(ladder.name, rung),
                rules=self._pieces.names.listed(lifts[rung]),
            )
            for rung in ladder.rungs
            if rung in lifts
        ]
        expressions = [x for x in (measure, *ladder.lines) if x is not None]
        return StatementJson(
            kind="ladder",
            id=ladder.name,
            title=self._pieces.word("ladder", name=self._pieces.names.of("ladder", ladder.name)),
            file=ladder.span.path,
            line=ladder.span.line,
            introduction=(*introduction, *rungs, *lifted),
            missing=self._pieces.consequences.ladder(ladder),
            where=tuple(self._pieces.where(expressions)),
            params=tuple(self._pieces.params(expressions)),
        )

    def _rung(self, ladder: m.Ladder, place: int) -> str:
        lines = [self._pieces.phrases.value(line) if line is not None else None for line in (*ladder.lines, None)]
        low, high = lines[place], lines[place + 1]
        key = "rung_below" if low is None else "rung_above" if high is None else "rung_between"
        return self._pieces.word(
            key, rung=self._pieces.names.rung(ladder.name, ladder.rungs[place]), low=low, high=high
        )

    # --- pieces ---

    def _title(self, rule: m.Rule) -> str:
        match rule.kind:
            case "rule":
                return (
                    self._pieces.word("rule", name=self._pieces.names.rule(rule))
                    if rule.name is not None
                    else self._pieces.word("unnamed")
                )
            case "row":
                table, _, number = rule.id.rpartition("#")
                return self._pieces.word("row", name=self._pieces.names.of("table", table), number=number)
            case "class":
                return self._pieces.names.rule(rule)
            case "exclude":
                return self._pieces.word("exclude")

    def _expressions(self, rule: m.Rule) -> Iterator[e.Expr]:
        """Everything a rule computes."""
        if rule.condition is not None:
            yield rule.condition
        for effect in rule.effects:
            match effect:
                case m.AddPoints(_, amount):
                    yield amount
                case m.CreateTask(_, _, within, on):
                    yield from (x for x in (within, on) if x is not None)
                case m.GrantOffer(offer):
                    eligible = self._pieces.program.offers[offer].eligible
                    yield from (eligible,) if eligible is not None else ()
                case _:
                    pass
