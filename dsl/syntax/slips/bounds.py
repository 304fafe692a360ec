"""Bounds in other words, ``age more 18``, 从 50万以上; and whether there is a value: 没有 备注, ``has memo``."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from dsl.diagnostics.model import Diagnostic
from dsl.syntax.slips.around import means
from dsl.syntax.slips.line_text import Found, Way, told_by, ways
from dsl.syntax.wording import written

if TYPE_CHECKING:
    from dsl.syntax.slips.stop import Stop

# What is said without its ``than``, and what says the opposite of it.
_MORE: Final = {
    "more": "more than", "greater": "greater than", "bigger": "larger than", "larger": "larger than",
    "higher": "higher than", "older": "older than",
}  # fmt: skip
_LESS: Final = {
    "less": "less than", "fewer": "fewer than", "lower": "lower than", "smaller": "smaller than",
    "younger": "younger than",
}  # fmt: skip
_OPENING: Final = ("IF", "AND", "OR", "NOT")
_AMOUNT: Final = (
    r"(?P<amount>\d[\d_.]*(?: ?(?:[千万亿]|[十百千]万|k|million|billion))?(?: ?(?:[^\W\d_]*元|[A-Z]{3}|岁|%))?)"
)
_OR_MORE: Final = r"及?以上|起|\+|(?:or|and) (?:more|above|over|higher|up)|upwards?|onwards?"
# What asks in speech whether there is a value, or whether there is none.
HAS_ZH: Final = {"没有": False, "没": False, "无": False, "有": True}
_HAS: Final = HAS_ZH | {"no": False, "without": False, "has": True, "have": True}


def bound_slip(stop: Stop) -> Diagnostic | None:
    """The diagnostic for a bound, or the question for a value, in other words."""
    return told_by(_WAYS, stop)


def _from(found: Found) -> Diagnostic | None:
    """``from 50k upwards``: a tier begins there anyway, and of a condition it is a comparison."""
    amount = found.match["amount"].strip()
    return found.told("E121", f"{found.match['from']} {amount}", f">= {amount}")


def _without_than(found: Found) -> Diagnostic | None:
    """``age more 18``, ``age not less 18``."""
    said = found.match["how"].lower()
    if not found.match["denied"]:
        return found.told("E121", (_MORE | _LESS)[said])
    return found.told("E121", "at most" if said in _MORE else "at least")


def _has_a_value(found: Found) -> Diagnostic | None:
    """没有 备注, ``has memo``: of what is yes or no it is another question than of what may be missing."""
    if not _begins_a_condition(found):
        return None
    has = _HAS[found.match["has"].lower()]
    if found.stop.is_asked(found.name):
        return found.told("E121", found.name if has else f"{written('NOT', found.stop.lang)} {found.name}")
    if found.name in found.stop.gives:
        return None
    return found.told("E121", found=found.match["has"], name=found.name, what="has" if has else "has_not")


def _begins_a_condition(found: Found) -> bool:
    """Whether a condition begins where it stands."""
    before = [raw for raw in found.stop.whole if raw.kind != "newline" and (raw.line, raw.column) < found.place]
    return bool(before) and (before[-1].text == "(" or any(means(before[-1], t) for t in _OPENING))


def _value_behind(found: Found) -> Diagnostic | None:
    """备注 没有, 备注 有."""
    has = _HAS[found.match["has"]]
    return found.told("E121", f"{found.name} {written('KNOWN' if has else 'MISSING', 'zh')}", what="missing")


_WAYS: Final[tuple[Way, ...]] = (
    *ways(_from, rf"(?P<from>从|自|from) ?{_AMOUNT} ?(?:{_OR_MORE})"),
    *ways(
        _without_than,
        rf"(?P<denied>(?:no|not) )?(?P<how>{'|'.join((*_MORE, *_LESS))})(?: than| then)?(?= \d)",
        r"(?P<denied>)(?P<how>bigger) than",
    ),
    *ways(_has_a_value, r"(?P<has>has|have|no|without) (?P<name>\w+)", r"(?P<has>没有|没|无|有) (?P<name>\w+)"),
    *ways(_value_behind, r"(?P<name>\w+) ?(?P<has>没有|无|有)"),
)
