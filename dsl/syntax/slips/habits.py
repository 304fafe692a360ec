"""Habits of other languages and of plain speech that have a message of their own, whatever else could stand there."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from dsl.diagnostics.model import Diagnostic
from dsl.source import Span
from dsl.syntax.lexer import Word
from dsl.syntax.scan import Raw
from dsl.syntax.slips.around import means
from dsl.syntax.slips.asked import asked_slip
from dsl.syntax.slips.clauses import channels_of_an_offer, second_then
from dsl.syntax.slips.condition_behind import condition_behind
from dsl.syntax.slips.lengths import without_comparison
from dsl.syntax.slips.lost_if import lost_if
from dsl.syntax.slips.names import name_slip
from dsl.syntax.slips.numerals import is_numeral, leading_numeral, numeral_slip
from dsl.syntax.slips.outcomes import outcome_slip
from dsl.syntax.slips.phrases import phrase_slip
from dsl.syntax.slips.rule_names import rule_name_slip
from dsl.syntax.slips.rules import rule_slip
from dsl.syntax.slips.sheets import sheet_slip
from dsl.syntax.slips.speech import speech_slip
from dsl.syntax.slips.stop import Stop
from dsl.syntax.slips.tests import test_slip
from dsl.syntax.slips.unclear import unclear_slip
from dsl.syntax.slips.words import ELSE_WORDS, FILLER_WORDS, JOINING_WORDS, RANGE_WORDS
from dsl.syntax.vocabulary import CLAUSES, VOCABULARY
from dsl.syntax.wording import ACTIONS, outcome_word, written

_OF_TWO: Final = frozenset({"both", "either"})
_AMOUNTS: Final = frozenset({"NUMBER", "QUANTITY", "MULT"})
_NAMES: Final = frozenset({"NEW", "NAME", "STRING", "NUMBER"})


def habit(stop: Stop) -> Diagnostic | None:
    """The diagnostic for a word that is a known habit."""
    return next((found for check in _CHECKS if (found := check(stop)) is not None), None)


def _rung(stop: Stop) -> Diagnostic | None:
    """A rung that says where it ends, or where it begins in another way."""
    word = stop.word
    if stop.head != "TIERS" or "_NL" not in stop.terminals or stop.former is None:
        return None
    if stop.former.raw.kind == "number" and "FROM" not in stop.terminals:
        is_end = word.terminal in ("TO", "BELOW", "CMP", "UNTIL", "NAME")
        return stop.foreign(what="rung_end") if is_end else None
    if "FROM" not in stop.terminals:
        return None
    if word.text in (">=", "≥", ">"):
        return stop.foreign(what="rung", instead=written("FROM", stop.lang))
    is_mark = word.terminal in ("CMP", "EQ", "NUMBER", "QUANTITY") or word.raw.text in (":", "-", "(", "[")
    return stop.foreign(what="rung") if is_mark else None


def _else_or_range(stop: Stop) -> Diagnostic | None:
    word, former = stop.word, stop.former
    for said in (word, former):
        if said is not None and said.raw.kind == "word":
            if said.text.lower() in ELSE_WORDS:
                return Diagnostic("E122", stop.place(said), {"word": said.text})
            if said.text.lower() in RANGE_WORDS:
                return _range(stop, said)
    is_amount = word.terminal in ("QUANTITY", "NUMBER") and word.raw.unit.kind is None
    if stop.terminals <= {"LAST", "NEXT"} and former is not None and is_amount:  # 在 5万 到 10万 之间
        return _range(stop, former)
    return None


def _range(stop: Stop, said: Word) -> Diagnostic:
    """A range in other words, or what lies outside it: not between 1 and 5."""
    before = stop.whole[stop.whole.index(said.raw) - 1]
    is_denied = said.text.startswith("不") or means(before, "NOT")
    return stop.foreign(said, what="not_range" if is_denied else "range")


def _sign(stop: Stop) -> Diagnostic | None:
    word, former, terminals = stop.word, stop.former, stop.terminals
    if word.raw.kind != "op":
        return None
    match word.raw.text:
        case "=>" if "THEN" in terminals and stop.following is not None and outcome_word(stop.following.text):
            return stop.foreign(instead=written("THEN", stop.lang))
        case "=>" if "CMP" in terminals:
            return stop.foreign(instead=">=")
        case "|":
            return stop.foreign(what="bar")
        case ":":
            return stop.foreign(what="colon")
        case "," if "THEN" in terminals:
            return _comma(stop)
        case "=" if "IS" in terminals and "CMP" not in terminals and "EQ" not in terminals:
            return stop.foreign(instead=VOCABULARY.word("IS", stop.lang))
        case "(" if former is not None and former.text.lower() in VOCABULARY.words["IN", "en"]:
            return stop.foreign(former, what="is_in")
    if word.terminal in ("CMP", "EQ") and "THEN" in terminals and "CMP" not in terminals:
        return Diagnostic("E120", stop.place(), {"found": word.raw.text})
    return None


def _comma(stop: Stop) -> Diagnostic:
    """A comma where only ``then``, ``and`` or ``or`` can go on: the list of values, or a forgotten ``then``."""
    raw = stop.following
    outcome = outcome_word(raw.text) if raw is not None and raw.kind == "word" else None
    if raw is None or outcome is None:
        return stop.foreign(what="list")
    span = Span(stop.path, raw.line, raw.column, raw.line, raw.column + len(outcome))
    fix = f"{VOCABULARY.word('THEN', stop.lang)} {outcome}"
    return Diagnostic("E119", span, {"what": "word", "found": outcome}, fix=fix)


def _word(stop: Stop) -> Diagnostic | None:
    word = stop.word
    if word.raw.kind != "word":
        return None
    outcome_follows = stop.following is not None and VOCABULARY.heads(stop.following.text) & ACTIONS
    if word.text.lower() in JOINING_WORDS and "COMMA" in stop.repair.instead and not outcome_follows:
        return stop.foreign(instead=",")
    if stop.terminals & _AMOUNTS and is_numeral(word.text):
        return numeral_slip(stop.place(), word.text)
    if _is_share(stop):
        return stop.foreign(what="times")
    if "THEN" in stop.terminals and VOCABULARY.heads(word.text) & (ACTIONS | {"NEVER"}):
        fix = f"{VOCABULARY.word('THEN', stop.lang)} {word.text}"
        return Diagnostic("E119", stop.place(), {"what": "word", "found": word.text}, fix=fix)
    return None


def _is_share(stop: Stop) -> bool:
    """Whether a share or multiple follows, of something that it cannot be of, or that should stand behind it."""
    word, following = stop.word, stop.following
    if word.text.lower() == "of":
        return following is not None and following.kind == "number" and following.unit.kind in ("ratio", "times")
    return word.text == "的" or (
        word.text[:1] == "的" and (bool(leading_numeral(word.text[1:])) or word.text[1:2].isdigit())
    )


def _reserved(stop: Stop) -> Diagnostic | None:
    """A word that sentences are made of, where only a name can stand."""
    word, former = stop.word, stop.former
    is_first = former is None or former.terminal != "NEW"
    if word.raw.kind != "word" or not is_first or not stop.terminals <= _NAMES:
        return None
    if word.text.lower() not in VOCABULARY.reserved:
        return None
    return Diagnostic("E101", stop.place(), {"what": "reserved", "found": word.text})


def _former(stop: Stop) -> Diagnostic | None:
    former = stop.former
    if former is None or former.raw.kind != "word":
        return None
    heads = VOCABULARY.heads(former.text)
    if former.terminal == "NAME" and is_numeral(former.text):
        return numeral_slip(stop.place(former), former.text)
    if former.terminal == "NEW" and heads & CLAUSES:
        if stop.leads:
            return Diagnostic("E123", stop.place(former), {"what": "not_here", "word": former.text})
        return stop.on_a_line_of_its_own(former)
    for said in (former, stop.word):  # an outcome that was read as a name, or stands where only `and` can
        if "AND" in stop.terminals and "THEN" not in stop.terminals and VOCABULARY.heads(said.text) & ACTIONS:
            if said is former and former.terminal != "NAME":
                continue
            return stop.lacks("AND", said)
    return None


def _filler(stop: Stop) -> Diagnostic | None:
    """A word that says nothing more, and was read as a name: ``either a or b``."""
    former = stop.former
    if former is None or former.text.lower() not in FILLER_WORDS or former.text in stop.names:
        return None
    if former.text.lower() in _OF_TWO and sum(map(_joins, stop.whole)) > 1:
        # Of `not both a and b` something else would be left without the word.
        return Diagnostic("E121", stop.place(former), {"found": former.text, "what": "of_two"})
    is_extra = former.terminal == "NAME" and stop.reads("", former)
    return Diagnostic("E101", stop.place(former), {"what": "extra", "found": former.text}) if is_extra else None


def _joins(raw: Raw) -> bool:
    return any(means(raw, word) for word in ("AND", "OR", "NOT"))


def _list_left_open(stop: Stop) -> Diagnostic | None:
    """A list in parentheses that goes on as a condition: 风险偏好 属于 (稳健, 平衡 且 代发."""
    if not {"COMMA", "RPAR"} <= stop.terminals or stop.word.raw.kind != "word":
        return None
    if not VOCABULARY.heads(stop.word.text) & {"AND", "OR"}:
        return None
    closing = {")": -1, "(": 1}
    open_here = 1
    for raw in stop.rest:
        open_here += closing.get(raw.text, 0) if raw.kind == "op" else 0
        if open_here == 0:
            return None
    return Diagnostic("E101", stop.place(), {"what": "open_paren", "found": stop.word.text})


def _asked_for_an_offer(stop: Stop) -> Diagnostic | None:
    """An offer with its word in a condition: 如果 推荐 存单."""
    former = stop.former
    if former is None or former.terminal != "NAME" or "CMP" not in stop.terminals:
        return None
    if "OFFER" not in VOCABULARY.heads(former.text) or stop.gives.get(stop.word.text) != "OFFER":
        return None
    return Diagnostic("E210", stop.place_to(former, stop.word), {"name": stop.word.text})


def _missing(stop: Stop) -> Diagnostic | None:
    """A sign or parenthesis left out, or one too many."""
    word, terminals = stop.word, stop.terminals
    is_value = word.terminal in ("NUMBER", "QUANTITY", "STRING", "DATE")
    what = ""
    fix = None
    if is_value and terminals <= {"AS", "REQUIRED", "UNKNOWN"}:
        what, fix = "as", f"{VOCABULARY.word('AS', stop.lang)} {word.text}"
    elif is_value and "CMP" in terminals:
        length = without_comparison(stop)
        if length is not None:
            return length
        what = "compare"
    elif word.terminal == "THEN" and "RPAR" in terminals:
        what = "open_paren"
    elif word.terminal == "RPAR" and not terminals & {"NAME", "NUMBER"}:
        what = "close_paren"
    return Diagnostic("E101", stop.place(), {"what": what, "found": word.text}, fix=fix) if what else None


def _bare(stop: Stop) -> Diagnostic | None:
    if stop.terminals <= {"STRING"} and stop.word.raw.kind in ("word", "number", "date", "quoted"):
        return Diagnostic("E101", stop.place(), {"what": "quotes", "found": stop.word.text})
    if stop.terminals <= {"LPAR"}:
        return Diagnostic("E101", stop.place(), {"what": "list", "found": stop.word.text})
    return None


_CHECKS: Final[tuple[Callable[[Stop], Diagnostic | None], ...]] = (
    channels_of_an_offer, lost_if, rule_name_slip, condition_behind, asked_slip,
    phrase_slip, second_then, test_slip, unclear_slip, _rung, _else_or_range, _filler, speech_slip, _list_left_open,
    _asked_for_an_offer, rule_slip, sheet_slip, outcome_slip, name_slip, _reserved, _sign, _word, _former,
    _bare, _missing,
)  # fmt: skip
