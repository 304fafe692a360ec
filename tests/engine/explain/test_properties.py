"""An explanation is the decision, and every sign in it is the evaluator's truth."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dsl.program import expr as e
from dsl.program.types import Bool
from dsl.width import display_width
from engine.explain.blocks import Blocks
from engine.explain.conditions import condition_line, deciding, rule_line, walk_lines
from engine.explain.customer import explain
from engine.explain.missing import causes_of, missing_of, rule_causes
from engine.explain.names import Names
from engine.explain.page import Page
from engine.explain.positive import positive
from engine.explain.reading.absent import Absent, fields_read
from engine.explain.schema import ExplanationJson
from engine.reference import kleene_and, kleene_not, kleene_or
from tests.engine.explain.customers import NAME, POLICIES, conditions, program, reference, rows

TRUTHS = {"true": True, "false": False, "unknown": None}


def customers(test):
    """Run a test with random customers of each policy."""
    return pytest.mark.parametrize("policy", POLICIES)(given(st.data())(test))


def all_rules(found):
    """Every rule shown anywhere in an explanation."""
    yield from (rule for x in found.tiers for rule in (*x.lifts, *(r for r, _ in x.unknown_lifts)))
    yield from (rule for x in found.classes for rule in x.rules)
    yield from (rule for x in found.offers for rule in (*x.grants, *(r for _, by in x.closed for r in by)))
    yield from (rule for x in found.taken for rule in (*x.grants, *x.by))
    yield from (rule for x in found.missed for rule in (*x.attempts, *x.by))
    yield from (added.source for x in found.points for added in x.added)
    yield from (rule for x in found.choices for rule, _ in x.rules)
    yield from (rule for x in found.tasks for rule in x.rules)


@customers
def test_the_explanation_is_the_decision(policy, data):
    row, run = data.draw(rows(policy)), reference(policy)
    decision, found = run.decide(row), explain(run, row, lang="zh").data()
    assert {x.ladder: (x.rung, x.base) for x in found.tiers} == {
        name: (tier.rung, tier.base) for name, tier in decision.tiers.items()
    }
    assert {x.ladder: {r.id for r in x.lifts} for x in found.tiers} == {
        name: set(tier.lifted_by) for name, tier in decision.tiers.items()
    }
    assert {x.ladder: {r.rule.id for r in x.unknown_lifts} for x in found.tiers} == {
        name: set(tier.unknown_lifts) for name, tier in decision.tiers.items()
    }
    assert {x.name: TRUTHS[x.truth] for x in found.classes} == decision.classes
    assert [(x.offer, x.rank, x.priority, x.channels) for x in found.offers] == [
        (x.offer, x.rank, x.priority, x.channels) for x in decision.offers
    ]
    assert [{r.id for r in x.reasons} for x in found.offers] == [{i for i, _ in x.reasons} for x in decision.offers]
    assert [(x.offer, x.cause, x.unknown) for x in found.lost] == [(x.offer, x.cause, x.unknown) for x in decision.lost]
    excluded = [x for x in decision.lost if x.cause in ("exclusion", "channel")]
    assert {x.offer: {r.id for r in x.by} for x in found.lost if x.by} == {x.offer: set(x.by) for x in excluded}
    assert {x.choice: x.value for x in found.choices} == decision.choices
    assert [(x.task, x.role, x.due, x.due_unknown) for x in found.tasks] == [
        (x.task, x.role, x.due, x.due_unknown) for x in decision.tasks
    ]
    assert {x.account: (x.total.value, x.incomplete) for x in found.points} == {
        name: (str(points.value), points.incomplete) for name, points in decision.points.items()
    }
    assert sorted(x.id for x in found.broken) == sorted(decision.broken)
    assert (found.conflicts, found.fired, found.unknown) == (
        decision.conflicts,
        decision.fired,
        decision.unknown,
    )


@customers
def test_every_offer_is_accounted_for_once(policy, data):
    found = explain(reference(policy), data.draw(rows(policy)), lang="zh").data()
    named = [x.offer for x in (*found.offers, *found.lost, *found.not_granted)]
    assert sorted(named) == sorted(program(policy).offers)


@customers
def test_every_sign_is_the_truth(policy, data):
    row, run = data.draw(rows(policy)), reference(policy)
    look = run.evaluate(row)
    in_force = {rule.id for rule in run.rules}
    for rule in all_rules(explain(run, row, lang="zh")):
        assert rule.in_force == (rule.rule.id in in_force)
        if not rule.in_force:
            continue
        assert rule.truth is look.fires(rule.rule)
        assert rule.line is not None
        assert rule.line.truth is rule.truth
        assert bool(rule.causes) == (rule.truth is None)
        for line in walk_lines(rule.line):
            assert line.truth is look.truth(line.node), line


@customers
def test_every_sign_is_printed_as_it_is(policy, data):
    row, run = data.draw(rows(policy)), reference(policy)
    found = explain(run, row, lang="zh")
    blocks = Blocks(Page(80), Names(program(policy), "zh"), found.look)
    for rule in all_rules(found):
        for line in walk_lines(rule.line) if rule.line is not None else ():
            printed = "".join(text for text, _ in blocks._row(line)[0])
            assert re.findall("[✓✗?]", printed)[0] == {True: "✓", False: "✗", None: "?"}[line.truth]


@customers
def test_what_is_shown_decides(policy, data):
    """The parts that are left out could be anything: those shown make the truth."""
    look = reference(policy).evaluate(data.draw(rows(policy)))
    lines = [rule_line(look, rule) for rule in look.reference.rules]
    lines += [condition_line(look, condition) for condition in conditions(program(policy))]
    for line in (inner for whole in lines for inner in walk_lines(deciding(whole))):
        parts = [item.truth for item in line.items]
        inner = kleene_not(line.truth) if isinstance(line.node, e.Not) else line.truth
        match line.kind:
            case "all":
                assert kleene_and(parts) is inner
            case "any" | "class":
                assert kleene_or(parts) is inner
            case "define" | "above":
                assert parts == [inner]
            case "test":
                assert not parts


@customers
def test_the_positive_form_means_the_same(policy, data):
    look = reference(policy).evaluate(data.draw(rows(policy)))
    for condition in conditions(program(policy)):
        assert look.truth(positive(condition)) is look.truth(condition)
        assert look.truth(positive(e.Not(condition))) is kleene_not(look.truth(condition))


@customers
def test_what_is_missing_makes_it_unknown(policy, data):
    """Unknown has causes, known has none; with the missing fields given, only other causes are left."""
    row, run = data.draw(rows(policy)), reference(policy)
    look = run.evaluate(row)
    whole = data.draw(rows(policy, whole=True))
    for condition in conditions(program(policy)):
        causes = causes_of(look, condition)
        assert bool(causes) == (look.truth(condition) is None)
        missing = missing_of(look, condition)
        assert all(row[name] is None for name in missing)
        filled = run.evaluate(row | {name: whole[name] for name in missing})
        assert not missing_of(filled, condition)


@customers
def test_what_is_said_of_a_missing_field_holds(policy, data):
    """What a rule may do without a field is among what is read back of it."""
    whole, run = data.draw(rows(policy, whole=True)), reference(policy)
    for field in fields_read(program(policy), [c for r in run.rules if (c := r.condition) is not None]):
        if program(policy).record.fields[field].missing != "unknown":
            continue
        without = run.evaluate(whole | {field: None})
        for rule in run.rules:
            others = [c for c in rule_causes(without, rule) if c.kind != "field" or c.name != field]
            if not others:
                assert without.fires(rule) in Absent(program(policy), field).rule(rule)


@customers
def test_it_can_always_be_printed(policy, data):
    row, run = data.draw(rows(policy)), reference(policy)
    for lang in ("zh", "en"):
        found = explain(run, row, lang=lang)
        for width in (40, 80, 200):
            text = found.text(width)
            assert max(map(display_width, text.splitlines())) <= width
            assert "\n\n\n" not in text
            assert re.sub(r"\x1b\[[0-9;]*m", "", found.text(width, color=True)) == text


@customers
def test_the_data_know_no_language_and_can_be_read_again(policy, data):
    row, run = data.draw(rows(policy)), reference(policy)
    found = explain(run, row, lang="zh").data()
    assert found == explain(run, row, lang="en").data()
    assert ExplanationJson.model_validate_json(found.to_json()) == found


@customers
def test_names_of_customers_are_masked_everywhere(policy, data):
    found = explain(reference(policy), data.draw(rows(policy)), lang="zh")
    assert NAME not in found.text()
    assert NAME not in found.data().to_json()


@customers
def test_a_remedy_is_what_would_happen(policy, data):
    row, run = data.draw(rows(policy)), reference(policy)
    for missed in explain(run, row, lang="zh").missed:
        if missed.remedy is None:
            continue
        field = program(policy).record.fields[missed.remedy.field]
        values = (True, False) if isinstance(field.type, Bool) else field.type.values
        for value in values:
            made = {x.offer for x in run.decide(row | {field.name: value}).offers}
            assert (missed.offer.name in made) == (value in missed.remedy.values)
