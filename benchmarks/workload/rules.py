"""One abstract list of rules, from which the policy and every peer's program are made."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from random import Random
from typing import Literal

from benchmarks.workload.columns import (
    AS_OF,
    ASSETS,
    CLASSES,
    COLUMNS,
    DATES,
    FLAGS,
    HOUSE_NUMBERS,
    LISTED,
    MONEY,
    OFFERS,
    TIER_LINES,
    WAN,
    days,
)

Op = Literal[">=", ">", "<", "<="]


@dataclass(frozen=True, slots=True)
class Compare:
    """A column against a number: fen, a count, or a day since 1970."""

    column: str
    op: Op
    value: int


@dataclass(frozen=True, slots=True)
class Ratio:
    """left > times * right."""

    left: str
    times: int
    right: str


@dataclass(frozen=True, slots=True)
class Assets:
    """The sum of what a customer holds, missing as 0, against an amount in fen."""

    op: Op
    value: int


@dataclass(frozen=True, slots=True)
class Among:
    """A listed value is one of some."""

    column: str
    values: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Window:
    """A date is within the last (below 0) or next so many days, today and both ends included."""

    column: str
    length: int


@dataclass(frozen=True, slots=True)
class Birthday:
    """The birthday comes within so many days from today; all these days are in one year, none is 29 February."""

    length: int


@dataclass(frozen=True, slots=True)
class Adult:
    """So many years have passed since the birthday."""

    years: int


@dataclass(frozen=True, slots=True)
class MonthDay:
    """The birthday is from one day of the year to another, each written as 100 * month + day."""

    first: int
    last: int


@dataclass(frozen=True, slots=True)
class Missing:
    """A column has no value."""

    column: str


@dataclass(frozen=True, slots=True)
class Flag:
    """A yes/no column is yes."""

    column: str


@dataclass(frozen=True, slots=True)
class Not:
    """Unknown stays unknown."""

    operand: Condition


@dataclass(frozen=True, slots=True)
class All:
    """And, after Kleene."""

    items: tuple[Condition, ...]


@dataclass(frozen=True, slots=True)
class Some:
    """Or, after Kleene."""

    items: tuple[Condition, ...]


Atom = Compare | Ratio | Assets | Among | Window | Birthday | Adult | MonthDay | Missing | Flag
Condition = Atom | Not | All | Some


@dataclass(frozen=True, slots=True)
class Rule:
    """If the condition is true, every outcome that is not None happens.

    Attributes:
        tier: at least this place in ``TIERS``.
        member: a place in ``CLASSES``.
        offer: a place in ``OFFERS``.
        points: to add.
    """

    name: str
    condition: Condition
    tier: int | None = None
    member: int | None = None
    offer: int | None = None
    points: int | None = None


def atoms(condition: Condition) -> tuple[Atom, ...]:
    """All atoms in order, some perhaps twice."""
    match condition:
        case Not(operand):
            return atoms(operand)
        case All(items) | Some(items):
            return tuple(atom for item in items for atom in atoms(item))
        case _:
            return (condition,)


def negations_at_atoms(condition: Condition, *, negated: bool = False) -> Condition:
    """The same condition with ``Not`` only around atoms, for engines that must guard every atom against null."""
    match condition:
        case Not(operand):
            return negations_at_atoms(operand, negated=not negated)
        case All(items) | Some(items):
            inner = tuple(negations_at_atoms(item, negated=negated) for item in items)
            return All(inner) if isinstance(condition, All) is not negated else Some(inner)
        case _:
            return Not(condition) if negated else condition


def spelled_out(condition: Condition) -> Condition:
    """The same condition as it must be written where there are no windows, birthdays and ages: with fixed days."""
    today = days(AS_OF)
    match condition:
        case Not(operand):
            return Not(spelled_out(operand))
        case All(items):
            return All(tuple(map(spelled_out, items)))
        case Some(items):
            return Some(tuple(map(spelled_out, items)))
        case Window(column, length):
            first, last = sorted((today, today + length))
            return All((Compare(column, ">=", first), Compare(column, "<=", last)))
        case Adult(years):
            return Compare("birthday", "<=", days(AS_OF.replace(year=AS_OF.year - years)))
        case Birthday(length):
            last_day = AS_OF + timedelta(days=length)
            return MonthDay(100 * AS_OF.month + AS_OF.day, 100 * last_day.month + last_day.day)
        case _:
            return condition


def operands(atom: Atom) -> tuple[str, ...]:
    """The columns that must have a value for the atom to be known."""
    match atom:
        case Compare(column) | Among(column) | Window(column) | Flag(column):
            return (column,)
        case Ratio(left, _, right):
            return (left, right)
        case Birthday() | Adult() | MonthDay():
            return ("birthday",)
        case Assets() | Missing():
            return ()


def columns_read(rules: tuple[Rule, ...]) -> tuple[str, ...]:
    """The columns that deciding reads."""
    read = set(ASSETS)
    for rule in rules:
        for atom in atoms(rule.condition):
            read |= {atom.column} if isinstance(atom, Missing) else set(operands(atom))
    return tuple(column for column in COLUMNS if column in read)


def make_rules(count: int) -> tuple[Rule, ...]:
    """The same rules for the same count."""
    maker = _RuleMaker(count)
    return tuple(maker.rule(i) for i in range(count))


class _RuleMaker:
    """Four atoms a rule; four of five atoms use house numbers, so that rules share them."""

    def __init__(self, seed: int) -> None:
        self._random = Random(seed)  # noqa: S311 - made-up rules

    def rule(self, number: int) -> Rule:
        random, name = self._random, f"r{number:04d}"
        size = random.choices((2, 3, 4, 5, 6), (10, 25, 35, 20, 10))[0]
        found: list[Condition] = []
        while len(found) < size:
            atom = self._atom(shared=random.random() < 0.8)
            if atom not in found:
                found.append(atom)
        condition = self._joined(found)
        strict = isinstance(condition, All) and not any(isinstance(x, Some) for x in condition.items)
        lifts = strict and size > 3 and random.random() < 0.3
        rule = Rule(
            name,
            condition,
            tier=random.choices((1, 2, 3, 4), (8, 6, 3, 1))[0] if lifts else None,
            member=random.randrange(len(CLASSES)) if random.random() < 0.5 else None,
            offer=random.randrange(len(OFFERS)) if random.random() < 0.45 else None,
            points=random.choice((-20, -10, -5, 5, 5, 10, 10, 15, 20, 30)) if random.random() < 0.6 else None,
        )
        if rule == Rule(name, condition):
            return Rule(name, condition, points=5)
        return rule

    def _joined(self, found: list[Condition]) -> Condition:
        *first, last, final = found
        shape = self._random.random()
        if len(first) and shape < 0.30:
            return All((*first, Some((last, final))))
        if len(first) and shape < 0.36:
            return All((*first, Not(All((last, final)))))
        if len(first) and shape < 0.39:
            return Some((All((*first, last)), final))
        return All(tuple(found))

    def _atom(self, *, shared: bool) -> Condition:
        random = self._random
        make = random.choices(
            (self._compare, self._ratio, self._assets, self._among, self._date, self._missing, self._flag),
            (36, 8, 7, 18, 12, 5, 14),
        )[0]
        return make(shared=shared)

    def _compare(self, *, shared: bool) -> Condition:
        random = self._random
        column = random.choice((*HOUSE_NUMBERS, "deposit", "deposit", "age"))
        value = random.choice(HOUSE_NUMBERS[column])
        if not shared:
            value += random.randint(1, 999) * 1_000 if column in MONEY else random.randint(1, 4)
        ops: tuple[Op, ...] = (">=", ">=", ">=", ">", "<") if column in MONEY else (">=", ">", "<", "<=")
        return Compare(column, random.choice(ops), value)

    def _ratio(self, *, shared: bool) -> Condition:
        random = self._random
        pairs = (("loan", "deposit"), ("card_spend", "salary"), ("wealth", "deposit"), ("fund", "wealth"))
        left, right = random.choice(pairs)
        return Ratio(left, random.choice((1, 2, 3)) if shared else random.randint(4, 12), right)

    def _assets(self, *, shared: bool) -> Condition:
        random = self._random
        value = random.choice((20, 50, 100, 600)) if shared else random.randint(5, 700)
        return Assets(random.choice((">=", "<")), value * WAN)

    def _among(self, *, shared: bool) -> Condition:
        random = self._random
        if shared:
            usual = (
                ("risk", ("R3", "R4", "R5")),
                ("risk", ("R1", "R2")),
                ("risk", ("R1",)),
                ("occupation", LISTED["occupation"][:4]),
                ("occupation", ("个体户", "企业主")),
                ("occupation", ("学生",)),
                ("industry", ("制造", "建筑", "房地产")),
                ("branch", LISTED["branch"][:20]),
            )
            column, values = random.choice(usual)
        else:
            column = random.choice(("occupation", "industry", "branch"))
            size = random.randint(3, 25) if column == "branch" else random.randint(1, 5)
            values = tuple(sorted(random.sample(LISTED[column], size)))
        atom = Among(column, values)
        return Not(atom) if random.random() < 0.2 else atom

    def _date(self, *, shared: bool) -> Condition:
        random, today = self._random, days(AS_OF)
        kind = random.choice(("contact", "opened", "window", "matures", "birthday", "adult"))
        match kind:
            case "contact":
                ago = random.choice((30, 90, 180, 365)) if shared else random.randint(10, 700)
                return Compare("last_contact", random.choice(("<", ">=")), today - ago)
            case "opened":
                ago = 365 * random.choice((1, 3, 5, 10)) if shared else random.randint(10, 4_000)
                return Compare("opened", random.choice(("<", ">=")), today - ago)
            case "window":
                return Window("last_contact", -(random.choice((30, 90, 180)) if shared else random.randint(7, 300)))
            case "matures":
                return Window("wealth_matures", random.choice((7, 30, 60, 90)) if shared else random.randint(5, 300))
            case "birthday":
                return Birthday(random.choice((3, 7, 15)) if shared else random.randint(1, 60))
            case _:
                return Adult(random.choice((18, 45, 60)) if shared else random.randint(18, 75))

    def _missing(self, *, shared: bool) -> Condition:
        del shared
        atom = Missing(self._random.choice(("loan", "wealth", "wealth_matures", "salary", "last_contact")))
        return Not(atom) if self._random.random() < 0.5 else atom

    def _flag(self, *, shared: bool) -> Condition:
        del shared
        atom = Flag(self._random.choice(FLAGS))
        return Not(atom) if self._random.random() < 0.4 else atom


def ladder() -> tuple[Rule, ...]:
    """The lines of the tiers as rules, for engines that know no ladders."""
    lines = enumerate(TIER_LINES, start=1)
    return tuple(Rule(f"line{place}", Assets(">=", line), tier=place) for place, line in lines)


def effects(rules: tuple[Rule, ...], kind: Literal["tier", "member", "offer", "points"]) -> dict[int, list[Rule]]:
    """Of each tier, class, offer or number of points that rules give, the rules that do."""
    found: dict[int, list[Rule]] = {}
    for rule in rules:
        place = getattr(rule, kind)
        if place is not None:
            found.setdefault(place, []).append(rule)
    return dict(sorted(found.items()))


def is_date(column: str) -> bool:
    """Whether numbers compared with the column are days."""
    return column in DATES
