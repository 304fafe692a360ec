"""Days and lengths of time as calendars and plain speech have them."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from dsl.diagnostics.model import Diagnostic, Words
from dsl.syntax.slips.around import means
from dsl.syntax.slips.lengths import in_words
from dsl.syntax.slips.line_text import Found, Way, told_by, ways
from dsl.syntax.slips.numerals import in_digits
from dsl.syntax.units import read_unit
from dsl.syntax.year_days import MONTH_OR_SHORT, day_of_year, full_month

if TYPE_CHECKING:
    from dsl.syntax.slips.stop import Stop

_ORDINAL: Final = r"(?:the )?(?P<day>\d{1,2})(?:st|nd|rd|th)?"
_MONTH: Final = rf"(?P<month>{MONTH_OR_SHORT})\.?"
_DAY_AND_MONTH: Final = (rf"{_ORDINAL}(?: of)? {_MONTH}", rf"{_MONTH} {_ORDINAL}")
_EVERY_YEAR: Final = r"(?:(?:every|each)(?: year,?)?|yearly|annually)(?: on)?"
_NUMBER_ZH: Final = r"\d{1,2}|[一二三四五六七八九十]{1,3}"
_UNIT_EN: Final = r"(?:day|week|month|year)s?"
_UNIT_ZH: Final = r"天|日|个?星期|周|个?月|年"
_LENGTH: Final = rf"(?P<length>\d+ {_UNIT_EN})"
_LENGTH_ZH: Final = rf"(?P<digits>\d+|[一二两三四五六七八九十半]+) ?(?P<unit>{_UNIT_ZH})"
_NAME: Final = r"(?P<name>\w+?)"
_IN_WORDS: Final = {
    word: number
    for number, word in enumerate(
        "one two three four five six seven eight nine ten eleven twelve".split(), 1
    )
} | {"a": 1, "an": 1}  # fmt: skip
_BEFORE_EN: Final = "before|prior to|ahead of|prior|ahead|earlier"
_AFTER_EN: Final = "after|from|since|following|past|later|afterwards"
_SIGNS: Final = {"before": "<", "after": ">", "until": "<=", "by": "<=", "since": ">=", "早于": "<", "晚于": ">"}
_OF_THE_CALENDAR: Final = re.compile(
    "上个?月|本月|这个?月|当月|下个?月|[上下本这]个?(?:周|星期)|[今去明本当]年|[上下本]个?季度"
)
_BEHIND_EVERY_YEAR: Final = re.compile(rf"(?:{_EVERY_YEAR}) ?$", re.IGNORECASE)
_BEHIND_A_WINDOW: Final = re.compile(r"(?:within|the|近|过去|未来|今后) ?$", re.IGNORECASE)
# Lengths of which the words beside say that they are no day of a month: 近 30日, 30日 内.
_SURELY_A_LENGTH: Final = (
    re.compile(r"(?:满|近|限期|过去|未来|今后|超过|达到|[前后]|[<>=≥≤]|[-+]) ?$"),
    re.compile(r" ?[之以]?[内前后]"),
)


def calendar_slip(stop: Stop) -> Diagnostic | None:
    """The diagnostic for a day or a length of time that is written in another way."""
    return told_by(_WAYS, stop)


def _date(found: Found) -> Diagnostic | None:
    """``1st of December 2026``, ``December 1, 2026``."""
    day = day_of_year(f"{found.match['day']} {full_month(found.match['month'])}")
    return found.told("E108", f"{found.match['year']}-{day:%m-%d}", what="form") if day is not None else None


def _every_year(found: Found) -> Diagnostic | None:
    """``5 April every year``, ``every April 5``; in a task it needs its ``on``."""
    day = f"{found.match['day']} {full_month(found.match['month'])}"
    return _yearly(found, day, "every", "on")


def _every_year_zh(found: Found) -> Diagnostic | None:
    """每年 的 4月5, 每年 四月五日."""
    month, day = (x if x.isdigit() else in_digits(x) for x in (found.match["month"], found.match["day"]))
    return _yearly(found, f"{int(month)}月{int(day)}日", "每年", "于") if month and day else None


def _yearly(found: Found, day: str, every: str, on: str) -> Diagnostic | None:
    if day_of_year(day) is None:
        return None
    return found.told("E108", f"{every} {day}", f"{on} {every} {day}", what="every")


def _no_year(found: Found) -> Diagnostic | None:
    """``5 April``, which may be the one of this year."""
    before = found.match.string[: found.start]
    is_known = found.match["month"] in found.stop.names or _BEHIND_EVERY_YEAR.search(before)
    is_a_verb = found.match["month"] == "may"
    return None if is_known or is_a_verb else found.told("E108", what="no_year")


def _moved(found: Found) -> Diagnostic | None:
    """``matures 3 days before``, ``3 days prior to matures``, ``on 2 days from matures``."""
    is_before = found.match["how"].lower() in _BEFORE_EN.split("|")
    name = found.name
    day = f"{found.match['length']} {'before' if is_before else 'after'} {name}"
    return found.told("E121", day, f"on {day}") if _is_of_a_task(found) else None


def _moved_zh(found: Found) -> Diagnostic | None:
    """于 到期日 3天前, 待办 回访 到期日 后 2天."""
    digits, unit = _length_zh(found)
    day = f"{found.name} {found.match['how'][-1]} {digits}{unit}"
    return found.told("E121", day, f"于 {day}") if digits and _is_of_a_task(found) else None


def _of_a_role(found: Found) -> Diagnostic | None:
    """``by 2026-12-01``, ``by 3 days before matures``: a day, where ``by`` names who does it."""
    if not any(means(raw, "TASK") for raw in found.stop.before):
        return None
    day = found.match["what"]
    return found.told("E121", f"{'on' if found.match['by'].isascii() else '于'} {day}", what="role_day")


def _from_today(found: Found) -> Diagnostic | None:
    """``7 days from today``, ``before 7 days from now``."""
    said = (found.match["sign"] or "").lower()
    day = f"today + {found.match['length']}"
    return found.told("E121", f"{_SIGNS[said]} {day}" if said else day)


def _ahead_zh(found: Found) -> Diagnostic | None:
    """到期日 = 7天后; 到期日 是 7天后 may be that day, or any until then."""
    digits, unit = _length_zh(found)
    sign = _SIGNS.get(found.match["sign"], found.match["sign"])
    if not digits:
        return None
    length = f"{digits}{unit}"
    if _is_of_a_task(found):
        return None
    if sign in ("是", "为", "在"):
        return found.told("E121", what="ahead", length=_in_words(length))
    return found.told("E121", f"{sign} 今天 + {length}")


def _ahead(found: Found) -> Diagnostic | None:
    """``matures is in 7 days``: on that day, or on any until then."""
    return found.told("E121", what="ahead", length=_in_words(found.match["length"]))


def _ago_zh(found: Found) -> Diagnostic | None:
    """开户日 是 7天前: on that day, or on any before."""
    return found.told("E121", what="ago") if not _is_of_a_task(found) else None


def _is_of_a_task(found: Found) -> bool:
    """Whether it says when a task is due: behind a task and the word for its day, or right behind its name."""
    before = [raw for raw in found.stop.before if raw.column - 1 < found.start and raw.line == found.stop.word.line]
    task = max((i for i, raw in enumerate(before) if means(raw, "TASK")), default=None)
    return task is not None and not any(means(raw, "AND") for raw in before[task:])


def _length_zh(found: Found) -> tuple[str, str]:
    """The digits and the unit of a length of time as they are written here; no digits if they are not certain."""
    digits, unit = found.match["digits"], found.match["unit"]
    number = digits if digits.isdigit() else in_digits(digits) or ""
    return number, {"日": "天", "月": "个月", "星期": "周", "个星期": "周"}.get(unit, unit)


def _in_words(length: str) -> Words:
    """A length of time in both languages."""
    digits = len(length) - len(length.lstrip("0123456789"))
    return in_words(length, read_unit(length, digits)[0])


def _number_in_words(found: Found) -> Diagnostic | None:
    """``within a week``, ``the last one month``: numbers are written in digits."""
    number = _IN_WORDS[found.match["number"].lower()]
    return found.told("E105", f"{number} {found.match['unit'].lower()}", what="numeral_en")


def _days(found: Found) -> Diagnostic | None:
    """30日 内: a day of a month has the same word."""
    before, behind = found.match.string[: found.start], found.match.string[found.end :]
    length = f"{found.match['digits']}天"
    is_length = _SURELY_A_LENGTH[0].search(before) or _SURELY_A_LENGTH[1].match(behind)
    return found.told("E105", *([length] if is_length else []), what="days", length=_in_words(length))


def _window(found: Found) -> Diagnostic | None:
    """``opened last 7 days``, ``is last 7 days``."""
    which = "next" if found.match["which"].lower() in ("next", "coming", "following") else "last"
    return found.told("E121", f"is within the {which} {found.match['length']}")


def _window_zh(found: Found) -> Diagnostic | None:
    """在 最近一个月 内, 最近的 三个月."""
    digits, unit = _length_zh(found)
    return found.told("E121", f"近 {digits}{unit}") if digits else None


def _inside_zh(found: Found) -> Diagnostic | None:
    """一周内, 三个月内: of a task it is until when, of a day it may be either way from today."""
    digits, unit = _length_zh(found)
    if not digits or _BEHIND_A_WINDOW.search(found.match.string[: found.start]):
        return None
    length = f"{digits}{unit}"
    if _is_of_a_task(found):
        return found.told("E121", f"在 {length} 内")
    return found.told("E109", what="inside", length=_in_words(length))


def _of_the_calendar(found: Found) -> Diagnostic | None:
    """``this month``, 上个月: whether the month of the calendar is meant, nobody knows."""
    said = found.match["which"]
    is_right = _BEHIND_A_WINDOW.search(found.match.string[: found.start])
    if is_right or not (said.isascii() or is_of_the_calendar(said)):
        return None
    return found.told("E121", found=said, what="calendar")


def is_of_the_calendar(word: str) -> bool:
    """Whether a Chinese word is a month, week or year of the calendar: 上个月."""
    return _OF_THE_CALENDAR.fullmatch(word) is not None


def _in_a_test(found: Found) -> Diagnostic | None:
    """``given opened 5 months ago``: a test says the day."""
    line = [raw for raw in found.stop.whole if raw.line == found.stop.word.line]
    is_given = found.stop.head == "TEST" and any(means(raw, "GIVEN") for raw in line)
    return found.told("E311", what="day") if is_given else None


_WAYS: Final[tuple[Way, ...]] = (
    *ways(_in_a_test, rf"{_LENGTH} ago", rf"{_LENGTH_ZH} ?[之以]?前"),
    *ways(_date, *(rf"{day},? (?P<year>\d{{4}})" for day in _DAY_AND_MONTH)),
    *ways(_every_year, *(rf"{_EVERY_YEAR} {day}" for day in _DAY_AND_MONTH)),
    *ways(_every_year, *(rf"{day},?(?: of)? (?:every|each) year" for day in _DAY_AND_MONTH)),
    *ways(_every_year_zh, rf"每年 ?的? ?(?P<month>{_NUMBER_ZH}) ?[月/.-] ?(?P<day>{_NUMBER_ZH}) ?[日号]?"),
    *ways(_no_year, *_DAY_AND_MONTH),
    *ways(_from_today, rf"(?:(?P<sign>{'|'.join(x for x in _SIGNS if x.isascii())}) )?{_LENGTH} from (?:today|now)"),
    *ways(_of_a_role, rf"(?P<by>by|由) ?(?P<what>\d{{4}}-\d\d-\d\d|\d+ {_UNIT_EN} (?:before|after) \w+)"),
    *ways(_moved, rf"{_NAME} {_LENGTH} (?P<how>{_BEFORE_EN}|{_AFTER_EN})"),
    *ways(_moved, rf"{_LENGTH} (?P<how>{_BEFORE_EN}|{_AFTER_EN}) {_NAME}"),
    *ways(_moved_zh, rf"{_NAME} ?(?:的 ?)?{_LENGTH_ZH} ?(?P<how>[之以]?[前后])"),
    *ways(_moved_zh, rf"{_NAME} ?(?P<how>[之以]?[前后]) ?{_LENGTH_ZH}"),
    *ways(_ahead_zh, rf"(?P<sign>是|为|在|[<>]=?|=|早于|晚于) ?{_LENGTH_ZH} ?[之以]?后"),
    *ways(_ahead, rf"(?:is|=) in {_LENGTH}"),
    *ways(_ago_zh, rf"[是为] ?{_LENGTH_ZH} ?[之以]?前"),
    *ways(_number_in_words, rf"(?P<number>{'|'.join(_IN_WORDS)}) (?P<unit>{_UNIT_EN})"),
    *ways(_window, rf"(?:is )?(?:the )?(?P<which>last|past|previous|next|coming|following) {_LENGTH}"),
    *ways(_window_zh, rf"最近的? ?{_LENGTH_ZH}"),
    *ways(_inside_zh, rf"(?:在 ?)?{_LENGTH_ZH} ?[之以]?内"),
    *ways(_days, r"(?<!月)(?<!月 )(?P<digits>\d+) ?日(?!元|均|期)"),
    *ways(
        _of_the_calendar,
        r"(?:is |in |during )?(?P<which>(?:this|last|next|previous|current) (?:month|week|year|quarter))",
        rf"(?:[是为在于] ?)?(?P<which>{_OF_THE_CALENDAR.pattern})(?![\u4e00-\u9fff])",
    ),
)
