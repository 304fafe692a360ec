"""Checks what policies decide: ladders, offers, rules, exclusions and ``never``."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from fractions import Fraction
from itertools import pairwise
from typing import cast

from dsl.check import literals
from dsl.check.context import Context
from dsl.check.expressions import Expressions, declared_at, ladder_type
from dsl.check.kinds import KIND_WORDS, SymbolKind
from dsl.check.open_names import OpenNames
from dsl.check.operators import is_amount, orderable
from dsl.check.params import period
from dsl.check.resolve import twice_in_a_list
from dsl.check.slips import any_of_a_kind, named_at, tier_as_a_choice
from dsl.check.symbols import Symbol
from dsl.check.templates import check_template
from dsl.diagnostics.model import Arg, Diagnostic, Words
from dsl.program import expr as e
from dsl.program import model as m
from dsl.program.identity import content_id, never_id
from dsl.program.types import Bool, Date, Days, Months, Num
from dsl.program.walk import references
from dsl.source import Span
from dsl.syntax import nodes as n
from dsl.syntax.nearest import nearest
from dsl.syntax.wording import called, written

POINTS_LIMIT = 2**62  # a sum of points is kept in 64 bits


class Outcomes:
    """Checks outcomes as seen from one unit."""

    def __init__(self, context: Context, unit: str) -> None:
        self._context = context
        self._unit = unit
        self.expressions = Expressions(context, unit)
        self.open = OpenNames(context.symbols, unit)

    # --- names of outcomes ---

    def symbol(self, node: n.Name, kind: SymbolKind) -> Symbol | None:
        """A name that must mean a thing of one kind of the value namespace."""
        found = self._context.symbols.find("value", node, self._unit, KIND_WORDS[kind])
        if found is not None and found.kind != kind:
            args: dict[str, Arg] = {"name": node.text, "is": KIND_WORDS[found.kind], "wanted": KIND_WORDS[kind]}
            self._context.report("E203", node.span, args, labels=(declared_at(found),))
            return None
        return found

    def names(self, nodes: tuple[n.Name, ...], namespace: str) -> tuple[str, ...]:
        """Canonical names of channels, roles or offers; those not found are reported and left out."""
        found = (self._context.symbols.find(namespace, node, self._unit) for node in nodes)  # type: ignore[arg-type]
        return tuple(s.name for s in found if s is not None)

    def groups(self, nodes: tuple[n.Name, ...]) -> tuple[str, ...]:
        """Canonical names of groups of offers; those not found are reported and left out."""
        found = (self.open.meaning("group", node) for node in nodes)
        return tuple(name for name in found if name is not None)

    def rung(self, rung: n.Name, ladder: n.Name | None) -> tuple[str, str] | None:
        """The ladder and canonical rung that ``tier X`` or ``tier LADDER X`` means."""
        symbols = self._context.symbols
        visible = symbols.visible(self._unit)
        found = [(s, text) for s, text in symbols.rungs.get(rung.text, ()) if s.unit in visible]
        if ladder is not None:
            symbol = self.symbol(ladder, "ladder")
            if symbol is None:
                return None
            found = [(s, text) for s, text in found if s is symbol]
            if not found and rung.text not in symbols.poisoned:
                literals.listed_value(self._context, ladder_type(symbol), rung.text, rung)
        if len(found) == 1:
            found[0][0].used = True
            return found[0][0].name, found[0][1]
        if ladder is None and found:
            choices = tuple(s.text for s, _ in found)
            self._context.report(
                "E206", rung.span, {"name": rung.text, "choices": choices, "what": "rung", "first": choices[0]}
            )
        elif ladder is None and rung.text not in symbols.poisoned:
            self._unknown_rung(rung, visible)
        return None

    def _unknown_rung(self, rung: n.Name, visible: frozenset[str]) -> None:
        symbols = self._context.symbols
        known = [text for text, owners in symbols.rungs.items() if any(s.unit in visible for s, _ in owners)]
        near = nearest(rung.text, known)
        args: dict[str, Arg] = {"name": rung.text, "wanted": KIND_WORDS["rung"]}
        if near:
            args["near"] = near
        elif known:
            args["known"] = tuple(known)
        symbols.report_once(Diagnostic("E201", rung.span, args, fix=near), rung.text)

    # --- declarations ---

    def ladder(self, symbol: Symbol) -> tuple[m.Ladder, tuple[Span, ...]] | None:
        """A ladder, with the places of its rungs."""
        node = cast("n.TiersDecl", symbol.node)
        context = self._context
        uses = len(context.uses)
        measure = self.expressions.check(node.measure) if node.measure is not None else None
        context.count_uses_at(uses, *(rung.start.span for rung in node.rungs if rung.start is not None))
        if measure is not None and (
            not orderable(measure.type) or not (is_amount(measure.type) or isinstance(measure.type, Date))
        ):
            context.report("E315", cast("n.Expr", node.measure).span, {"found": context.type_words(measure.type)})
            measure = None
        lines: list[e.Expr | None] = []
        if node.rungs and _falls(node):
            rising = tuple(rung.name.text for rung in reversed(node.rungs))
            context.report("E404", node.rungs[0].span, {"what": "falls", "rungs": rising})
            return None
        twice = list(twice_in_a_list(tuple(rung.name for rung in node.rungs)))
        context.diagnostics += twice
        rungs = [rung for rung in node.rungs if all(d.span != rung.name.span for d in twice)]
        for i, rung in enumerate(rungs):
            line = None
            if rung.start is not None and node.measure is None:
                if all(former.start is None for former in rungs[:i]):  # what is lost is one measure, not one a line
                    context.report("E403", rung.span, {"what": "no_measure", "rung": rung.name.text})
            elif rung.start is not None and i == 0:
                owner = context.symbols.words_for(symbol.name)
                context.report("E403", rung.span, {"what": "first", "rung": rung.name.text, "owner": owner})
            elif rung.start is None and i > 0 and node.measure is not None:
                if i == 1 or any(other.start is not None for other in rungs[1:]):
                    context.report("E403", rung.span, {"what": "no_line", "rung": rung.name.text})
            elif rung.start is not None and measure is not None:
                line = self.expressions.value_like(rung.start, measure.type)
                line = self._constant_line(line, rung)
            lines.append(line)
        if node.measure is not None and measure is None:
            return None
        further = {alias: rung.name.text for rung in node.rungs for alias in rung.name.further}
        ladder = m.Ladder(
            symbol.name,
            symbol.further,
            symbol.span,
            measure,
            tuple(r.name.text for r in rungs),
            tuple(lines),
            further,
        )
        return ladder, tuple(r.span for r in rungs)

    def _constant_line(self, line: e.Expr | None, rung: n.Rung) -> e.Expr | None:
        stray = next((r for r in references(line) if r.kind != "param"), None) if line is not None else None
        if stray is not None:
            at = named_at(self._context, self._unit, rung.start, stray) if rung.start is not None else None
            name = at.text if at is not None else self._context.symbols.words_for(stray.name)
            self._context.report("E410", at.span if at is not None else rung.span, {"name": name})
            return None
        return line

    def offer(self, symbol: Symbol) -> m.Offer:
        """An offer and its attributes."""
        node = cast("n.OfferDecl", symbol.node)
        eligible = self.expressions.condition(node.eligible) if node.eligible is not None else None
        return m.Offer(
            symbol.name, symbol.further, symbol.span,
            priority=self.priority(node.priority) or 0,
            group=self.open.making("group", node.group) if node.group is not None else None,
            channels=self.names(node.via, "channel"),
            period=period(node.period),
            eligible=eligible,
            say=check_template(self._context, node.say, self.expressions),
        )  # fmt: skip

    def priority(self, node: n.Expr | None) -> int | None:
        """A priority: a whole number."""
        if node is None:
            return None
        value = literals.plain_value(self._context, node, Num())
        if value is not None and not isinstance(value, int):
            self._context.report("E311", node.span, {"expected": Words("a whole number", "整数"), "what": "range"})
            return None
        return value

    def points(self, symbol: Symbol) -> m.Points:
        """A points account and its range."""
        node = cast("n.PointsDecl", symbol.node)
        ends = [
            literals.plain_value(self._context, end, Num()) if end is not None else fallback
            for end, fallback in ((node.low, -POINTS_LIMIT), (node.high, POINTS_LIMIT))
        ]
        widest = Fraction(-POINTS_LIMIT), Fraction(POINTS_LIMIT)
        if None in ends:
            return m.Points(symbol.name, symbol.further, symbol.span, *widest)
        low, high = (Fraction(cast("int", v)) for v in ends)
        if low > high:
            self._context.report("E418", symbol.span)
            low, high = widest
        return m.Points(symbol.name, symbol.further, symbol.span, low, high)

    # --- rules ---

    def effect(self, action: n.Action) -> Iterator[m.Effect]:
        """What an action does; a wrong one is reported and left out."""
        match action:
            case n.TierAction(rung, ladder):
                found = self.rung(rung, ladder)
                if found is not None:
                    yield m.LiftTier(*found)
            case n.ClassAction(classes):
                for name in classes:
                    symbol = self.symbol(name, "class")
                    if symbol is not None:
                        yield m.GrantClass(symbol.name)
            case n.OfferAction(offers, via, priority):
                channels = self.names(via, "channel") or None
                wanted = self.priority(priority)
                for offer in self.names(offers, "offer"):
                    yield m.GrantOffer(offer, channels, wanted)
            case n.PointsAction(amount, account):
                checked = self.expressions.points(amount)
                symbol = self.symbol(account, "points")
                if isinstance(checked, e.Const) and isinstance(checked.value, Fraction):
                    self._context.report("E307", amount.span, {"what": "literal", "name": account.text})
                elif checked is not None and symbol is not None:
                    yield m.AddPoints(symbol.name, checked)
            case n.ChoiceAction(choice, value):
                yield from self.choice(choice, value)
            case n.TaskAction():
                yield from self._task(action)
            case n.ExcludeAction(scope):
                yield from self.exclusion(scope)

    def choice(self, choice: n.Name, value: n.Expr) -> Iterator[m.SetChoice]:
        """A value for a choice."""
        if tier_as_a_choice(self._context, self._unit, choice, value):
            return
        symbol = self.symbol(choice, "choice")
        if symbol is None:
            return
        reference = self.expressions.reference(symbol, choice)
        if reference is not None:
            found = literals.plain_value(self._context, value, reference.type)
            if found is not None:
                yield m.SetChoice(symbol.name, cast("str", found))

    def _task(self, action: n.TaskAction) -> Iterator[m.CreateTask]:
        role, channel = self._single(action.role, "role"), self._single(action.via, "channel")
        if action.within is not None and action.on is not None:
            self._context.report("E406", action.span, {"what": "two_days"})
        amount, until, day = self.expressions.amount, action.within, action.on
        within = amount(until, Days, Months, what="within") if until is not None else None
        on = amount(day, Date, what="on") if day is not None else None
        task = self.open.making("task", action.task)
        if task is not None and role is not None and channel is not None:
            yield m.CreateTask(task, role or None, within, on, channel or None)

    def exclusion(self, scope: n.Scope) -> Iterator[m.Exclude]:
        """What an exclusion takes away."""
        match scope.kind:
            case "all":
                yield m.Exclude("all", ())
            case "offer" | "channel":
                names = self.names(scope.names, scope.kind)
                if names:
                    yield m.Exclude(scope.kind, names)
            case "group":
                names = self.groups(scope.names)
                if names:
                    yield m.Exclude("group", names)

    def rule(self, node: n.RuleDecl) -> m.Rule | None:
        """A rule; None if nothing of it can be kept."""
        condition = self.expressions.condition(node.condition) if node.condition is not None else None
        effects = tuple(effect for action in node.actions for effect in self.effect(action))
        because = check_template(self._context, node.because, self.expressions)
        if (node.condition is not None and condition is None) or not effects:
            return None
        name = node.name.text if node.name is not None else None
        when = period(node.period)
        if name is not None:
            symbol = self._context.symbols.peek("rule", n.Name(name), self._unit)
            name = symbol.name if symbol is not None else name
        rule_id = name or f"rule-{content_id(condition, effects, when)}"
        further = node.name.further if node.name is not None else ()
        return m.Rule(rule_id, name, "rule", condition, effects, because, when, node.span, further=further)

    def class_rules(self, symbol: Symbol) -> Iterator[m.Rule]:
        """The cases of a class, each as a rule that grants it."""
        node = cast("n.ClassDecl", symbol.node)
        for case in node.cases:
            condition = self.expressions.condition(case.condition)
            because = check_template(self._context, case.because, self.expressions)
            if condition is None:
                continue
            effects = (m.GrantClass(symbol.name),)
            several = f"-{content_id(condition, effects, m.ALWAYS)}" if len(node.cases) > 1 else ""
            yield m.Rule(
                f"class-{symbol.name}{several}", None, "class", condition, effects, because, m.ALWAYS, case.span
            )

    def exclude(self, node: n.ExcludeDecl) -> m.Rule | None:
        """An exclusion as a rule."""
        condition = self.expressions.condition(node.condition)
        effects = tuple(self.exclusion(node.scope))
        because = check_template(self._context, node.because, self.expressions)
        if condition is None or not effects:
            return None
        when = period(node.period)
        rule_id = f"exclude-{content_id(condition, effects, when)}"
        return m.Rule(rule_id, None, "exclude", condition, effects, because, when, node.span)

    def never(self, node: n.NeverDecl) -> m.Never | None:
        """Outcomes that may not meet."""
        checked = [None if self._is_a_bare_offer(part) else self._promised(part) for part in node.outcomes]
        checked += [self._promised(node.condition)] if node.condition is not None else []
        because = check_template(self._context, node.because, self.expressions)
        if None in checked:
            return None
        outcomes = tuple(_conjuncts(cast("list[m.HasOutcome | e.Expr]", checked)))
        return m.Never(never_id(outcomes), outcomes, because, node.span)

    def _is_a_bare_offer(self, node: n.HasOutcome | n.Expr) -> bool:
        """Whether a promise names an offer without its word: ``never fund if payroll`` (reported)."""
        if not isinstance(node, n.Name) or self._context.symbols.peek("value", node, self._unit) is not None:
            return False
        if self._context.symbols.peek("offer", node, self._unit) is None:
            return False
        args: dict[str, Arg] = {"what": "missing", "missing": called("OFFER"), "found": node.text}
        fix = f"{written('OFFER', self._context.lang_at(node.span))} {node.text}"
        self._context.report("E101", node.span, args, fix=fix)
        return True

    def _promised(self, node: n.HasOutcome | n.Expr) -> m.HasOutcome | e.Expr | None:
        """What a customer may end with, or a condition; None if something of it is not known."""
        if not isinstance(node, n.HasOutcome):
            return self.expressions.condition(node)
        if node.kind in ("offer", "task") and any_of_a_kind(self._context, self._unit, node.name, node.kind):
            return None
        match node.kind:
            case "tier":
                found = self.rung(cast("n.Name", node.name), node.ladder)
                return self._ends_on(*found) if found is not None else None
            case "class":
                symbol = self.symbol(cast("n.Name", node.name), "class")
                return e.Ref("class", symbol.name, Bool()) if symbol is not None else None
            case "offer":
                name, channel = self._single(node.name, "offer"), self._single(node.via, "channel")
                group = self.open.meaning("group", node.group) if node.group is not None else ""
                if None in (name, channel, group):
                    return None
                return m.HasOutcome("offer", name or None, group=group or None, channel=channel or None)
            case "task":
                role, channel = self._single(node.role, "role"), self._single(node.via, "channel")
                task = self.open.meaning("task", node.name) if node.name is not None else ""
                if None in (role, channel, task):
                    return None
                return m.HasOutcome("task", task or None, channel=channel or None, role=role or None)

    def _ends_on(self, ladder: str, rung: str) -> e.Expr:
        """The condition that a customer ends on a tier."""
        of = ladder_type(next(s for s in self._context.symbols.all("value") if (s.kind, s.name) == ("ladder", ladder)))
        return e.Compare("=", e.Ref("ladder", ladder, of), e.Const(rung, of))

    def _single(self, node: n.Name | None, namespace: str) -> str | None:
        """The canonical name; empty where there is none to look for, None where it is not found."""
        if node is None:
            return ""
        return next(iter(self.names((node,), namespace)), None)


def _conjuncts(parts: Iterable[m.HasOutcome | e.Expr]) -> Iterator[m.HasOutcome | e.Expr]:
    """The parts, with what ``and`` joins inside a condition as parts of their own."""
    for part in parts:
        if isinstance(part, e.And):
            yield from _conjuncts(part.items)
        else:
            yield part


def _falls(node: n.TiersDecl) -> bool:
    """Whether a ladder is written from its highest tier down: only the last has no line, or all lines fall."""
    *upper, lowest = node.rungs
    if node.measure is None or not upper or not all(rung.start for rung in upper):
        return False
    lines = [rung.start for rung in node.rungs if isinstance(rung.start, n.Number)]
    values = [Fraction(line.digits) * line.unit.factor for line in lines]
    falls = len(values) == len(node.rungs) and all(high > low for high, low in pairwise(values))
    return lowest.start is None or falls
