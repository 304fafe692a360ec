"""Edits of one line or statement of a policy, by kind, as hands make them: texts that a check may still refuse.

Every kind takes the lines of a file, the number of one of them and what the policy declares, and gives other lines, or
nothing where the line has nothing of that kind.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING

from dsl.program.types import Listed
from tests.engine.review.diff.edited import other_channel, other_number, other_word

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from random import Random

    from dsl.program.model import Program

    Lines = list[str]
    Kind = Callable[[Lines, int, Random, "Known"], Lines | None]

DATE = re.compile(r"\d{4}-\d{2}-\d{2}")
HIT = re.compile(r"(?<= )(?:first|unique|collect|首个|唯一|收集)$")
HITS = {"en": ("first", "unique", "collect"), "zh": ("首个", "唯一", "收集")}
MISSING = re.compile(r"(?<=\| )(?:unknown|required|未知|必填|(?:as|视为) [\w.]+)(?= +\|)")
MISSINGS = {
    "en": ("unknown", "required", "as 0", "as no", "as yes"),
    "zh": ("未知", "必填", "视为 0", "视为 否", "视为 是"),
}
TEXT = re.compile(r'"[^"{}]+"')
FIXED = ("policy", "政策", "use", "引用")


@dataclass(frozen=True)
class Known:
    """What a policy declares.

    Attributes:
        channels: all their names.
        alike: of a name, those of the same kind: it and all that may stand in its place.
        classes: all their names.
    """

    channels: tuple[str, ...]
    alike: dict[str, tuple[str, ...]]
    classes: tuple[str, ...]

    @classmethod
    def of(cls, program: Program) -> Known:
        """What a policy declares."""
        alike = {name: names for names in _kinds(program) for name in names}
        channels = [x for name, further in program.channels.items() for x in (name, *further)]
        return cls(tuple(channels), alike, tuple(x for y in program.classes.values() for x in y.all_names))


def _kinds(program: Program) -> Iterator[tuple[str, ...]]:
    """Names of a kind, kind by kind; where a name is of two, the later one counts."""
    by_type: dict[object, list[str]] = {}
    for each in (*program.record.fields.values(), *program.params.values()):
        by_type.setdefault(each.type, []).extend(each.all_names)
        if isinstance(each.type, Listed):
            yield each.type.values
    yield from (tuple(x) for x in by_type.values())
    for declared in (program.offers, program.classes, program.profiles, program.points, program.choices):
        yield tuple(x for each in declared.values() for x in each.all_names)
    for plain in (program.roles, program.groups, program.tasks, program.channels):
        yield tuple(x for name, further in plain.items() for x in (name, *further))
    for ladder in program.ladders.values():
        yield (*ladder.rungs, *ladder.further_rungs)
    for choice in program.choices.values():
        yield (*choice.values, *choice.further_values)


def _in_line(change: Callable[[str, Random], str]) -> Kind:
    """A kind that changes the line alone."""

    def kind(lines: Lines, at: int, random: Random, _: Known) -> Lines:
        return [*lines[:at], change(lines[at], random), *lines[at + 1 :]]

    return kind


def _lang(text: str) -> str:
    return "zh" if re.search(r"[一-鿿]", text) else "en"


def _replaced(text: str, found: re.Match[str] | None, other: str) -> str:
    return text if found is None else text[: found.start()] + other + text[found.end() :]


def _any(pattern: re.Pattern[str], text: str, random: Random) -> re.Match[str] | None:
    found = list(pattern.finditer(text))
    return random.choice(found) if found else None


# --- of a line ---


def _other_date(text: str, random: Random) -> str:
    found = _any(DATE, text, random)
    if found is None:
        return text
    by = random.choice([-31, -1, 1, 1, 45, 365])
    return _replaced(text, found, (date.fromisoformat(found[0]) + timedelta(days=by)).isoformat())


def _other_hit(text: str, random: Random) -> str:
    return _replaced(text, HIT.search(text), random.choice(HITS[_lang(text)]))


def _other_missing(text: str, random: Random) -> str:
    return _replaced(text, MISSING.search(text), random.choice(MISSINGS[_lang(text)]))


def _other_text(text: str, random: Random) -> str:
    """A text with one word more, or less: what is said decides nothing, what is compared does."""
    found = _any(TEXT, text, random)
    if found is None:
        return text
    return _replaced(text, found, random.choice([f'{found[0][:-1]}0"', f'{found[0][:-2]}"']))


def _negated(text: str, random: Random) -> str:
    """A negation less, or one more."""
    for word in ("not ", "非 "):
        if word in text and random.random() < 0.7:
            return text.replace(word, "", 1)
    after = re.search(r"(?:^|[ (])(?:if|and|or|如果|且|或) (?=\w)", text)
    word = "非 " if _lang(text) == "zh" else "not "
    return text if after is None else text[: after.end()] + word + text[after.end() :]


def _without_default(text: str, _: Random) -> str:
    return re.sub(r" (?:default|缺省) \S+", "", text, count=1)


# --- of a line among others, or of what the policy declares ---


def _named_otherwise(lines: Lines, at: int, random: Random, known: Known) -> Lines | None:
    """A name in the place of another of its kind, anywhere but where it is declared."""
    bare = TEXT.sub(lambda x: " " * len(x[0]), lines[at])
    found = [x for x in re.finditer(r"[^\W\d]\w*", bare) if x[0] in known.alike]
    if not found:
        return None
    one = random.choice(found)
    other = random.choice([x for x in known.alike[one[0]] if _lang(x) == _lang(one[0])] or [one[0]])
    return [*lines[:at], _replaced(lines[at], one, other), *lines[at + 1 :]]


def _other_channels(lines: Lines, at: int, random: Random, known: Known) -> Lines:
    return [*lines[:at], other_channel(lines[at], random, known.channels), *lines[at + 1 :]]


def _other_cell(lines: Lines, at: int, random: Random, _: Known) -> Lines | None:
    """A cell of a table emptied, or as it is in the row above or below."""
    if not lines[at].lstrip().startswith("|"):
        return None
    near = [lines[i] for i in (at - 1, at + 1) if 0 <= i < len(lines) and lines[i].lstrip().startswith("|")]
    cells = re.split(r"(\||=>)", lines[at])
    column = random.randrange(2, len(cells) - 1, 2) if len(cells) > 4 else 2
    others = [x[column] for row in near if len(x := re.split(r"(\||=>)", row)) == len(cells)]
    cells[column] = random.choice([" - ", *others])
    return [*lines[:at], "".join(cells), *lines[at + 1 :]]


def _dropped(lines: Lines, at: int, _: Random, __: Known) -> Lines:
    return [*lines[:at], *lines[at + 1 :]]


def _doubled(lines: Lines, at: int, random: Random, known: Known) -> Lines | None:
    """A line again, with another number or name: one more row, or one more of what a list has."""
    other = _named_otherwise([lines[at]], 0, random, known) or [other_number(lines[at], random)]
    if not lines[at][0].isspace() or other == [lines[at]]:
        return None
    return [*lines[:at], *random.choice([(*other, lines[at]), (lines[at], *other)]), *lines[at + 1 :]]


def _swapped(lines: Lines, at: int, _: Random, __: Known) -> Lines | None:
    """A line and the next one in the other order."""
    if at + 1 >= len(lines) or not lines[at][:1].isspace() or not lines[at + 1][:1].isspace():
        return None
    return [*lines[:at], lines[at + 1], lines[at], *lines[at + 2 :]]


def _with_period(lines: Lines, at: int, random: Random, _: Known) -> Lines | None:
    """A rule or an offer from some day on, or until one."""
    found = re.match(r"(rule|offer|规则|产品) ", lines[at])
    if found is None:
        return None
    word = {"en": ("from", "until"), "zh": ("从", "至")}["en" if found[1].isascii() else "zh"]
    return [*lines[: at + 1], f"  {random.choice(word)} {date(2026, random.randint(1, 12), 1)}", *lines[at + 1 :]]


def _with_class(lines: Lines, at: int, random: Random, known: Known) -> Lines | None:
    """A condition that takes one class more, or another way in by it."""
    found = re.match(r" *(?:\w+ .* )?(if|如果) [^{\"]*$", lines[at])
    if found is None or not known.classes:
        return None
    words = (" and ", " or ") if found[1] == "if" else (" 且 ", " 或 ")
    named = [x for x in known.classes if (_lang(x) == "zh") is (found[1] == "如果")]
    return [*lines[:at], lines[at] + random.choice(words) + random.choice(named or known.classes), *lines[at + 1 :]]


# --- of a statement ---


def _statement(lines: Lines, at: int) -> tuple[int, int]:
    """From where to where a line's statement goes."""
    start = next((i for i in range(at, -1, -1) if lines[i][:1] not in ("", " ")), 0)
    end = next((i for i in range(start + 1, len(lines)) if lines[i][:1] != " "), len(lines))
    return start, end


def _statement_dropped(lines: Lines, at: int, _: Random, __: Known) -> Lines | None:
    start, end = _statement(lines, at)
    return None if lines[start].startswith(FIXED) else [*lines[:start], *lines[end:]]


def _statement_last(lines: Lines, at: int, _: Random, __: Known) -> Lines | None:
    """A statement behind all others of the file."""
    start, end = _statement(lines, at)
    return [*lines[:start], *lines[end:], *([] if lines[-1] else [""]), *lines[start:end]]


def _borrowed(lines: Lines, at: int, random: Random, _: Known) -> Lines | None:
    """A clause as another statement of the same kind has it: its group, priority, channels, condition."""
    start, end = _statement(lines, at)
    head = lines[start].split(" ", 1)[0]
    others = [i for i, line in enumerate(lines) if line.startswith(f"{head} ") and i != start]
    clauses = [x for i in others for x in lines[slice(*_statement(lines, i))][1:] if x.strip()]
    if not clauses:
        return None
    clause = random.choice(clauses)
    word = clause.split()[0]
    own = [i for i in range(start + 1, end) if lines[i].split()[:1] == [word]]
    place = random.choice(own) if own else start + 1
    return [*lines[:place], clause, *lines[place + len(own[:1]) :]]


def _profile_value(lines: Lines, at: int, random: Random, _: Known) -> Lines | None:
    """A parameter with another value under a profile."""
    param = re.match(r"(?:param|参数) (\w+).* = (\S.*)$", lines[at])
    profiles = [i for i, line in enumerate(lines) if re.match(r"(?:profile|方案) ", line)]
    if param is None or not profiles:
        return None
    value, profile = other_number(param[2], random), random.choice(profiles)
    return [*lines[: profile + 1], f"  {param[1]} = {value}", *lines[profile + 1 :]]


KINDS: dict[str, Kind] = {
    "number": _in_line(other_number), "word": _in_line(other_word), "date": _in_line(_other_date),
    "hit": _in_line(_other_hit), "missing": _in_line(_other_missing), "text": _in_line(_other_text),
    "negation": _in_line(_negated), "default": _in_line(_without_default), "name": _named_otherwise,
    "channel": _other_channels, "cell": _other_cell, "dropped": _dropped, "doubled": _doubled, "swapped": _swapped,
    "period": _with_period, "class": _with_class, "statement dropped": _statement_dropped,
    "statement last": _statement_last, "profile": _profile_value, "borrowed": _borrowed,
}  # fmt: skip


def edits(lines: Lines, numbers: Iterable[int], kind: str, random: Random, known: Known) -> Iterator[tuple[int, Lines]]:
    """Every edit of a kind at some lines, one each, in the order of chance."""
    numbers = list(numbers)
    random.shuffle(numbers)
    for number in numbers:
        edited = KINDS[kind](lines, number, random, known)
        if edited is not None and edited != lines:
            yield number, edited
