"""Statements, and the file that they stand in."""

from __future__ import annotations

from dataclasses import field
from typing import Literal

from dsl.lean import dataclass
from dsl.syntax.nodes.base import Node
from dsl.syntax.nodes.expressions import Expr
from dsl.syntax.nodes.outcomes import Action, ListedKind, Period, Scope
from dsl.syntax.nodes.record import FieldDecl
from dsl.syntax.nodes.tables import InputColumn, OutputColumn, TableRow
from dsl.syntax.nodes.tests import Expectation, Given, TestTable
from dsl.syntax.nodes.values import Day, Declared, Name, Number, Text
from dsl.syntax.vocabulary import Lang


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
        readable: the statement with holes where it has mistakes, if it can be read so.
        said: every word in it, tables too, if it is one that gives tasks or puts offers into groups.
    """

    head: str | None
    names: tuple[str, ...]
    is_named: bool = True
    declared: tuple[Declared, ...] = ()
    readable: Statement | None = field(default=None, compare=False)
    said: frozenset[str] = field(default=frozenset(), compare=False)


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
