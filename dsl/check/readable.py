"""What could be read of statements with a mistake in their syntax: its names and types are checked with the rest.

What follows only from the whole of a statement is not asked, for a line may be missing.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Final

from dsl.check.context import Context
from dsl.check.kinds import SymbolKind
from dsl.check.outcomes import Outcomes
from dsl.check.params import settings
from dsl.check.symbols import Symbol
from dsl.check.tables import Tables
from dsl.check.tests import Tests
from dsl.diagnostics.model import Diagnostic
from dsl.program import model as m
from dsl.syntax import nodes as n

# Names that are not known or mean another thing, values of the wrong type or without a unit.
_LOCAL: Final = re.compile(r"E1\d\d|E20[134578]|E21[0-3]|E30[1-689]|E31[0-9]|E41[17]")
_OF_THE_WHOLE: Final = frozenset({"E307", "E317"})


class Readable:
    """Checks the readable parts of statements of one unit."""

    def __init__(
        self,
        context: Context,
        unit: str,
        outcomes: Outcomes,
        params: Mapping[str, m.Param],
        record: m.Record | None,
    ) -> None:
        self._context = context
        self._unit = unit
        self._outcomes = outcomes
        self._params = dict(params)
        self._tests = Tests(context, unit, outcomes, self._params, record, None)

    def check(self, broken: n.BrokenDecl) -> None:
        """Report the mistakes that are there whatever the lines that could not be read may say."""
        found = self._context.diagnostics
        before = len(found)
        for _ in self._statement(broken.readable):
            pass
        found[before:] = [d for d in found[before:] if _is_local(d)]

    def _statement(self, node: n.Statement | None) -> Iterator[object]:
        """Check a statement as if it were whole; what it would become is of no interest."""
        match node:
            case n.RuleDecl():
                yield self._outcomes.rule(node)
            case n.ExcludeDecl():
                yield self._outcomes.exclude(node)
            case n.NeverDecl():
                yield self._outcomes.never(node)
            case n.OfferDecl():
                yield self._outcomes.offer(self._as_symbol("offer", node))
            case n.TiersDecl():
                yield self._outcomes.ladder(self._as_symbol("ladder", node))
            case n.ClassDecl():
                yield from self._outcomes.class_rules(self._as_symbol("class", node))
            case n.ProfileDecl():
                yield from settings(self._context, node.settings, self._unit, self._params)
            case n.TableDecl():
                yield Tables(self._context, self._unit, self._outcomes).table(self._as_symbol("table", node))
            case n.TestDecl():
                yield from self._tests.cases(node)
            case _:
                return

    def _as_symbol(self, kind: SymbolKind, node: n.OfferDecl | n.TiersDecl | n.ClassDecl | n.TableDecl) -> Symbol:
        name = node.name
        return Symbol(kind, name.text, name.text, name.further, self._unit, name.span, node)


def _is_local(diagnostic: Diagnostic) -> bool:
    return bool(_LOCAL.fullmatch(diagnostic.code)) and diagnostic.code not in _OF_THE_WHOLE
