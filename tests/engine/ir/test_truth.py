"""Joined conditions are true, false and unknown just where Kleene's logic says so."""

from itertools import product

from hypothesis import given
from hypothesis import strategies as st

from engine.ir.builder import Builder
from engine.ir.truth import NO, YES, Logic
from engine.ir.values import Customer

FLAGS = ("f", "g", "h")  # h is never missing
WORLD = [dict(zip(FLAGS, row, strict=True)) for row in product((True, False, None), (True, False, None), (True, False))]

conditions = st.recursive(
    st.sampled_from(("f", "g", "h", "yes", "no")),
    lambda inner: st.one_of(
        st.tuples(st.sampled_from(("every", "some")), st.lists(inner, min_size=1, max_size=3)),
        st.tuples(st.just("not"), inner),
        st.tuples(st.sampled_from(("same", "default")), inner, inner),
    ),
    max_leaves=6,
)


def build(b, logic, tree):
    match tree:
        case "yes" | "no":
            return YES if tree == "yes" else NO
        case "h":
            return logic.fact(b.flag("h"), b.all_of(()))
        case str(name):
            return logic.fact(b.flag(name), b.known(name))
        case ("every", items):
            return logic.every([build(b, logic, item) for item in items])
        case ("some", items):
            return logic.some([build(b, logic, item) for item in items])
        case ("not", inner):
            return logic.opposite(build(b, logic, inner))
        case (which, one, other):
            return getattr(logic, which)(build(b, logic, one), build(b, logic, other))


def kleene(tree, row):
    match tree:
        case "yes" | "no":
            return tree == "yes"
        case str(name):
            return row[name]
        case ("every", items):
            found = [kleene(item, row) for item in items]
            return False if False in found else None if None in found else True
        case ("some", items):
            found = [kleene(item, row) for item in items]
            return True if True in found else None if None in found else False
        case ("not", inner):
            found = kleene(inner, row)
            return None if found is None else not found
        case ("same", one, other):
            found = kleene(one, row), kleene(other, row)
            return None if None in found else found[0] == found[1]
        case ("default", one, other):
            found = kleene(one, row)
            return kleene(other, row) if found is None else found


@given(conditions)
def test_kleene(tree):
    b = Builder()
    logic = Logic(b)
    truth = build(b, logic, tree)
    for row in WORLD:
        customer, wanted = Customer(row), kleene(tree, row)
        assert (customer.holds(truth.true), customer.holds(truth.false)) == (wanted is True, wanted is False)
        assert customer.holds(logic.known(truth)) == (wanted is not None)
    if truth.certain:
        assert truth.false is b.negation(truth.true)


def test_cases():
    """Of a value that comes from one place or another."""
    b = Builder()
    logic = Logic(b)
    f, g = b.known("f"), b.known("g")
    truth = logic.of_cases([(f, b.flag("f")), (b.all_of((b.negation(f), g)), b.flag("g"))])
    for row in WORLD:
        customer, wanted = Customer(row), row["g"] if row["f"] is None else row["f"]
        assert (customer.holds(truth.true), customer.holds(truth.false)) == (wanted is True, wanted is False)


def test_what_is_unknown_for_nobody_is_one_formula():
    """Both sides of it are the same bits, so the machine computes them once."""
    b = Builder()
    logic = Logic(b)
    one, other = logic.certain(b.flag("f")), logic.certain(b.flag("g"))
    both = logic.every([one, logic.opposite(other)])
    assert both.certain
    assert both.false is b.negation(both.true)
