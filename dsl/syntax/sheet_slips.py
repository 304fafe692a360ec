"""What spreadsheets write: formulas and their functions, units before numbers, marks behind them."""

from __future__ import annotations

from fractions import Fraction
from typing import Final

from dsl.diagnostics.model import Arg, Diagnostic, Words
from dsl.syntax.nearest import nearest
from dsl.syntax.scan import NUMBER, Raw
from dsl.syntax.stop import Stop
from dsl.syntax.units import CURRENCIES, SCALES, SPELT_OUT, Unit
from dsl.syntax.vocabulary import VOCABULARY
from dsl.syntax.wording import written

_CLOSE_UNIT: Final = 0.65  # for a word where no name can stand
_CASES: Final = Words(
    "a rule `if … then …` for each case, or a decision table", "每种情况一条规则：如果 … 则 …，或用决策表"
)
_UP: Final = Words("`x rounded up to 1万`", "“x 进到 1万”")
_DOWN: Final = Words("`x rounded down to 1万`", "“x 舍到 1万”")
_TODAY: Final = Words("`today`", "“今天”")
_SINCE: Final = Words("`years since opened`", "“距今年数 开户日”")
_TEXT: Final = Words('`x starts with "a"`, `x contains "a"`', '“x 开头是 "a"”“x 包含 "a"”')
# What spreadsheets compute with a function, and how it is said here.
_FUNCTIONS: Final[dict[str, Words]] = {
    "if": _CASES, "ifs": _CASES, "switch": _CASES, "choose": _CASES, "vlookup": _CASES, "xlookup": _CASES,
    "lookup": _CASES, "hlookup": _CASES,
    "sum": Words("`a + b`", "“a + b”"), "average": Words("`(a + b) / 2`", "“(a + b) / 2”"),
    "and": Words("`a and b`", "“a 且 b”"), "or": Words("`a or b`", "“a 或 b”"),
    "round": Words("`x rounded to 1万`", "“x 四舍五入到 1万”"),
    "roundup": _UP, "ceiling": _UP,
    "rounddown": _DOWN, "floor": _DOWN, "int": _DOWN, "trunc": _DOWN,
    "today": _TODAY, "now": _TODAY, "datedif": _SINCE, "yearfrac": _SINCE, "year": _SINCE,
    "isblank": Words("`x is missing`", "“x 缺失”"), "iferror": Words("`x default 0`", "“x 缺省 0”"),
    "ifna": Words("`x default 0`", "“x 缺省 0”"),
    "left": _TEXT, "find": _TEXT, "search": _TEXT,
}  # fmt: skip
_CURRENCY_WORDS: Final = {code: code for code in CURRENCIES} | {"RMB": "CNY", "人民币": "CNY", "美元": "USD"}
_SCALE_WORDS: Final = {"wan": "万", "w": "万", "yi": "亿", "qian": "千"}
_TICKS: Final = {"√": "YES", "✓": "YES", "✔": "YES", "☑": "YES", "✗": "NOT_YES", "✘": "NOT_YES", "☒": "NOT_YES"}
_OR_MORE: Final = {
    "+": ">=", "or more": ">=", "or above": ">=", "or over": ">=", "and above": ">=", "and over": ">=",
    "or less": "<=", "or below": "<=", "or under": "<=", "and below": "<=", "or fewer": "<=",
}  # fmt: skip


def sheet_slip(stop: Stop) -> Diagnostic | None:
    """The diagnostic for something that only spreadsheets write."""
    return _function(stop) or _unit(stop) or _per_mille(stop) or _comparison_behind(stop) or _tick(stop)


def is_formula(word: Raw, rest: tuple[Raw, ...]) -> bool:
    """Whether a line begins as a formula of a spreadsheet does."""
    return word.text == "=" and len(rest) > 1 and rest[0].kind == "word" and rest[1].text == "("


def function(stop: Stop, name: Raw) -> Diagnostic:
    """The diagnostic for a function of spreadsheets."""
    args: dict[str, Arg] = {"what": "function", "found": name.text}
    instead = _FUNCTIONS.get(name.text.lower())
    if instead is not None:
        args["say"] = instead
    return Diagnostic("E121", stop.place_to(name, name), args)


def _function(stop: Stop) -> Diagnostic | None:
    word, former, following = stop.word.raw, stop.former, stop.following
    if following is not None and following.text == "(" and following.column == word.end:
        is_value = {"NAME", "NUMBER"} <= stop.terminals
        return function(stop, word) if is_value and word.text.lower() in _FUNCTIONS else None
    is_call = former is not None and word.text == "(" and word.column == former.end and former.text.isascii()
    if former is None or not is_call or former.terminal not in ("NAME", "TODAY") or former.text in stop.names:
        return None
    return function(stop, former.raw)


def _unit(stop: Stop) -> Diagnostic | None:
    """A unit that stands before its number, is spelt out, or is said twice."""
    word, former = stop.word, stop.former
    if former is None:
        return None
    if former.raw.kind == "number" and word.text.lower() in _SCALE_WORDS and former.raw.unit == Unit():
        fix = former.text + _SCALE_WORDS[word.text.lower()]
        told: dict[str, Arg] = {"what": "scale", "found": word.text}
        return Diagnostic("E105", stop.place_to(former, word), told, fix=fix)
    if former.raw.kind == "number" and former.raw.unit.kind is None and (unit := _misspelt_unit(stop)) is not None:
        told = {"what": "scale", "found": word.text}
        return Diagnostic("E105", stop.place_to(former, word), told, fix=f"{former.text} {unit}")
    if word.raw.kind != "number":
        return None
    currency = _CURRENCY_WORDS.get(former.text.upper())
    if currency is not None and former.terminal == "NAME" and former.text not in stop.names:
        fix = f"{word.text}{'元' if currency == 'CNY' else f' {currency}'}"
        found = {"found": f"{former.text} {word.text}", "instead": fix}
        return Diagnostic("E121", stop.place_to(former, word), found, fix=fix)
    if former.raw.kind == "number" and former.end == word.column and former.raw.unit.scale and word.raw.unit.scale:
        told = {"what": "two_scales", "found": former.text + word.text}
        return Diagnostic("E105", stop.place_to(former, word), told, fix=_sum(former.raw, word.raw))
    return None


def _misspelt_unit(stop: Stop) -> str | None:
    """The unit that a word behind a number was likely meant to be: 1 milion."""
    word = stop.word
    if word.raw.kind != "word" or not word.text.isascii() or len(word.text) <= len("x2"):
        return None
    if word.text in stop.names or word.text.lower() in VOCABULARY.readings:
        return None
    return nearest(word.text, SPELT_OUT, _CLOSE_UNIT)


def _sum(first: Raw, second: Raw) -> str | None:
    """1亿5千万 as one number in the unit of the first: 1.5亿."""
    scale = SCALES[first.unit.scale or ""][0]
    total = sum((_digits(raw) * raw.unit.factor for raw in (first, second)), Fraction(0)) / scale
    thousandths = total * 10_000
    if thousandths.denominator != 1:
        return None
    whole, rest = divmod(int(thousandths), 10_000)
    digits = f"{whole}.{rest:04}".rstrip("0").rstrip(".")
    currency = second.unit.currency
    return digits + Unit(first.unit.scale, currency).text("zh")


def _digits(raw: Raw) -> Fraction:
    match = NUMBER.match(raw.text)
    return Fraction(match.group().replace("_", "")) if match else Fraction(0)


def _per_mille(stop: Stop) -> Diagnostic | None:
    former = stop.former
    if stop.word.text != "‰" or former is None or former.raw.kind != "number":
        return None
    percent = _digits(former.raw) / 10
    fix = f"{float(percent):.6f}".rstrip("0").rstrip(".") + "%"
    found = former.text + "‰"
    return Diagnostic("E121", stop.place_to(former, stop.word), {"found": found, "instead": fix}, fix=fix)


def _tick(stop: Stop) -> Diagnostic | None:
    """A tick or a cross for yes or no."""
    said = _TICKS.get(stop.word.text)
    if said is None or said not in stop.terminals:
        return None
    return stop.foreign(instead=written(said, stop.lang))


def _comparison_behind(stop: Stop) -> Diagnostic | None:
    """5万+ and ``5万 or more``, with no comparison before."""
    number, rest = stop.word, stop.rest
    if stop.former is not None and stop.former.text == "+" and number.terminal in ("THEN", "AND", "OR"):  # > 60岁+
        return Diagnostic("E101", stop.place(stop.former), {"what": "extra", "found": "+"})
    if number.raw.kind != "number" or "CMP" not in stop.terminals or not rest:
        return None
    parts = [raw.text.lower() for raw in rest[:2]]
    suffix = next((s for s in (parts[0], " ".join(parts)) if s in _OR_MORE), None)
    if suffix is None:
        return None
    last = rest[suffix.count(" ")]
    fix = f"{_OR_MORE[suffix]} {number.text}"
    found = number.text + ("" if suffix == "+" else " ") + suffix
    args: dict[str, Arg] = {"found": found, "suffix": suffix, "fix": fix, "what": "mark"}
    return Diagnostic("E106", stop.place_to(number, last), args, fix=fix)
