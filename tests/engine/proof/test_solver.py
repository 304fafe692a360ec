"""What is proved holds for every customer, and who is found exists."""

import pytest

from dsl.program.types import Listed
from engine.binding import bind
from engine.ir import nodes as n
from engine.ir.builder import Builder
from engine.ir.outcomes import Outcomes
from engine.ir.values import Customer
from engine.ir.walk import bottom_up
from engine.proof.solver import Prover
from tests.engine.equal.made_customers import Customers
from tests.engine.equal.made_policies import random_policy
from tests.engine.equal.made_values import chance


def ask(goal, **listed):
    return Prover([goal], listed).ask([goal])


# --- arithmetic, over small numbers: every customer there is can be tried ---


def small():
    b = Builder()
    return b, b.column("x", -7, 7), b.column("y", -3, 3)


def some(goal, fields=("x", "y")):
    """All customers who make a formula true."""
    rows = [{"x": x, "y": y} for x in range(-7, 8) for y in range(-3, 4)]
    return [row for row in rows if Customer(row).holds(goal)]


def forms():
    b, x, y = small()
    yield "sum", b, b.plus(b.times(x, 3), y, -2)
    yield "product", b, b.product(x, y)
    yield "square", b, b.product(x, x)
    yield "least", b, b.extreme("min", (x, b.times(y, 2), b.constant(3)))
    yield "greatest", b, b.extreme("max", (b.times(x, -1), y))
    yield "choose", b, b.choose(b.at_least(x, 2), b.times(y, 5), x)
    yield "total", b, b.total(((b.at_least(x, 0), b.constant(5)), (b.at_least(y, 1), x)), -100, 100)
    for mode in ("down", "up", "half"):
        for by in (3, -4, 1):
            yield f"{mode} by {by}", b, b.quotient(mode, b.times(x, 2), b.constant(by))
        yield f"{mode} by y", b, b.quotient(mode, b.plus(b.times(x, 3), b.constant(1)), y)


@pytest.mark.parametrize(("b", "form"), [(b, form) for _, b, form in forms()], ids=[name for name, _, _ in forms()])
def test_calculations_have_their_values(b, form):
    for bound in range(form.low - 1, form.high + 2):
        y_is_not_0 = b.negation(b.equal(b.column("y", -3, 3), 0))
        for condition in (b.at_least(form, bound), b.equal(form, bound), b.negation(b.equal(form, bound))):
            goal = b.all_of((condition, y_is_not_0))
            expected = some(goal)
            answer = ask(goal)
            assert answer.verdict == ("somebody" if expected else "nobody"), bound
            if expected:
                assert Customer({"x": 0, "y": 1} | answer.row).holds(goal)


# --- texts ---


def test_texts():
    b = Builder()
    city, town = (b.member(name, frozenset({"上海", "北京"})) for name in ("city", "town"))
    starts, contains = b.matches("city", "starts", "上"), b.matches("city", "contains", "海")
    longer = b.matches("city", "starts", "上海")
    other = b.matches("city", "starts", "北")
    for goal, verdict in [
        (b.all_of((city, starts, b.negation(contains))), "nobody"),
        (b.all_of((city, b.negation(starts))), "somebody"),
        (b.all_of((longer, b.negation(starts))), "nobody"),
        (b.all_of((starts, other)), "nobody"),
        (b.all_of((starts, contains, b.negation(city))), "somebody"),
        (b.all_of((b.same_text("city", "town"), city)), "somebody"),
        (
            b.all_of((b.same_text("city", "town"), city, b.negation(town))),
            "nobody",
        ),
    ]:
        assert ask(goal).verdict == verdict


def test_a_listed_field_has_one_of_its_values():
    b = Builder()
    values = ("a", "b", "c")
    each = [b.member("kind", frozenset({value})) for value in values]
    assert ask(b.all_of([b.negation(x) for x in each]), kind=values).verdict == "nobody"
    assert ask(b.all_of((each[0], each[1])), kind=values).verdict == "nobody"
    assert ask(b.negation(each[2]), kind=values).row["kind"] in ("a", "b")


# --- what a calendar tells ---


def test_birthdays():
    b = Builder()
    day, today = b.column("birthday", -40_000, 20_000), b.column("today", 20_000, 21_000)
    found = b.calendar("anniversary", day, today, 20_000, 21_366)
    soon = b.all_of((b.at_least(b.plus(found, today, -1), 3), b.negation(b.at_least(b.plus(found, today, -1), 5))))
    assert ask(soon).verdict == "somebody"
    assert ask(b.at_least(b.plus(found, today, -1), 367)).verdict == "nobody"


def test_ages_with_a_day_that_is_open():
    b = Builder()
    day, today = b.column("birthday", -40_000, 20_000), b.column("today", 20_000, 20_400)
    age = b.calendar("years_since", day, today, -130_000, 130_000)
    between = b.all_of((b.at_least(age, 60), b.negation(b.at_least(age, 61))))
    assert ask(between).verdict == "somebody"
    assert ask(b.at_least(age, 400)).verdict == "nobody"
    assert ask(b.all_of((b.at_least(age, 30), b.at_least(day, 19_000)))).verdict == "nobody"


# --- whole policies ---


@pytest.mark.parametrize("seed", range(10))
def test_nobody_and_somebody_on_policies_made_up(seed):
    policy = random_policy(seed, 1 + seed % 3)
    binding = bind(policy.program, policy.as_of)
    outcomes = Outcomes(policy.program, binding)
    fields = policy.program.record.fields
    listed = {name: f.type.values for name, f in fields.items() if isinstance(f.type, Listed)}
    rules = [outcomes.fires(rule) for rule in outcomes.rules]
    unique = {id(goal): goal for truth in rules for goal in (truth.true, truth.false)}
    goals = list(unique.values())
    lines = [node for node in bottom_up(goals) if isinstance(node, n.AtLeast | n.Equal)]
    made = Customers(chance(seed), policy.program, binding, lines)
    met = {
        id(goal) for i in range(100) for customer in [Customer(made.row(i))] for goal in goals if customer.holds(goal)
    }
    prover = Prover(goals, listed)
    verdicts = {id(goal): prover.ask([goal]).verdict for goal in goals}
    assert not {goal for goal in met if verdicts[goal] == "nobody"}
    assert list(verdicts.values()).count("unknown") <= len(goals) / 20


def test_the_same_question_has_the_same_answer():
    policy = random_policy(3, 3)
    outcomes = Outcomes(policy.program, bind(policy.program, policy.as_of))
    goals = [outcomes.fires(rule).true for rule in outcomes.rules]
    one, other = ([Prover(goals, {}).ask([goal]) for goal in goals] for _ in range(2))
    assert one == other
