"""The checked policy as a whole."""

from __future__ import annotations

from dataclasses import field

from dsl.lean import dataclass
from dsl.program.expr import Expr
from dsl.program.model.declarations import Choice, ClassDef, Define, Ladder, Offer, Param, Points, Profile
from dsl.program.model.named import Period
from dsl.program.model.record import Record
from dsl.program.model.rules import Never, Rule, Table
from dsl.program.model.tests import Test
from dsl.source import Span


@dataclass(frozen=True, slots=True)
class Requirement:
    """A condition over parameters that holds in every profile and period."""

    condition: Expr
    span: Span = field(compare=False)


@dataclass(frozen=True, slots=True)
class Program:
    """A checked policy.

    Attributes:
        name, title: of the policy.
        period: when it is in force.
        order: ladders, classes, points and choices as (kind, name), each after those it reads.
        offer_limit: at most so many offers a customer; None is no cap.
        channels, roles, tasks, groups: canonical names, each with its further names.
        tests: those of the policy itself; the policies it uses are tested by themselves.
        further: further names of the policy.
        files: of the policy itself, not of those it uses.
        policies: of every file, the name of the policy it belongs to.
    """

    name: str
    title: str | None
    period: Period
    record: Record
    params: dict[str, Param]
    profiles: dict[str, Profile]
    requirements: tuple[Requirement, ...]
    defines: dict[str, Define]
    ladders: dict[str, Ladder]
    classes: dict[str, ClassDef]
    points: dict[str, Points]
    choices: dict[str, Choice]
    offers: dict[str, Offer]
    rules: tuple[Rule, ...]
    tables: dict[str, Table]
    nevers: tuple[Never, ...]
    tests: tuple[Test, ...]
    channels: dict[str, tuple[str, ...]]
    roles: dict[str, tuple[str, ...]]
    groups: dict[str, tuple[str, ...]]
    tasks: dict[str, tuple[str, ...]]
    offer_limit: int | None
    order: tuple[tuple[str, str], ...]
    further: tuple[str, ...] = ()
    files: frozenset[str] = frozenset()
    policies: dict[str, str] = field(default_factory=dict)

    def is_own(self, span: Span) -> bool:
        """Whether something is declared by the policy itself, not by one it uses."""
        return span.path in self.files

    @property
    def all_names(self) -> tuple[str, ...]:
        """The name of the policy and its further names."""
        return (self.name, *self.further)

    @property
    def all_rules(self) -> tuple[Rule, ...]:
        """Rules and the rows of all tables."""
        return self.rules + tuple(row for table in self.tables.values() for row in table.rows)
