"""Whether a few conditions can be met together, as numbers, days and texts are.

Logic has settled by then how conditions are combined: what is asked here is a list of them, each to be met or not.
Thresholds of single fields are compared right away. Where several numbers are added or compared, a solver is asked.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import z3

from engine.ir import nodes as n
from engine.ir.walk import bottom_up
from engine.proof.described import Described
from engine.proof.encoding import Encoder
from engine.proof.sorts import Rationals

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from engine.ir.walk import Node
    from engine.proof.samples import Fact, Row

_BUDGET: Final = 500_000  # steps of a question
_FEW: Final = 12  # facts of a lemma; of more, there would be too many lemmas


class Together:
    """Looks at facts about conditions; over rationals, so what it finds impossible is.

    Args:
        listed: the values of each field that is a list.
    """

    def __init__(self, listed: Mapping[str, Sequence[str]]) -> None:
        self._encoder = Encoder(Rationals(), listed)
        self._context = z3.Context()
        self._parser = z3.ParserContext(self._context)
        self._solver = z3.SimpleSolver(ctx=self._context)
        self._solver.set("rlimit", _BUDGET)
        self._meant: dict[int, z3.BoolRef] = {}  # of a condition
        self._claims: dict[object, list[z3.BoolRef]] = {}  # of a node by id, or of the texts of a field by name
        self._below: dict[int, tuple[Node, ...]] = {}
        self._fields: dict[int, frozenset[str]] = {}
        self._marks: list[z3.BoolRef] = []
        self._possible: set[frozenset[tuple[int, bool]]] = set()

    def impossible(self, facts: Sequence[Fact]) -> list[Fact] | None:
        """Of facts some that cannot all be so; none if there are none; None at all if it is hard to say."""
        crossed = self._crossed(facts)
        ranges = [some for some in self._by_field(facts).values() if not _has_value(some)]
        for asked in (*ranges, crossed):
            key = frozenset((id(atom), holds) for atom, holds in asked)
            if not asked or key in self._possible:
                continue
            core = self._core(asked)
            if core is None or len(core) > _FEW:
                return None
            if core:
                return self._least(core)
            self._possible.add(key)
        return []

    def somebody(self, facts: Sequence[Fact]) -> Row | None:
        """Somebody of whom facts are about so: of his rational numbers the whole ones below; None if none is found.

        A field of which it is only said that it has a value is left out.
        """
        solver = self._solver
        meant = [self._mean(fact) for fact in facts]
        solver.push()
        solver.add(*self._about(facts), *meant)
        model = solver.model() if solver.check() == z3.sat else None
        solver.pop()
        if model is None:
            return None
        fields: set[str] = set().union(*(self._read(atom) for atom, _ in facts))
        row = Described(self._encoder, self._context, model).row()
        valued = {*self._encoder.columns, *self._encoder.flags, *self._encoder.texts.fields}
        return {name: value for name, value in row.items() if name in fields and (name in valued or value is None)}

    def _crossed(self, facts: Sequence[Fact]) -> list[Fact]:
        """Those that depend on more than one number or text, and those that are about the same fields."""
        crossing = [fact for fact in facts if not _is_plain(fact[0])]
        fields: set[str] = set().union(*(self._read(atom) for atom, _ in crossing))
        return [fact for fact in facts if not self._read(fact[0]).isdisjoint(fields)] if crossing else []

    @staticmethod
    def _by_field(facts: Iterable[Fact]) -> dict[int, list[Fact]]:
        """Facts about single numbers, by form."""
        found: dict[int, list[Fact]] = {}
        for fact in facts:
            atom = fact[0]
            if isinstance(atom, n.AtLeast | n.Equal) and _is_plain(atom):
                found.setdefault(id(atom.form), []).append(fact)
        return found

    def _read(self, atom: n.Formula) -> frozenset[str]:
        if id(atom) not in self._fields:
            self._fields[id(atom)] = frozenset(x for node in self._all_below(atom) for x in _fields(node))
        return self._fields[id(atom)]

    def _all_below(self, atom: n.Formula) -> tuple[Node, ...]:
        if id(atom) not in self._below:
            self._below[id(atom)] = tuple(bottom_up([atom]))
        return self._below[id(atom)]

    # --- by the solver ---

    def _least(self, facts: list[Fact]) -> list[Fact]:
        """Those of facts that cannot all be so without which the others can."""
        for fact in facts:
            fewer = [x for x in facts if x is not fact]
            core = self._core(fewer) if fewer else []
            if core:
                return self._least(core)
        return facts

    def _core(self, facts: Sequence[Fact]) -> list[Fact] | None:
        """Of some facts those that the solver finds impossible; none if it finds values; None if it is not settled."""
        meant = [self._mean(fact) for fact in facts]
        solver = self._solver
        solver.push()
        solver.add(*self._about(facts))
        for expression, mark in zip(meant, self._enough_marks(len(facts)), strict=False):
            solver.assert_and_track(expression, mark)
        result = solver.check()
        core = {str(x) for x in solver.unsat_core()} if result == z3.unsat else set[str]()
        solver.pop()
        if result == z3.unknown:
            return None
        return [fact for fact, mark in zip(facts, self._marks, strict=False) if str(mark) in core]

    def _enough_marks(self, count: int) -> list[z3.BoolRef]:
        self._marks += [z3.Bool(f"fact{i}", self._context) for i in range(len(self._marks), count)]
        return self._marks[:count]

    def _mean(self, fact: Fact) -> z3.BoolRef:
        atom, holds = fact
        if id(atom) not in self._meant:
            self._say(atom)
        return self._meant[id(atom)] if holds else z3.Not(self._meant[id(atom)])

    def _say(self, atom: n.Formula) -> None:
        """Tell the parser of a condition, and keep what is claimed of each node below it."""
        lines = self._encoder.script.lines
        first = len(lines)
        (name,) = self._encoder.say([atom])
        *claimed, meant = self._parser.from_string("\n".join([*lines[first:], f"(assert {name})"]))
        self._meant[id(atom)] = meant
        each = iter(claimed)
        for node in self._all_below(atom):
            where = self._encoder.lines[id(node)]
            if where.start >= first:
                own = [next(each) for at in where if lines[at].startswith("(assert")]
                for key in _keys(node):
                    self._claims.setdefault(key, []).extend(own)

    def _about(self, facts: Iterable[Fact]) -> Iterator[z3.BoolRef]:
        """What is claimed of all that some facts are about."""
        keys = dict.fromkeys(key for atom, _ in facts for node in self._all_below(atom) for key in _keys(node))
        for key in keys:
            yield from self._claims.get(key, ())


def _keys(node: Node) -> Iterable[object]:
    """Under which the claims about a node are kept: what is said of a text excludes other texts of the field."""
    match node:
        case n.Member(field) | n.Matches(field):
            return (field,)
        case n.SameText(left, right):
            return (left, right)
        case _:
            return (id(node),)


def _fields(node: Node) -> tuple[str, ...]:
    match node:
        case n.Column(field) | n.Known(field) | n.Flag(field) | n.Member(field) | n.Matches(field):
            return (field,)
        case n.SameText(left, right):
            return (left, right)
        case _:
            return ()


def _is_plain(atom: n.Formula) -> bool:
    """Whether logic knows all about a condition, but the limits of a single number."""
    match atom:
        case n.AtLeast(form) | n.Equal(form):
            return len(form.parts) == 1 and not form.constant and form.parts[0][1] == 1 and _is_column(form)
        case n.Matches() | n.SameText():
            return False
        case _:
            return True


def _is_column(form: n.Form) -> bool:
    return isinstance(form.parts[0][0], n.Column)


def _has_value(facts: Sequence[Fact]) -> bool:
    """Whether a number can be as some facts about it say."""
    form = facts[0][0].form  # type: ignore[union-attr]
    low, high, other = form.low, form.high, set()
    for atom, holds in facts:
        if isinstance(atom, n.AtLeast):
            low, high = (max(low, atom.bound), high) if holds else (low, min(high, atom.bound - 1))
        elif isinstance(atom, n.Equal):
            if holds:
                low, high = max(low, atom.bound), min(high, atom.bound)
            else:
                other.add(atom.bound)
    return bool(high - low + 1 > sum(low <= x <= high for x in other))
