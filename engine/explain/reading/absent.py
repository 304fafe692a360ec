"""What becomes of a condition when one field is missing, whatever the others are.

Every expression is given the set of what it may be: known or unknown for a value; true, false or unknown for
a condition. All other fields are taken as known, and conditions as independent, so a set may hold more than
can happen, never less.
"""

from __future__ import annotations

from itertools import product
from typing import TYPE_CHECKING, Final

from dsl.program import expr as e
from dsl.program import model as m
from dsl.program.types import Bool
from dsl.program.walk import references
from engine.reference import kleene_and, kleene_not, kleene_or

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from engine.reference import Truth

Truths = frozenset["Truth"]
Known = frozenset[bool]
_KNOWN: Final[Known] = frozenset({True})
_UNKNOWN: Final[Known] = frozenset({False})
_EITHER: Final[Known] = frozenset({True, False})
_DECIDED: Final[Truths] = frozenset({True, False})


class Absent:
    """A policy for customers of whom one field is missing.

    Attributes:
        field: its canonical name; None where nothing is missing.
    """

    def __init__(self, program: m.Program, field: str | None) -> None:
        self.field = field
        self._program = program
        self._above = rows_above(program)
        self._classes: dict[str, Truths] = {}

    def rule(self, rule: m.Rule) -> Truths:
        """Whether a rule may apply, may not, and may be unknown."""
        above = (self._condition(row) for row in self._above.get(rule.id, ()))
        return _combined(kleene_and, [self._condition(rule), *map(_not, above)])

    def known(self, node: e.Expr) -> Known:
        """Whether a value may be known, and may be unknown."""
        if isinstance(node.type, Bool):
            return frozenset(truth is not None for truth in self.truth(node))
        match node:
            case e.Ref(kind, name):
                return self._named(kind, name)
            case e.Arith(_, left, right):
                return self._together((left, right))
            case e.Extreme(_, operands):
                return self._together(operands)
            case e.Default(operand, fallback):
                found = self.known(operand)
                return found if found == _KNOWN else (found & _KNOWN) | self.known(fallback)
            case e.Round(_, operand) | e.Since(_, operand) | e.Anniversary(operand):
                return self.known(operand)
            case _:
                return _KNOWN

    def truth(self, node: e.Expr) -> Truths:
        """Whether a condition may be true, false, unknown."""
        match node:
            case e.Const(bool() as value):
                return frozenset({value})
            case e.Ref("class", name):
                return self._class(name)
            case e.Ref("define", name):
                return self.truth(self._program.defines[name].expr)
            case e.Ref(kind, name):
                return _tested(self._named(kind, name))
            case e.IsMissing(operand):
                return frozenset(not known for known in self.known(operand))
            case e.Compare(_, left, right):
                return _tested(self._together((left, right)))
            case e.Window(operand, _, length):
                return _tested(self._together((operand, length)))
            case e.TextTest(_, operand):
                return _tested(self.known(operand))
            case e.InList(operand, items):
                return _combined(kleene_or, [self.truth(e.Compare("=", operand, item)) for item in items])
            case e.Between(operand, low, high):
                ends = (e.Compare(">=", operand, low), e.Compare("<=", operand, high))
                return _combined(kleene_and, [self.truth(end) for end in ends])
            case e.Not(operand):
                return _not(self.truth(operand))
            case e.And(items):
                return _combined(kleene_and, [self.truth(item) for item in items])
            case e.Or(items):
                return _combined(kleene_or, [self.truth(item) for item in items])
            case e.Default(operand, fallback):
                found = self.truth(operand)
                return found if None not in found else (found - {None}) | self.truth(fallback)
            case _:
                return _tested(self.known(node))

    def _condition(self, rule: m.Rule) -> Truths:
        return frozenset({True}) if rule.condition is None else self.truth(rule.condition)

    def _together(self, nodes: Iterable[e.Expr]) -> Known:
        """Known only if all are."""
        return frozenset(all(known) for known in product(*(self.known(node) for node in nodes)))

    def _named(self, kind: str, name: str) -> Known:
        match kind:
            case "field":
                return _UNKNOWN if name == self.field else _KNOWN
            case "define":
                return self.known(self._program.defines[name].expr)
            case "ladder":
                measure = self._program.ladders[name].measure
                found = self.known(measure) if measure is not None else _EITHER
                # Where the ladder decides nothing, a lift still may.
                return found | _EITHER if False in found and any(feeding(self._program, kind, name)) else found
            case "points":
                return self._points(name)
            case "choice":
                return _EITHER
            case _:
                return _KNOWN

    def _class(self, name: str) -> Truths:
        if name not in self._classes:
            rules = [self.rule(rule) for rule, _ in feeding(self._program, "class", name)]
            self._classes[name] = _combined(kleene_or, rules)
        return self._classes[name]

    def _points(self, name: str) -> Known:
        found: Known = _KNOWN
        for rule, effect in feeding(self._program, "points", name):
            truth = self.rule(rule)
            if truth == {None}:
                return _UNKNOWN
            amount = self.known(effect.amount) if isinstance(effect, m.AddPoints) else _KNOWN
            if None in truth or (True in truth and False in amount):
                found = _EITHER
        return found


def rows_above(program: m.Program) -> dict[str, tuple[m.Rule, ...]]:
    """The rows before each row of the ``first`` tables, by its id."""
    first = (table for table in program.tables.values() if table.hit == "first")
    return {row.id: table.rows[:i] for table in first for i, row in enumerate(table.rows)}


def feeding(program: m.Program, kind: str, name: str) -> Iterator[tuple[m.Rule, m.Effect]]:
    """The rules that decide a class, choice or account, or lift on a ladder, with the effect that does."""
    for rule in program.all_rules:
        for effect in rule.effects:
            match effect:
                case m.LiftTier(found) if kind == "ladder":
                    pass
                case m.GrantClass(found) if kind == "class":
                    pass
                case m.AddPoints(found) if kind == "points":
                    pass
                case m.SetChoice(found) if kind == "choice":
                    pass
                case _:
                    continue
            if found == name:
                yield rule, effect


def fields_read(program: m.Program, nodes: Iterable[e.Expr]) -> tuple[str, ...]:
    """The fields that expressions read, also through defines, classes, ladders, points and choices."""
    above = rows_above(program)
    seen: dict[tuple[str, str], None] = {}

    def visit(node: e.Expr) -> None:
        for ref in references(node):
            if (ref.kind, ref.name) in seen:
                continue
            seen[ref.kind, ref.name] = None
            if ref.kind == "define":
                visit(program.defines[ref.name].expr)
            if ref.kind == "ladder" and (measure := program.ladders[ref.name].measure) is not None:
                visit(measure)
            for rule, effect in feeding(program, ref.kind, ref.name):
                for one in (rule, *above.get(rule.id, ())):
                    if one.condition is not None:
                        visit(one.condition)
                if isinstance(effect, m.AddPoints):
                    visit(effect.amount)

    for node in nodes:
        visit(node)
    return tuple(name for kind, name in seen if kind == "field")


def _tested(known: Known) -> Truths:
    return frozenset(truth for k in known for truth in (_DECIDED if k else (None,)))


def _not(truths: Truths) -> Truths:
    return frozenset(kleene_not(truth) for truth in truths)


def _combined(rule: Callable[[Iterable[Truth]], Truth], parts: list[Truths]) -> Truths:
    """What a Kleene ``and`` or ``or`` may be."""
    found: Truths = frozenset({rule(())})
    for part in parts:
        found = frozenset(rule(pair) for pair in product(found, part))
    return found
