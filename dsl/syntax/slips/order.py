"""Which slip is told where the parser stopped: of those that could stand there, the first that knows the stop.

The parser stops in one of five places, and each has its list. Most slips look at words that no other looks at, so it
does not matter where they stand. Where two know one stop, the one told first must stand first, and what makes it the
right one is said beside it; ``tests/dsl/syntax/slips/test_order.py`` has a case for each such pair. As a rule, what
takes a whole statement for another one comes first, then what takes several words in a row, then what takes one word
or sign: who looks at less, guesses more.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Final

from dsl.diagnostics.model import Diagnostic
from dsl.syntax.slips.asked import asked_for_an_offer, asked_slip
from dsl.syntax.slips.bounds import bound_slip
from dsl.syntax.slips.calendar_days import calendar_slip
from dsl.syntax.slips.clauses import channels_of_an_offer, second_if, second_then
from dsl.syntax.slips.condition_behind import condition_behind, outcome_at_margin, tier_at_margin
from dsl.syntax.slips.condition_names import condition_among_names
from dsl.syntax.slips.expectations import semicolon
from dsl.syntax.slips.forbidding import spoken_promise
from dsl.syntax.slips.lost_if import lost_if
from dsl.syntax.slips.marks import bare_word, foreign_mark, foreign_sign, list_left_open, mark_left_out
from dsl.syntax.slips.names import name_slip
from dsl.syntax.slips.outcomes import outcome_slip
from dsl.syntax.slips.phrases import phrase_slip
from dsl.syntax.slips.rule_names import rule_name_slip
from dsl.syntax.slips.rules import rule_slip
from dsl.syntax.slips.rungs import rung_slip
from dsl.syntax.slips.sheets import formula, sheet_slip
from dsl.syntax.slips.signs import sign_slip
from dsl.syntax.slips.single_words import else_or_range, filler, foreign_word, former_word, remark, reserved_word
from dsl.syntax.slips.speech import speech_slip
from dsl.syntax.slips.stop import Stop
from dsl.syntax.slips.tests import test_slip
from dsl.syntax.slips.unclear import unclear_slip

Slip = Callable[[Stop], Diagnostic | None]


def first_of(slips: Iterable[Slip], stop: Stop) -> Diagnostic | None:
    """What the first slip that knows a stop tells of it; None if none does."""
    return next((found for slip in slips if (found := slip(stop)) is not None), None)


# Wherever it stopped, even at the end, and before a misspelt word is looked for: each is told by more than one word.
ANYWHERE: Final[tuple[Slip, ...]] = (
    condition_among_names,  # else the word that begins the condition is a keyword misspelt, or a name without `if`
    tier_at_margin,
    calendar_slip,
    bound_slip,
    sign_slip,  # goes with the names it is glued to, which are lost where the sign alone is told
)

# At the end of a statement, or of a line that nothing can end.
AT_THE_END: Final[tuple[Slip, ...]] = (
    lost_if,  # else the name the condition begins with is an outcome that says nothing
    rule_name_slip,
    second_if,
    test_slip,
    outcome_slip,
)

# At the first word of a line at the margin, which begins no statement.
AT_THE_MARGIN: Final[tuple[Slip, ...]] = (
    formula,
    remark,
    spoken_promise,
    lost_if,
    outcome_at_margin,
)

# At signs that no sentence has: what they were meant for, before what is wrong with them by themselves.
OF_A_TOKEN: Final[tuple[Slip, ...]] = (
    sheet_slip,
    name_slip,
    foreign_sign,
    semicolon,
)

# At any other word that cannot stand where it does.
IN_A_SENTENCE: Final[tuple[Slip, ...]] = (
    # A clause or a condition in another place than it has, or without its word: told by the whole statement.
    channels_of_an_offer,
    lost_if,  # begins where the condition does, not at the share or sign in it that cannot go on behind a name
    rule_name_slip,  # an outcome behind the word for a rule is no clause before the outcomes, and no reserved word
    condition_behind,
    asked_slip,  # without `is` it reads; to speech, something to compare is missing before it
    phrase_slip,  # tried out in their place, words in a row are sure; a text without quotes is a guess
    second_then,
    test_slip,  # `no`, `if` and `=` mean something else in a test than in a condition
    # Words in a row.
    unclear_slip,  # what may mean two things is not told as one of them: a sign, a quote or a name left out
    rung_slip,  # a colon or a dash behind the name of a tier stands for `from`
    else_or_range,  # `else` was read as a name before an outcome; 介于 stands before numbers that a dash joins
    filler,
    speech_slip,  # a comparison or a class is put right as a whole, not at the first of its words
    list_left_open,  # `and` in a list is a comma, unless the list has no end
    asked_for_an_offer,  # an offer asked for is no outcome that lacks its `and`
    rule_slip,  # a reason above the condition is no outcome that says nothing
    sheet_slip,  # `18 or more` has its comparison behind it, so none is missing before it
    outcome_slip,  # `points = points + 5` is points, whatever its signs are
    name_slip,  # a value in quotes lacks no sign before it
    # One word, and then one sign.
    reserved_word,
    foreign_mark,
    foreign_word,
    former_word,
    bare_word,
    mark_left_out,
)
