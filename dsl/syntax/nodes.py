"""The abstract syntax of a policy: what was written, before names and types are known.

Nodes are immutable and compare by content; their place in the source is outside equality, so the same
sentence written twice is equal. Nothing from here on knows the parser library.
"""

from __future__ import annotations

from dataclasses import field
from datetime import date
from typing import Literal

from dsl.lean import dataclass
from dsl.source import NOWHERE, Span
from dsl.syntax.units import NO_UNIT, Unit
from dsl.syntax.vocabulary import Lang


@dataclass(frozen=True, slots=True, kw_only=True)
class Node:
    """What every node has: its place."""

    span: Span = field(default=NOWHERE, compare=False, repr=False)


# --- names and values ------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Name(Node):
    """A name in use; ``owner`` is the policy it is qualified with, if any."""

    text: str
    owner: str | None = None


@dataclass(frozen=True, slots=True)
class Declared(Node):
    """A name being declared, with its further names."""

    text: str
    further: tuple[str, ...] = ()

    @property
    def all(self) -> tuple[str, ...]:
        """The name and its further names."""
        return (self.text, *self.further)


@dataclass(frozen=True, slots=True)
class Number(Node):
    """Digits (without underscores) and a unit."""

    digits: str
    unit: Unit = NO_UNIT


@dataclass(frozen=True, slots=True)
class Day(Node):
    """A date literal."""

    value: date


@dataclass(frozen=True, slots=True)
class Text(Node):
    """A text in quotes."""

    value: str


@dataclass(frozen=True, slots=True)
class Truth(Node):
    """yes or no."""

    value: bool


@dataclass(frozen=True, slots=True)
class Today(Node):
    """The as-of date of the run."""


@dataclass(frozen=True, slots=True)
class TheTier(Node):
    """``tier`` as a value: the one ladder of the policy."""


# --- expressions -----------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Arithmetic(Node):
    """``left op right``.

    Attributes:
        in_words: whether it is a day moved in words, ``3 months before left`` or 到期日 前 3个月; a matter of spelling,
            like the place.
    """

    op: Literal["+", "-", "*", "/"]
    left: Expr
    right: Expr
    in_words: bool = field(default=False, compare=False)


@dataclass(frozen=True, slots=True)
class Negative(Node):
    """``-operand``."""

    operand: Expr


@dataclass(frozen=True, slots=True)
class Times(Node):
    """``3x operand``."""

    factor: Number
    operand: Expr


@dataclass(frozen=True, slots=True)
class Part(Node):
    """``30% of operand``."""

    share: Number
    operand: Expr


@dataclass(frozen=True, slots=True)
class Since(Node):
    """``days since operand``: whole days, months or years passed until the as-of date."""

    unit: Literal["days", "months", "years"]
    operand: Expr


@dataclass(frozen=True, slots=True)
class Anniversary(Node):
    """``operand anniversary``: its first anniversary on or after the as-of date."""

    operand: Expr


@dataclass(frozen=True, slots=True)
class Default(Node):
    """``operand default fallback``: the fallback where the operand is missing."""

    operand: Expr
    fallback: Expr


@dataclass(frozen=True, slots=True)
class Extreme(Node):
    """``min(a, b)`` or ``max(a, b)``."""

    which: Literal["min", "max"]
    operands: tuple[Expr, ...]


RoundMode = Literal["down", "up", "half"]


@dataclass(frozen=True, slots=True)
class Round(Node):
    """``operand rounded down to 1万``; half rounds away from zero."""

    mode: RoundMode
    operand: Expr
    step: Number


CompareOp = Literal["<", "<=", ">", ">=", "=", "!="]


@dataclass(frozen=True, slots=True)
class Compare(Node):
    """``left op right``."""

    op: CompareOp
    left: Expr
    right: Expr


@dataclass(frozen=True, slots=True)
class Is(Node):
    """``left is right``, ``left is not right``."""

    left: Expr
    right: Expr
    negated: bool = False


@dataclass(frozen=True, slots=True)
class IsMissing(Node):
    """``operand is missing``; negated: ``is known``."""

    operand: Expr
    negated: bool = False


@dataclass(frozen=True, slots=True)
class InList(Node):
    """``operand in (a, b)``."""

    operand: Expr
    items: tuple[Expr, ...]
    negated: bool = False


@dataclass(frozen=True, slots=True)
class TextTest(Node):
    """``operand contains "x"``, ``operand starts with "x"``."""

    which: Literal["contains", "starts"]
    operand: Expr
    text: Text


@dataclass(frozen=True, slots=True)
class Window(Node):
    """``operand is within the last 30 days`` is [today - 30 days, today]; ``next`` is [today, today + …]."""

    operand: Expr
    which: Literal["last", "next"]
    length: Expr


Elapsing = Literal[">=", "<", ">", "<="]


@dataclass(frozen=True, slots=True)
class Elapsed(Node):
    """How long ago a day was: ``operand at least 10 years ago``, 开户日 满 10年; years and months count when full.

    In Chinese a number of days is compared in the same words (闲置天数 不满 30天), so there it takes types to know.

    Attributes:
        op: at least, less than, more than, at most.
        operand: the day.
        length: of time.
        of_a_day: whether the operand can only be a day; a matter of spelling, like the place.
    """

    op: Elapsing
    operand: Expr
    length: Expr
    of_a_day: bool = field(default=True, compare=False)


@dataclass(frozen=True, slots=True)
class Between(Node):
    """``operand from low to high`` includes both ends; ``from low below high`` only the first."""

    operand: Expr
    low: Expr
    high: Expr
    closed: bool = True


@dataclass(frozen=True, slots=True)
class Not(Node):
    """``not operand``."""

    operand: Expr


@dataclass(frozen=True, slots=True)
class And(Node):
    """All of the items."""

    items: tuple[Expr, ...]


@dataclass(frozen=True, slots=True)
class Or(Node):
    """Any of the items."""

    items: tuple[Expr, ...]


Expr = (
    Name | Number | Day | Text | Truth | Today | TheTier | Arithmetic | Negative | Times | Part | Since | Anniversary
    | Default | Extreme | Round | Compare | Is | IsMissing | InList | TextTest | Window | Elapsed | Between | Not
    | And | Or
)  # fmt: skip


# --- outcomes --------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Period(Node):
    """From and until, both included; None is open."""

    start: date | None
    end: date | None


@dataclass(frozen=True, slots=True)
class TierAction(Node):
    """``tier 核心``, or ``tier 财富层次 三层`` with the ladder."""

    rung: Name
    ladder: Name | None = None


@dataclass(frozen=True, slots=True)
class ClassAction(Node):
    """``class A, B``."""

    classes: tuple[Name, ...]


@dataclass(frozen=True, slots=True)
class OfferAction(Node):
    """``offer A, B via 电话 priority 95``; via and priority replace the offers' own for this grant."""

    offers: tuple[Name, ...]
    via: tuple[Name, ...] = ()
    priority: Expr | None = None


@dataclass(frozen=True, slots=True)
class PointsAction(Node):
    """``add 10 to 积分``."""

    amount: Expr
    account: Name


@dataclass(frozen=True, slots=True)
class ChoiceAction(Node):
    """``生日礼物 is 儿童玩具``."""

    choice: Name
    value: Name


@dataclass(frozen=True, slots=True)
class TaskAction(Node):
    """``task 上门拜访 by 客户经理 via 面访 within 10 days`` or ``on 到期日``."""

    task: Name
    role: Name | None = None
    within: Expr | None = None
    on: Expr | None = None
    via: Name | None = None


ScopeKind = Literal["all", "offer", "group", "channel"]
ListedKind = Literal["channel", "role", "task", "group"]


@dataclass(frozen=True, slots=True)
class Scope(Node):
    """What an exclusion takes away."""

    kind: ScopeKind
    names: tuple[Name, ...] = ()


@dataclass(frozen=True, slots=True)
class ExcludeAction(Node):
    """``exclude from group 贷款``."""

    scope: Scope


Action = TierAction | ClassAction | OfferAction | PointsAction | ChoiceAction | TaskAction | ExcludeAction


# --- the record ------------------------------------------------------------------------------------------

TypeName = Literal[
    "key", "row_number", "text", "yes_no", "date", "whole", "number", "percent", "money", "days", "one_of", "ordered"
]  # fmt: skip
DayOrMonth = Literal["day", "month"]


@dataclass(frozen=True, slots=True)
class FieldType(Node):
    """The type cell of a field.

    Attributes:
        name: which type.
        currency: of money, where it is not the record's.
        zone: time zone in which a timestamp is cut to a date.
        places: decimal places of a number.
        low, high: bounds, both included.
        values: of a list.
        first: of dates as 31/12/2026, which of the two stands first; None takes no such dates.
        decimal_comma: whether the data write 1.234,5 for 1,234.5.
        rounded: whether data finer than what is kept are rounded, rather than refused.
    """

    name: TypeName
    currency: Name | None = None
    zone: Text | None = None
    places: Number | None = None
    low: Expr | None = None
    high: Expr | None = None
    values: tuple[Declared, ...] = ()
    first: DayOrMonth | None = None
    decimal_comma: bool = False
    rounded: bool = False


MissingKind = Literal["unknown", "required", "as"]


@dataclass(frozen=True, slots=True)
class MissingCell(Node):
    """What an empty cell of the data means."""

    kind: MissingKind
    value: Expr | None = None


@dataclass(frozen=True, slots=True)
class Missing(Node):
    """``missing`` as the value of a cell."""


@dataclass(frozen=True, slots=True)
class FieldDecl(Node):
    """One row of the record table; ``empty`` are further cells of the data that count as empty."""

    name: Declared
    column: str | None
    type: FieldType
    missing: MissingCell | None
    typical: Expr | Missing | None
    empty: tuple[Expr, ...] = ()


# --- tables ----------------------------------------------------------------------------------------------

OutputKind = Literal[
    "offer", "via", "priority", "tier", "class", "task", "role", "due", "because", "name"
]  # fmt: skip


@dataclass(frozen=True, slots=True)
class InputColumn(Node):
    """A column before the arrow: a value that cells test, the classes, or whole conditions."""

    kind: Literal["value", "class", "if"]
    value: Expr | None = None


@dataclass(frozen=True, slots=True)
class OutputColumn(Node):
    """A column behind the arrow; kind ``name`` is a ladder, points or a choice."""

    kind: OutputKind
    name: Name | None = None


@dataclass(frozen=True, slots=True)
class Anything(Node):
    """``-`` before the arrow: any value, known or not; behind it: nothing."""


@dataclass(frozen=True, slots=True)
class CellTest(Node):
    """One alternative of a condition cell; ``op`` is of comparisons, ``low`` may be the length of a window."""

    kind: Literal[
        "is", "not", "compare", "elapsed", "last", "next", "not_last", "not_next", "missing", "known", "between",
        "between_below",
    ]  # fmt: skip
    op: CompareOp | None = None
    low: Expr | None = None
    high: Expr | None = None


@dataclass(frozen=True, slots=True)
class CellTests(Node):
    """Alternatives of a condition cell, any of which will do."""

    tests: tuple[CellTest, ...]


ConditionCell = CellTests | Anything | Expr


@dataclass(frozen=True, slots=True)
class OutputValues(Node):
    """The values of a cell behind the arrow."""

    values: tuple[Expr, ...]


@dataclass(frozen=True, slots=True)
class TableRow(Node):
    """One row of a decision table."""

    conditions: tuple[ConditionCell, ...]
    outputs: tuple[OutputValues | Anything, ...]


# --- tests -----------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Given(Node):
    """A field of the tested customer."""

    field: Name
    value: Expr | Missing


@dataclass(frozen=True, slots=True)
class Unknown(Node):
    """``unknown`` as an expected value."""


@dataclass(frozen=True, slots=True)
class ExpectTier(Node):
    """``tier 核心 from 大额贷款推断``; no rung means the tier is missing."""

    rung: Name | None
    ladder: Name | None = None
    source: Name | None = None


@dataclass(frozen=True, slots=True)
class ExpectOffer(Node):
    """``offer X``, ``no offer X``; without a name: no offers at all."""

    offer: Name | None
    negated: bool = False
    via: Name | None = None
    priority: Expr | None = None
    say: Text | None = None
    source: Name | None = None
    because: Text | None = None


@dataclass(frozen=True, slots=True)
class ExpectClass(Node):
    """``class X``, ``no class X``, ``class X unknown``."""

    name: Name
    truth: Literal["yes", "no", "unknown"] = "yes"


@dataclass(frozen=True, slots=True)
class ExpectTask(Node):
    """``task X by R via C on D because T``, ``no task X``."""

    task: Name
    negated: bool = False
    role: Name | None = None
    via: Name | None = None
    on: Day | None = None
    because: Text | None = None


@dataclass(frozen=True, slots=True)
class ExpectValue(Node):
    """``积分 39``, ``生日礼物 儿童玩具``, ``X missing``, ``X unknown``."""

    name: Name
    value: Expr | Missing | Unknown


Expectation = ExpectTier | ExpectOffer | ExpectClass | ExpectTask | ExpectValue


@dataclass(frozen=True, slots=True)
class TestCase(Node):
    """One row of a test table; cells in the order of the columns, None where the cell is ``-``."""

    given: tuple[Expr | Missing | None, ...]
    expect: tuple[OutputValues | Missing | Unknown | None, ...]


@dataclass(frozen=True, slots=True)
class TestTable(Node):
    """Cases that share everything else of a test."""

    given: tuple[Name, ...]
    expect: tuple[OutputColumn, ...]
    cases: tuple[TestCase, ...]


# --- statements ------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True, kw_only=True)
class Statement(Node):
    """What every statement has besides: the language of its first word."""

    lang: Lang = field(default="en", compare=False)


@dataclass(frozen=True, slots=True)
class PolicyDecl(Statement):
    """``policy 零售分层 "Retail tiering"``."""

    name: Declared
    title: Text | None
    period: Period | None


@dataclass(frozen=True, slots=True)
class UseDecl(Statement):
    """``use record``."""

    targets: tuple[Name, ...]


@dataclass(frozen=True, slots=True)
class RecordDecl(Statement):
    """``customer`` with its table of fields; ``as_of`` is the day tests are decided on unless they name one.

    ``unread`` has the names in a table with mistakes, so that a field lost by them is not reported where it is used,
    and ``lost`` the fields of which only the name could be read. ``is_whole`` is False if a line has a mistake.
    """

    name: Declared
    currency: Name | None
    columns: tuple[str, ...]
    fields: tuple[FieldDecl, ...]
    assumptions: tuple[Assumption, ...]
    as_of: Day | None = None
    unread: tuple[str, ...] = field(default=(), compare=False)
    lost: tuple[Declared, ...] = field(default=(), compare=False)
    is_whole: bool = field(default=True, compare=False)


@dataclass(frozen=True, slots=True)
class Assumption(Node):
    """``assume`` a condition that every row must not break."""

    condition: Expr


@dataclass(frozen=True, slots=True)
class ParamValue(Node):
    """A value of a parameter and when it holds."""

    value: Expr
    period: Period | None


@dataclass(frozen=True, slots=True)
class ParamDecl(Statement):
    """``param core_line = 100万``, or one value a line with periods."""

    name: Declared
    values: tuple[ParamValue, ...]


@dataclass(frozen=True, slots=True)
class Setting(Node):
    """``name = value`` in a profile, a test or a values file."""

    name: Name
    value: Expr


@dataclass(frozen=True, slots=True)
class ProfileDecl(Statement):
    """``profile 外资行`` and its settings."""

    name: Declared
    settings: tuple[Setting, ...]


@dataclass(frozen=True, slots=True)
class RequireDecl(Statement):
    """``require mid_line < high_line``: must hold in every profile and period."""

    condition: Expr


@dataclass(frozen=True, slots=True)
class DefineDecl(Statement):
    """``define assets = deposit + wealth``."""

    name: Declared
    value: Expr


@dataclass(frozen=True, slots=True)
class Rung(Node):
    """One rung of a ladder; ``start`` is None on the first, or where the ladder has no measure."""

    name: Declared
    start: Expr | None


@dataclass(frozen=True, slots=True)
class TiersDecl(Statement):
    """``tiers X by measure`` and its rungs, lowest first."""

    name: Declared
    measure: Expr | None
    rungs: tuple[Rung, ...]


@dataclass(frozen=True, slots=True)
class ClassCase(Node):
    """One ``if`` of a class, with its reason."""

    condition: Expr
    because: Text | None


@dataclass(frozen=True, slots=True)
class ClassDecl(Statement):
    """``class X if condition``; without cases it is granted by rules only."""

    name: Declared
    cases: tuple[ClassCase, ...]


@dataclass(frozen=True, slots=True)
class OfferDecl(Statement):
    """``offer X`` and its attributes."""

    name: Declared
    priority: Expr | None = None
    group: Name | None = None
    via: tuple[Name, ...] = ()
    period: Period | None = None
    eligible: Expr | None = None
    say: Text | None = None


@dataclass(frozen=True, slots=True)
class PointsDecl(Statement):
    """``points 积分 from 0 to 10万``."""

    name: Declared
    low: Expr | None
    high: Expr | None


@dataclass(frozen=True, slots=True)
class ChoiceDecl(Statement):
    """``choice 生日礼物 one of 出生日报纸, 刻字摆件``."""

    name: Declared
    values: tuple[Declared, ...]


@dataclass(frozen=True, slots=True)
class ListDecl(Statement):
    """``channels phone 电话, sms 短信``, and the same of roles, tasks and groups."""

    kind: ListedKind
    items: tuple[Declared, ...]


@dataclass(frozen=True, slots=True)
class LimitDecl(Statement):
    """``at most 3 offers``."""

    count: Number


@dataclass(frozen=True, slots=True)
class RuleDecl(Statement):
    """A rule; a bare ``if … then …`` has no name, an unconditional one no condition."""

    name: Declared | None
    condition: Expr | None
    actions: tuple[Action, ...]
    because: Text | None = None
    period: Period | None = None


@dataclass(frozen=True, slots=True)
class ExcludeDecl(Statement):
    """``exclude from … if …``."""

    scope: Scope
    condition: Expr
    because: Text | None = None
    period: Period | None = None


@dataclass(frozen=True, slots=True)
class HasOutcome(Node):
    """``offer X``, ``task X``, ``class X``, ``tier X`` inside ``never``; without a name, any offer or task.

    ``group`` narrows offers, ``role`` tasks, and ``via`` both.
    """

    kind: Literal["offer", "task", "class", "tier"]
    name: Name | None
    ladder: Name | None = None
    group: Name | None = None
    via: Name | None = None
    role: Name | None = None


@dataclass(frozen=True, slots=True)
class NeverDecl(Statement):
    """``never offer refinance if 红名单``: what may not come together, and when."""

    outcomes: tuple[HasOutcome | Expr, ...]
    condition: Expr | None = None
    because: Text | None = None


@dataclass(frozen=True, slots=True)
class BanDecl(Statement):
    """``ban "保本" except "不保本"``: words of no text, or of no text of some offers."""

    words: tuple[Text, ...]
    unless: tuple[Text, ...] = ()
    groups: tuple[Name, ...] = ()
    via: tuple[Name, ...] = ()


HitPolicy = Literal["collect", "unique", "first"]


@dataclass(frozen=True, slots=True)
class TableDecl(Statement):
    """A decision table."""

    name: Declared
    hit: HitPolicy
    inputs: tuple[InputColumn, ...]
    outputs: tuple[OutputColumn, ...]
    rows: tuple[TableRow, ...]
    because: Text | None = None
    period: Period | None = None


@dataclass(frozen=True, slots=True)
class TestDecl(Statement):
    """``test "title"`` with its customer and expectations."""

    title: Text
    as_of: Day | None = None
    profile: Name | None = None
    params: tuple[Setting, ...] = ()
    given: tuple[Given, ...] = ()
    expect: tuple[Expectation, ...] = ()
    table: TestTable | None = None


@dataclass(frozen=True, slots=True)
class BrokenDecl(Statement):
    """A statement with a mistake in its syntax: what of it is known, so that it hides no other mistake and makes none.

    Attributes:
        head: the terminal of its first word, or None if that is no statement word.
        names: whatever it may declare; nothing that uses one of them is reported.
        is_named: False where what it declares has no name: a name nobody declares may be the one left out.
        declared: what it surely declares, by its shape; a second declaration of it is a mistake.
        readable: the statement without what is wrong in its lines, if that is one.
        faulty: the lines of its sentence that have a mistake; what else is in them may follow from it.
        parts: what else could be read: conditions, outcomes and scopes that stood before the mistake.
    """

    head: str | None
    names: tuple[str, ...]
    is_named: bool = True
    declared: tuple[Declared, ...] = ()
    readable: Statement | None = field(default=None, compare=False)
    faulty: frozenset[int] = field(default=frozenset(), compare=False)
    parts: tuple[Expr | Action | Scope, ...] = field(default=(), compare=False)


AnyStatement = (
    PolicyDecl | UseDecl | RecordDecl | ParamDecl | ProfileDecl | RequireDecl | DefineDecl | TiersDecl | ClassDecl
    | OfferDecl | PointsDecl | ChoiceDecl | ListDecl | LimitDecl | RuleDecl | ExcludeDecl | NeverDecl
    | BanDecl | TableDecl | TestDecl | BrokenDecl
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class CommentNode:
    """A comment with its ``#``; ``own_line`` if nothing stands before it on its line."""

    line: int
    column: int
    text: str
    own_line: bool


@dataclass(frozen=True, slots=True)
class PolicyFile:
    """One source file as statements and comments.

    Attributes:
        strays: names that lines at the margin may declare, which are read as part of the statement above (reported).
    """

    path: str
    statements: tuple[AnyStatement, ...]
    comments: tuple[CommentNode, ...]
    strays: tuple[str, ...] = ()
