"""Tests written as a rule or a promise is: ``if``, an outcome without its word, several channels, none of all tasks."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from typing import Final

from dsl.diagnostics.model import Arg, Diagnostic
from dsl.syntax.scan import Raw
from dsl.syntax.slips.around import means, shown
from dsl.syntax.slips.expectations import expect_slip
from dsl.syntax.slips.stop import Stop
from dsl.syntax.wording import written

_SUPPOSING: Final = frozenset({"when", "where", "suppose"})
_EXPECTED: Final = frozenset({"OFFER", "TIER", "CLASS", "TASK"})
_TASKS: Final = frozenset({"task", "tasks", "待办", "任务", "安排"})
_BEHIND_A_NAME: Final = frozenset({"MISSING", "UNKNOWN"})


def test_slip(stop: Stop) -> Diagnostic | None:
    """The diagnostic for a clause that a rule or a promise may have, but no test."""
    if stop.head != "TEST":
        return None
    return (
        _any(stop)
        or _none_of_a_name(stop)
        or _denied(stop)
        or expect_slip(stop)
        or _clause(stop)
        or _no_tasks(stop)
        or _second_channel(stop)
        or _without_its_word(stop)
    )


def _any(stop: Stop) -> Diagnostic | None:
    """``expect any task via phone``."""
    any_at = next((raw for raw in stop.before if means(raw, "ANY")), None)
    if any_at is None or not means(stop.word.raw, "VIA"):
        return None
    return Diagnostic("E121", stop.place_to(any_at, stop.word), {"found": any_at.text, "what": "any_in_test"})


def _none_of_a_name(stop: Stop) -> Diagnostic | None:
    """``expect no o1``: what there is none of is said with its word."""
    for denial, name in pairwise([*stop.before[-1:], stop.word.raw, *stop.rest[:1]]):
        terminal = stop.gives.get(name.text)
        if means(denial, "NO") and terminal in _EXPECTED:
            fix = f"{written('NO', stop.lang)} {written(terminal, stop.lang)} {shown(name)}"
            if stop.reads_row(denial, name, fix):
                args: dict[str, Arg] = {"found": f"{denial.text} {name.text}"}
                return Diagnostic("E121", stop.place_to(denial, name), args, fix=fix)
    return None


def _denied(stop: Stop) -> Diagnostic | None:
    """``expect not offer o1``: without the word it would be the opposite."""
    no = written("NO", stop.lang)
    for word in (stop.word, stop.former):
        if word is not None and means(word.raw, "NOT") and stop.reads(no, word):
            return Diagnostic("E121", stop.place(word), {"found": word.text, "instead": no}, fix=no)
    return None


def _clause(stop: Stop) -> Diagnostic | None:
    """``if … then …`` in place of ``given`` and ``expect``."""
    spoken = "IF" if stop.word.text.lower() in _SUPPOSING else stop.word.terminal
    instead = {"IF": "GIVEN", "THEN": "EXPECT"}.get(spoken)
    if instead not in stop.terminals:
        return None
    return stop.foreign(what="test", instead=written(instead or "", stop.lang))


def _no_tasks(stop: Stop) -> Diagnostic | None:
    """``no tasks``, 无 待办: only of offers there may be none at all."""
    read = _read(stop)
    words = [*read, stop.word.raw] if stop.word.terminal != "$END" else read
    for denial, denied in pairwise(words[-3:]):
        if means(denial, "NO") and denied.text.lower() in _TASKS:
            args: dict[str, Arg] = {"found": f"{denial.text} {denied.text}", "what": "no_tasks"}
            return Diagnostic("E121", stop.place_to(denial, denied), args)
    return None


def _second_channel(stop: Stop) -> Diagnostic | None:
    """``offer o1 via phone, sms``: a test says it once for each channel."""
    read = _read(stop)
    via = max((i for i, raw in enumerate(read) if means(raw, "VIA")), default=0)
    outcome, channels = read[max(via - 2, 0) : via + 1], read[via + 1 :]
    is_list = len(channels) > 1 and len(channels) % 2 and all(raw.text == "," for raw in channels[1::2])
    if not is_list or len(outcome) < 3 or not (means(outcome[0], "OFFER") or means(outcome[0], "TASK")):
        return None
    said = " ".join(map(shown, outcome))
    more = channels[2::2]
    if any(channel.text in stop.gives for channel in more):
        return None
    args: dict[str, Arg] = {"found": more[0].text, "what": "channels_in_test"}
    fix = ", ".join(f"{said} {shown(channel)}" for channel in more)
    return Diagnostic("E121", stop.place_to(more[0], more[-1]), args, fix=fix)


def _without_its_word(stop: Stop) -> Diagnostic | None:
    """``expect o1``: an outcome is expected with its word."""
    former = stop.former
    terminal = stop.gives.get(former.text) if former is not None and former.terminal == "NAME" else None
    if terminal not in _EXPECTED or not stop.terminals >= _BEHIND_A_NAME:
        return None
    return stop.lacks(terminal or "", former)


def _read(stop: Stop) -> Sequence[Raw]:
    """The tokens that were read; of an end, the word it stands for is the last of them."""
    return [*stop.before, stop.word.raw] if stop.word.terminal == "$END" else stop.before
