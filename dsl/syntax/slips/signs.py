"""Signs that programs write for words: ``!vip``, ``vip&&young``, ``vip || young``; glued to a name, they go with it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from dsl.diagnostics.model import Arg, Diagnostic
from dsl.syntax.scan import FOLD, Raw
from dsl.syntax.slips.around import shown
from dsl.syntax.wording import written

if TYPE_CHECKING:
    from dsl.syntax.slips.stop import Stop

_WORDS: Final = {"!": "NOT", "&": "AND", "&&": "AND", "||": "OR"}
_NAMED: Final = frozenset({"word", "quoted", "number"})


def sign_slip(stop: Stop) -> Diagnostic | None:
    """The diagnostic for a sign that is a word here."""
    signs = _signs(stop)
    sign = "".join(raw.text for raw in signs).translate(FOLD)
    before, behind = _beside(stop, signs)
    if sign == "!" and behind is not None and behind.text == "=":
        args: dict[str, Arg] = {"found": "! =", "instead": "!="}
        return Diagnostic("E121", stop.place_to(signs[0], behind), args, fix="!=")
    terminal = _WORDS.get(sign)
    if terminal is None or (terminal not in stop.terminals and sign != "||"):
        return None
    word = written(terminal, stop.lang)
    glued = [raw for raw in (before, behind) if raw is not None and raw.kind in _NAMED]
    left = f"{shown(before)} " if before in glued and before is not None and before.end == signs[0].column else ""
    right = f" {shown(behind)}" if behind in glued and behind is not None and behind.column == signs[-1].end else ""
    first = before if left and before is not None else signs[0]
    last = behind if right and behind is not None else signs[-1]
    args = {"found": sign, "instead": word}
    return Diagnostic("E121", stop.place_to(first, last), args, fix=left + word + right)


def _signs(stop: Stop) -> list[Raw]:
    """The sign that stopped the parser; two bars are one."""
    word, following = stop.word.raw, stop.following
    is_or = word.text == "|" and following is not None and following.text == "|" and following.column == word.end
    return [word, following] if is_or and following is not None else [word]


def _beside(stop: Stop, signs: list[Raw]) -> tuple[Raw | None, Raw | None]:
    """What stands before and behind on the line."""
    behind = stop.rest[len(signs) - 1] if len(stop.rest) >= len(signs) else None
    before = stop.before[-1] if stop.before else None
    on_line = [raw if raw is not None and raw.line == signs[0].line else None for raw in (before, behind)]
    return on_line[0], on_line[1]
