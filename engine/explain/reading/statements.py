"""Statements in plain words: when they apply, what they do, and what their names stand for."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from dsl.program import expr as e
from dsl.program import model as m
from dsl.program.types import Bool
from dsl.program.walk import references
from engine.explain.names import Names
from engine.explain.positive import positive
from engine.explain.reading.absent import feeding
from engine.explain.reading.consequences import Consequences
from engine.explain.reading.effects import Effects
from engine.explain.reading.phrases import Phrases
from engine.explain.reading.schema import ClauseJson, StatementJson
from engine.explain.reading.words import reading_word
from engine.punctuation import SEMICOLON

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from dsl.syntax.vocabulary import Lang
    from engine.binding import Binding

_INLINE: Final = 3  # a class granted by more rules than this is not spelt out inside another statement


class Statements:
    """Reads the statements of a policy; with a binding, for that run."""

    def __init__(self, program: m.Program, lang: Lang, binding: Binding | None) -> None:
        self._program = program
        self._binding = binding
        self._names = Names(program, lang)
        self._phrases = Phrases(program, self._names, binding)
        self._effects = Effects(program, self._names, self._phrases, binding)
        self._consequences = Consequences(program, self._names, self._phrases)

    # --- statements ---

    def rule(self, rule: m.Rule, introduction: tuple[str, ...] = (), *, alone: bool = True) -> StatementJson:
        """A rule, an exclusion, one case of a class or one row of a table.

        Args:
            rule: what to read.
            introduction: what to say first.
            alone: whether its table is not read with it.
        """
        period = self._effects.in_force(rule.period)
        said = [*introduction, *([period] if period is not None else [])]
        if alone and rule.table is not None and (hit := self._program.tables[rule.table].hit) != "collect":
            said.append(self._word(hit))
        # The title of a class says what its cases do.
        effects = [self._effects.said(effect) for effect in rule.effects] if rule.kind != "class" else []
        if rule.kind == "exclude" or any(isinstance(x, m.Exclude) for x in rule.effects):
            effects.append(self._word("even_unknown"))
        expressions = list(self._expressions(rule))
        return StatementJson(
            kind=rule.kind,
            id=rule.id,
            title=self._title(rule),
            file=rule.span.path,
            line=rule.span.line,
            introduction=tuple(said),
            condition=self._condition(rule.condition),
            effects=tuple(effects),
            because=rule.because.source if rule.because is not None else None,
            missing=self._consequences.rule(rule, self._named(expressions)),
            where=tuple(self._where(expressions)),
            params=tuple(self._params(expressions)),
        )

    def class_(self, defined: m.ClassDef) -> Iterator[StatementJson]:
        """A class: its own cases, and the rules that grant it besides."""
        granting = [rule for rule, _ in feeding(self._program, "class", defined.name)]
        own = [rule for rule in granting if rule.kind == "class"]
        others = [rule for rule in granting if rule.kind != "class"]
        said: list[str] = []
        if others:
            said.append(self._word("granted_by", rules=self._names.listed(map(self._called, others))))
        if not granting:
            said.append(self._word("no_grant"))
        for i, rule in enumerate(own):
            yield self.rule(rule, () if i else tuple(said))
        if not own:
            yield StatementJson(
                kind="class",
                id=defined.name,
                title=self._word("class", name=self._names.of("class", defined.name)),
                file=defined.span.path,
                line=defined.span.line,
                introduction=tuple(said),
            )

    def table(self, table: m.Table) -> Iterator[StatementJson]:
        """A decision table, then each of its rows."""
        yield StatementJson(
            kind="table",
            id=table.name,
            title=self._word("table", name=self._names.of("table", table.name)),
            file=table.span.path,
            line=table.span.line,
            introduction=(self._word(table.hit),),
        )
        for row in table.rows:
            yield self.rule(row, alone=False)

    def ladder(self, ladder: m.Ladder) -> StatementJson:
        """A ladder: its rungs with their ends, and what lifts on it."""
        measure = ladder.measure
        if measure is None:
            introduction = [self._word("unmeasured")]
            rungs = [self._names.rung(ladder.name, rung) for rung in ladder.rungs]
        else:
            introduction = [self._word("measured", measure=self._phrases.value(measure))]
            rungs = [self._rung(ladder, place) for place in range(len(ladder.rungs))]
        lifts: dict[str, list[str]] = {}
        for rule, effect in feeding(self._program, "ladder", ladder.name):
            if isinstance(effect, m.LiftTier):
                lifts.setdefault(effect.rung, []).append(self._called(rule))
        lifted = [
            self._word("lifted_by", rung=self._names.rung(ladder.name, rung), rules=self._names.listed(lifts[rung]))
            for rung in ladder.rungs
            if rung in lifts
        ]
        expressions = [x for x in (measure, *ladder.lines) if x is not None]
        return StatementJson(
            kind="ladder",
            id=ladder.name,
            title=self._word("ladder", name=self._names.of("ladder", ladder.name)),
            file=ladder.span.path,
            line=ladder.span.line,
            introduction=(*introduction, *rungs, *lifted),
            missing=self._consequences.ladder(ladder),
            where=tuple(self._where(expressions)),
            params=tuple(self._params(expressions)),
        )

    def _rung(self, ladder: m.Ladder, place: int) -> str:
        lines = [self._phrases.value(line) if line is not None else None for line in (*ladder.lines, None)]
        low, high = lines[place], lines[place + 1]
        key = "rung_below" if low is None else "rung_above" if high is None else "rung_between"
        return self._word(key, rung=self._names.rung(ladder.name, ladder.rungs[place]), low=low, high=high)

    # --- pieces ---

    def _title(self, rule: m.Rule) -> str:
        match rule.kind:
            case "rule":
                return (
                    self._word("rule", name=self._names.rule(rule)) if rule.name is not None else self._word("unnamed")
                )
            case "row":
                table, _, number = rule.id.rpartition("#")
                return self._word("row", name=self._names.of("table", table), number=number)
            case "class":
                return self._names.rule(rule)
            case "exclude":
                return self._word("exclude")

    def _called(self, rule: m.Rule) -> str:
        return f"{self._names.rule(rule)} {rule.span}"

    def _condition(self, condition: e.Expr | None) -> ClauseJson:
        if condition is None:
            return ClauseJson(text=self._word("always"))
        node = positive(condition)
        match node:
            case e.And(items) | e.Or(items):
                head = self._word("if_all" if isinstance(node, e.And) else "if_any")
                return ClauseJson(text=head, items=tuple(self._clause(item) for item in items))
            case _:
                return ClauseJson(text=self._word("if", test=self._phrases.test(node)))

    def _clause(self, node: e.Expr) -> ClauseJson:
        match node:
            case e.And(items) | e.Or(items):
                head = self._word("all" if isinstance(node, e.And) else "any")
                return ClauseJson(text=head, items=tuple(self._clause(item) for item in items))
            case _:
                return ClauseJson(text=self._phrases.test(node))

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
                    eligible = self._program.offers[offer].eligible
                    yield from (eligible,) if eligible is not None else ()
                case _:
                    pass

    def _named(self, expressions: Iterable[e.Expr]) -> dict[e.Ref, None]:
        """What expressions refer to, through the defines and classes that are spelt out."""
        found: dict[e.Ref, None] = {}

        def visit(node: e.Expr) -> None:
            for ref in references(node):
                if ref in found:
                    continue
                found[ref] = None
                if ref.kind == "define":
                    visit(self._program.defines[ref.name].expr)
                elif ref.kind == "class":
                    for condition in self._inline(ref.name) or ():
                        visit(condition)

        for expression in expressions:
            visit(expression)
        return found

    def _inline(self, name: str) -> list[e.Expr] | None:
        """The conditions of a class that is short enough to be spelt out; None where it is not."""
        rules = [rule for rule, _ in feeding(self._program, "class", name)]
        first = any(rule.table is not None and self._program.tables[rule.table].hit == "first" for rule in rules)
        if not 0 < len(rules) <= _INLINE or first or any(rule.period != m.ALWAYS for rule in rules):
            return None
        return [rule.condition if rule.condition is not None else e.And(()) for rule in rules]

    def _where(self, expressions: Iterable[e.Expr]) -> Iterator[str]:
        """What the names in a statement stand for, or where that is said."""
        for ref in self._named(expressions):
            match ref.kind:
                case "define":
                    inner = self._program.defines[ref.name].expr
                    name = self._names.of("define", ref.name)
                    if isinstance(inner.type, Bool):
                        yield self._word("means", name=name, what=self._phrases.test(inner))
                    else:
                        yield self._word("stands_for", name=name, what=self._phrases.value(inner))
                case "class":
                    conditions = self._inline(ref.name)
                    name = self._word("class", name=self._names.of("class", ref.name))
                    if conditions is None:
                        place = self._program.classes[ref.name].span
                        yield self._word("see", name=name, place=place)
                    else:
                        yield self._word("means", name=name, what=self._phrases.test(e.Or(tuple(conditions))))
                case "ladder":
                    ladder = self._program.ladders[ref.name]
                    yield self._word("see", name=self._names.of("ladder", ref.name), place=ladder.span)
                case "points":
                    account = self._program.points[ref.name]
                    yield self._word("see", name=self._names.of("points", ref.name), place=account.span)
                case "choice":
                    choice = self._program.choices[ref.name]
                    yield self._word("see", name=self._names.of("choice", ref.name), place=choice.span)
                case "field" | "param":
                    pass

    def _params(self, expressions: Iterable[e.Expr]) -> Iterator[str]:
        """The parameters of a statement that have more than one value, with all of them."""
        for ref in self._named(expressions):
            if ref.kind != "param":
                continue
            param = self._program.params[ref.name]
            outside = self._binding is not None and ref.name in self._binding.overrides
            if len(param.values) == 1 and not param.profiles and not outside:
                continue
            said = []
            for period, value in param.values:
                shown = self._names.value(value, param.type)
                always = period == m.ALWAYS
                when = "" if always else self._effects.period(period, short=True)
                said.append(shown if always else self._word("value_from", value=shown, period=when))
            for profile, value in param.profiles.items():
                shown = self._names.value(value, param.type)
                said.append(self._word("in_profile", value=shown, profile=self._names.of("profile", profile)))
            if self._binding is not None and ref.name in self._binding.params:
                shown = self._names.value(self._binding.params[ref.name], param.type)
                said.append(self._word("from_outside" if outside else "this_run", value=shown))
            what = SEMICOLON[self._names.lang].join(said)
            yield self._word("means", name=self._names.of("param", ref.name), what=what)

    def _word(self, key: str, **args: object) -> str:
        return reading_word(key, self._names.lang, **args)
