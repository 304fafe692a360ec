"""Names written as elsewhere: in quotes or brackets, with signs or digits that only backquotes can hold."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from dsl.diagnostics.model import Diagnostic
from dsl.syntax.scan import CJK, Raw
from dsl.syntax.slips.stop import Stop
from dsl.syntax.vocabulary import VOCABULARY

_PLAIN: Final = re.compile(rf"[A-Za-z_{CJK}][A-Za-z0-9_{CJK}]*")
# Signs that names have elsewhere; all others mean something between two names.
_IN_NAMES: Final = frozenset("-/+.&·•()《》【】[]")
_BRACKETS: Final = {"【": "】", "[": "]", "《": "》", "<": ">"}
_ONE_OF: Final = VOCABULARY.words["ONE_OF", "zh"]
_NUMERALS: Final = {str(number): sign for number, sign in enumerate("一二三四五六七八九十", 1)}
_OPEN, _CLOSE = frozenset("(【[《"), frozenset(")】]》")


def name_slip(stop: Stop) -> Diagnostic | None:
    """The diagnostic for a name that is written as elsewhere."""
    return _quoted(stop) or _bracketed(stop) or _with_a_sign(stop) or _with_a_digit(stop)


def written_name(text: str) -> str:
    """A name as it is written here: in backquotes if it has anything but letters and digits."""
    return text if is_plain(text) else f"`{text}`"


def is_plain(text: str) -> bool:
    """Whether a name has nothing but letters and digits."""
    return _PLAIN.fullmatch(text) is not None


def _takes_a_name(stop: Stop) -> bool:
    return bool(stop.terminals & {"NEW", "NAME"})


def _quoted(stop: Stop) -> Diagnostic | None:
    if stop.word.terminal != "STRING" or not _takes_a_name(stop):
        return None
    text = stop.word.text
    value = _value_in_quotes(stop, text)
    if value is not None:
        return value
    return Diagnostic("E101", stop.place(), {"what": "quoted", "found": text}, fix=written_name(text))


def _value_in_quotes(stop: Stop, text: str) -> Diagnostic | None:
    """``one of blue_collar "blue-collar", …``: the value as the data write it, behind a name for it."""
    start = next((i + 1 for i in range(len(stop.before) - 1, -1, -1) if _begins_a_value(stop.before, i)), None)
    if start is None or start == len(stop.before):
        return None
    names = [raw.text for raw in stop.before[start:]]
    span = stop.place_to(stop.before[start], stop.word)
    alike = next((name for name in names if name.isascii() == text.isascii()), None)
    if alike is not None and _letters(alike) != _letters(text):  # single "self-employed": likely two values
        args = {"what": "two_values", "found": f"{alike} {text}", "two": f'{alike}, "{text}"'}
        return Diagnostic("E101", span, args)
    fix = " ".join((f'"{text}"', *(written_name(name) for name in names if name != alike)))
    return Diagnostic("E101", span, {"what": "value_in_quotes", "found": text}, fix=fix)


def _letters(name: str) -> str:
    return "".join(filter(str.isalnum, name.lower()))


def _begins_a_value(raws: Sequence[Raw], at: int) -> bool:
    """Whether a value of a list begins behind a token: ``one of``, or a comma or sign after it."""
    words = [raw.text.lower() for raw in raws[: at + 1]]
    is_list = any(words[i : i + 2] == ["one", "of"] or words[i] in _ONE_OF for i in range(len(words)))
    return is_list and (raws[at].kind == "op" or words[at] in ("of", *_ONE_OF))


def _bracketed(stop: Stop) -> Diagnostic | None:
    raws = [stop.word.raw, *stop.rest[:2]]
    if len(raws) < 3 or not _takes_a_name(stop) or (raws[0].text == "[" and "LPAR" in stop.terminals):
        return None
    if raws[1].kind != "word" or _BRACKETS.get(raws[0].text) != raws[2].text:
        return None
    args = {"what": "quoted", "found": raws[1].text}
    return Diagnostic("E101", stop.place_to(raws[0], raws[2]), args, fix=written_name(raws[1].text))


def _with_a_sign(stop: Stop) -> Diagnostic | None:
    former, sign = stop.former, stop.word.raw
    if former is None or sign.text not in _IN_NAMES or sign.column != former.end or sign.line != former.line:
        return None
    is_new = former.terminal == "NEW"
    if not is_new and (former.terminal != "NAME" or former.text in stop.names):
        return None
    if sign.text == "(" and not (is_new and _closes(stop.rest)):
        return None
    return _in_backquotes(stop, [former.raw, sign, *stop.rest], sign.text)


def _with_a_digit(stop: Stop) -> Diagnostic | None:
    digits, former = stop.word.raw, stop.former
    if former is not None and former.raw.kind == "number":
        return _numbered(stop, former.raw, digits)  # 层级 是 2层
    is_number = digits.kind in ("number", "date") or digits.fault in ("glued", "half_date", "month", "suffix")
    if not is_number or not _takes_a_name(stop) or stop.terminals & {"NUMBER", "STRING"}:
        return None
    if former is not None and former.terminal == "NEW":
        return None
    if "ADD" in stop.terminals:  # then 1 point …: an outcome, which no name begins with a digit for
        return Diagnostic("E101", stop.place(), {"what": "outcome", "found": digits.text})
    return _numbered(stop, digits, stop.following) or _in_backquotes(
        stop, [digits, *stop.rest], digits.text, is_used="NEW" not in stop.terminals
    )


def _numbered(stop: Stop, digits: Raw, behind: Raw | None) -> Diagnostic | None:
    """层级 2层: a name that is declared with its number in other signs."""
    is_one = behind is not None and behind.kind == "word" and behind.column == digits.end
    if behind is None or not is_one or "NEW" in stop.terminals:
        return None
    said = digits.text + behind.text
    near = next((name for name in _with_number(said) if name in stop.names), None)
    if near is None:
        return None
    return Diagnostic("E201", stop.place_to(digits, behind), {"name": said, "near": near}, fix=near)


def _with_number(said: str) -> list[str]:
    """2层 as it may be declared: 二层, 第二层, 第2层."""
    digits = said.rstrip(said.lstrip("0123456789"))
    numeral = _NUMERALS.get(digits)
    return [
        before + number + said[len(digits) :] for before in ("", "第") for number in (numeral, digits) if number
    ]  # fmt: skip


def _in_backquotes(stop: Stop, raws: list[Raw], found: str, *, is_used: bool = False) -> Diagnostic:
    """The diagnostic for tokens that stand together and are one name; one that is used must be declared."""
    size = 1
    open_brackets = 0
    while size < len(raws) and raws[size].column == raws[size - 1].end and raws[size].line == raws[0].line:
        text = raws[size].text
        if raws[size].kind not in ("word", "number") and text not in _IN_NAMES:
            break
        open_brackets += (text in _OPEN) - (text in _CLOSE)
        if open_brackets < 0:
            break
        size += 1
    name = "".join(raw.text for raw in raws[:size])
    args = {"what": "backquotes", "found": found, "name": name}
    span = stop.place_to(raws[0], raws[size - 1])
    if is_used and name not in stop.names:
        return Diagnostic("E201", span, {"name": name})
    return Diagnostic("E101", span, args, fix=f"`{name}`")


def _closes(rest: Sequence[Raw]) -> bool:
    """Whether words behind an opened parenthesis close it: 大额客户(零售)."""
    return len(rest) > 1 and rest[0].kind == "word" and rest[1].text in _CLOSE
