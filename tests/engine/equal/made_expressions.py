"""Expressions made up at random: every operator over every type, and conditions of them."""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from datetime import date
from fractions import Fraction
from typing import TYPE_CHECKING

from dsl.program.types import Bool, Date, Days, Listed, Money, Months, Num, Text, Type, Value
from dsl.syntax.units import CURRENCIES
from tests.engine.equal.made_values import (
    CNY,
    DAYS_OF_INTEREST,
    JPY,
    USD,
    WORDS,
    Made,
    atom,
    bit_length,
    constant,
    corners,
    decimal,
    is_name,
    key,
    literal,
    minus,
    plain,
    plus,
    quotient,
    sum_bits,
)

if TYPE_CHECKING:
    from collections.abc import Callable
    from random import Random

FOCUSES: list[tuple[type, ...]] = [
    (Money, Num), (Money, Num), (Num,), (Date, Days, Months), (Listed,), (Text,), (Bool,), (object,), (object,),
]  # fmt: skip
TWINS = [
    (" + ", " - "), ("min(", "max("), ("max(", "min("), (" rounded down to ", " rounded up to "),
    (" rounded to ", " rounded down to "), (" rounded up to ", " rounded to "), (" >= ", " > "), (" < ", " <= "),
    (" > ", " < "), (" = ", " != "), (" and ", " or "), (" or ", " and "), (" is missing", " is known"),
    (" last ", " next "), (" contains ", " starts with "), ("months since ", "years since "), (" not in (", " in ("),
    ("days since ", "months since "), (" below ", " to "),
]  # fmt: skip
YEAR_DAYS = ("every year on 5 April", "every 31 december", "每年 2月29日", "每年1月1日")
COMPARISONS = ("=", "!=", "<", "<=", ">", ">=")
WIDEST = 61  # bits that calculations of narrow policies may need


@dataclass(slots=True)
class Readable:
    """Something with a name, and the stratum it is decided in."""

    stratum: int
    made: Made


@dataclass(slots=True)
class Outcome:
    """A ladder, class, account or choice: what conditions may read once it is final."""

    kind: str
    name: str
    stratum: int
    values: tuple[str, ...] = ()
    total: list[int] = field(default_factory=lambda: [0, 0])


class Expressions:
    """Makes expressions over what it knows by name.

    Args:
        random: the source of chance.
        size: of the policy.
        narrow: calculations need no more than 64 bits.
    """

    def __init__(self, random: Random, size: int, *, narrow: bool) -> None:
        self.random = random
        self.size = size
        self.narrow = narrow
        self.as_of = date(2026, 6, 1) if self.chance(0.6) else random.choice(DAYS_OF_INTEREST)
        self.focus = self.pick(FOCUSES)
        self.names: dict[object, list[Readable]] = {}
        self.recent: dict[object, list[Readable]] = {}
        self.steps: dict[str, Fraction] = {}
        self.factor: Made | None = None
        self.read = 0  # the highest stratum read since it was set to 0
        self.params: dict[str, Type] = {}
        self.profiles: list[tuple[str, list[str]]] = []
        self.outcomes: list[Outcome] = []
        self.offers: list[str] = []
        self.open_names: dict[str, list[tuple[str, ...]]] = {}  # of tasks and groups: the names of each
        self.groups: set[tuple[str, ...]] = set()
        self.listed_params: dict[tuple[str, ...], list[str]] = {}
        self.used_params: set[str] = set()

    # --- chance ---

    def chance(self, share: float) -> bool:
        return self.random.random() < share

    def pick(self, items):
        return self.random.choice(items)

    def some(self, items, most):
        """A few different ones, at least one."""
        return self.random.sample(items, self.random.randint(1, min(most, len(items))))

    def many(self, per_size: float) -> int:
        """How many: more in larger policies."""
        return self.random.randint(0, max(1, round(per_size * self.size)))

    # --- values ---

    def day(self) -> date:
        """A day near the as-of date, or a day of interest."""
        if self.chance(0.2):
            return self.pick([*DAYS_OF_INTEREST, date(2000, 2, 29), date(1900, 2, 28), date(2026, 1, 31)])
        moved = self.as_of.toordinal() + self.pick([0, 0, 1, -1, 7, -7, 30, -30, -31, 90, 365, -365, -366, -7305, 400])
        return date.fromordinal(min(max(moved, 1), date.max.toordinal()))

    def value(self, of: Type, near: Made | None = None) -> Value:
        """A value that a condition may be about."""
        match of:
            case Money(currency):
                return self.number(near, 10 ** CURRENCIES[currency][0], 0)
            case Num(percent=percent):
                places = 0 if near is not None and near.whole and self.chance(0.8) else self.pick([0, 1, 2, 4])
                found = self.number(near, 10 ** (places + 2 * percent), places + 2 * percent)
                return Fraction(found, 10 ** (places + 2 * percent))
            case Days():
                return self.pick([0, 1, 3, 7, 10, 28, 30, 31, 90, 365, -1, -30, 3650])
            case Months():
                return self.pick([0, 1, 1, 2, 3, 6, 12, 13, 24, -1, 240])
            case Date():
                return self.day()
            case Bool():
                return self.chance(0.5)
            case Text():
                return self.pick(WORDS)
            case Listed(_, values):
                return self.pick(values)

    def number(self, near: Made | None, unit: int, places: int) -> int:
        """An integer in some unit: small, round, or anywhere in the range of what it stands beside."""
        low, high = -1000, 1000
        if near is not None and near.low is not None and near.high is not None:
            scale = 10**places
            low, high = int(near.low * scale), int(near.high * scale)
        way = self.random.randrange(6)
        if way == 0:
            return self.pick([0, 0, 1, -1, unit])
        if way <= 2 and low < high:
            return self.random.randint(low, high)
        found = self.pick([1, 2, 3, 5, 7]) * 10 ** self.random.randint(0, max(1, len(str(abs(high)))) - 1)
        if way == 3:
            found += self.pick([-1, 1])
        return found if self.chance(0.9) else -found

    # --- leaves ---

    def add_name(self, made: Made, stratum: int = 0) -> None:
        self.names.setdefault(key(made.type), []).append(Readable(stratum, made))

    def named(self, of: Type, below: float) -> Made | None:
        """Something with a name that is final before a stratum."""
        known = [x for x in self.names.get(key(of), ()) if x.stratum < below]
        if not known:
            return None
        found = self.pick(known)
        self.read = max(self.read, found.stratum)
        return found.made

    def leaf(self, of: Type, below: float, *, literals: float = 0.3) -> Made:
        if isinstance(of, Date) and self.chance(0.15):
            return Made("today", of, bits=(23, 1))
        literals = 0.02 if isinstance(of, Bool) else literals
        near = self.named(of, below)
        if near is not None and not self.chance(literals):
            return near
        return constant(of, self.value(of, near))

    # --- amounts ---

    def make(self, of: Type, depth: int, below: float) -> Made:
        """An expression of a type; now and then one that was made before, for what is done once for both."""
        before = self.recent.setdefault(key(of), [])
        again = [x for x in before if x.stratum < below] if self.chance(0.25) else []
        if again and self.chance(0.5):
            found = self.pick(again)
            self.read = max(self.read, found.stratum)
            return found.made
        if again and self.chance(0.5):
            twin = self.twin(self.pick(again))
            if twin is not None:
                return twin
        former, self.read = self.read, 0
        made = self.fresh(of, depth, below)
        before.append(Readable(self.read, made))
        del before[:-8]
        self.read = max(self.read, former)
        return made

    def twin(self, of: Readable) -> Made | None:
        """An expression that differs from one made before in a single word, for what must not be taken for the same."""
        text, made = of.made.text, of.made
        fields = {x.made.text: x.made for some in self.names.values() for x in some if x.stratum == 0}
        ways = [(old, new) for old, new in TWINS if old in text]
        for name in {*re.findall(r"\w+", text)} & fields.keys():
            near = fields[name]
            others = [
                x.made for x in self.names[key(near.type)] if x.stratum == 0 and sum(x.made.bits) <= sum(near.bits)
            ]
            ways += [(name, x.text) for x in others if x.text != name and x.type == near.type and x.whole >= near.whole]
        if not ways:
            return None
        self.read = max(self.read, of.stratum)
        old, new = self.pick(ways)
        found = [x.start() for x in re.finditer(rf"\b{old}\b" if old in fields else re.escape(old), text)]
        place = self.pick(found)
        text = text[:place] + new + text[place + len(old) :]
        return replace(made, text=text, low=None, high=None)

    def fresh(self, of: Type, depth: int, below: float) -> Made:
        """A new expression."""
        if depth <= 0 or self.chance(0.2):
            return self.leaf(of, below)
        for _ in range(4):
            found = self.combined(of, depth - 1, below)
            if found is not None and (not self.narrow or sum(found.bits) <= WIDEST):
                return found
        return self.leaf(of, below)

    def combined(self, of: Type, depth: int, below: float) -> Made | None:
        match of:
            case Bool():
                return self.condition(depth, below)
            case Text():
                return self.defaulted(of, depth, below)
            case Listed():
                return (
                    self.extreme(of, depth, below)
                    if of.ordered and self.chance(0.5)
                    else self.defaulted(of, depth, below)
                )
            case Date():
                return self.pick([self.moved, self.moved, self.anniversary, self.extreme, self.defaulted])(
                    of, depth, below
                )
        ways: list[Callable[[Type, int, float], Made | None]] = [
            self.summed, self.summed, self.scaled, self.scaled, self.extreme, self.defaulted, self.rounded,
            self.negative, self.share,
        ]  # fmt: skip
        if not isinstance(of, Days | Months):
            ways += [self.divided, self.divided]
        if isinstance(of, Num):
            ways += [self.since, self.since, self.quotient, self.quotient]
        if isinstance(of, Days):
            ways += [self.difference, self.difference]
        return self.pick(ways)(of, depth, below)

    def summed(self, of: Type, depth: int, below: float) -> Made:
        a, b = self.make(of, depth, below), self.make(of, depth, below)
        if self.chance(0.5):
            return Made(f"({a.text} + {b.text})", a.type, plus(a.low, b.low), plus(a.high, b.high),
                        a.whole and b.whole, sum_bits(a, b))  # fmt: skip
        return Made(f"({a.text} - {b.text})", a.type, minus(a.low, b.high), minus(a.high, b.low),
                    a.whole and b.whole, sum_bits(a, b))  # fmt: skip

    def scaled(self, of: Type, depth: int, below: float) -> Made:
        a, b = self.make(of, depth, below), self.make(Num(), depth, below)
        if self.chance(0.2):
            b = constant(Num(), self.pick([0, 0, 1, 2]))
        left, right = (a, b) if self.chance(0.5) else (b, a)
        low, high = corners(a, b)
        bits = (a.bits[0] + b.bits[0], a.bits[1] + b.bits[1])
        result = plain(of)
        return Made(f"({left.text} * {right.text})", result, low, high, a.whole and b.whole, bits)

    def divided(self, of: Type, depth: int, below: float) -> Made:
        a, b = self.make(of, depth, below), self.make(Num(), depth if self.chance(0.4) else 0, below)
        return quotient(a, b, plain(of))

    def quotient(self, of: Type, depth: int, below: float) -> Made:
        kind = self.pick([CNY, USD, Days(), Months()])
        return quotient(self.make(kind, depth, below), self.make(kind, depth, below), Num())

    def share(self, of: Type, depth: int, below: float) -> Made | None:
        a = self.make(of, depth, below)
        factor = Fraction(self.pick(["3", "2", "0", "1.5", "10"])) if self.chance(0.5) else None
        percent = Fraction(self.pick([30, 70, 100, 0, Fraction("0.5")]), 100)
        text = f"({decimal(factor)}x {a.text})" if factor is not None else f"({decimal(percent * 100)}% of {a.text})"
        b = constant(Num(), factor if factor is not None else percent)
        if a.text[0] in '0123456789"-' or not a.text.isascii():
            text = text.replace(a.text, f"({a.text})")
        low, high = corners(a, b)
        result = plain(of)
        return Made(text, result, low, high, a.whole and b.whole, (a.bits[0] + b.bits[0], a.bits[1] + b.bits[1]))

    def negative(self, of: Type, depth: int, below: float) -> Made:
        a = self.make(of, depth, below)
        return Made(f"(-({a.text}))", a.type, minus(Fraction(0), a.high), minus(Fraction(0), a.low), a.whole, a.bits)

    def extreme(self, of: Type, depth: int, below: float) -> Made | None:
        first = self.named(of, below)
        if first is None or (isinstance(first.type, Listed) and not first.type.ordered):
            return None
        found = [first, *(self.make(first.type, depth, below) for _ in range(self.pick([1, 1, 2])))]
        which = self.pick(["min", "max"])
        lows, highs = [x.low for x in found], [x.high for x in found]
        choose = min if which == "min" else max
        low = None if None in lows else choose(lows)
        high = None if None in highs else choose(highs)
        bits = (max(x.bits[0] for x in found) + 1, sum(x.bits[1] for x in found))
        if not all(x.bits[1] == 1 for x in found):
            bits = (sum(bits), sum(bits))
        text = f"{which}({', '.join(x.text for x in found)})"
        return Made(text, first.type, low, high, all(x.whole for x in found), bits)

    def defaulted(self, of: Type, depth: int, below: float) -> Made | None:
        a = self.named(of, below) if isinstance(of, Listed | Text) or self.chance(0.7) else self.make(of, depth, below)
        if a is None:
            return None
        b = self.make(a.type, depth, below)
        low = None if a.low is None or b.low is None else min(a.low, b.low)
        high = None if a.high is None or b.high is None else max(a.high, b.high)
        bits = (max(a.bits[0] + b.bits[1], b.bits[0] + a.bits[1]), a.bits[1] + b.bits[1])
        return Made(f"({atom(a)} default {atom(b)})", a.type, low, high, a.whole and b.whole, bits)

    def rounded(self, of: Type, depth: int, below: float) -> Made:
        a = self.make(of, depth, below)
        match of:
            case Money(currency):
                step = Fraction(self.pick([1, 10 ** CURRENCIES[currency][0], 10**6, 50, 4]))
            case Num():
                step = Fraction(self.pick(["1", "10", "0.5", "0.02", "3", "8"]))
            case _:
                step = Fraction(self.pick([1, 7, 30, 2] if isinstance(of, Days) else [1, 3, 12, 2]))
        return self.round_to(a, step)

    def round_to(self, a: Made, step: Fraction) -> Made:
        way = self.pick(["rounded down to", "rounded up to", "rounded to"])
        low, high = (None if x is None else (x // step + more) * step for x, more in ((a.low, -1), (a.high, 1)))
        bits = (a.bits[0] + bit_length(step)[1] + 1, a.bits[1] + bit_length(step)[0])
        if sum(bits) <= WIDEST:
            bits = (a.bits[0] + 2, step.denominator.bit_length())
        self.steps[literal(a.type, step)] = step
        return Made(f"({a.text} {way} {literal(a.type, step)})", a.type, low, high, step.denominator == 1, bits)

    def whole(self, a: Made) -> Made:
        """An amount whole in its smallest unit."""
        return a if a.whole else self.round_to(a, Fraction(1))

    def between(self, a: Made, low: int, high: int) -> Made:
        """An amount kept within bounds that the check can see."""
        if a.low is not None and a.high is not None and low <= a.low and a.high <= high:
            return a
        ends = [constant(a.type, Fraction(low)), constant(a.type, Fraction(high))]
        text = f"max({ends[0].text}, min({ends[1].text}, {a.text}))"
        return Made(text, a.type, Fraction(low), Fraction(high), a.whole, (sum(a.bits), a.bits[1]))

    def since(self, of: Type, depth: int, below: float) -> Made:
        a = self.make(Date(), depth, below)
        unit = self.pick(["days", "months", "years"])
        return Made(f"({unit} since {atom(a)})", Num(), Fraction(-4_000_000), Fraction(4_000_000), True, (23, 1))  # noqa: FBT003

    def difference(self, of: Type, depth: int, below: float) -> Made:
        a, b = self.make(Date(), depth, below), self.make(Date(), depth, below)
        return Made(f"({a.text} - {b.text})", Days(), Fraction(-4_000_000), Fraction(4_000_000), True, (24, 1))  # noqa: FBT003

    def moved(self, of: Type, depth: int, below: float) -> Made:
        a = self.make(Date(), depth, below)
        if self.chance(0.4):
            by = self.pick([Days(), Months()])
            length = literal(by, abs(self.value(by)))
            way = self.pick([f"{length} before {atom(a)}", f"{atom(a)} 后 {length}", f"{atom(a)} 以前 {length}"])
            return Made(f"({way})", of, bits=(24, 1))
        by = self.whole(self.make(self.pick([Days(), Months()]), depth, below))
        if self.chance(0.4):
            return Made(f"({a.text} - {by.text})", of, bits=(max(by.bits[0], 23) + 1, 1))
        left, right = (a, by) if self.chance(0.8) else (by, a)
        return Made(f"({left.text} + {right.text})", of, bits=(max(by.bits[0], 23) + 1, 1))

    def anniversary(self, of: Type, depth: int, below: float) -> Made:
        if self.chance(0.2):
            return Made(f"({self.pick(YEAR_DAYS)})", of, bits=(23, 1))
        return Made(f"({atom(self.make(Date(), depth, below))} anniversary)", of, bits=(23, 1))

    # --- conditions ---

    def condition(self, depth: int, below: float) -> Made:
        """A condition of any kind."""
        ways = [
            self.compared, self.compared, self.compared, self.compared, self.ranged, self.listed_in, self.unknown,
            self.window, self.elapsed, self.text_test, self.flag, self.flag, self.belongs,
        ]  # fmt: skip
        if depth > 0:
            ways += [self.joined] * 5 + [self.negated, self.negated, self.default_truth]
        return Made(self.pick(ways)(depth, below), Bool())

    def kind(self) -> Type:
        """A type that something has."""
        lists = [of for of in self.names if isinstance(of, tuple)]
        kinds: list[Type] = [CNY, CNY, USD, JPY, Num(), Num(), Num(), Days(), Months(), Date(), Date(), Text(), Bool()]
        kinds += [Listed("", values, self.chance(0.5)) for values in lists] * 2
        wanted = [of for of in kinds if isinstance(of, self.focus)]
        return self.pick(wanted if wanted and self.chance(0.6) else kinds)

    def pair(self, of: Type, depth: int, below: float, *, literals: float = 0.6) -> tuple[Made, Made] | None:
        """Two sides of a comparison, the first of which depends on something."""
        for _ in range(4):
            a = self.make(of, depth - 1, below)
            if isinstance(of, Listed) or self.chance(0.5):
                a = self.named(of, below) or (None if isinstance(of, Listed) else a)
            if a is None:
                return None
            b = (
                constant(a.type, self.value(a.type, a))
                if self.chance(literals)
                else self.make(a.type, depth - 1, below)
            )
            if isinstance(of, Listed) and of.values in self.listed_params and self.chance(0.3):
                b = Made(self.pick(self.listed_params[of.values]), a.type)
                self.used_params.add(b.text)
            if not self.narrow or not isinstance(of, Money | Num | Days | Months) or sum(sum_bits(a, b)) <= WIDEST:
                return a, b
        return None

    def compared(self, depth: int, below: float) -> str:
        of = self.kind()
        pair = self.pair(of, depth, below)
        if pair is None:
            return self.flag(depth, below)
        a, b = pair
        ordered = not isinstance(of, Text | Bool | Listed) or (isinstance(a.type, Listed) and a.type.ordered)
        op = self.pick(COMPARISONS if ordered and self.chance(0.8) else ("=", "!="))
        if isinstance(of, Listed) and isinstance(b.type, Listed) and not b.type.ordered and not is_name(b):
            b = replace(b, type=a.type)
        if op in {"=", "!="} and self.chance(0.3):
            return f"({a.text} {'is' if op == '=' else 'is not'} {b.text})"
        if self.chance(0.3) and (
            not ordered or not isinstance(of, Listed) or (isinstance(b.type, Listed) and b.type.ordered)
        ):
            return f"({b.text} {op} {a.text})"
        return f"({a.text} {op} {b.text})"

    def ranged(self, depth: int, below: float) -> str:
        of = self.pick([CNY, USD, Num(), Days(), Date(), Months(), *self._ordered()])
        pair = self.pair(of, depth, below)
        if pair is None or (isinstance(pair[0].type, Listed) and not pair[0].type.ordered):
            return self.flag(depth, below)
        a, b = pair
        c = constant(a.type, self.value(a.type, a)) if self.chance(0.7) else self.make(a.type, depth - 1, below)
        if self.narrow and sum(sum_bits(a, c)) > WIDEST:
            c = constant(a.type, self.value(a.type))
        return f"({a.text} from {b.text} {self.pick(['to', 'below'])} {c.text})"

    def _ordered(self) -> list[Type]:
        return [Listed("", of, ordered=True) for of in self.names if isinstance(of, tuple)]

    def listed_in(self, depth: int, below: float) -> str:
        of = self.kind()
        pair = self.pair(of, depth, below)
        if pair is None:
            return self.flag(depth, below)
        a, b = pair
        items = [b, *(constant(a.type, self.value(a.type, a)) for _ in range(self.random.randrange(4)))]
        return f"({a.text} {self.pick(['in', 'in', 'not in'])} ({', '.join(x.text for x in items)}))"

    def unknown(self, depth: int, below: float) -> str:
        of = self.kind()
        a = self.named(of, below) if isinstance(of, Listed) else self.make(of, depth - 1, below)
        if a is None:
            return self.flag(depth, below)
        return f"({a.text} {self.pick(['is missing', 'is known', 'is not missing', 'is not known'])})"

    def window(self, depth: int, below: float) -> str:
        a = self.make(Date(), depth - 1, below)
        of = self.pick([Days(), Months()])
        length = constant(of, self.value(of)) if self.chance(0.6) else self.whole(self.make(of, depth - 1, below))
        within = self.pick(["within", "is within the", "is not within the", "不在", "在"])
        shown = length.text if self.chance(0.8) else self.pick(["day", "week", "month", "year"])
        return f"({a.text} {within} {self.pick(['last', 'next'])} {shown})"

    def elapsed(self, depth: int, below: float) -> str:
        """How long ago a day was."""
        a = self.make(Date(), depth - 1, below)
        unit = self.pick(["days", "weeks", "months", "years"])
        word = self.pick(["at least", "less than", *(["more than"] if unit in ("days", "weeks") else [])])
        return f"({atom(a)} {word} {self.random.randint(0, 40)} {unit} ago)"

    def text_test(self, depth: int, below: float) -> str:
        a = self.make(Text(), depth - 1, below)
        return f'({a.text} {self.pick(["contains", "starts with"])} "{self.pick(WORDS)}")'

    def flag(self, depth: int, below: float) -> str:
        return self.leaf(Bool(), below, literals=0.02).text

    def belongs(self, depth: int, below: float) -> str:
        """Mostly something decided before."""
        known = [x for x in self.outcomes if x.stratum < below]
        if not known:
            return self.flag(depth, below)
        found = self.pick(known)
        self.read = max(self.read, found.stratum)
        match found.kind:
            case "class":
                return self.pick([found.name, f"(not {found.name})", f"({found.name} is missing)"])
            case "points":
                return f"({found.name} {self.pick(COMPARISONS)} {self.pick([0, 1, 10, 30, 100, -5])})"
            case "ladder":
                return f"({found.name} {self.pick(COMPARISONS)} {self.pick(found.values)})"
            case _:
                return f"({found.name} {self.pick(['=', '!=', 'is', 'is not'])} {self.pick(found.values)})"

    def joined(self, depth: int, below: float) -> str:
        items = [self.make(Bool(), depth, below).text for _ in range(self.pick([2, 2, 2, 3, 4]))]
        return f"({self.pick([' and ', ' or ']).join(items)})"

    def negated(self, depth: int, below: float) -> str:
        return f"(not {atom(self.make(Bool(), depth, below))})"

    def default_truth(self, depth: int, below: float) -> str:
        return f"({atom(self.make(Bool(), depth, below))} default {atom(self.make(Bool(), depth, below))})"

    # --- comparisons of a certain kind ---

    def step(self, depth: int, below: float) -> str:
        """Which step a rounded amount is on."""
        of = self.pick([CNY, USD, Num(), Num(), Days()])
        made = self.rounded(of, self.random.randrange(2), below)
        step = self.steps.get(made.text.removesuffix(")").rpartition(" to ")[2], Fraction(1))
        line = constant(made.type, step * self.random.randint(-3, 3))
        return f"({made.text} {self.pick(COMPARISONS)} {line.text})"

    def product(self, depth: int, below: float) -> str:
        """A product of two fields, or their ratio."""
        a = self.factor = self.factor or self.named(self.pick([CNY, Num()]), 1) or self.leaf(Num(), 1)
        b = self.leaf(Num(), below, literals=0)
        bits = (a.bits[0] + b.bits[0], a.bits[1] + b.bits[1])
        found = (
            quotient(a, b, plain(a.type))
            if self.chance(0.4)
            else Made(f"({a.text} * {b.text})", plain(a.type), bits=bits)
        )
        if self.narrow and sum(found.bits) > WIDEST - 12:
            return self.step(depth, below)
        return f"({found.text} {self.pick(COMPARISONS)} {constant(found.type, self.value(found.type, found)).text})"

    def best(self, depth: int, below: float) -> str:
        """The best or worst of two values of a list."""
        ordered = [of for of in self._ordered() if any(x.made.type.ordered for x in self.names[of.values])]
        made = self.extreme(self.pick(ordered), depth, below) if ordered else None
        if made is None:
            return self.compared(depth, below)
        return f"({made.text} {self.pick(COMPARISONS)} {self.pick(made.type.values)})"
