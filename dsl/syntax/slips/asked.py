"""What is yes or no by itself, asked for with ``is``, and an offer asked for: ``and is not vip``, 如果 推荐 存单."""

from __future__ import annotations

from typing import Final

from dsl.diagnostics.model import Arg, Diagnostic
from dsl.syntax.slips.around import Around, around, means, shown
from dsl.syntax.slips.stop import Stop
from dsl.syntax.vocabulary import VOCABULARY, Lang
from dsl.syntax.wording import written

_IS: Final = frozenset({"is", "are", "be", "是", "为"})
_IS_NOT: Final = frozenset({"不是", "不为", "并非", "并不是"})
# Behind these a condition begins.
_OPENING: Final = ("IF", "AND", "OR", "NOT")


def asked_slip(stop: Stop) -> Diagnostic | None:
    """The diagnostic for ``is`` before a class, or before a field that is yes or no, with nothing that it compares."""
    words = around(stop)
    for at in range(words.here, words.here - 3, -1):
        if at < 1 or not _begins(words, at):
            continue
        is_denied = words.text(at) in _IS_NOT or words.text(at + 1) == "not"
        size = 2 if words.text(at + 1) == "not" else 1
        name = words.whole[at + size] if at + size < len(words.whole) else None
        if words.text(at) in _IS | _IS_NOT and name is not None and stop.is_asked(name.text):
            lang: Lang = "en" if words.text(at).isascii() else "zh"
            fix = f"{written('NOT', lang)} {shown(name)}" if is_denied else shown(name)
            args: dict[str, Arg] = {"what": "asked", "found": name.text}
            return Diagnostic("E101", stop.place_to(words.whole[at], name), args, fix=fix)
    return None


def _begins(words: Around, at: int) -> bool:
    """Whether a condition may begin at a place."""
    return words.text(at - 1) == "(" or any(means(words.whole[at - 1], terminal) for terminal in _OPENING)


def asked_for_an_offer(stop: Stop) -> Diagnostic | None:
    """An offer with its word in a condition: 如果 推荐 存单."""
    former = stop.former
    if former is None or former.terminal != "NAME" or "CMP" not in stop.terminals:
        return None
    if "OFFER" not in VOCABULARY.heads(former.text) or stop.gives.get(stop.word.text) != "OFFER":
        return None
    return Diagnostic("E210", stop.place_to(former, stop.word), {"name": stop.word.text})
