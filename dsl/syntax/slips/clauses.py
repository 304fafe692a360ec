"""Clauses that a rule has once, written again: a second ``if`` line, a second ``then`` line."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from dsl.diagnostics.model import Arg, Diagnostic
from dsl.syntax.scan import Raw
from dsl.syntax.slips.around import means, shown
from dsl.syntax.slips.stop import Stop
from dsl.syntax.slips.words import JOINING_WORDS
from dsl.syntax.wording import written

_CLAUSES_BEHIND: Final = ("BECAUSE", "FROM", "UNTIL")
_CHANNELS: Final = frozenset({"channels", "channel", "渠道"})


def second_if(stop: Stop) -> Diagnostic | None:
    """``if a`` and ``if b`` on two lines: where the condition ends, another begins."""
    behind = next((raw for raw in stop.rest if raw.kind != "newline"), None)
    if "THEN" not in stop.terminals or behind is None or not means(behind, "IF"):
        return None
    may_be_joined = not any(means(raw, "OR") for raw in (*stop.before, *stop.rest))
    fix = _and_beside(behind) if may_be_joined else None
    return Diagnostic("E101", stop.place_to(behind, behind), {"what": "if_again", "found": behind.text}, fix=fix)


def second_then(stop: Stop) -> Diagnostic | None:
    """``then a`` and ``then b`` on two lines: the outcomes are joined."""
    is_below = stop.word.terminal == "THEN" and {"BECAUSE", "FROM"} <= stop.terminals
    if not is_below or not _ends_with_outcomes(stop.before):
        return None
    args: dict[str, Arg] = {"what": "then_again", "found": stop.word.text}
    return Diagnostic("E101", stop.place(), args, fix=_and_beside(stop.word.raw))


def _and_beside(word: Raw) -> str:
    """``and`` in the language of the word it takes the place of."""
    return written("AND", "en" if word.text.isascii() else "zh")


def _ends_with_outcomes(before: Sequence[Raw]) -> bool:
    """Whether nothing but outcomes stands behind the last ``then``."""
    last = max((i for i, raw in enumerate(before) if means(raw, "THEN")), default=len(before))
    return last < len(before) and not any(means(raw, t) for raw in before[last:] for t in _CLAUSES_BEHIND)


def channels_of_an_offer(stop: Stop) -> Diagnostic | None:
    """``channels phone, sms`` below an offer: there the clause says through which ones, with another word."""
    for said in (stop.word, stop.former):
        if stop.head != "PRODUCT" or said is None or said.text.lower() not in _CHANNELS:
            continue
        line = [raw for raw in stop.whole if raw.line == said.line and raw.kind != "newline"]
        names = [raw for raw in line[1:] if raw.text != "," and raw.text.lower() not in JOINING_WORDS]
        if line[0] is said.raw and names and all(raw.kind in ("word", "quoted") for raw in names):
            fix = f"{written('VIA', stop.lang)} {', '.join(map(shown, names))}"
            return Diagnostic("E121", stop.place_to(said, names[-1]), {"found": said.text}, fix=fix)
    return None
