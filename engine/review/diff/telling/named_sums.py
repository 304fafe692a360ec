"""Which sums two policies give a name to: those of definitions, and of points."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING, Literal

from dsl.lean import dataclass
from dsl.program.types import Bool, Date, Listed, Num, Text

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from dsl.program.types import Type
    from engine.ir import nodes as n
    from engine.ir.amounts import Amount
    from engine.ir.outcomes import Outcomes
    from engine.testing.reading import Voice

_Kind = Literal["define", "points"]
_Sum = tuple["n.Form", Fraction]
_Sums = dict[tuple[_Kind, str], _Sum | None]


@dataclass(frozen=True, slots=True)
class NamedSum:
    """What a definition calculates, or how many points there are.

    Attributes:
        kind: ``define`` or ``points``.
        name: canonical.
        scale: how many times as much the form is.
        which: the policy that calls it so, if the other calls something else by that name.
    """

    kind: _Kind
    name: str
    type: Type
    scale: Fraction
    which: Literal["old", "new"] | None

    def told(self, voice: Voice) -> str:
        """Its name; of one that was edited, with which policy calls it so."""
        name = voice.names.of(self.kind, self.name)
        match self.which:
            case "old":
                return voice.pick(f"old {name}", f"原{name}")
            case "new":
                return voice.pick(f"new {name}", f"新{name}")
            case _:
                return name


def named_sums(worlds: Sequence[tuple[Outcomes, Outcomes]]) -> dict[int, NamedSum]:
    """By id of the form, sums that have one name in every scope; a name of the new policy is preferred.

    Args:
        worlds: the old and the new policy in each scope.
    """
    old, new = (_in_all_scopes([world[side] for world in worlds]) for side in (0, 1))
    found: dict[int, NamedSum] = {}
    for which, own, others in (("new", new, old), ("old", old, new)):
        for (kind, name), each in own.items():
            if each is None or id(each[0]) in found:
                continue
            form, scale = each
            of = worlds[0][which == "new"].program.defines[name].expr.type if kind == "define" else Num()
            is_clear = (kind, name) not in others or others[kind, name] == each
            found[id(form)] = NamedSum(kind, name, of, scale, None if is_clear else which)  # type: ignore[arg-type]
    return found


def _in_all_scopes(policies: Sequence[Outcomes]) -> _Sums:
    """What each definition calculates; none where that differs by scope, or is no sum."""
    found: _Sums = {}
    for outcomes in policies:
        for key, each in (*_defined(outcomes), *_points(outcomes)):
            found[key] = each if found.get(key, each) == each else None
    return found


def _defined(outcomes: Outcomes) -> Iterator[tuple[tuple[_Kind, str], _Sum | None]]:
    for name, define in outcomes.program.defines.items():
        if isinstance(define.expr.type, Bool | Listed | Text | Date):
            continue
        amount = outcomes.conditions.amount(define.expr)
        yield ("define", name), _plain(outcomes, amount) if len(amount.form.parts) > 1 else None


def _points(outcomes: Outcomes) -> Iterator[tuple[tuple[_Kind, str], _Sum | None]]:
    for name in outcomes.program.points:
        amount = outcomes.points(name)
        yield ("points", name), _plain(outcomes, amount) if amount.form.parts else None


def _plain(outcomes: Outcomes, amount: Amount) -> _Sum | None:
    """The form that conditions compare, and how many times as much it is; None if it is none."""
    if amount.over is not None or amount.form.constant:
        return None
    plain, factor = outcomes.builder.plain(amount.form)
    return plain, Fraction(amount.divisor, factor)
