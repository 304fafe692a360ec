"""Each step of the cascade by itself: what one step says, the others may not contradict."""

import numpy as np
import pytest

from dsl.program.types import Listed
from engine.binding import bind
from engine.ir import nodes as n
from engine.ir import reach
from engine.ir.builder import Builder
from engine.ir.outcomes import Outcomes
from engine.ir.values import Customer
from engine.ir.walk import bottom_up
from engine.proof.booleans import Booleans
from engine.proof.calendar import on_calendar
from engine.proof.crowd import Crowd
from engine.proof.lemmas import Lemmas
from engine.proof.memory import Memory
from engine.proof.samples import Samples
from engine.proof.sampling import Sampler, row_of
from engine.proof.solver import Prover
from engine.proof.together import Together
from engine.proof.varied import Varied
from tests.engine.equal.made_policies import random_policy

COUNT = 64


def goals_of(seed):
    """The conditions of the rules of a policy made up, and the values of its lists."""
    policy = random_policy(seed, 1 + seed % 3)
    outcomes = Outcomes(policy.program, bind(policy.program, policy.as_of))
    fields = policy.program.record.fields
    listed = {name: f.type.values for name, f in fields.items() if isinstance(f.type, Listed)}
    found = {id(x): x for rule in outcomes.rules for x in (outcomes.fires(rule).true, outcomes.fires(rule).false)}
    return list(found.values()), listed


@pytest.mark.parametrize("seed", range(12))
def test_a_crowd_is_read_as_its_customers_are(seed):
    goals, listed = goals_of(seed)
    nodes = list(bottom_up(goals))
    cells = Sampler(nodes, listed).customers(COUNT)
    crowd = Crowd(cells, COUNT)
    crowd.read(nodes)
    for at in range(COUNT):
        customer = Customer(row_of(cells, at))
        for node in nodes:
            if isinstance(node, n.Form):
                assert crowd.value(node)[at] == customer.value(node), node
            elif isinstance(node, n.Term):
                assert crowd.value(node)[at] == customer.term(node), node
            else:
                assert bool(crowd.holds(node) >> at & 1) is customer.holds(node), node


@pytest.mark.parametrize("seed", range(12))
def test_who_is_read_through_others_is_read_as_by_herself(seed):
    """Customers who change bit by bit, each read through the one before."""
    goals, listed = goals_of(seed)
    nodes = list(bottom_up(goals))
    cells = Sampler(nodes, listed).customers(COUNT)
    memory = Memory(nodes)
    row = row_of(cells, 0)
    for at in range(1, COUNT):
        other = row_of(cells, at)
        names = sorted(other)
        row |= {name: other[name] for name in {names[at % len(names)], names[at * 7 % len(names)]}}
        customer, alone = memory.customer(row), Customer(row)
        assert [customer.holds(goal) for goal in goals] == [alone.holds(goal) for goal in goals]
        memory.expect_like(dict(row))


@pytest.mark.parametrize("function", ["months_since", "years_since", "anniversary", "add_months", "month"])
def test_a_calendar_for_many_days(function):
    random = np.random.default_rng(1)
    ends = np.array([reach.FIRST_DAY, reach.FIRST_DAY + 58, -1, 0, 11_016, 11_015, 20_514, 19_782, reach.LAST_DAY])
    days = np.concatenate([random.integers(reach.FIRST_DAY, reach.LAST_DAY, 3000), random.choice(ends, 3000)])
    if function == "add_months":
        arguments = random.choice([0, 1, -1, 12, -12, 13, 1200, -130_000, 130_000], len(days))
    else:
        near = np.clip(days + random.integers(-800, 800, len(days)), reach.FIRST_DAY, reach.LAST_DAY)
        arguments = np.where(random.random(len(days)) < 0.5, near, random.permutation(days))
    found = on_calendar(function, days, arguments)
    assert found.tolist() == [reach.on_calendar(function, int(x), int(y)) for x, y in zip(days, arguments, strict=True)]


def test_numbers_that_do_not_fit_64_bits():
    b = Builder()
    x, y = b.column("x", -(10**17), 10**17), b.column("y", 0, 10**17)
    forms = [b.product(x, y), b.plus(b.times(x, 10**6), y, -(10**5)), b.product(b.product(x, x), y)]
    nodes = list(bottom_up([b.at_least(form, bound) for form in forms for bound in (-(10**30), 0, 10**22)]))
    forms = [node for node in nodes if isinstance(node, n.Form)]
    cells = Sampler(nodes, {}).customers(COUNT)
    crowd = Crowd(cells, COUNT)
    crowd.read(nodes)
    for at in range(COUNT):
        customer = Customer(row_of(cells, at))
        assert [crowd.value(form)[at] for form in forms] == [customer.value(form) for form in forms]


@pytest.mark.parametrize("seed", range(12))
def test_logic_says_nobody_only_of_nobody(seed):
    goals, listed = goals_of(seed)
    plain = Booleans(goals, (), listed)
    samples = Samples(goals, (), listed)
    for goal in goals:
        for other in goals:
            if plain.nobody([goal], [other]):
                assert samples.find([goal], [other]) is None


@pytest.mark.parametrize("seed", range(12))
def test_what_logic_says_of_all_who_make_a_goal_true_they_are(seed):
    goals, listed = goals_of(seed)
    plain, samples = Booleans(goals, (), listed), Samples(goals, (), listed)
    for goal in goals:
        atoms = [x for x in bottom_up([goal]) if isinstance(x, n.AtLeast | n.Flag | n.Known | n.Member)]
        facts = [(atom, is_met) for atom in atoms for is_met in (True, False)]
        shown = [(fact,) for fact in plain.implied([goal], facts)]
        assert samples.agree([goal], shown) == shown


def test_thresholds_and_texts_exclude_each_other_by_logic_alone():
    b = Builder()
    x = b.column("x", 0, 100)
    low, high, exact = b.at_least(x, 10), b.at_least(x, 20), b.equal(x, 15)
    red, blue = b.member("c", frozenset({"red"})), b.member("c", frozenset({"blue"}))
    every = b.member("c", frozenset({"red", "blue", "green"}))
    plain = Booleans([low, high, exact, red, blue, every], (), {"c": ("red", "blue", "green")})
    assert plain.nobody([high], [low])
    assert plain.nobody([exact, high], [])
    assert plain.nobody([exact], [low])
    assert plain.nobody([red, blue], [])
    assert plain.nobody([], [every])
    assert not plain.nobody([low], [high])
    facts = [(low, True), (high, True), (exact, True), (exact, False)]
    assert plain.implied([high], facts) == [(low, True), (high, True), (exact, False)]


def test_customers_are_made_to_meet_conditions():
    """Several narrow conditions at once, which no customer drawn at random meets."""
    b = Builder()
    x, y, day = b.column("x", 0, 10**9), b.column("y", 0, 10**9), b.column("day", -20_000, 20_000)
    today = b.column("today", 20_000, 20_010)
    soon = b.plus(b.calendar("anniversary", day, today, 20_000, 21_000), today, -1)
    goal = b.all_of(
        (
            b.equal(x, 123_456_789),
            b.at_least(b.plus(b.times(y, 3), x, -1), 7),
            b.negation(b.at_least(b.plus(b.times(y, 3), x, -1), 10)),
            b.negation(b.at_least(soon, 2)),
            b.negation(b.known("z")),
        )
    )
    samples = Samples([goal], (), {})
    assert samples.find([goal], []) is None
    nodes = list(bottom_up([goal]))
    truth = {id(x): not isinstance(x, n.Known) for x in goal.items}
    truth |= {id(x.operand): False for x in goal.items if isinstance(x, n.Not)}
    row = samples.meeting(nodes, truth, [goal], [])
    assert row is not None
    assert Customer(row).holds(goal)


def test_samples_are_the_same_in_every_run():
    goals, listed = goals_of(3)
    one, other = (Sampler(list(bottom_up(goals)), listed).customers(COUNT) for _ in range(2))
    assert all(np.array_equal(one.numbers[name], other.numbers[name]) for name in one.numbers)


def test_what_only_numbers_show_is_shown_of_all():
    b = Builder()
    deposit, loan = (b.column(name, 0, 1_000) for name in ("deposit", "loan"))
    total = b.form([*deposit.parts, *loan.parts], 0)
    rich, much, some = b.at_least(total, 900), b.at_least(deposit, 400), b.at_least(loan, 500)
    little = b.negation(b.at_least(loan, 300))
    goal = b.all_of((rich, b.any_of((little, b.negation(some))), b.any_of((much, rich))))
    prover = Prover([goal], {})
    claims = [((much, True),), ((some, False),), ((some, True),), ((some, True), (much, True))]
    assert not prover.implied([goal], [(much, True)])
    assert prover.shown([goal], claims) == [True, True, False, True]
    assert prover.shown([goal], [((some, True),)], given=[((much, False),)]) == [True]
    assert prover.shown([goal], []) == []


def test_numbers_beside_a_whole_one_are_no_exception():
    b = Builder()
    number = b.column("number", 0, 10)
    one, two = b.equal(number, 0), b.at_least(number, 1)
    goal = b.any_of((one, two))
    assert Prover([goal], {}).shown([goal], [((one, True), (two, True))]) == [True]
    other = b.all_of((b.negation(one), b.any_of((b.negation(two), one))))
    assert Prover([other], {}).ask([other]).verdict == "nobody"


@pytest.mark.parametrize("seed", range(12))
def test_who_has_another_number_is_read_as_by_herself(seed):
    goals, listed = goals_of(seed)
    nodes = list(bottom_up(goals))
    cells = Sampler(nodes, listed).customers(COUNT)
    memory, rows = Memory(nodes), [row_of(cells, at) for at in range(COUNT)]
    for row in rows[:4]:
        for field in (name for name in cells.numbers if row[name] is not None):
            numbers = [other[field] or 0 for other in rows]
            for goal in goals:
                alone = [Customer(row | {field: number}).holds(goal) for number in numbers]
                assert Varied(Customer(row), field, [goal], memory).are(numbers) == alone, field


@pytest.mark.parametrize("seed", range(12))
def test_what_is_shown_of_all_is_so_of_everybody_who_was_made_up(seed):
    goals, listed = goals_of(seed)
    cells = Sampler(list(bottom_up(goals)), listed).customers(COUNT)
    customers = [Customer(row_of(cells, at)) for at in range(COUNT)]
    lemmas = Lemmas((), listed, Together(listed))
    for goal in goals[:8]:
        claims = [((x, holds),) for x in bottom_up([goal]) if isinstance(x, n.CONDITIONS) for holds in (True, False)]
        shown = lemmas.shown([goal], claims, ())
        assert shown is not None
        for customer in (x for x in customers if x.holds(goal)):
            assert all(customer.holds(x) is holds for ((x, holds),) in shown)


def test_what_cannot_be_so_together_is_found_in_what_is_not_plain():
    b = Builder()
    deposit, loan = (b.column(name, 0, 1_000) for name in ("deposit", "loan"))
    total = b.form([*deposit.parts, *loan.parts], 0)
    rich, poor, saver = b.at_least(total, 999), b.at_least(deposit, 300), b.at_least(loan, 700)
    known = b.known("deposit")
    together = Together({})
    facts = [(known, True), (rich, True), (poor, False), (saver, False)]
    assert together.impossible(facts) == facts[1:]
    assert together.impossible(facts[:3]) == []
    assert together.impossible([(b.equal(deposit, 0), False), (b.at_least(deposit, 1), False)]) != []


def test_somebody_is_described_of_whom_facts_are_so():
    b = Builder()
    deposit, loan = (b.column(name, 0, 1_000) for name in ("deposit", "loan"))
    total = b.form([*deposit.parts, *loan.parts], 0)
    rich, poor, risky = b.at_least(total, 999), b.at_least(deposit, 300), b.member("risk", frozenset({"R3"}))
    together = Together({"risk": ("R1", "R3")})
    facts = [(rich, True), (poor, False), (risky, True), (b.known("loan"), True), (b.known("wealth"), True)]
    found = together.somebody(facts)
    assert found is not None
    assert found.keys() == {"deposit", "loan", "risk"}
    assert all(Customer(found | {"wealth": 0}).holds(atom) is holds for atom, holds in facts)
    assert together.somebody([*facts, (b.at_least(loan, 600), False)]) is None


def test_what_is_learnt_counts_where_somebody_is_looked_for_and_is_not_shown_by_logic():
    b = Builder()
    deposit, loan = (b.column(name, 0, 1_000) for name in ("deposit", "loan"))
    rich, saver = b.at_least(b.form([*deposit.parts, *loan.parts], 0), 1_500), b.at_least(deposit, 500)
    logic = Booleans([rich, saver], (), {})
    assert logic.met([rich], [saver])
    logic.learn([(rich, True), (saver, False)])
    assert logic.met([rich], [saver]) == set()
    assert logic.met([rich], [])
    assert logic.implied([rich], [(saver, True)]) == []
    assert not logic.nobody([rich], [saver])
