"""Which sums the definitions of two policies give a name to."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING, Literal

from dsl.lean import dataclass
from dsl.program.types import Bool, Date, Listed, Text

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from dsl.program.model import Define
    from engine.ir import nodes as n
    from engine.ir.outcomes import Outcomes

_Sums = dict[str, tuple["n.Form", Fraction] | None]


@dataclass(frozen=True, slots=True)
class NamedSum:
    """What a definition calculates.

    Attributes:
        scale: how many times as much the form is.
        which: the policy that calls it so, if the other calls something else by that name.
    """

    define: Define
    scale: Fraction
    which: Literal["old", "new"] | None


def named_sums(worlds: Sequence[tuple[Outcomes, Outcomes]]) -> dict[int, NamedSum]:
    """By id of the form, sums that have one name in every scope; a name of the new policy is preferred.

    Args:
        worlds: the old and the new policy in each scope.
    """
    old, new = (_in_all_scopes([world[side] for world in worlds]) for side in (0, 1))
    found: dict[int, NamedSum] = {}
    for which, own, others in (("new", new, old), ("old", old, new)):
        for name, each in own.items():
            if each is None or id(each[0]) in found:
                continue
            form, scale = each
            define = worlds[0][which == "new"].program.defines[name]
            is_clear = name not in others or others[name] == each
            found[id(form)] = NamedSum(define, scale, None if is_clear else which)  # type: ignore[arg-type]
    return found


def _in_all_scopes(policies: Sequence[Outcomes]) -> _Sums:
    """What each definition calculates; none where that differs by scope, or is no sum."""
    found: _Sums = {}
    for outcomes in policies:
        for name, each in _sums(outcomes):
            found[name] = each if found.get(name, each) == each else None
    return found


def _sums(outcomes: Outcomes) -> Iterator[tuple[str, tuple[n.Form, Fraction] | None]]:
    for name, define in outcomes.program.defines.items():
        if isinstance(define.expr.type, Bool | Listed | Text | Date):
            continue
        amount = outcomes.conditions.amount(define.expr)
        form = amount.form
        if amount.over is None and len(form.parts) > 1 and not form.constant:
            plain, factor = outcomes.builder.plain(form)
            yield name, (plain, Fraction(amount.divisor, factor))
        else:
            yield name, None
