"""What spreadsheets write: formulas and their functions, units before numbers, marks behind them."""

from __future__ import annotations

from collections.abc import Set as AbstractSet
from fractions import Fraction
from typing import Final

from dsl.diagnostics.model import Arg, Diagnostic, Words
from dsl.syntax.lexer import Word
from dsl.syntax.nearest import nearest
from dsl.syntax.scan import NUMBER, Raw
from dsl.syntax.slips.lengths import compared_behind, is_about_a_day
from dsl.syntax.slips.stop import Stop
from dsl.syntax.slips.words import UNIT_WORDS
from dsl.syntax.units import CURRENCIES, SCALES, SPELT_OUT, Unit
from dsl.syntax.vocabulary import SUFFIX_COMPARISONS, VOCABULARY
from dsl.syntax.wording import written

_CLOSE_UNIT: Final = 0.65  # for a word where no name can stand
_CASES: Final = Words(
    "a rule `if … then …` for each case, or a decision table", "每种情况一条规则：如果 … 则 …，或用决策表"
)
_UP: Final = Words("`x rounded up to 10k`", "“x 进到 1万”")
_DOWN: Final = Words("`x rounded down to 10k`", "“x 舍到 1万”")
_TODAY: Final = Words("`today`", "“今天”")
_SINCE: Final = Words("`years since opened`", "“距今年数 开户日”")
_TEXT: Final = Words('`x starts with "a"`, `x contains "a"`', '“x 开头是 "a"”“x 包含 "a"”')
# What spreadsheets compute with a function, and how it is said here.
_FUNCTIONS: Final[dict[str, Words]] = {
    "if": _CASES, "ifs": _CASES, "switch": _CASES, "choose": _CASES, "vlookup": _CASES, "xlookup": _CASES,
    "lookup": _CASES, "hlookup": _CASES,
    "sum": Words("`a + b`", "“a + b”"), "average": Words("`(a + b) / 2`", "“(a + b) / 2”"),
    "and": Words("`a and b`", "“a 且 b”"), "or": Words("`a or b`", "“a 或 b”"),
    "round": Words("`x rounded to 10k`", "“x 四舍五入到 1万”"),
    "roundup": _UP, "ceiling": _UP,
    "rounddown": _DOWN, "floor": _DOWN, "int": _DOWN, "trunc": _DOWN,
    "today": _TODAY, "now": _TODAY, "datedif": _SINCE, "yearfrac": _SINCE, "year": _SINCE,
    "isblank": Words("`x is missing`", "“x 缺失”"), "iferror": Words("`x default 0`", "“x 缺省 0”"),
    "ifna": Words("`x default 0`", "“x 缺省 0”"),
    "left": _TEXT, "find": _TEXT, "search": _TEXT,
}  # fmt: skip
_CURRENCY_WORDS: Final = {code: code for code in CURRENCIES} | {"RMB": "CNY", "人民币": "CNY", "美元": "USD"}
_SCALE_WORDS: Final = {"wan": "万", "w": "万", "yi": "亿", "qian": "千"}
_OTHER_DAYS: Final = frozenset({"工作日", "交易日", "个工作日", "个交易日", "季度", "个季度", "月份"})
_TICKS: Final = {"√": "YES", "✓": "YES", "✔": "YES", "☑": "YES", "✗": "NOT_YES", "✘": "NOT_YES", "☒": "NOT_YES"}
_MORE: Final = "more above over greater higher older up upwards later longer bigger larger better".split()
_LESS: Final = "less below under fewer lower younger down earlier shorter smaller".split()
_SIDES: Final = ((">=", _MORE), ("<=", _LESS))
OR_MORE: Final = {f"{join} {word}": sign for sign, words in _SIDES for word in words for join in ("or", "and")}
_OR_MORE: Final = OR_MORE | {"+": ">="} | SUFFIX_COMPARISONS
_LEFT_OUT: Final = {">=": ">", "<=": "<"}
_INCLUDED: Final = {"含": True, "包含": True, "含本数": True, "不含": False, "不含本数": False}
_DASHES: Final = frozenset("~-至到")


def sheet_slip(stop: Stop) -> Diagnostic | None:
    """The diagnostic for something that only spreadsheets write."""
    return _function(stop) or _unit(stop) or _per_mille(stop) or _comparison_behind(stop) or _tick(stop)


def formula(stop: Stop) -> Diagnostic | None:
    """A line that begins as a formula of a spreadsheet does: ``=IF(…``."""
    name, opened = (*stop.rest[:2], None, None)[:2]
    if stop.word.raw.text != "=" or name is None or opened is None:
        return None
    return _called(stop, name) if name.kind == "word" and opened.text == "(" else None


def _called(stop: Stop, name: Raw) -> Diagnostic:
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
        return _called(stop, word) if is_value and word.text.lower() in _FUNCTIONS else None
    is_call = former is not None and word.text == "(" and word.column == former.end and former.text.isascii()
    if former is None or not is_call or former.terminal not in ("NAME", "TODAY") or former.text in stop.names:
        return None
    return _called(stop, former.raw)


def _unit(stop: Stop) -> Diagnostic | None:
    """A unit that stands before its number, is spelt out, or is said twice."""
    word, former = stop.word, stop.former
    if former is None:
        return None
    if former.raw.kind == "number" and word.text.lower() in _SCALE_WORDS and former.raw.unit == Unit():
        fix = former.text + _SCALE_WORDS[word.text.lower()]
        told: dict[str, Arg] = {"what": "scale", "found": word.text}
        return Diagnostic("E105", stop.place_to(former, word), told, fix=fix)
    if former.raw.kind == "number" and former.raw.unit == Unit() and word.text.lower() in UNIT_WORDS:
        told = {"what": "scale", "found": word.text}
        fix = former.text.rstrip("个") + UNIT_WORDS[word.text.lower()]
        return Diagnostic("E105", stop.place_to(former, word), told, fix=fix)
    if former.raw.kind == "number" and former.raw.unit == Unit() and word.text.lower() == "m":
        told = {"what": "m", "found": f"{former.text} {word.text}", "digits": former.text}
        return Diagnostic("E105", stop.place_to(former, word), told)
    if former.raw.kind == "number" and former.end == word.column and word.text in _OTHER_DAYS:
        return Diagnostic("E105", stop.place_to(former, word), {"what": "unit", "found": word.text})
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
    near = nearest(word.text, SPELT_OUT, _CLOSE_UNIT)
    is_currency = near in CURRENCIES and word.text.upper() != near  # three letters are easily like three others
    return None if is_currency else near


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
    """5万+, ``5万 or more``, 5万(含)以上, 中 以上, with no comparison before."""
    number, rest = stop.word, stop.rest
    if stop.former is not None and stop.former.text == "+" and number.terminal in ("THEN", "AND", "OR"):  # > 60岁+
        return Diagnostic("E101", stop.place(stop.former), {"what": "extra", "found": "+"})
    inside = stop.former if stop.terminals <= {"LAST", "NEXT"} else None  # 在 中 以上
    if "CMP" not in stop.terminals and inside is None:
        return None
    first = inside or number
    if number.raw.kind == "word" and (suffix := _suffix_of(number.text, stop.names)) is not None:  # 中以上
        stem = number.text.removesuffix(suffix)
        return _behind(stop, first, number, f"{SUFFIX_COMPARISONS[suffix]} {stem}", suffix)
    if not rest or (number.raw.kind != "number" and number.text not in stop.names):
        return None
    if (
        number.raw.kind == "number" and len(rest) > 1 and rest[1].kind == "number" and rest[0].text in _DASHES
    ):  # 5万~10万
        fix = f"{written('FROM', stop.lang)} {number.text} {written('TO', stop.lang)} {rest[1].text}"
        found: dict[str, Arg] = {"found": rest[0].text, "what": "range"}
        return Diagnostic("E121", stop.place_to(first, rest[1]), found, fix=fix)
    included = _INCLUDED.get(rest[1].text) if len(rest) > 2 and (rest[0].text, rest[2].text) == ("(", ")") else None
    behind = rest[3:] if included is not None else rest  # 5万(含)以上
    parts = [raw.text.lower() for raw in behind[:2]]
    suffix = next((s for s in (*parts[:1], " ".join(parts)) if s in _OR_MORE), None)
    if suffix is None:
        return None
    sign = _OR_MORE[suffix] if included is not False else _LEFT_OUT[_OR_MORE[suffix]]
    return _behind(stop, first, behind[suffix.count(" ")], f"{sign} {number.text}", suffix)


def _suffix_of(text: str, names: AbstractSet[str]) -> str | None:
    """The comparison that a known name has behind it without a blank."""
    found = [s for s in SUFFIX_COMPARISONS if text.endswith(s) and text.removesuffix(s) in names]
    return max(found, key=len, default=None)


def _behind(stop: Stop, first: Word, last: Word | Raw, fix: str, suffix: str) -> Diagnostic:
    said = [raw for raw in (stop.word.raw, *stop.rest) if raw.end <= last.end and raw.line == last.line]
    found = "".join((" " if i and said[i - 1].end < raw.column else "") + raw.text for i, raw in enumerate(said))
    what = "mark" if stop.word.raw.kind == "number" else "value"
    sign, value = fix.split(" ", 1)
    span = stop.place_to(first, last)
    length = compared_behind(span, found, value, sign, suffix) if is_about_a_day(stop) else None
    if length is not None:
        return length
    args: dict[str, Arg] = {"found": found, "suffix": suffix, "fix": fix, "what": what, "value": value}
    return Diagnostic("E106", span, args, fix=fix)
