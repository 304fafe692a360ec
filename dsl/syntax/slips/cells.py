"""Table cells written as in a spreadsheet, told by the whole cell."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from dsl.diagnostics.model import Arg, Diagnostic
from dsl.source import Span
from dsl.syntax.scan import Raw
from dsl.syntax.slips.lengths import compared_behind
from dsl.syntax.slips.sheets import OR_MORE
from dsl.syntax.vocabulary import COMPARISONS, VOCABULARY, Lang

_UPPER: Final = re.compile(r"[至到](\d\S*)")
_DENIALS: Final = (
    ("is", "not"), ("isn't",), ("not", "in"), ("not",), ("neither",),
    ("不是",), ("不属于",), ("不在",), ("不等于",), ("非",),
)  # fmt: skip
_BEHIND: Final = OR_MORE | {"+": ">="}
_SIGN: Final = "|".join(sorted((*COMPARISONS, "<=", ">=", "≤", "≥", "<", ">"), key=len, reverse=True))
_COMPARED_TWICE: Final = re.compile(rf"({_SIGN}) ?(\d.*?) ?(且|并且|而且|and)? ?({_SIGN}) ?(\d.*)", re.IGNORECASE)
_GIVING: Final = frozenset({"OFFER", "PRODUCT", "TIER", "CLASS", "TASK", "ADD"})  # the heading of the column says it
_UPPER_END: Final = {"<": "BELOW", "<=": "TO", "≤": "TO"}
_ENDS: Final = {"]": "TO", ")": "BELOW"}


def cell_slip(start: str, raws: Sequence[Raw], span: Span, lang: Lang) -> Diagnostic | None:
    """The diagnostic for a cell that could not be read, if it is a known way of writing one."""
    if start in ("table_input", "field_type"):
        return _head_or_type(start, raws, span, lang)
    if start not in ("condition_cell", "given_cell", "output_cell", "expect_cell"):
        return None
    texts = [raw.text for raw in raws]
    if len(raws) == 1 and (texts[0] == "*" or set(texts[0]) == {"-"}):
        return Diagnostic("E121", span, {"found": texts[0], "what": "any", "instead": "-"}, fix="-")
    if start == "output_cell" and len(raws) > 1 and VOCABULARY.heads(texts[0]) & _GIVING:  # => offer o1
        place = Span(span.path, raws[0].line, raws[0].column, raws[0].line, raws[0].end)
        return Diagnostic("E101", place, {"what": "extra", "found": texts[0]})
    if start != "condition_cell":
        return None
    if len(raws) == 5 and texts[0] in "[(" and texts[2] == "," and texts[4] in _ENDS:  # [1万, 5万)
        fix = _range(texts[1], _ENDS[texts[4]], texts[3], lang)
        said = f"{texts[0]}{texts[1]}, {texts[3]}{texts[4]}"
        return Diagnostic("E121", span, {"found": said, "what": "range"}, fix=fix if texts[0] == "[" else None)
    if len(raws) == 2 and raws[0].kind == "number" and (upper := _UPPER.fullmatch(texts[1])):  # 18至30
        return Diagnostic(
            "E121", span, {"found": texts[1][0], "what": "range"}, fix=_range(texts[0], "TO", upper[1], lang)
        )
    suffix = " ".join(texts[1:]).lower()
    if raws[0].kind == "number" and suffix in _BEHIND:  # 5万+, 5万 or more
        found = texts[0] + suffix if suffix == "+" else f"{texts[0]} {suffix}"
        fix = f"{_BEHIND[suffix]} {texts[0]}"
        args: dict[str, Arg] = {"found": found, "suffix": suffix, "fix": fix, "what": "mark"}
        length = compared_behind(span, found, texts[0], _BEHIND[suffix], suffix)
        return length or Diagnostic("E106", span, args, fix=fix)
    if len(raws) == 2 and raws[0].kind == "number" and texts[1] == "内":  # 3个月内
        return compared_behind(span, "".join(texts), texts[0], "<=", "内")
    denied = _denied(raws, span)
    if denied is not None:
        return denied
    either = next((raw for raw in raws[1:] if raw.text.lower() in ("或", "或者", "or")), None)
    if either is not None:
        place = Span(span.path, either.line, either.column, either.line, either.end)
        return Diagnostic("E121", place, {"found": either.text, "what": "cell_list", "instead": ","}, fix=",")
    return _two_comparisons(" ".join(texts), span, lang)


def _two_comparisons(cell: str, span: Span, lang: Lang) -> Diagnostic | None:
    """>= 5万 且 < 10万, >5万 <10万: a range takes its lower end in, so only a column ``if`` can leave it out."""
    found = _COMPARED_TWICE.fullmatch(cell)
    if found is None:
        return None
    lower, low, joins, upper, high = found.groups()
    args: dict[str, Arg] = {"found": joins or upper, "what": "range"}
    end = _UPPER_END.get(COMPARISONS.get(upper.lower(), upper))
    match COMPARISONS.get(lower.lower(), lower):
        case ">=" | "≥" if end is not None:
            return Diagnostic("E121", span, args, fix=_range(low, end, high, lang))
        case ">" if end is not None:
            told: dict[str, Arg] = {"low": low, "lower": f"{lower} {low}", "upper": f"{upper} {high}"}
            return Diagnostic("E121", span, {**args, "what": "range_open", **told})
        case _:
            return Diagnostic("E121", span, args)


def _denied(raws: Sequence[Raw], span: Span) -> Diagnostic | None:
    """A value denied in another way, or several denied at once: 不是 北京, ``not in (bj, sh)``."""
    texts = [raw.text.lower() for raw in raws]
    words = next((w for w in _DENIALS if tuple(texts[: len(w)]) == w), None)
    if words is None:
        return None
    if len(texts) > len(words) + 1:
        return Diagnostic("E431", span, {"what": "several"})
    denial = Span(span.path, raws[0].line, raws[0].column, raws[0].line, raws[len(words) - 1].end)
    fix = "not" if words[0].isascii() else "非"
    return Diagnostic("E121", denial, {"found": " ".join(words)}, fix=fix) if words[-1] != fix else None


def _range(low: str, end: str, high: str, lang: Lang) -> str:
    return f"{VOCABULARY.word('FROM', lang)} {low} {VOCABULARY.word(end, lang)} {high}"


def _head_or_type(start: str, raws: Sequence[Raw], span: Span, lang: Lang) -> Diagnostic | None:
    """A column or a type with its unit in parentheses, or a type that lists its values and says no more."""
    texts = [raw.text for raw in raws]
    if len(raws) == 4 and raws[0].kind == "word" and texts[1] == "(" and texts[3] == ")":
        what = "header_unit" if start == "table_input" else "type_unit"
        return Diagnostic("E121", span, {"found": "".join(texts), "what": what}, fix=texts[0])
    values, marks = raws[::2], set(texts[1::2])
    is_list = len(values) > 1 and marks in ({"/"}, {","}) and all(raw.kind == "word" for raw in values)
    if start == "table_input" or not is_list:
        return None
    fix = f"{VOCABULARY.word('ONE_OF', lang)} {', '.join(raw.text for raw in values)}"
    return Diagnostic("E121", span, {"found": "".join(texts)}, fix=fix)


def is_ruler(raws: Sequence[Raw]) -> bool:
    """Whether a row only draws a line: |-----|-----|."""
    first = raws[1:3]
    return len(first) == 2 and (first[0].fault == "remark" or (first[0].text == ":" and first[1].fault == "remark"))
