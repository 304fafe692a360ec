"""Tiercel from Python: load a policy, decide customers, say why.

    import tiercel

    policy = tiercel.load("policies/retail")
    result = policy.decide(table, as_of=date(2026, 6, 1))      # any Arrow-compatible table
    result.decisions, result.offers, result.tasks               # pyarrow tables
    one = policy.decide_one({"id": "C1", "deposit": "20万", "loan": "301万"}, as_of=date(2026, 6, 1))
    print(policy.explain({"id": "C1", "deposit": "20万"}, as_of=date(2026, 6, 1), lang="zh"))

Everything else in the packages behind this module may change.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

from dsl.diagnostics.model import Diagnostic
from dsl.diagnostics.render import render
from dsl.load import Analysis, analyse
from dsl.program.identity import decisions_hash, wording_hash
from dsl.program.model import Program
from dsl.program.types import Value
from dsl.settings import read_settings
from dsl.source import Source
from dsl.syntax.vocabulary import Lang
from engine.binding import Binding, BindingError, bind
from engine.customer_model import customer_model, row_of
from engine.decision import Decision
from engine.explain.customer import explain as explain_customer
from engine.explain.text import render as render_explanation
from engine.policy_files import FileLoader, PolicyFileError, read_folder
from engine.reference import Reference

if TYPE_CHECKING:
    import pyarrow as pa
    from pydantic import BaseModel

    from engine.manifest import Results

__all__ = [
    "BatchResult",
    "BindingError",
    "CustomerError",
    "Decision",
    "Policy",
    "PolicyError",
    "PolicyFileError",
    "load",
]

Customer = "Mapping[str, object] | BaseModel"


class PolicyError(Exception):
    """A policy with mistakes.

    Attributes:
        diagnostics: every mistake, with place, code and arguments.
    """

    def __init__(self, analysis: Analysis) -> None:
        self.diagnostics: tuple[Diagnostic, ...] = analysis.errors
        shown = (render(d, analysis.sources, "en", color=False, width=100) for d in analysis.errors)
        super().__init__("\n\n".join(shown))


class CustomerError(ValueError):
    """A customer that cannot be decided: values of the wrong type, out of bounds, required ones missing.

    Attributes:
        reasons: all of them, in English.
    """

    def __init__(self, reasons: tuple[str, ...]) -> None:
        super().__init__("; ".join(reasons))
        self.reasons = reasons


@dataclass(frozen=True, slots=True)
class BatchResult:
    """What was decided about a table of customers.

    Attributes:
        decisions: a row per customer: tiers, classes, points, choices, ranked offers, fired rules.
        offers: a row per customer and offer, ranked, with channels, reasons and script.
        tasks: a row per task.
        quarantine: each rejected row, whole, with every reason.
        counts: what was decided, counted.
    """

    decisions: pa.Table
    offers: pa.Table
    tasks: pa.Table
    quarantine: pa.Table
    counts: Results


def load(path: str | Path) -> Policy:
    """Load a policy folder or file.

    Raises:
        PolicyFileError: it cannot be read.
        PolicyError: it has mistakes.
    """
    return Policy(analyse(read_folder(Path(path)), FileLoader()))


class Policy:
    """A policy without mistakes, ready to decide."""

    def __init__(self, analysis: Analysis) -> None:
        if analysis.program is None:
            raise PolicyError(analysis)
        self._analysis = analysis
        self._program = analysis.program
        self._references: dict[tuple[Any, ...], Reference] = {}

    @property
    def name(self) -> str:
        """Name of the policy."""
        return self._program.name

    @property
    def program(self) -> Program:
        """The checked program."""
        return self._program

    @cached_property
    def decisions_hash(self) -> str:
        """Changes with anything that can change a decision."""
        return decisions_hash(self._program)

    @cached_property
    def wording_hash(self) -> str:
        """Changes with the texts people read."""
        return wording_hash(self._program)

    @cached_property
    def customer_model(self) -> type[BaseModel]:
        """A pydantic model of one customer, made from the record."""
        return customer_model(self._program.record)

    def decide(
        self,
        table: object,
        *,
        as_of: date,
        profile: str | None = None,
        params: Mapping[str, str] | None = None,
        lang: Lang = "en",
    ) -> BatchResult:
        """Decide a table of customers.

        Args:
            table: a pyarrow table or anything with the Arrow PyCapsule interface (Polars, pandas, DuckDB …).
            as_of: the day to decide on.
            profile: a profile of the policy.
            params: parameter values as they are written in a policy, by name.
            lang: language of quarantine messages.

        Raises:
            BindingError: profile or parameters do not fit.
            engine.io.reasons.DataError: the table does not fit the record.
        """
        from engine.in_memory import decide_table

        return BatchResult(*decide_table(self._reference(as_of, profile, params), table, lang))

    def decide_one(
        self,
        customer: Mapping[str, object] | BaseModel,
        *,
        as_of: date,
        profile: str | None = None,
        params: Mapping[str, str] | None = None,
    ) -> Decision:
        """Decide one customer, given as a mapping or as ``customer_model``; names in either language.

        Raises:
            CustomerError: a value cannot be used.
            BindingError: as for ``decide``.
        """
        return self._reference(as_of, profile, params).decide(self._row(customer))

    def explain(
        self,
        customer: Mapping[str, object] | BaseModel,
        *,
        as_of: date,
        profile: str | None = None,
        params: Mapping[str, str] | None = None,
        lang: Lang = "en",
    ) -> str:
        """Say why one customer gets a decision, why not another, and what is missing.

        Raises:
            CustomerError: a value cannot be used.
            BindingError: as for ``decide``.
        """
        reference = self._reference(as_of, profile, params)
        explanation = explain_customer(reference, self._row(customer), lang=lang)
        return render_explanation(explanation, 80, color=False)

    def _row(self, customer: Mapping[str, object] | BaseModel) -> dict[str, Value | None]:
        row, reasons = row_of(customer, self._program.record)
        broken = () if reasons else self._broken(row)
        if reasons or broken:
            raise CustomerError((*(r.message("en") for r in reasons), *broken))
        return row

    def _broken(self, row: Mapping[str, Value | None]) -> tuple[str, ...]:
        reference = Reference(self._program, Binding(None, None, {}))
        found = self._program.record.assumptions
        return tuple(f"breaks the assumption at {found[i][1]}" for i in reference.broken_assumptions(row))

    def _reference(self, as_of: date, profile: str | None, params: Mapping[str, str] | None) -> Reference:
        key = (as_of, profile, tuple(sorted((params or {}).items())))
        if key not in self._references:
            given: dict[str, Value] = {}
            if params:
                source = Source("params", "\n".join(f"{name} = {value}" for name, value in params.items()))
                given, faults = read_settings(self._analysis, source)
                if faults:
                    shown = (render(d, {"params": source}, "en", color=False, width=100) for d in faults)
                    raise ValueError("\n".join(shown))
            self._references[key] = Reference(self._program, bind(self._program, as_of, profile, given))
        return self._references[key]
