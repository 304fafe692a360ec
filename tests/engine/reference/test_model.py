"""Meaning 10: two evaluators, one answer. The reference against a small model of its own, on random policies.

Kleene's logic is not what holds in every completion of a customer, but it is on the safe side of it: what it
calls true is true, and what it calls false is false, however the missing values turn out.
"""

from functools import cache
from itertools import product

from hypothesis import given
from hypothesis import strategies as st

from tests.engine.policies import analysed, program_of, reference, row
from tests.engine.reference import small_model as model

VALUES = range(5)
CUSTOMERS = st.fixed_dictionaries({
    "x": st.sampled_from([None, *VALUES]),
    "y": st.sampled_from([None, *VALUES]),
    "b": st.sampled_from([None, True, False]),
    "c": st.sampled_from([None, True, False]),
})  # fmt: skip


def terms(*, monotone):
    leaf = st.one_of(st.sampled_from(["x", "y"]), st.integers(0, 6))
    fields = st.sampled_from(["x", "y"])
    made = st.one_of(
        fields,
        st.tuples(st.sampled_from(["+", "min", "max"]), fields, leaf),
        *([] if monotone else [st.tuples(st.just("default"), fields, st.integers(0, 6))]),
    )
    return made, leaf


@cache
def conditions(classes=(), *, monotone=False):
    """Conditions; monotone ones do not ask whether a value is missing."""
    term, leaf = terms(monotone=monotone)
    simple = [
        st.tuples(st.sampled_from(sorted(model.OPS)), term, leaf),
        st.tuples(st.just("is"), st.sampled_from(["b", "c"])),
        st.tuples(st.just("in"), term, leaf, leaf),
        st.tuples(st.just("from"), term, leaf, st.sampled_from(["to", "below"]), leaf),
    ]
    if classes:
        simple.append(st.tuples(st.just("class"), st.sampled_from(classes)))
    if not monotone:
        simple.append(st.tuples(st.just("missing"), term))
    return st.recursive(
        st.one_of(simple),
        lambda inner: st.one_of(
            st.tuples(st.just("not"), inner),
            st.tuples(st.sampled_from(["and", "or"]), inner, inner),
            st.tuples(st.sampled_from(["and", "or"]), inner, inner, inner),
        ),
        max_leaves=4,
    )


OFFERS, GROUPS = ["甲", "乙", "丙"], ["组一", "组二"]
VIA = st.sampled_from([(), ("电话",), ("短信",), ("电话", "短信")])


@cache
def effects(*, in_a_row):
    """Outcomes of a rule; those of a row have no clauses of their own, and exclude nothing."""
    plain = [
        st.just(("class",)),
        st.tuples(st.just("tier"), st.integers(0, 2)),
        st.tuples(st.just("add"), st.one_of(st.integers(0, 3), st.sampled_from(["x", ("+", "x", 1)]))),
        st.tuples(st.just("gift"), st.sampled_from(model.GIFTS)),
        st.tuples(st.just("task"), st.sampled_from(["致电", "拜访"])),
    ]
    if in_a_row:
        offer = st.tuples(st.just("offer"), st.sampled_from(OFFERS), st.just(()), st.none())
        return st.lists(st.one_of(*plain, offer), max_size=3, unique_by=lambda x: x[0])
    priority = st.one_of(st.none(), st.integers(0, 3))
    offer = st.tuples(st.just("offer"), st.sampled_from(OFFERS), VIA, priority)
    exclusions = [
        st.just(("exclude", "all")),
        st.tuples(st.just("exclude"), st.just("offer"), st.sampled_from(OFFERS)),
        st.tuples(st.just("exclude"), st.just("group"), st.sampled_from(GROUPS)),
        st.tuples(st.just("exclude"), st.just("channel"), st.sampled_from(model.CHANNELS)),
    ]
    return st.lists(st.one_of(offer, offer, *plain, *exclusions), min_size=1, max_size=3)


@st.composite
def policies(draw, *, monotone=False):
    def condition(classes=(), *, always=True):
        if always and draw(st.integers(0, 3)) == 0:
            return None
        return draw(conditions(classes, monotone=monotone))

    classes = {}
    for name in ("一", "二"):
        classes[name] = [condition(tuple(classes), always=False) for _ in range(draw(st.integers(1, 2)))]
    known = tuple(classes)
    rules = [(condition(known), draw(effects(in_a_row=False))) for _ in range(draw(st.integers(1, 6)))]
    first = [(condition(known), draw(effects(in_a_row=True))) for _ in range(draw(st.integers(0, 3)))]
    gifted = any(x[0] == "gift" for _, some in first for x in some)
    if gifted:  # a choice of a first table has no other source
        rules = [(c, [x for x in some if x[0] != "gift"] or [("class",)]) for c, some in rules]
    offers = {
        name: model.Offer(draw(st.integers(0, 2)), group, draw(VIA), condition(known) if draw(st.booleans()) else None)
        for name, group in zip(OFFERS, [GROUPS[0], draw(st.sampled_from([*GROUPS, None])), GROUPS[1]], strict=True)
    }
    return model.Small(classes, rules, first, offers, draw(st.sampled_from([None, 1, 2])))


def evaluator(policy):
    return reference(program_of(analysed.__wrapped__(model.written(policy))))


NUMBER = {True: 1, False: 0, None: model.HALF}


def plain(decided):
    """A decision of the reference in the words of the model."""
    tier, points = decided.tiers["等级"], decided.points["积分"]
    return {
        "classes": {name: NUMBER[belongs] for name, belongs in decided.classes.items()},
        "tier": [tier.rung, tier.base, bool(tier.unknown_lifts)],
        "points": (points.value, points.incomplete),
        "choice": (decided.choices["礼物"], bool(decided.conflicts)),
        "offers": (
            [(o.offer, o.priority, o.channels) for o in decided.offers],
            {x.offer: (x.cause, x.unknown) for x in decided.lost},
        ),
        "tasks": {t.task for t in decided.tasks},
    }


@given(policy=policies(), customers=st.lists(CUSTOMERS, min_size=10, max_size=10))
def test_the_reference_agrees_with_the_model(policy, customers):
    run = evaluator(policy)
    for customer in customers:
        assert plain(run.decide(row(run.program, **customer))) == model.decide(policy, customer)


def channels(named):
    """Where none is named, any."""
    return set(named or model.CHANNELS)


def completions(customer):
    """Every customer that this one may turn out to be."""
    domains = {"x": VALUES, "y": VALUES, "b": (True, False), "c": (True, False)}
    choices = [domains[name] if value is None else (value,) for name, value in customer.items()]
    return [dict(zip(customer, values, strict=True)) for values in product(*choices)]


@given(policy=policies(monotone=True), customer=CUSTOMERS)
def test_what_is_decided_holds_however_the_missing_values_turn_out(policy, customer):
    run = evaluator(policy)
    decided = run.decide(row(run.program, **customer))
    silent = {r.id for r in run.rules} - {*decided.fired, *decided.unknown}
    tier, points = decided.tiers["等级"], decided.points["积分"]
    for whole in completions(customer):
        later = run.decide(row(run.program, **whole))
        assert later.unknown == ()
        assert set(decided.fired) <= set(later.fired)
        assert silent.isdisjoint(later.fired)
        assert all(later.classes[name] is belongs for name, belongs in decided.classes.items() if belongs is not None)
        if tier.base is not None and not tier.unknown_lifts:
            assert later.tiers["等级"].rung == tier.rung
        if not points.incomplete:
            assert later.points["积分"] == points
        causes = {x.offer: x.cause for x in later.lost}
        given = {o.offer: o.channels for o in later.offers}
        for offer in decided.offers:  # others may turn out to be better, but nothing excludes it or closes a channel
            assert offer.offer in given or causes[offer.offer] in {"group", "cap"}
            assert channels(offer.channels) <= channels(given.get(offer.offer, ()))
        for lost in decided.lost:
            if lost.cause in {"eligibility", "exclusion"} and not lost.unknown:
                assert causes[lost.offer] == lost.cause


def test_the_model_itself():
    """The model knows Kleene's tables."""
    half = model.HALF
    row = {"b": None, "c": None, "x": None, "y": 3}
    assert model.truth(("and", ("is", "b"), ("is", "c")), row, {}) == half
    assert model.truth(("and", ("is", "b"), (">", "y", 3)), row, {}) == 0
    assert model.truth(("or", ("is", "b"), (">=", "y", 3)), row, {}) == 1
    assert model.truth(("not", ("is", "b")), row, {}) == half
    assert model.truth(("missing", ("+", "x", "y")), row, {}) == 1
