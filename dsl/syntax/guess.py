"""What unspaced text that cannot be cut was meant to be: pieces around its slip, so that one word is reported."""

from __future__ import annotations

import re
from collections.abc import Set as AbstractSet
from typing import Final

from dsl.syntax.acceptance import Stack, States, advance, takes
from dsl.syntax.cut import LONGEST_RUN, Piece, cut_around_unknown, cuts
from dsl.syntax.scan import NUMBER, Fault
from dsl.syntax.slips.words import SPOKEN_BEFORE_A_NUMBER, SPOKEN_RUNS
from dsl.syntax.vocabulary import COMPARISONS, SUFFIX_COMPARISONS, VOCABULARY

_LONGEST: Final = 60  # a longer run is prose; looking for a slip in it takes time and finds none
# Outcomes as they begin in Chinese, longest first: what stands behind a forgotten 则.
_OUTCOMES: Final = sorted(
    (w for t in ("TIER", "OFFER", "CLASS", "TASK", "EXCLUDE", "NEVER") for w in VOCABULARY.words[t, "zh"]),
    key=len,
    reverse=True,
)
_IF: Final = VOCABULARY.word("IF", "zh")
_SPOKEN: Final = re.compile(f"{'|'.join(SPOKEN_RUNS)}|{SPOKEN_BEFORE_A_NUMBER.pattern}")
_COMPARISON: Final = re.compile(
    rf"({'|'.join(sorted((w for w in COMPARISONS if not w.isascii()), key=len, reverse=True))})(?=\d)"
)
_RANGE: Final = re.compile(r"介于|在(?=\d)")  # 存款介于5万和10万之间, 存款在5万到10万之间
# A number with a comparison behind it, or months that read as a month of the year.
_COMPARED: Final = "|".join(sorted(SUFFIX_COMPARISONS, key=len, reverse=True))
_FAULTY: Final = re.compile(rf"{NUMBER.pattern}(?:[^\d]{{0,4}}?(?:{_COMPARED})|月(?!末|初|均|份|\d))")


def guess(states: States, stack: Stack, text: str, names: AbstractSet[str]) -> list[Piece] | None:
    """A run as the pieces before its slip, the slip, and perhaps what follows; None if nothing looks like one."""
    if len(text) > _LONGEST:
        return None
    return (
        _faulty_number(states, stack, text, names)
        or _range(states, stack, text, names)
        or _spoken(states, stack, text, names)
        or _compared_twice(states, stack, text, names)
        or _condition_behind(states, stack, text, names)
        or _without_then(states, stack, text, names)
        or cut_around_unknown(states, stack, text, names)
    )


def fault_of(text: str) -> Fault:
    """What is wrong with a piece that no sentence can take."""
    if len(text) > LONGEST_RUN:
        return "long"
    if text.endswith(tuple(SUFFIX_COMPARISONS)):
        return "suffix"
    return "range" if _RANGE.match(text) else "month"


def _before(states: States, stack: Stack, text: str, names: AbstractSet[str]) -> list[Piece] | None:
    """A cut of what stands before a slip."""
    if not text:
        return []
    return next(iter(cuts(states, stack, text, names, limit=1)), None)


def _faulty_number(states: States, stack: Stack, text: str, names: AbstractSet[str]) -> list[Piece] | None:
    for fault in _FAULTY.finditer(text):
        before = text[: fault.start()]
        for start in (before, before[:-1]):  # 存款在5万以上: the 在 goes with the mistake
            found = _before(states, stack, start, names)
            if found is not None:
                return [*found, Piece(text[len(start) : fault.end()], ("BAD",))]
        if fault.end() == len(text) and not fault.group().endswith("月"):
            return [Piece(before, ("NAME",)), Piece(fault.group(), ("BAD",))]
    return None


def _range(states: States, stack: Stack, text: str, names: AbstractSet[str]) -> list[Piece] | None:
    for word in _RANGE.finditer(text):
        found = _before(states, stack, text[: word.start()], names)
        if found is not None and _takes_after(states, stack, found, "WITHIN"):
            return [*found, Piece(text[word.start() :], ("BAD",))]
    return None


def _spoken(states: States, stack: Stack, text: str, names: AbstractSet[str]) -> list[Piece] | None:
    for word in _SPOKEN.finditer(text):
        found = _before(states, stack, text[: word.start()], names)
        if found is not None and any(_takes_after(states, stack, found, t) for t in ("CMP", "LAST")):
            rest = text[word.end() :]
            return [*found, Piece(word.group(), ("NAME",)), *([Piece(rest, ("NAME",))] if rest else [])]
    return None


def _compared_twice(states: States, stack: Stack, text: str, names: AbstractSet[str]) -> list[Piece] | None:
    """存款大于5万小于10万: a whole condition, and then a comparison with nothing before it."""
    for word in _COMPARISON.finditer(text):
        found = _before(states, stack, text[: word.start()], names)
        is_whole = found and any(_takes_after(states, stack, found, t) for t in ("AND", "COMMA"))
        if found and is_whole and not _takes_after(states, stack, found, "CMP"):
            return [*found, Piece(word.group(), ("CMP",)), Piece(text[word.end() :], ("NAME",))]
    return None


def _without_then(states: States, stack: Stack, text: str, names: AbstractSet[str]) -> list[Piece] | None:
    for end in range(len(text) - 1, -1, -1):
        outcome = next((w for w in _OUTCOMES if text.startswith(w, end)), None)
        found = _before(states, stack, text[:end], names) if outcome is not None else None
        if outcome is not None and found is not None and _takes_after(states, stack, found, "THEN"):
            rest = text[end + len(outcome) :]
            return [*found, Piece(outcome, ("NAME",)), *([Piece(rest, ("NAME",))] if rest else [])]
    return None


def _condition_behind(states: States, stack: Stack, text: str, names: AbstractSet[str]) -> list[Piece] | None:
    """推荐定存如果贵宾: whole outcomes, and then their condition."""
    at = text.find(_IF)
    found = _before(states, stack, text[:at], names) if at > 0 else None
    if not found or not _takes_after(states, stack, found, "AND") or _takes_after(states, stack, found, "THEN"):
        return None
    rest = text[at + len(_IF) :]
    return [*found, Piece(_IF, ("IF",)), *([Piece(rest, ("NAME",))] if rest else [])]


def _takes_after(states: States, stack: Stack, pieces: list[Piece], terminal: str) -> bool:
    """Whether a terminal can follow some pieces."""
    after = advance(states, stack, [t for p in pieces for t in p.terminals])
    return after is not None and takes(states, after, (terminal,))
