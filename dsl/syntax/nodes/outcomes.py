"""What a rule gives: tiers, classes, offers, points, choices, tasks, exclusions."""

from __future__ import annotations

from datetime import date
from typing import Literal

from dsl.lean import dataclass
from dsl.syntax.nodes.base import Node
from dsl.syntax.nodes.expressions import Expr
from dsl.syntax.nodes.values import Name


@dataclass(frozen=True, slots=True)
class Period(Node):
    """From and until, both included; None is open. A sound one has no day that does not exist."""

    start: date | None
    end: date | None
    is_sound: bool = True


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
