"""Single words of other languages and of plain speech, and words of this one where another kind of word belongs."""

from __future__ import annotations

from typing import Final

from dsl.diagnostics.model import Diagnostic
from dsl.syntax.lexer import Word
from dsl.syntax.scan import Raw
from dsl.syntax.slips.around import means
from dsl.syntax.slips.numerals import is_numeral, leading_numeral, numeral_slip
from dsl.syntax.slips.stop import Stop
from dsl.syntax.slips.words import ELSE_WORDS, FILLER_WORDS, JOINING_WORDS, RANGE_WORDS, REMARK_WORDS
from dsl.syntax.vocabulary import CLAUSES, VOCABULARY
from dsl.syntax.wording import ACTIONS

_OF_TWO: Final = frozenset({"both", "either"})
_AMOUNTS: Final = frozenset({"NUMBER", "QUANTITY", "MULT"})
_NAMES: Final = frozenset({"NEW", "NAME", "STRING", "NUMBER"})


def else_or_range(stop: Stop) -> Diagnostic | None:
    """``else``, which no rule has, and ``between``, for which a range has two words."""
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


def filler(stop: Stop) -> Diagnostic | None:
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


def reserved_word(stop: Stop) -> Diagnostic | None:
    """A word that sentences are made of, where only a name can stand."""
    word, former = stop.word, stop.former
    is_first = former is None or former.terminal != "NEW"
    if word.raw.kind != "word" or not is_first or not stop.terminals <= _NAMES:
        return None
    if word.text.lower() not in VOCABULARY.reserved:
        return None
    return Diagnostic("E101", stop.place(), {"what": "reserved", "found": word.text})


def foreign_word(stop: Stop) -> Diagnostic | None:
    """A word where a comma, digits, a share in another order or ``then`` belongs."""
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


def former_word(stop: Stop) -> Diagnostic | None:
    """A word that was read as a name: a numeral, a clause, an outcome without ``and``."""
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


def remark(stop: Stop) -> Diagnostic | None:
    """A line that begins as a remark does elsewhere: ``note …``, 备注."""
    return stop.foreign(what="remark", instead="#") if stop.word.text.lower() in REMARK_WORDS else None
