"""Whatever the builder rewrites keeps its meaning, for every customer of a small world."""

import operator
from fractions import Fraction
from itertools import product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dsl.program.values import rounded
from engine.ir import nodes as n
from engine.ir.builder import Builder, divide
from engine.ir.nodes import FALSE, TRUE
from engine.ir.values import Customer

BOUNDS = {"x": (-3, 4), "y": (0, 5), "z": (2, 3)}
WORLD = [
    dict(zip(("x", "y", "z", "f", "g"), row, strict=True))
    for row in product(*(range(low, high + 1) for low, high in BOUNDS.values()), (False, True), (False, True))
]
BINARY = {"+": operator.add, "-": operator.sub, "*": operator.mul}


def leaf(name):
    return ("field", name)


amounts = st.recursive(
    st.one_of(st.sampled_from(sorted(BOUNDS)).map(leaf), st.integers(-4, 4).map(lambda value: ("number", value))),
    lambda inner: st.one_of(
        st.tuples(st.sampled_from(sorted(BINARY)), inner, inner),
        st.tuples(st.just("times"), inner, st.integers(-3, 3)),
        st.tuples(st.sampled_from(("min", "max")), inner, inner),
        st.tuples(st.just("choose"), st.sampled_from("fg"), inner, inner),
        st.tuples(st.just("divide"), st.sampled_from(("down", "up", "half")), inner, inner),
        st.tuples(st.just("total"), inner, inner),
    ),
    max_leaves=5,
)


def build(b, tree):
    match tree:
        case ("field", name):
            return b.column(name, *BOUNDS[name])
        case ("number", value):
            return b.constant(value)
        case ("*", one, other):
            return b.product(build(b, one), build(b, other))
        case ("+" | "-" as op, one, other):
            return b.plus(build(b, one), build(b, other), 1 if op == "+" else -1)
        case ("times", one, factor):
            return b.times(build(b, one), factor)
        case ("min" | "max" as which, one, other):
            return b.extreme(which, (build(b, one), build(b, other)))
        case ("choose", flag, one, other):
            return b.choose(b.flag(flag), build(b, one), build(b, other))
        case ("divide", mode, one, other):
            return b.quotient(mode, build(b, one), build(b, other))
        case ("total", one, other):
            parts = ((b.flag("f"), build(b, one)), (b.negation(b.flag("g")), build(b, other)))
            return b.total(parts, -(10**9), 10**9)


def plain(tree, row):
    """The value; None where something is divided by 0."""
    match tree:
        case ("field", name):
            return row[name]
        case ("number", value):
            return value
        case ("times", one, factor):
            found = plain(one, row)
            return None if found is None else found * factor
        case ("choose", flag, one, other):
            return plain(one if row[flag] else other, row)
        case ("total", one, other):
            found = [plain(part, row) for part, counts in ((one, row["f"]), (other, not row["g"])) if counts]
            return None if None in found else sum(found)
        case (op, *mode, one, other):
            a, b = plain(one, row), plain(other, row)
            if a is None or b is None or (op == "divide" and b == 0):
                return None
            return divide(mode[0], a, b) if mode else (BINARY.get(op) or {"min": min, "max": max}[op])(a, b)


@settings(max_examples=300)
@given(amounts)
def test_forms_and_their_bounds(tree):
    form = build(Builder(), tree)
    for row in WORLD:
        wanted = plain(tree, row)
        if wanted is not None:
            assert Customer(row).value(form) == wanted
            assert form.low <= wanted <= form.high


@settings(max_examples=300)
@given(amounts, st.one_of(st.integers(-30, 30), st.sampled_from(("low", "high"))), st.integers(-1, 1))
def test_comparisons(tree, bound, off):
    b = Builder()
    form = build(b, tree)
    bound = {"low": form.low + off, "high": form.high + off}.get(bound, bound)
    reaches, equals = b.at_least(form, bound), b.equal(form, bound)
    for row in WORLD:
        wanted = plain(tree, row)
        if wanted is not None:
            assert Customer(row).holds(reaches) == (wanted >= bound)
            assert Customer(row).holds(equals) == (wanted == bound)
    for formula in (reaches, equals):
        for atom in atoms(formula):
            assert plain_form(atom.form)
            assert atom.form.low < atom.bound <= atom.form.high or isinstance(atom, n.Equal)


def atoms(formula):
    match formula:
        case n.All(items) | n.Any(items):
            for item in items:
                yield from atoms(item)
        case n.Not(operand):
            yield from atoms(operand)
        case n.AtLeast() | n.Equal():
            yield formula


def plain_form(form):
    """As nodes promise: no constant, no common factor, and the first coefficient above zero."""
    factors = [factor for _, factor in form.parts]
    return form.constant == 0 and factors[0] > 0 and (len(factors) > 1 or factors == [1])


def test_the_same_is_made_once():
    b = Builder()
    x, y = b.column("x", -3, 4), b.column("y", 0, 5)
    assert b.plus(x, y) is b.plus(y, x)
    assert b.plus(b.plus(x, y), x, -1) is y
    assert b.product(x, y) is b.product(y, x)
    assert b.extreme("min", (x, y)) is b.extreme("min", (y, x))
    assert b.at_least(b.plus(b.times(x, 2), b.constant(1)), 5) is b.at_least(x, 2)
    assert b.at_least(b.times(x, -1), 0) is b.negation(b.at_least(x, 1))
    assert b.equal(b.times(x, 2), 3) is FALSE
    assert b.at_least(x, -3) is TRUE
    assert b.at_least(x, 5) is FALSE


# --- formulas ---

formulas = st.recursive(
    st.one_of(
        st.sampled_from("fg").map(lambda name: ("flag", name)),
        st.booleans().map(lambda value: ("always", value)),
        st.integers(-3, 5).map(lambda bound: ("x", bound)),
    ),
    lambda inner: st.one_of(
        st.tuples(st.just("not"), inner), st.tuples(st.sampled_from(("and", "or")), st.lists(inner, max_size=4))
    ),
    max_leaves=8,
)


def build_formula(b, tree):
    match tree:
        case ("flag", name):
            return b.flag(name)
        case ("always", value):
            return TRUE if value else FALSE
        case ("x", bound):
            return b.at_least(b.column("x", *BOUNDS["x"]), bound)
        case ("not", of):
            return b.negation(build_formula(b, of))
        case (op, items):
            return (b.all_of if op == "and" else b.any_of)(build_formula(b, item) for item in items)


def holds(tree, row):
    match tree:
        case ("flag", name):
            return row[name]
        case ("always", value):
            return value
        case ("x", bound):
            return row["x"] >= bound
        case ("not", of):
            return not holds(of, row)
        case (op, items):
            return (all if op == "and" else any)([holds(item, row) for item in items])


@settings(max_examples=300)
@given(formulas)
def test_formulas(tree):
    formula = build_formula(Builder(), tree)
    for row in WORLD:
        assert Customer(row).holds(formula) == holds(tree, row)


@given(st.lists(formulas, max_size=5))
def test_exclusive(trees):
    """The first that holds, and no other."""
    b = Builder()
    found = b.exclusive([build_formula(b, tree) for tree in trees])
    for row in WORLD:
        first = next((i for i, tree in enumerate(trees) if holds(tree, row)), None)
        assert [i for i, formula in enumerate(found) if Customer(row).holds(formula)] == (
            [] if first is None else [first]
        )


def test_opposites():
    b = Builder()
    f, g = b.flag("f"), b.flag("g")
    assert b.all_of((f, g, b.negation(f))) is FALSE
    assert b.any_of((f, g, b.negation(f))) is TRUE
    assert b.negation(b.negation(f)) is f
    assert b.all_of((f, f)) is f
    assert b.all_of((f, g)) is b.all_of((g, f, TRUE))
    assert b.member("x", frozenset()) is FALSE
    assert b.same_text("a", "a") is TRUE
    assert b.same_text("a", "b") is b.same_text("b", "a")


@pytest.mark.parametrize("mode", ["down", "up", "half"])
def test_division(mode):
    for a in range(-30, 31):
        for by in (*range(-7, 0), *range(1, 8)):
            assert divide(mode, a, by) == rounded(mode, Fraction(a, by), Fraction(1))
