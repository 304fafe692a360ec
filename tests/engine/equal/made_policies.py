"""Policies made up at random that pass the check: every construct of the language, in all combinations of types.

They are text, so that what is compared has gone through the parser and the check like any policy. A seed and a size
give the same policy again. What the check refuses all the same is left out, statement by statement; a test sees to it
that this is little.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from datetime import date, timedelta
from fractions import Fraction
from itertools import pairwise
from math import inf
from typing import TYPE_CHECKING

from dsl.program.types import Bool, Date, Days, Listed, Money, Months, Num, Text, Type, Value
from tests.engine.equal.made_expressions import WIDEST, Expressions, Outcome, Readable
from tests.engine.equal.made_values import (
    CNY,
    JPY,
    LISTS,
    USD,
    Made,
    chance,
    constant,
    is_name,
    literal,
    quotient,
    sum_bits,
)
from tests.engine.policies import analysed

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from random import Random

    from dsl.load import Analysis
    from dsl.program.model import Program

FILTERS = {
    Money: ["万元", "yi", "元"], Num: ["percent", "whole", "百分比"], Date: ["date", "日期"], Text: ["masked", "脱敏"],
}  # fmt: skip
CHANNELS = ["phone", "sms", "app", "信"]
ROLES = ["rm", "wm"]
GROUPS = [("gr1", "组一"), ("gr2", "组二")]
TASKS = [("call", "致电"), ("visit", "上门"), ("letter", "信函")]
OFFERS = ["o1", "甲品", "O2", "丙9", "o10", "乙品", "a1", "Z"]


@dataclass(frozen=True, slots=True)
class Policy:
    """A policy made up.

    Attributes:
        statements: it consists of; the first is the record.
        refused: statements that were left out, because the check refused them.
    """

    statements: tuple[str, ...]
    as_of: date
    refused: tuple[str, ...] = ()
    program: Program | None = None

    @property
    def text(self) -> str:
        return "\n".join(self.statements)


def random_policy(seed: int, size: int = 3, *, narrow: bool = True) -> Policy:
    """A checked policy.

    Args:
        seed: of everything random.
        size: 1 is a few statements, 3 some fifty.
        narrow: calculations need no more than 64 bits.
    """
    return policy_by(chance(seed), size, narrow=narrow)


def policy_by(random: Random, size: int = 3, *, narrow: bool = True) -> Policy:
    """A checked policy by a source of chance."""
    return sound(Policies(random, size, narrow=narrow).policy())


def sound(policy: Policy) -> Policy:
    """A policy without the statements that the check refuses."""
    statements, refused = list(policy.statements), list(policy.refused)
    while True:
        analysis = checked(statements)
        if analysis.program is not None:
            return replace(policy, statements=tuple(statements), refused=tuple(refused), program=analysis.program)
        faulty = {at(statements, d.span.line) for d in analysis.errors}
        if 0 in faulty and "  assume" in statements[0]:
            statements[0] = statements[0].partition("\n  assume")[0]
            continue
        if 0 in faulty or not faulty:
            raise AssertionError([str(d) for d in analysis.errors])
        refused += [statements[i] for i in sorted(faulty)]
        statements = [s for i, s in enumerate(statements) if i not in faulty]


def kept(value: Value, field_type: str) -> Value:
    """A value with no more decimal places than a field keeps."""
    places = re.match(r"number (\d+) places", field_type)
    if places is None or not isinstance(value, Fraction):
        return value
    scale = 10 ** int(places[1])
    found = Fraction(value.numerator * scale // value.denominator, scale)
    return found if found.denominator != 1 else found.numerator


def checked(statements: Iterable[str]) -> Analysis:
    """What the check says of statements."""
    return analysed.__wrapped__("\n".join(statements))


def at(statements: list[str], line: int) -> int:
    """The number of the statement that a line stands in."""
    for i, statement in enumerate(statements):
        line -= statement.count("\n") + 1
        if line <= 0:
            return i
    raise AssertionError(line)


class Policies(Expressions):
    """Makes one policy."""

    # --- declarations ---

    def policy(self) -> Policy:
        """The whole policy; the record comes first."""
        self.random_lists = self.random.sample(LISTS, k=self.pick([1, 1, 2, 3]))
        statements = [self.record()]
        statements += [f"channels {', '.join(CHANNELS)}", f"roles {', '.join(ROLES)}"]
        statements += self.named_in_both()
        params = self.made_params()
        outcomes = self.declared_outcomes()
        ladders = [self.ladder(x) for x in self.outcomes if x.kind == "ladder"]
        defines = [self.define(i) for i in range(self.many(2))]
        offers = [self.offer(name) for name in self.random.sample(OFFERS, k=min(len(OFFERS), 1 + self.many(2)))]
        classes = [self.class_(x) for x in self.outcomes if x.kind == "class"]
        classes += [self.probe(i) for i in range(1 + self.many(4))]
        rules = [self.rule(i) for i in range(1 + self.many(4))]
        rules += [self.exclusion() for _ in range(self.many(1))]
        rules += [self.table(i) for i in range(self.many(1))]
        rules += [self.never() for _ in range(self.many(0.7))]
        if self.chance(0.5):
            rules.append(f"at most {self.random.randint(1, 3)} offers")
        accounts = [self.account(x) for x in self.outcomes if x.kind == "points"]
        unused = {x for names in self.listed_params.values() for x in names} - self.used_params
        for _, lines in self.profiles:
            lines[:] = [line for line in lines if not unused & set(line.split()[:1])]
        profiles = [
            f"profile {name}\n" + "\n".join(f"  {line}" for line in lines) for name, lines in self.profiles if lines
        ]
        params = [x for x in params if not unused & set(x.split()[1:2])]
        statements += [*params, *profiles, *outcomes, *accounts, *ladders, *defines, *offers, *classes, *rules]
        return Policy(tuple(statements), self.as_of)

    def named_in_both(self) -> list[str]:
        """Tasks and groups with a name in each language; where they are not declared, each name is one of its own."""
        found = []
        for word, things in (("tasks", TASKS), ("groups", GROUPS)):
            is_declared = self.chance(0.7)
            self.open_names[word] = [thing[: 2 if is_declared else 1] for thing in things]
            found += [f"{word} {', '.join(map(' '.join, things))}"] if is_declared else []
        return found

    def task(self) -> str:
        """A task by one of its names."""
        return self.pick(self.pick(self.open_names["tasks"]))

    def record(self) -> str:
        rows = [["id", self.pick(["key", "key", "key row number"]), ""]]
        kinds = ["m", "m", "u", "y", "w", "w", "n", "r", "d", "t", "t", "b", "b", "e", "g", "s", "s"]
        wanted = ["m", "w", "t", "b", *self.random.sample(kinds, k=min(len(kinds), 3 + 4 * self.size))]
        for i, kind in enumerate(wanted):
            name, of, text = f"{kind}{i}", *self.field_type(kind, f"{kind}{i}")
            made = replace(of, text=name)
            missing = self.pick(["unknown", "unknown", "unknown", "", "required", "as"])
            if missing == "as":
                missing = f"as {literal(made.type, kept(self.inside(made), text))}"
            rows.append([name, text, missing])
            self.add_name(made)
            if kind in "mwtb" and self.chance(0.3):
                self.add_name(made)  # looked at more often than others
        lines = [f"  | {' | '.join(row)} |" for row in (["name", "type", "missing"], *rows)]
        self.names.setdefault(Text(), []).append(Readable(0, Made("id", Text())))
        lines += [f"  assume {self.make(Bool(), 2, 1).text}" for _ in range(self.pick([0, 0, 1, 2]))]
        return "customer client\n" + "\n".join(lines)

    def field_type(self, kind: str, name: str) -> tuple[Made, str]:
        """A type as the record writes it."""
        match kind:
            case "m" | "u" | "y":
                of = {"m": CNY, "u": USD, "y": JPY}[kind]
                unit = 10**of.digits
                low, high = self.bounds(unit, 10**15 * unit)
                written = "" if of == CNY else f" in {of.currency}"
                return self.amount_field(of, f"money{written}", low, high, 1, places=0)
            case "w":
                low, high = self.bounds(1, 10**12)
                return self.amount_field(Num(), "whole", low, high, 1, places=0)
            case "n":
                places = self.pick([None, 0, 1, 2, 4, 6 if self.narrow else 12])
                kept = 4 if places is None else places
                low, high = self.bounds(10**kept, 10 ** (12 + kept))
                written = "" if places is None else f" {places} places"
                return self.amount_field(Num(), f"number{written}", low, high, 10**kept, places=kept)
            case "r":
                low, high = self.pick([(0, 10**6), (0, 360_000), (-500_000, 500_000), (None, None), (1, 10**6)])
                if low is None:
                    return self.amount_field(Num(percent=True), "percent", None, None, 10**6, places=6, widest=10**9)
                return self.amount_field(Num(percent=True), "percent", low, high, 10**6, places=6)
            case "d":
                low, high = self.pick([(0, 3650), (-30, 30), (None, None), (1, 7), (0, 100_000)])
                return self.amount_field(Days(), "days", low, high, 1, places=0, widest=100_000)
            case "t":
                return Made(name, Date(), bits=(23, 1)), "date"
            case "b":
                return Made(name, Bool()), "yes/no"
            case "s":
                return Made(name, Text()), "text"
            case _:
                values = self.pick(self.random_lists)
                sign = " < " if kind == "g" else ", "
                return Made(name, Listed(name, values, kind == "g")), f"one of {sign.join(values)}"

    def bounds(self, unit: int, widest: int) -> tuple[int | None, int | None]:
        """From a single value to the default."""
        if self.chance(0.1 if self.narrow else 0.5):
            return None, None
        return self.pick([
            (0, 3 * unit), (0, 10**6 * unit), (0, 10**8 * unit), (0, 10**6 * unit), (0, 120),
            (-100 * unit, 100 * unit), (1, 1000 * unit), (-7, self.pick([-7, -1])), (0, 10**10 * unit),
            (-(10**6) * unit, 0), (0, widest),
        ])  # fmt: skip

    def amount_field(
        self,
        of: Type,
        word: str,
        low: int | None,
        high: int | None,
        scale: int,
        *,
        places: int,
        widest: int | None = None,
    ) -> tuple[Made, str]:
        exact = [None if x is None else Fraction(x, scale) for x in (low, high)]
        written = "" if low is None else f" from {literal(of, exact[0])} to {literal(of, exact[1])}"
        if low is None or high is None:
            largest = widest or (10**15 * 10**of.digits if isinstance(of, Money) else 10**12 * scale)
            exact = [Fraction(-largest, scale), Fraction(largest, scale)]
        most = max(abs(x * scale) for x in exact)
        whole = isinstance(of, Money | Days) or word == "whole"
        return Made("", of, *exact, whole, (int(most).bit_length() + 1, scale.bit_length())), word + written

    def inside(self, made: Made) -> Value:
        """A value that a field may have."""
        if made.low is None or made.high is None:
            return self.value(made.type)
        places = 0 if made.whole else 2
        low, high = -(-made.low * 10**places // 1), made.high * 10**places // 1
        found = Fraction(self.random.randint(int(low), int(high)), 10**places) if low <= high else made.low
        return found if found.denominator != 1 else found.numerator

    def made_params(self) -> list[str]:
        kinds: list[Type] = [CNY, USD, Num(), Num(percent=True), Days(), Months(), Date(), Bool(), Text()]
        kinds += [Listed("", values) for values in self.random_lists]
        if self.chance(0.6):
            self.profiles = [("A", []), ("B", [])][: self.random.randint(1, 2)]
        return [self.param(f"p{i}", self.pick(kinds)) for i in range(self.many(2))]

    def param(self, name: str, of: Type, values: list[Value] | None = None) -> str:
        """A parameter with values by period and profile; those given, or any."""

        def another() -> Value:
            return self.value(of) if values is None else self.pick(values)

        found = [another() for _ in range(self.pick([1, 1, 2, 3]))]
        if len(found) == 1:
            text = f"param {name} = {literal(of, found[0])}"
        else:
            starts = sorted({self.as_of, self.near(1), self.near(40)} - {date.min})[: len(found) - 1]
            found = found[: len(starts) + 1]
            lines = []
            for value, (start, after) in zip(found, pairwise([None, *starts, None]), strict=True):
                begin = f" from {start}" if start else ""
                end = f" until {after - timedelta(days=1)}" if after else ""
                lines.append(f"  = {literal(of, value)}{begin}{end}")
            text = f"param {name}\n" + "\n".join(lines)
        for _, lines in self.profiles:
            if self.chance(0.4):
                found.append(another())
                lines.append(f"{name} = {literal(of, found[-1])}")
        self.params[name] = of
        made = [constant(of, value) for value in found]
        low = min((x.low for x in made if x.low is not None), default=None)
        high = max((x.high for x in made if x.high is not None), default=None)
        bits = (max(x.bits[0] for x in made), max(x.bits[1] for x in made))
        if isinstance(
            of, Listed
        ):  # its type is settled by what it is first used beside, so it may be used nowhere else
            self.listed_params.setdefault(of.values, []).append(name)
            return text
        self.add_name(Made(name, of, low, high, all(x.whole for x in made), bits))
        return text

    def near(self, days: int) -> date:
        moved = self.as_of.toordinal() + self.random.randint(-days, days)
        return date.fromordinal(min(max(moved, 2), date.max.toordinal()))

    def period(self) -> list[str]:
        """The period of a rule or offer, seldom one that begins or ends on the very day."""
        if self.chance(0.75):
            return []
        start, end = sorted((self.near(2), self.near(30)))
        return [self.pick([f"from {start}", f"until {end}", f"from {start} until {end}"])]

    def declared_outcomes(self) -> list[str]:
        """Ladders, classes, accounts and choices, in the order in which they may read each other."""
        kinds = ["class", *self.random.choices(["class", "class", "ladder", "points", "choice"], k=1 + self.many(2))]
        self.random.shuffle(kinds)
        statements = []
        for i, kind in enumerate(kinds, start=1):
            name = f"{ {'class': 'c', 'ladder': 'l', 'points': 'q', 'choice': 'h'}[kind] }{i}"
            values: tuple[str, ...] = ()
            match kind:
                case "ladder":
                    shared = self.chance(0.3)
                    values = (
                        self.pick(self.random_lists)
                        if shared
                        else tuple(f"x{i}{j}" for j in range(self.random.randint(1, 5)))
                    )
                    of: Type = Listed(name, values, ordered=True)
                case "choice":
                    values = (
                        self.pick(self.random_lists)
                        if self.chance(0.3)
                        else tuple(f"z{i}{j}" for j in range(self.random.randint(1, 4)))
                    )
                    of = Listed(name, values)
                    statements.append(f"choice {name} one of {', '.join(values)}")
                case "points":
                    of = Num()
                case _:
                    of = Bool()
            self.outcomes.append(Outcome(kind, name, i, values))
            self.add_name(Made(name, of, whole=True, bits=(30, 1)), i)
        return statements

    def account(self, outcome: Outcome) -> str:
        low, high = outcome.total
        if self.chance(0.5):
            return f"points {outcome.name} from {low} to {high}"
        return f"points {outcome.name}"

    def ladder(self, outcome: Outcome) -> str:
        """A ladder by something, or without a measure."""
        if self.chance(0.25) or len(outcome.values) == 1:
            return f"tiers {outcome.name}\n" + "\n".join(f"  {rung}" for rung in outcome.values)
        of = self.pick([CNY, CNY, USD, Num(), Days(), Date()])
        measure = self.pair(of, 2, outcome.stratum, literals=1) or (self.leaf(of, outcome.stratum),)
        lines = sorted({self.value(measure[0].type, measure[0]) for _ in range(60)})
        of = measure[0].type
        if self.narrow:
            lines = [x for x in lines if sum(sum_bits(measure[0], constant(of, x))) <= WIDEST]
        if len(lines) < len(outcome.values):
            first = date(2026, 1, 1) if isinstance(of, Date) else 0
            lines = [first + (timedelta(days=i) if isinstance(of, Date) else i) for i in range(9)]
        chosen = sorted(self.random.sample(lines, k=len(outcome.values) - 1))
        text = [f"tiers {outcome.name} by {measure[0].text}", f"  {outcome.values[0]}"]
        params = []
        for i, rung in enumerate(outcome.values[1:]):
            line = literal(of, chosen[i])
            if self.chance(0.3):
                above = chosen[i + 1] if i + 1 < len(chosen) else None
                values = [x for x in lines if chosen[i] <= x and (above is None or x < above)]
                line = f"line_{outcome.name}_{i}"
                params.append(self.param(line, of, values))
            text.append(f"  {rung} from {line}")
        return "\n".join([*params, *text])

    def define(self, i: int) -> str:
        of = self.pick([self.kind(), Bool(), CNY, Num(), Date()])
        self.read = 0
        made = None
        for _ in range(5):
            made = self.make(of, 3, self.pick([0.5, 3, 5, inf]))
            if isinstance(of, Money):
                made = self.whole(made)
            if isinstance(of, Money | Num):
                made = self.between(made, -(10**12), 10**12) if self.chance(0.5) or made.whole else made
            if not self.narrow or sum(made.bits) <= WIDEST:
                break
        if isinstance(of, Listed) and is_name(made) and made.text in of.values:
            made = Made("yes", Bool())
        text = f"define f{i} = {made.text}"
        self.add_name(replace(made, text=f"f{i}"), self.read)
        return text

    def offer(self, name: str) -> str:
        lines = [f"offer {name}"]
        if self.chance(0.7):
            lines.append(f"  priority {self.random.choice([0, 1, 2, 2, 5, 90, -3])}")
        if self.chance(0.6):
            groups = self.open_names["groups"]
            group = self.pick([*groups, groups[0]])
            self.groups.add(group)
            lines.append(f"  group {self.pick(group)}")
        if self.chance(0.5):
            lines.append(f"  via {', '.join(self.some(CHANNELS, 3))}")
        lines += [f"  {line}" for line in self.period()]
        if self.chance(0.3):
            lines.append(f"  if {self.make(Bool(), 2, inf).text}")
        lines += self.because(word="say", share=0.6)
        self.offers.append(name)
        return "\n".join(lines)

    def class_(self, outcome: Outcome) -> str:
        cases = [self.make(Bool(), 3, outcome.stratum).text for _ in range(self.pick([0, 1, 1, 1, 2, 3]))]
        if len(cases) == 1 and self.chance(0.5):
            return f"class {outcome.name} if {cases[0]}"
        lines = [line for case in cases for line in (f"  if {case}", *self.because(share=0.1))]
        return "\n".join([f"class {outcome.name}", *lines])

    def probe(self, i: int) -> str:
        """A class of a single comparison, so that nothing hides what comes of it."""
        ways = [
            self.compared, self.compared, self.compared, self.compared, self.ranged, self.listed_in, self.window,
            self.text_test, self.step, self.step, self.product, self.best,
        ]  # fmt: skip
        return f"class probe{i} if {self.pick(ways)(self.pick([1, 2, 3]), inf)}"

    # --- texts ---

    def text(self, *, filters: bool = True) -> str:
        """A text with slots, some of which may have no value."""
        parts = []
        for _ in range(self.random.randint(1, 3)):
            named = self.named(self.pick([CNY, USD, JPY, Num(), Days(), Date(), Text(), Bool(), *self.lists()]), inf)
            if named is None or self.chance(0.2):
                parts.append(self.pick(["您好，", "a|b", "100%", " "]) if filters else "您好")
            elif isinstance(named.type, Bool) and self.chance(0.7):
                inner = self.text(filters=filters) if self.chance(0.6) else "有"
                parts.append(f"{{% if {named.text} %}}{inner}{{% else %}}无{{% endif %}}")
            else:
                used = f" | {self.pick(FILTERS.get(type(named.type), ['masked']))}"
                parts.append(f"{{{{ {named.text}{used if filters and self.chance(0.5) else ''} }}}}")
        return "".join(parts)

    def lists(self) -> list[Type]:
        return [Listed("", values) for values in self.names if isinstance(values, tuple)]

    def because(self, *, share: float = 0.3, word: str = "because") -> list[str]:
        return [f'  {word} "{self.text()}"'] if self.chance(share) else []

    # --- rules ---

    def effect(self, free: set[str]) -> tuple[str, float, Callable[[], str]]:
        """An outcome: what it is of, the stratum what it reads must stay below, and how it is written."""
        outcome = self.pick(self.outcomes)
        if self.chance(0.45) and outcome.name in free:
            match outcome.kind:
                case "class":
                    return outcome.name, outcome.stratum, lambda: f"class {outcome.name}"
                case "ladder":
                    return outcome.name, outcome.stratum, lambda: f"tier {outcome.name} {self.pick(outcome.values)}"
                case "choice":
                    return outcome.name, outcome.stratum, lambda: f"{outcome.name} is {self.pick(outcome.values)}"
                case _:
                    return outcome.name, outcome.stratum, lambda: f"add {self.added(outcome)} to {outcome.name}"
        way = self.random.randrange(10)
        if way <= 5:
            via = f" via {', '.join(self.some(CHANNELS, 2))}" if self.chance(0.4) else ""
            priority = f" priority {self.random.choice([0, 2, 3, 50, 95, -1])}" if self.chance(0.4) else ""
            return "offer", inf, lambda: f"offer {', '.join(self.some(self.offers, 2))}{via}{priority}"
        if way <= 8:
            role = f" by {self.pick(ROLES)}" if self.chance(0.6) else ""
            way = f" via {self.pick(CHANNELS)}" if self.chance(0.4) else ""
            return "task", inf, lambda: f"task {self.task()}{role}{way}{self.due()}"
        return "exclude", inf, lambda: f"exclude from {self.scope()}"

    def due(self) -> str:
        way = self.random.randrange(6)
        if way <= 1:
            return ""
        if way <= 3:
            of = self.pick([Days(), Months()])
            length = constant(of, abs(self.value(of))) if self.chance(0.6) else self.whole(self.make(of, 2, inf))
            return f" within {length.text}"
        return f" on {self.make(Date(), 2, inf).text}"

    def limit(self) -> str:
        """A cell of a column `within`: a length of time, or the day itself."""
        return literal(Days(), abs(self.value(Days()))) if self.chance(0.7) else self.make(Date(), 2, inf).text

    def added(self, outcome: Outcome) -> str:
        """Points to add: a constant or an amount, whole and in bounds."""
        way = self.random.randrange(8)
        if way <= 3:
            low = high = self.pick([0, 1, 5, 10, 10, 30, 100, -5, 1000, 40_000])
            text = str(low)
        else:
            made = self.make(Num(), 2, outcome.stratum)
            if way <= 5:
                made = quotient(made, constant(Num(), self.pick([2, 4, Fraction("0.5")])), Num())
            made = self.whole(made)
            made = self.between(made, -self.pick([0, 100, 10**6]), self.pick([10, 500, 10**9]))
            low, high, text = int(made.low), int(made.high), made.text
        outcome.total[0] += min(low, 0)
        outcome.total[1] += max(high, 0)
        return text

    def scope(self) -> str:
        way = self.random.randrange(8)
        if way == 0:
            return "all offers"
        if way <= 2:
            return f"offer {', '.join(self.some(self.offers, 2))}"
        if way <= 4 and self.groups:
            return f"group {', '.join(map(self.pick, self.some(sorted(self.groups), 2)))}"
        return f"channel {', '.join(self.some(CHANNELS, 2))}"

    def rule(self, i: int) -> str:
        effects = [self.effect({x.name for x in self.outcomes}) for _ in range(self.pick([1, 1, 2, 3]))]
        below = min(stratum for _, stratum, _ in effects)
        written = " and ".join(write() for _, _, write in effects)
        head = f"rule R{i}\n  " if self.chance(0.7) else ""
        when = f"if {self.make(Bool(), 4, below).text} " if self.chance(0.93) else ""
        then = "" if head and not when and self.chance(0.7) else "then "
        return "\n".join([f"{head}{when}{then}{written}", *self.because(), *(f"  {line}" for line in self.period())])

    def exclusion(self) -> str:
        condition = self.make(Bool(), 3, inf).text
        return "\n".join([f"exclude from {self.scope()} if {condition}", *(f"  {x}" for x in self.period())])

    def never(self) -> str:
        items = []
        for _ in range(self.pick([1, 2, 2, 3])):
            way = self.random.randrange(4)
            outcome = self.pick(self.outcomes)
            if way == 0:
                items.append(self.ended_with())
            elif way == 1 and outcome.kind == "class":
                items.append(f"class {outcome.name}")
            elif way <= 2 and outcome.kind == "ladder":
                items.append(f"tier {outcome.name} {self.pick(outcome.values)}")
            else:
                items.append(self.make(Bool(), 2, inf).text)
        promise = f"never {' and '.join(items)}"
        return f"{promise} if {self.make(Bool(), 2, inf).text}" if self.chance(0.3) else promise

    def ended_with(self) -> str:
        """An offer or a task, or any, in a ``never``."""
        if self.chance(0.3):
            task = f"task {self.task()}" if self.chance(0.5) else "any task"
            role = f" by {self.pick(ROLES)}" if self.chance(0.3) else ""
            return task + role + (f" via {self.pick(CHANNELS)}" if self.chance(0.4) else "")
        offer = f"offer {self.pick(self.offers)}"
        if self.chance(0.5):
            of_group = (
                f" of group {self.pick(self.pick(sorted(self.groups)))}" if self.groups and self.chance(0.5) else ""
            )
            offer = f"any offer{of_group}"
        return offer + (f" via {self.pick(CHANNELS)}" if self.chance(0.4) else "")

    # --- tables ---

    def table(self, i: int) -> str:
        hit = self.pick(["collect", "first", "first", "unique"])
        taken = self.random.sample(self.outcomes, k=min(2, len(self.outcomes)))
        if hit == "first":  # a choice it decides has no other source
            taken = [x for x in taken if x.kind != "choice"]
        below = min([x.stratum for x in taken], default=inf)
        outputs: list[tuple[str, Callable[[], str]]] = [self.output(x) for x in taken]
        classes = [x.name for x in taken if x.kind == "class"]
        outputs = [x for x in outputs if x[0] != "class"]
        if classes:
            outputs.append(("class", lambda: ", ".join(self.some(classes, 2))))
        if not outputs or self.chance(0.5):
            outputs.append(("offer", lambda: ", ".join(self.some(self.offers, 2))))
            if self.chance(0.4):
                outputs.append(("via", lambda: ", ".join(self.some(CHANNELS, 2))))
            if self.chance(0.4):
                outputs.append(("priority", lambda: str(self.pick([0, 1, 2, 50]))))
        if self.chance(0.3):
            outputs.append(("task", self.task))
            if self.chance(0.5):
                outputs.append(("by", lambda: ", ".join(self.some(ROLES, 2))))
            if self.chance(0.5):
                outputs.append(("within", self.limit))
        self.random.shuffle(outputs)
        inputs = [self.input(below) for _ in range(self.random.randint(1, 3))]
        if hit == "unique":
            inputs[0] = ("if", lambda: self.make(Bool(), 2, below).text)
        if self.chance(0.2):
            outputs.append(("because", lambda: f'"{self.text(filters=False)}"'))
        lines = [f"table T{i} {hit}", *self.because(share=0.2), *(f"  {line}" for line in self.period())]
        lines.append(f"  | {' | '.join(name for name, _ in inputs)} => {' | '.join(name for name, _ in outputs)} |")
        for _ in range(self.random.randint(1, 2 + self.size)):
            cells = ["-" if self.chance(0.2) and hit != "unique" else cell() for _, cell in inputs]
            results = ["-" if self.chance(0.15) else cell() for _, cell in outputs]
            lines.append(f"  | {' | '.join(cells)} => {' | '.join(results)} |")
        return "\n".join(lines)

    def output(self, outcome: Outcome) -> tuple[str, Callable[[], str]]:
        match outcome.kind:
            case "class":
                return "class", lambda: outcome.name
            case "points":
                return outcome.name, lambda: self.added(outcome)
            case _:
                return outcome.name, lambda: self.pick(outcome.values)

    def input(self, below: float) -> tuple[str, Callable[[], str]]:
        """A column to test, and its cells."""
        classes = [x.name for x in self.outcomes if x.kind == "class" and x.stratum < below]
        if self.chance(0.2):
            return "if", lambda: self.make(Bool(), 2, below).text
        if classes and self.chance(0.2):
            return "class", lambda: ", ".join(self.pick(["", "not "]) + x for x in self.some(classes, 2))
        of = self.kind()
        pair = self.pair(of, 2, below)
        if pair is None:
            return "if", lambda: self.make(Bool(), 2, below).text
        return pair[0].text, lambda: self.test(pair[0])

    def test(self, of: Made) -> str:
        def value() -> str:
            return literal(of.type, self.value(of.type, of))

        ordered = not isinstance(of.type, Text | Bool | Listed) or (isinstance(of.type, Listed) and of.type.ordered)
        way = self.random.randrange(8)
        if way == 0:
            return self.pick(["missing", "known"])
        if way == 1:
            return f"not {value()}"
        if way <= 3 and ordered:
            return f"{self.pick(['>=', '>', '<', '<='])} {value()}"
        if way == 4 and ordered:
            return f"from {value()} {self.pick(['to', 'below'])} {value()}"
        return ", ".join(value() for _ in range(self.pick([1, 1, 2, 3])))
