"""The lean ``dataclass`` makes what that of the standard library makes."""

import copy
import dataclasses
import pickle
from collections.abc import Callable

import pytest

from dsl import lean

VARIANTS = [
    {"frozen": True, "slots": True},
    {"frozen": True},
    {"slots": True},
    {},
    {"frozen": True, "eq": False, "slots": True},
    {"eq": False},
]


def family(dataclass: Callable, **how):
    """Two classes as the code has them."""

    @dataclass(**how, kw_only=True)
    class Base:
        """A base."""

        place: int = dataclasses.field(default=7, compare=False, repr=False)

    @dataclass(**how)
    class Pair(Base):
        """A pair."""

        left: int
        right: tuple = ()
        seen: list = dataclasses.field(default_factory=list, compare=False)
        later: int = dataclasses.field(init=False, compare=False, repr=False)

        def __post_init__(self):
            self.seen.append(self.left)

    return Pair


def told(make):
    """What comes out, or which exception."""
    try:
        return make()
    except Exception as error:  # noqa: BLE001 - whatever it is, it shall be the same
        return type(error)


def given(kind):
    """One that is complete."""
    made = kind(1, (2,))
    object.__setattr__(made, "later", 3)
    return made


ASKED = [
    lambda c: repr(c(1, (2,))),
    lambda c: c(1) == c(1, ()),
    lambda c: c(1) == c(1, place=8),
    lambda c: c(1) == c(2),
    lambda c: c(1) == 1,
    lambda c: len({hash(x) for x in (c(1), c(1, place=8))}),
    lambda c: c(),
    lambda c: c(1, (), [], 7),
    lambda c: c(left=1, right=(3,), place=2).place,
    lambda c: c(1).seen,
    lambda c: len({id(x.seen) for x in (c(1), c(1))}),
    lambda c: c(1).later,
    lambda c: c(1, later=2),
    lambda c: setattr(c(1), "left", 2),
    lambda c: delattr(c(1), "left"),
    lambda c: repr(dataclasses.replace(c(1), right=(4,))),
    lambda c: dataclasses.astuple(given(c)),
    lambda c: [f.name for f in dataclasses.fields(c)],
    lambda c: c.__match_args__,
    lambda c: repr(copy.deepcopy(given(c))),
    lambda c: hasattr(c(1), "__dict__"),
]


@pytest.mark.parametrize("how", VARIANTS, ids=str)
@pytest.mark.parametrize("ask", ASKED)
def test_as_the_standard_library_has_it(ask, how):
    mine, theirs = family(lean.dataclass, **how), family(dataclasses.dataclass, **how)
    assert told(lambda: ask(mine)) == told(lambda: ask(theirs))


@lean.dataclass(frozen=True, slots=True)
class Kept:
    """At the top of a module, so that it can be pickled."""

    name: str
    inside: "Kept | None" = None


def test_pickled():
    kept = Kept("a", Kept("b"))
    assert pickle.loads(pickle.dumps(kept)) == kept  # noqa: S301 - our own
    assert {kept: 1}[Kept("a", Kept("b"))] == 1


def test_what_a_class_defines_itself_stays():
    @lean.dataclass(frozen=True, slots=True)
    class Loose:
        """Equal to all of its kind."""

        shown: bool = False

        def __eq__(self, other):
            return isinstance(other, Loose)

        def __hash__(self):
            return 1

    assert Loose(shown=True) == Loose()
    assert hash(Loose()) == 1


def test_a_class_without_fields():
    @lean.dataclass(frozen=True, slots=True)
    class Nothing:
        """There is one of them, in effect."""

    assert Nothing() == Nothing()
    assert repr(Nothing()).endswith("Nothing()")
    assert len({Nothing(), Nothing()}) == 1
