"""What a proof finds about a policy."""

from __future__ import annotations

from dataclasses import field
from typing import TYPE_CHECKING, Literal

from dsl.lean import dataclass

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import date

    from dsl.diagnostics.model import Diagnostic, Words
    from engine.ir.nodes import Formula
    from engine.proof.samples import Row
    from engine.review.shared.scopes import Scope
    from engine.review.shared.world import World

Status = Literal["proved", "found", "unknown"]


@dataclass(frozen=True, slots=True)
class Witness:
    """A customer who shows a finding, as the production evaluator has confirmed.

    Attributes:
        row: stored values of all fields; dates as days since 1970.
        day: the as-of date.
        profile: None for the default values.
        shown: fields that matter: all others are those of the typical customer.
        result: what this customer gets, if that needs saying.
    """

    row: Row
    day: date
    profile: str | None
    shown: tuple[str, ...]
    result: Words | None = None


@dataclass(frozen=True, slots=True)
class Finding:
    """Something a proof has found.

    Attributes:
        diagnostic: code, place and words.
        status: ``proved`` of every customer, ``found`` on the witnesses, or ``unknown``: not settled within the
            budget, so that it may be so.
        witnesses: a customer; or two, who are compared.
        scopes: on which days and under which profiles it is so; empty if under all.
        whom: the customers it is about, to be counted in data.
    """

    diagnostic: Diagnostic
    status: Status
    witnesses: tuple[Witness, ...] = ()
    scopes: tuple[Scope, ...] = ()
    whom: Callable[[World], Formula] | None = field(default=None, compare=False)
