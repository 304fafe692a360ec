"""Smallest sets of what is enough; and formulas about another customer."""

from itertools import combinations

import pytest

from engine.ir import nodes as n
from engine.ir.builder import Builder
from engine.ir.values import Customer
from engine.review.check.findings.substitute import Substitution
from engine.review.check.questions import _needed

ITEMS = list(range(6))


def smallest(enough):
    """Whether some items are enough, if at least one of these sets must be in them."""
    return lambda kept: any(set(one) <= set(kept) for one in enough)


@pytest.mark.parametrize(
    ("enough", "found"),
    [([()], set()), ([(3,)], {3}), ([(0, 5)], {0, 5}), ([tuple(ITEMS)], set(ITEMS)), ([(1, 2, 4)], {1, 2, 4})],
)
def test_what_is_needed_is_found(enough, found):
    assert set(_needed(ITEMS, smallest(enough))) == found


@pytest.mark.parametrize("enough", list(combinations(list(combinations(ITEMS, 3)), 2)))
def test_nothing_that_is_found_can_be_left_out(enough):
    is_enough = smallest(enough)
    found = _needed(ITEMS, is_enough)
    assert is_enough(found)
    assert not any(is_enough([x for x in found if x != left]) for left in found)


def test_few_of_many_are_found_with_few_questions():
    asked = []
    is_enough = smallest([(17, 600)])
    found = _needed(list(range(1000)), lambda kept: asked.append(kept) or is_enough(kept))
    assert set(found) == {17, 600}
    assert len(asked) < 60


# --- another customer ---


def formulas():
    b = Builder()
    x, y, z = b.column("x", -4, 4), b.column("y", -4, 4), b.column("z", -4, 4)
    at_least = b.at_least(b.plus(b.times(x, 2), y, -1), 1)
    yield "sum", b, x, z, at_least
    yield "opposite", b, x, z, b.negation(b.all_of((at_least, b.equal(x, 2))))
    yield "product", b, x, z, b.at_least(b.plus(b.product(x, y), b.constant(1)), 3)
    yield "least", b, x, z, b.at_least(b.plus(b.extreme("min", (x, y)), b.extreme("max", (y, b.times(x, -1)))), 1)
    yield "choose", b, x, z, b.equal(b.plus(b.choose(at_least, x, b.times(y, 2)), y), 2)
    yield "quotient", b, x, z, b.at_least(b.plus(b.quotient("up", b.times(x, 3), b.constant(2)), y), 1)
    yield "total", b, x, z, b.at_least(b.total(((at_least, b.constant(2)), (b.at_least(y, 0), x)), -9, 9), 2)
    yield "other fields", b, x, z, b.any_of((b.known("x"), b.flag("f"), b.at_least(y, 0)))


@pytest.mark.parametrize(("b", "x", "z", "formula"), [f[1:] for f in formulas()], ids=[f[0] for f in formulas()])
def test_one_column_stands_in_place_of_another(b, x, z, formula):
    column = x.parts[0][0]
    assert isinstance(column, n.Column)
    replaced = Substitution(b, column, z).of(formula)
    for one in range(-4, 5):
        for other in range(-4, 5):
            row = {"x": -3, "y": other, "z": one, "f": False}
            assert Customer(row).holds(replaced) == Customer(row | {"x": one}).holds(formula)


def test_what_does_not_read_the_column_stays_the_same_object():
    b = Builder()
    x, y, z = (b.column(name, 0, 9) for name in "xyz")
    same = b.all_of((b.at_least(y, 3), b.negation(b.equal(b.plus(y, z), 4))))
    assert Substitution(b, x.parts[0][0], z).of(same) is same
