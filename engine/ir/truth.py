"""Conditions in three values as two formulas: where they are surely true, and where surely false."""

from __future__ import annotations

from typing import TYPE_CHECKING

from engine.ir.nodes import FALSE, TRUE

if TYPE_CHECKING:
    from engine.ir import nodes as n
    from engine.ir.builder import Builder


class Truth:
    """A condition; where neither formula holds, it is unknown.

    Attributes:
        true, false: where it is surely that.
        certain: it is unknown for nobody, so ``false`` is the opposite of ``true``.
    """

    __slots__ = ("certain", "false", "true")

    def __init__(self, true: n.Formula, false: n.Formula, *, certain: bool) -> None:
        self.true = true
        self.false = false
        self.certain = certain


YES = Truth(TRUE, FALSE, certain=True)
NO = Truth(FALSE, TRUE, certain=True)


class Logic:
    """Kleene's connectives."""

    def __init__(self, builder: Builder) -> None:
        self._b = builder

    def certain(self, holds: n.Formula) -> Truth:
        """What is true or false for everybody."""
        return Truth(holds, self._b.negation(holds), certain=True)

    def fact(self, holds: n.Formula, *known: n.Formula) -> Truth:
        """What a formula tells where all that it reads is known."""
        needed = [where for where in known if where is not TRUE]
        if not needed:
            return self.certain(holds)
        b = self._b
        return Truth(b.all_of([*needed, holds]), b.all_of([*needed, b.negation(holds)]), certain=False)

    def within(self, known: n.Formula, true: n.Formula) -> Truth:
        """What is true of some that it is known of, and false of the others."""
        if known is TRUE:
            return self.certain(true)
        return Truth(true, self._b.all_of((known, self._b.negation(true))), certain=False)

    def of_cases(self, cases: list[tuple[n.Formula, n.Formula]]) -> Truth:
        """What formulas tell, each where another holds; nobody is in two of the cases."""
        if len(cases) == 1:
            ((here, holds),) = cases
            return self.fact(holds, here)
        b = self._b
        return self.within(b.any_of(here for here, _ in cases), b.any_of(b.all_of(case) for case in cases))

    def same(self, one: Truth, other: Truth) -> Truth:
        """Both are true, or both false."""
        b = self._b
        same = b.any_of((b.all_of((one.true, other.true)), b.all_of((one.false, other.false))))
        if one.certain and other.certain:
            return self.certain(same)
        differ = b.any_of((b.all_of((one.true, other.false)), b.all_of((one.false, other.true))))
        return Truth(same, differ, certain=False)

    def opposite(self, of: Truth) -> Truth:
        """Not."""
        return Truth(of.false, of.true, certain=of.certain)

    def every(self, items: list[Truth]) -> Truth:
        """And."""
        b = self._b
        true = b.all_of([item.true for item in items])
        for item in items:
            if not item.certain:
                return Truth(true, b.any_of([item.false for item in items]), certain=False)
        return self.certain(true)

    def some(self, items: list[Truth]) -> Truth:
        """Or."""
        b = self._b
        true = b.any_of([item.true for item in items])
        for item in items:
            if not item.certain:
                return Truth(true, b.all_of([item.false for item in items]), certain=False)
        return self.certain(true)

    def default(self, operand: Truth, fallback: Truth) -> Truth:
        """The operand, or the fallback where it is unknown."""
        if operand.certain:
            return operand
        b = self._b
        unknown = b.negation(self.known(operand))
        true = b.any_of((operand.true, b.all_of((unknown, fallback.true))))
        if fallback.certain:
            return self.certain(true)
        return Truth(true, b.any_of((operand.false, b.all_of((unknown, fallback.false)))), certain=False)

    def known(self, of: Truth) -> n.Formula:
        """Where it is not unknown."""
        return TRUE if of.certain else self._b.any_of((of.true, of.false))
