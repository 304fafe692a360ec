"""Points for each full amount, with their words in another order, or with other words: 每满 1万 存款 加 1 到 积分."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import field
from typing import Final

from dsl.diagnostics.model import Diagnostic
from dsl.lean import dataclass
from dsl.syntax.scan import Raw
from dsl.syntax.slips.around import around, shown
from dsl.syntax.slips.stop import Stop
from dsl.syntax.vocabulary import VOCABULARY
from dsl.syntax.wording import written

_EACH: Final = frozenset({"per", "each", "every", "full", "每", "每满", "每达", "每达到", "每有", "每逢", "满"})
# Words that only hold the sentence together.
_JOINING: Final = frozenset(
    {"for", "add", "plus", "to", "of", "the", "points", "point", "加", "加上", "到", "的", "分"}
)
_CONNECTIVES: Final = frozenset({"THEN", "AND", "IF"})


@dataclass(slots=True)
class _Counted:
    """What an outcome says, whatever the order."""

    account: Raw | None = None
    points: Raw | None = None
    step: Raw | None = None
    amount: list[Raw] = field(default_factory=list)


def points_slip(stop: Stop) -> Diagnostic | None:
    """The diagnostic for points that are counted by something, written in the order of the language."""
    words = around(stop)
    if "ADD" not in stop.gives.values():
        return None
    start = next((i + 1 for i in range(words.here, -1, -1) if _is(words.whole[i], _CONNECTIVES)), 0)
    end = next((i for i in range(start, len(words.whole)) if _ends(words.whole[i])), len(words.whole))
    raws = words.whole[start:end]
    found = _counted(stop, raws)
    if found is None or found.account is None or found.points is None or found.step is None or not found.amount:
        return None
    fix = _written(stop, found.account, found.points, found.step, found.amount)
    return Diagnostic("E121", stop.place_to(raws[0], raws[-1]), {"found": raws[0].text, "what": "counted"}, fix=fix)


def _counted(stop: Stop, raws: Sequence[Raw]) -> _Counted | None:
    """What is said for each full step of what; None if something is left over, or is not said."""
    if not any(raw.text.lower() in _EACH for raw in raws):
        return None
    found = _Counted()
    is_step = False
    for raw in raws:
        text = raw.text.lower()
        if text in _EACH:
            is_step = True
        elif stop.gives.get(raw.text) == "ADD":
            found.account = raw
        elif is_step and found.step is None:
            found.step = raw
        elif raw.kind == "number" and found.points is None and not raw.unit.scale and not raw.unit.currency:
            found.points = raw
        elif text not in _JOINING:
            found.amount.append(raw)
    spread = found.amount and raws.index(found.amount[-1]) - raws.index(found.amount[0]) != len(found.amount) - 1
    return None if spread or not all(_is_part(stop, raw) for raw in found.amount) else found


def _written(stop: Stop, account: Raw, points: Raw, step: Raw, amount: Sequence[Raw]) -> str:
    """The outcome as it is printed."""
    whole = " ".join(map(shown, amount))
    counted = f"({whole})" if len(amount) > 1 else whole
    each, of, add, to = (written(terminal, stop.lang) for terminal in ("EACH_FULL", "OF", "ADD", "TO"))
    added = f"{add} {points.text} {to} {account.text}"
    if stop.lang == "en":
        return f"{added} {each} {step.text} {of} {counted}"
    return f"{counted} {each} {step.text} {added}"


def _is_part(stop: Stop, raw: Raw) -> bool:
    """Whether a word may be part of what is counted: a name, or a sign between two."""
    return raw.text in stop.names or (raw.kind == "op" and raw.text in ("+", "-"))


def _is(raw: Raw, terminals: frozenset[str]) -> bool:
    return raw.kind == "word" and not terminals.isdisjoint(VOCABULARY.heads(raw.text))


def _ends(raw: Raw) -> bool:
    return raw.kind == "newline" or _is(raw, _CONNECTIVES)
