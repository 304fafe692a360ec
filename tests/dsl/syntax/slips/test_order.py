"""In which order slips are told: of each pair that knows one stop, a case that would be told otherwise the other way.

So would a slip that tells nothing of its own: each list is made without it, and its case is told otherwise.
"""

import pytest

from dsl.syntax.slips import expected, halt, order
from dsl.syntax.slips.asked import asked_for_an_offer, asked_slip
from dsl.syntax.slips.clauses import channels_of_an_offer, second_then
from dsl.syntax.slips.condition_behind import condition_behind
from dsl.syntax.slips.lost_if import lost_if
from dsl.syntax.slips.marks import bare_word, foreign_mark, list_left_open, mark_left_out
from dsl.syntax.slips.names import name_slip
from dsl.syntax.slips.outcomes import outcome_slip
from dsl.syntax.slips.phrases import phrase_slip
from dsl.syntax.slips.rule_names import rule_name_slip
from dsl.syntax.slips.rules import rule_slip
from dsl.syntax.slips.rungs import rung_slip
from dsl.syntax.slips.sheets import sheet_slip
from dsl.syntax.slips.single_words import else_or_range, filler, foreign_word, former_word, reserved_word
from dsl.syntax.slips.speech import speech_slip
from dsl.syntax.slips.tests import test_slip as slip_of_a_test
from dsl.syntax.slips.unclear import unclear_slip
from tests.dsl.errors.test_goldens import HERE, analysed

# The first is told, not the second; in each case both know where the parser stopped.
BEFORE = [
    (lost_if, name_slip, "if_missing_before_a_share"),
    (rule_name_slip, rule_slip, "rule_and_outcome_on_one_line"),
    (rule_name_slip, outcome_slip, "rule_and_outcome_on_one_line"),
    (rule_name_slip, reserved_word, "rule_without_a_name_zh"),
    (asked_slip, speech_slip, "asked_with_is"),
    (phrase_slip, bare_word, "window_in_the_last"),
    (phrase_slip, former_word, "next_never_all_offers"),
    (slip_of_a_test, speech_slip, "next_expect_no_name"),
    (slip_of_a_test, reserved_word, "test_many_said_otherwise"),
    (slip_of_a_test, foreign_mark, "next_expect_equals"),
    (unclear_slip, speech_slip, "many_lists_and_ranges_without_their_word"),
    (unclear_slip, mark_left_out, "many_lists_and_ranges_without_their_word"),
    (unclear_slip, bare_word, "many_that_may_mean_two_things"),
    (rung_slip, foreign_mark, "ladder_as_a_list_of_ranges"),
    (else_or_range, former_word, "else"),
    (else_or_range, sheet_slip, "range_zh"),
    (speech_slip, foreign_word, "class_asked_with_in"),
    (speech_slip, mark_left_out, "comparison_without_its_left_side_zh"),
    (speech_slip, foreign_mark, "two_comparisons_calculated"),
    (list_left_open, foreign_word, "parenthesis_of_a_list"),
    (asked_for_an_offer, former_word, "never_if_an_offer"),
    (rule_slip, outcome_slip, "period_before_the_condition"),
    (sheet_slip, mark_left_out, "comparison_or_more"),
    (outcome_slip, foreign_mark, "points_as_a_sum"),
    (name_slip, mark_left_out, "record_value_in_quotes_too"),
]
# What no other tells.
ALONE = [
    (channels_of_an_offer, "offer_channels"),
    (condition_behind, "condition_behind_an_outcome"),
    (second_then, "two_then_lines_zh"),
    (rule_slip, "if_missing_above_a_mistake"),
    (filler, "either"),
]


def told(case):
    return [repr(diagnostic) for diagnostic in analysed(HERE / f"{case}.policy").diagnostics]


@pytest.fixture
def in_a_sentence(monkeypatch):
    """Puts another list in the place of the one for words inside a sentence."""
    return lambda slips: monkeypatch.setattr(expected, "IN_A_SENTENCE", tuple(slips))


def test_each_slip_of_a_sentence_has_a_case():
    last = {reserved_word, foreign_mark, foreign_word, former_word, bare_word, mark_left_out}
    assert {first for first, _, _ in BEFORE} | {slip for slip, _ in ALONE} | last == set(order.IN_A_SENTENCE)


@pytest.mark.parametrize(("first", "second", "case"), BEFORE, ids=lambda x: getattr(x, "__name__", x))
def test_the_first_of_two_is_told(first, second, case, in_a_sentence):
    in_order = told(case)
    others = [slip for slip in order.IN_A_SENTENCE if slip is not second]
    others.insert(others.index(first), second)
    in_a_sentence(others)
    assert told(case) != in_order


@pytest.mark.parametrize(("slip", "case"), ALONE, ids=lambda x: getattr(x, "__name__", x))
def test_no_other_tells_it(slip, case, in_a_sentence):
    with_it = told(case)
    in_a_sentence(one for one in order.IN_A_SENTENCE if one is not slip)
    assert told(case) != with_it


@pytest.mark.parametrize(
    ("place", "slips", "case"),
    [
        ("ANYWHERE", order.ANYWHERE, "rule_condition_as_name_compared"),
        ("AT_THE_END", order.AT_THE_END, "if_missing_unspaced_zh"),
    ],
)
def test_the_first_of_a_list_is_told_first(place, slips, case, monkeypatch):
    in_order = told(case)
    monkeypatch.setattr(halt, place, slips[1:])
    assert told(case) != in_order
