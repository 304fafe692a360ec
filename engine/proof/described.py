"""The customer whom a model of z3 describes."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import z3

if TYPE_CHECKING:
    from collections.abc import Callable

    from engine.proof.encoding import Encoder
    from engine.proof.numbers import Number
    from engine.proof.samples import Row

_FILLER: Final = "…"  # between the parts of a text that has to contain them


class Described:
    """What a model says of what was said to a solver.

    Args:
        encoder: that said it.
        context: of the solver.
        model: that the solver found.
    """

    def __init__(self, encoder: Encoder, context: z3.Context, model: z3.ModelRef) -> None:
        self._encoder, self._context, self._model = encoder, context, model

    def is_true(self, expression: z3.ExprRef) -> bool:
        """Whether a condition holds."""
        return bool(z3.is_true(self._model.eval(expression, model_completion=True)))

    def value(self, number: Number) -> int:
        """A number; of a rational the whole number below it. What was not asked about is within its bounds."""
        found = self._model.eval(constant(self._encoder, number, self._context), model_completion=True)
        whole = int(found.as_signed_long() if self._encoder.script.sort.exact else found.as_fraction() // 1)
        return min(max(whole, number.low), number.high)

    def row(self) -> Row:
        """The customer; of rationals, who has the whole numbers below his."""
        encoder = self._encoder

        def is_true(name: str) -> bool:
            return self.is_true(z3.Bool(name, self._context))

        row: Row = {}
        for field, number in encoder.columns.items():
            row[field] = self.value(number)
        for field, name in encoder.flags.items():
            row[field] = is_true(name)
        for field in encoder.texts.fields:
            like = next(
                (left for left, right, name in encoder.texts.same_as if right == field and is_true(name)), field
            )
            row[field] = row[like] if like != field else self._some_text(field, is_true)
        for field, name in encoder.known.items():
            if not is_true(name):
                row[field] = None
            elif field not in row:
                row[field] = field  # a text that nothing is said about
        return row

    def _some_text(self, field: str, is_true: Callable[[str], bool]) -> str:
        """The text that a field is, or one that has the patterns it has."""
        for text, name in self._encoder.texts.values.get(field, {}).items():
            if is_true(name):
                return text
        patterns = self._encoder.texts.patterns.get(field, {})
        found = [pattern for pattern, name in patterns.items() if is_true(name)]
        starts = max((text for which, text in found if which == "starts"), key=len, default="")
        contained = (text for which, text in found if which == "contains" and text not in starts)
        return _FILLER.join([starts, *contained, field])


def constant(encoder: Encoder, number: Number, context: z3.Context) -> z3.ExprRef:
    """A number as z3 has it."""
    if encoder.script.sort.exact:
        return z3.BitVec(number.text, number.width, context)
    return z3.Real(number.text, context)
