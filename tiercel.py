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

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from dsl.diagnostics.model import Diagnostic, Words
from dsl.diagnostics.render import render
from dsl.load import Analysis, analyse
from dsl.program.identity import decisions_hash, wording_hash
from dsl.program.model import Program
from dsl.program.types import Value
from dsl.settings import read_settings
from dsl.source import Source
from dsl.syntax.vocabulary import LANGS, Lang
from engine.assumptions import broken_assumptions
from engine.binding import BindingError, bind
from engine.customer_model import customer_model, row_of
from engine.decision import Decision
from engine.explain.customer import explain as explain_customer
from engine.explain.text import render as render_explanation
from engine.given_params import GivenParam, written_params
from engine.io.reasons import DataError, Reason
from engine.policy_files import FileLoader, PolicyFileError, read_folder
from engine.reads import fields_read
from engine.reference import Reference
from engine.spark.session import SparkError

if TYPE_CHECKING:
    import pyarrow as pa
    from pydantic import BaseModel

    from engine.manifest import Results
    from engine.spark.decisions import SparkResult

__all__ = [
    "BatchResult",
    "BindingError",
    "CustomerError",
    "DataError",
    "Decision",
    "Policy",
    "PolicyError",
    "PolicyFileError",
    "SparkError",
    "load",
]

_LANGS: Final[tuple[Lang, Lang]] = ("en", "zh")  # as Words has them

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
    """A customer that cannot be decided: unknown fields, unusable values, required ones missing.

    Attributes:
        codes: of all reasons, explained in docs/data-errors.md.
        reasons: all of them, in English.
    """

    def __init__(self, found: Sequence[Reason]) -> None:
        self._found = tuple(found)
        self.codes = tuple(reason.code for reason in found)
        self.reasons = self.told("en")
        super().__init__("; ".join(f"{code}: {text}" for code, text in zip(self.codes, self.reasons, strict=True)))

    def told(self, lang: Lang) -> tuple[str, ...]:
        """All reasons in one language."""
        return tuple(reason.message(lang) for reason in self._found)


@dataclass(frozen=True, slots=True)
class BatchResult:
    """What was decided about a table of customers.

    Attributes:
        decisions: a row per customer: tiers, classes, points, choices, ranked offers; with ``why`` the rules.
        offers: a row per customer and offer, ranked, with channels, reasons and script.
        tasks: a row per task.
        quarantine: each rejected row, whole, with every reason.
        counts: what was decided, counted.
        absent: fields for which the table has no column: missing for everyone.
        unused: columns that no field reads.
    """

    decisions: pa.Table
    offers: pa.Table
    tasks: pa.Table
    quarantine: pa.Table
    counts: Results
    absent: tuple[str, ...]
    unused: tuple[str, ...]


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

    def __reduce__(self) -> tuple[type[Policy], tuple[Analysis]]:
        """A policy goes to another process without what was made from it here."""
        return Policy, (self._analysis,)

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
        params: Mapping[str, GivenParam] | None = None,
        absent_ok: Collection[str] | bool = (),
        why: bool = False,
        lang: Lang = "en",
    ) -> BatchResult:
        """Decide a table of customers.

        Every field that decisions read must have its column, so that a renamed one does not change them in silence.

        Args:
            table: a pyarrow table or anything with the Arrow PyCapsule interface (Polars, pandas, DuckDB …).
            as_of: the day to decide on.
            profile: a profile of the policy.
            params: parameter values by name: texts as they are written in a policy (`"1万"`), or an int, a Decimal,
                a date or a bool; a number is an amount in its currency, days, months, or a ratio for a percentage.
            absent_ok: fields that are taken for missing if they have no column, by any of their names; True for any.
            why: whether decisions also tell which rules fire, and of which it is unknown.
            lang: language of quarantine messages.

        Raises:
            BindingError: profile or parameters do not fit.
            DataError: the table does not fit the record, or lacks columns.
            TypeError: as_of is no date, or a parameter value is of another type, such as a float.
        """
        from engine.evaluator.decider import FastDecider
        from engine.in_memory import decide_table
        from engine.io.read import Needs, read_table

        decider = FastDecider(self._program, self._reference(as_of, profile, params).binding, why=why)
        allowed = (absent_ok,) if isinstance(absent_ok, str) else absent_ok
        reader = read_table(table, self._program.record, Needs(self._fields_read, allowed))
        found = decide_table(self._program, decider, reader, lang, why=why)
        return BatchResult(
            found.decisions, found.offers, found.tasks, found.quarantine, found.results, reader.absent, reader.unused
        )

    def decide_spark(
        self,
        frame: object,
        *,
        as_of: date,
        profile: str | None = None,
        params: Mapping[str, GivenParam] | None = None,
        absent_ok: Collection[str] | bool = (),
        why: bool = False,
        lang: Lang = "en",
    ) -> SparkResult:
        """Decide a Spark DataFrame of customers on its cluster; docs/spark.md tells of it.

        Everything but the customers is given as to ``decide``.

        Raises:
            SparkError: Spark is not installed (``pip install 'tiercel[spark]'``), or the record has no key.
            BindingError, DataError, TypeError: as for ``decide``.
        """
        from engine.io.read import Needs
        from engine.spark.session import need_spark

        need_spark()
        from engine.spark.decisions import decide_frame

        binding = self._reference(as_of, profile, params).binding
        needs = Needs(self._fields_read, (absent_ok,) if isinstance(absent_ok, str) else absent_ok)
        return decide_frame(self._program, binding, frame, needs, why=why, lang=lang)

    def decide_one(
        self,
        customer: Mapping[str, object] | BaseModel,
        *,
        as_of: date,
        profile: str | None = None,
        params: Mapping[str, GivenParam] | None = None,
    ) -> Decision:
        """Decide one customer, given as a mapping or as ``customer_model``; names in either language.

        Raises:
            CustomerError: a name or value cannot be used.
            BindingError, TypeError: as for ``decide``.
        """
        reference = self._reference(as_of, profile, params)
        return reference.decide(self._row(customer, reference))

    def explain(
        self,
        customer: Mapping[str, object] | BaseModel,
        *,
        as_of: date,
        profile: str | None = None,
        params: Mapping[str, GivenParam] | None = None,
        lang: Lang = "en",
    ) -> str:
        """Say why one customer gets a decision, why not another, what is missing and what would change it.

        Raises:
            CustomerError: a name or value cannot be used.
            BindingError, TypeError: as for ``decide``.
            ValueError: there is no such language.
        """
        from engine.explain.changes.trials import Trials

        if lang not in LANGS:
            raise ValueError(f"lang is {lang!r}; give one of {', '.join(LANGS)}")
        reference = self._reference(as_of, profile, params)
        explanation = explain_customer(reference, self._row(customer, reference), lang=lang, trials=Trials(reference))
        return render_explanation(explanation, 80, color=False)

    @cached_property
    def _fields_read(self) -> frozenset[str]:
        return fields_read(self._program)

    def _row(self, customer: Mapping[str, object] | BaseModel, reference: Reference) -> dict[str, Value | None]:
        row, reasons = row_of(customer, self._program.record)
        reasons += broken_assumptions(reference, row)
        if reasons:
            raise CustomerError(reasons)
        return row

    def _reference(self, as_of: date, profile: str | None, params: Mapping[str, GivenParam] | None) -> Reference:
        # A datetime is a date to Python, and cannot be compared with one.
        if not isinstance(as_of, date) or isinstance(as_of, datetime):
            raise TypeError(f"as_of is {as_of!r}; give a datetime.date, such as date(2026, 6, 1)")
        written = written_params(params or {}, self._program)
        key = (as_of, profile, written)
        if key not in self._references:
            given: dict[str, Value] = {}
            if params:
                source = Source("params", written)
                given, faults = read_settings(self._analysis, source)
                if faults:
                    raise BindingError(Words(*(_shown(faults, source, told) for told in _LANGS)))
            self._references[key] = Reference(self._program, bind(self._program, as_of, profile, given))
        return self._references[key]


def _shown(found: Sequence[Diagnostic], source: Source, lang: Lang) -> str:
    return "\n".join(render(each, {source.path: source}, lang, color=False, width=100) for each in found)
