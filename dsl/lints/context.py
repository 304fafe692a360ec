"""What lints look at: the main policy, checked, with its source at hand.

Policies it uses are not linted with it: they are linted on their own, and a warning there is not the business
of everyone who uses them.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import field
from functools import cached_property
from typing import TypeVar, cast

from dsl.check.context import Context
from dsl.check.expressions import Expressions
from dsl.check.kinds import SPACE_OF_KIND, SymbolKind
from dsl.check.symbols import Symbol, Unit
from dsl.check.tables import written_condition
from dsl.lean import dataclass
from dsl.lints.domain import Domains
from dsl.lints.silence import Silence
from dsl.program import expr as e
from dsl.program import model as m
from dsl.source import Source, Span
from dsl.syntax import nodes as n
from dsl.syntax.build import BuiltFile

S = TypeVar("S", bound=n.Statement)


@dataclass(frozen=True, slots=True)
class Condition:
    """A condition of the main policy, as checked and as written.

    Attributes:
        expr: the checked condition.
        span: the statement or row it stands in.
        written: what it was checked from: one expression, or the cells of a row.
        rule: the rule or row it belongs to, if to any.
    """

    expr: e.Expr
    span: Span
    written: tuple[n.Expr, ...]
    rule: m.Rule | None = None


@dataclass
class LintContext:
    """Everything a lint may read. Typed conditions have no places of their own; ``place`` finds them.

    Attributes:
        main: the policy that is linted.
        checked: symbols and types of everything.
        found: the program, or None if the policy has errors.
        built: the files of the main policy.
        sources: by path.
        faulty: places that have an error.
        silences: comments that silence warnings.
    """

    main: Unit
    checked: Context
    found: m.Program | None
    built: tuple[BuiltFile, ...]
    sources: Mapping[str, Source]
    faulty: frozenset[Span] = frozenset()
    silences: list[Silence] = field(default_factory=list)
    _lines: dict[str, list[str]] = field(default_factory=dict)

    @property
    def program(self) -> m.Program:
        """The program; only for lints that run on policies without errors."""
        if self.found is None:
            raise AssertionError  # the registry runs no other lint on a broken policy
        return self.found

    # --- text ---

    def lines(self, path: str) -> list[str]:
        """The lines of a source."""
        if path not in self._lines:
            self._lines[path] = [line.rstrip("\r") for line in self.sources[path].text.split("\n")]
        return self._lines[path]

    def text(self, span: Span) -> str:
        """What is written at a place."""
        lines = self.lines(span.path)[span.line - 1 : span.end_line]
        lines[-1] = lines[-1][: span.end_column - 1]
        lines[0] = lines[0][span.column - 1 :]
        return "\n".join(lines)

    # --- the main policy ---

    @cached_property
    def _paths(self) -> frozenset[str]:
        return frozenset(b.file.path for b in self.built)

    def is_own(self, span: Span) -> bool:
        """Whether a place belongs to the main policy."""
        return span.path in self._paths

    @property
    def statements(self) -> Iterator[n.AnyStatement]:
        """The statements of the main policy."""
        return (s for b in self.built for s in b.file.statements)

    def of_kind(self, kind: type[S]) -> Iterator[S]:
        """The statements of one kind."""
        return (s for s in self.statements if isinstance(s, kind))

    def symbols(self, kind: SymbolKind) -> list[Symbol]:
        """What the main policy declares of one kind."""
        space = SPACE_OF_KIND[kind]
        return [s for s in self.checked.symbols.all(space) if s.kind == kind and s.unit == self.main.name]

    @cached_property
    def domains(self) -> Domains:
        """What conditions say about single values."""
        return Domains(self.program)

    @cached_property
    def rules(self) -> list[m.Rule]:
        """Rules and rows of the main policy."""
        return [r for r in self.program.all_rules if self.is_own(r.span)]

    def tables(self, *, first: bool) -> list[m.Table]:
        """Tables of the main policy: the ``first`` ones, or the others."""
        found = self.program.tables.values()
        return [t for t in found if self.is_own(t.span) and (t.hit == "first") is first]

    @cached_property
    def _written(self) -> dict[Span, tuple[n.Expr, ...]]:
        """Conditions of rules, cases and rows as written, by the place of those."""
        found: dict[Span, tuple[n.Expr, ...]] = {}
        for statement in self.statements:
            match statement:
                case n.RuleDecl() | n.ExcludeDecl() if statement.condition is not None:
                    found[statement.span] = (statement.condition,)
                case n.ClassDecl():
                    found.update({case.span: (case.condition,) for case in statement.cases})
                case n.TableDecl():
                    for row in statement.rows:
                        cells = map(written_condition, statement.inputs, row.conditions)
                        found[row.span] = tuple(c for c in cells if c is not None)
                case _:
                    continue
        return found

    @cached_property
    def conditions(self) -> list[Condition]:
        """Every condition that decides something, not those of assumptions, requirements and ``never``."""
        found = [
            Condition(rule.condition, rule.span, self._written.get(rule.span, ()), rule)
            for rule in self.rules
            if rule.condition is not None
        ]
        for symbol in self.symbols("define"):
            define = self.program.defines[symbol.name]
            found.append(Condition(define.expr, symbol.span, (cast("n.DefineDecl", symbol.node).value,)))
        for symbol in self.symbols("offer"):
            eligible, written = (
                self.program.offers[symbol.name].eligible,
                cast("n.OfferDecl", symbol.node).eligible,
            )
            if eligible is not None and written is not None:
                found.append(Condition(eligible, symbol.span, (written,)))
        return found

    def place(self, expr: e.Expr, inside: Condition) -> Span:
        """Where a part of a condition is written; the whole condition's place if it is not found."""
        for node in _parts(inside.written):
            is_joined = isinstance(node, n.And | n.Or)
            if (not is_joined or type(node).__name__ == type(expr).__name__) and self._typed(node) == expr:
                return node.span
        return inside.span

    def place_in_rule(self, expr: e.Expr, rule: m.Rule) -> Span:
        """Where a part of a rule's condition is written."""
        return self.place(expr, Condition(expr, rule.span, self._written.get(rule.span, ()), rule))

    def _typed(self, node: n.Expr) -> e.Expr | None:
        """A part of a condition checked once more, by itself; what that reports is not new and is dropped."""
        diagnostics = self.checked.diagnostics
        before = len(diagnostics)
        typed = Expressions(self.checked, self.main.name).condition(node)
        del diagnostics[before:]
        return typed


def _parts(written: Sequence[n.Expr]) -> Iterator[n.Expr]:
    """Conditions and what they are joined from."""
    for node in written:
        yield node
        match node:
            case n.And(items) | n.Or(items):
                yield from _parts(items)
            case n.Not(operand):
                yield from _parts((operand,))
            case _:
                continue
