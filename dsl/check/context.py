"""What the parts of the check phase share: symbols, settled types, and the list of diagnostics."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import field

from dsl.check.operators import type_words
from dsl.check.symbols import SymbolTable
from dsl.diagnostics.model import Arg, Diagnostic, Label, Words
from dsl.lean import dataclass
from dsl.program.expr import Expr
from dsl.program.template import Template
from dsl.program.types import Listed, Money, Type
from dsl.source import Span
from dsl.syntax import nodes as n
from dsl.syntax.vocabulary import Lang


@dataclass(slots=True)
class Context:
    """State of one check.

    Attributes:
        currency: of money without one.
        currency_is_known: whether the record names one there is; else mixing it with another is not reported.
        field_types: by canonical name.
        param_types: by canonical name; None until the first use settles a bare number.
        defines: elaborated expressions by canonical name; None where they are wrong.
        defining: defines being elaborated, to find cycles.
        cells: conditions of table rows by their id, one a column, None for ``-``.
        faulty: fields and parameters with a mistake of their own; what follows from it is not reported.
        faulty_profiles: profiles of which not every value is known.
        unfit: names that were declared as what their readers cannot use (reported); they have no type.
        uses: every name that has a type, and where its type counts.
        misused: places of mistakes that the unit of a number written there explains.
        texts: every text of the policy, as written and as read.
        repeated: places of unnamed rules that say the same: the first, and one that was dropped; a lint reads them.
    """

    symbols: SymbolTable
    diagnostics: list[Diagnostic]
    currency: str = "CNY"
    currency_is_known: bool = True
    field_types: dict[str, Type] = field(default_factory=dict)
    param_types: dict[str, Type | None] = field(default_factory=dict)
    defines: dict[str, Expr | None] = field(default_factory=dict)
    defining: list[str] = field(default_factory=list)
    cells: dict[str, tuple[Expr | None, ...]] = field(default_factory=dict)
    faulty: set[str] = field(default_factory=set)
    faulty_profiles: set[str] = field(default_factory=set)
    unfit: frozenset[str] = frozenset()
    uses: list[tuple[str, Span]] = field(default_factory=list)
    misused: list[Span] = field(default_factory=list)
    texts: list[tuple[n.Text, Template]] = field(default_factory=list)
    repeated: list[tuple[Span, Span]] = field(default_factory=list)

    def count_uses_at(self, before: int, *places: Span) -> None:
        """Let the uses since then count where their names are not written: in a cell of a column, at a tier."""
        self.uses[before:] = [(name, place) for name, _ in self.uses[before:] for place in places]

    def type_words(self, of: Type) -> Words:
        """A type as a message names it, a list by the name its reader uses."""
        if not isinstance(of, Listed):
            return type_words(of)
        name = self.symbols.words_for(of.name)
        return Words(f"a value of `{name.en}`", f"`{name.zh}`的取值")

    def lang_at(self, span: Span) -> Lang:
        """The language of the statement at a place."""
        files = (file for unit in self.symbols.units.values() for file in unit.files if file.path == span.path)
        around = (s for file in files for s in file.statements if s.span.line <= span.line <= s.span.end_line)
        return next((statement.lang for statement in around), "en")

    def two_currencies(self, span: Span, left: Money, right: Money) -> None:
        """Report amounts that do not mix, unless that follows from a mistake in the record."""
        if self.currency_is_known:
            self.report("E303", span, {"left": left.currency, "right": right.currency})

    def report(
        self,
        code: str,
        span: Span,
        args: Mapping[str, Arg] | None = None,
        *,
        labels: tuple[Label, ...] = (),
        fix: str | None = None,
    ) -> None:
        """Add a diagnostic."""
        self.diagnostics.append(Diagnostic(code, span, args or {}, labels, fix))
