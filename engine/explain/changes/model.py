"""What somebody may wish for a customer, and the changes of single fields that bring it about."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from dsl.lean import dataclass

if TYPE_CHECKING:
    from fractions import Fraction

    from dsl.program.types import Value

VainCause = Literal["period", "eligibility", "exclusion", "channel", "group", "cap", "assumption"]
WishKind = Literal["rung", "known_rung", "no_lift", "offer"]


@dataclass(frozen=True, slots=True)
class Wish:
    """Something that is not so, and might be.

    Attributes:
        kind: at least a rung; any rung, for who is undecided; to lose the rung that a rule lifts to; an offer.
        name: of the rung wished for or to be lost, or of the offer; empty for any rung.
        ladder: of the rung.
    """

    kind: WishKind
    name: str = ""
    ladder: str = ""


@dataclass(frozen=True, slots=True)
class Tried:
    """What a changed customer gets.

    Attributes:
        rungs: by ladder; None is undecided.
        offers: that are made.
        granted: offers that some rule grants, made or lost.
        possible: whether the record lets such a customer be: its assumptions are kept.
    """

    rungs: dict[str, str | None]
    offers: frozenset[str]
    granted: frozenset[str]
    possible: bool


@dataclass(frozen=True, slots=True)
class Change:
    """One field with another value; one step less would not do.

    Attributes:
        before: None is missing; then the new value is only an example.
        distance: how far it is, as a share of the greater value; 1 for what has no size.
        gives: where the customer then stands on the ladder of the wish.
        measure: what that ladder then measures, where it measures something.
    """

    field: str
    before: Value | None
    after: Value
    distance: Fraction
    gives: str | None = None
    measure: Value | None = None


@dataclass(frozen=True, slots=True)
class InVain:
    """The nearest change that comes close to a wish, and what is in the way.

    Attributes:
        cause: what takes an offer that a rule then grants; or that no such customer may be.
    """

    change: Change
    cause: VainCause


@dataclass(frozen=True, slots=True)
class Wished:
    """A wish, and what single fields do for it.

    Attributes:
        changes: the nearest of each field that grants it, nearest first; none if no single field does.
        in_vain: where none does, what comes close.
    """

    wish: Wish
    changes: tuple[Change, ...]
    in_vain: InVain | None = None
