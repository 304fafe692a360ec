"""W514: names side by side that likely lack a word between them: a comma in a list, or the ``if`` of a condition."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from dsl.diagnostics.model import Diagnostic
from dsl.lints.context import LintContext
from dsl.lints.rule import LintRule
from dsl.syntax import nodes as n


def find(context: LintContext) -> Iterator[Diagnostic]:
    """Names of a list with two of one language; rules and offers for everybody called like a value."""
    for statement in context.statements:
        match statement:
            case n.ListDecl():
                for item in statement.items:
                    names = next(_of_one_language(item), None)
                    if names is not None and item.span not in context.faulty:  # else one of them is there already
                        found = {"what": "comma", "first": names[0], "second": names[1], "found": " ".join(names)}
                        yield Diagnostic("W514", item.span, found)
            case n.RuleDecl(n.Declared() as name, None) | n.OfferDecl(n.Declared() as name, eligible=None):
                what = "if" if isinstance(statement, n.RuleDecl) else "eligible"
                for further in name.further:
                    if context.checked.symbols.peek("value", n.Name(further), context.main.name) is not None:
                        yield Diagnostic("W514", name.span, {"what": what, "name": further})
            case _:
                continue


def _of_one_language(declared: n.Declared) -> Iterator[tuple[str, str]]:
    for i, name in enumerate(declared.all):
        yield from ((former, name) for former in declared.all[:i] if former.isascii() == name.isascii())


def _mistake(found: Diagnostic) -> Diagnostic:
    """In a list a comma left out makes one channel of two, so it is a mistake unless it is said to be meant."""
    if found.args.get("what") != "comma":
        return found
    return replace(found, code="E101", args={**found.args, "what": "two_names"})


RULE = LintRule("W514", "word-left-out", find, reads_text_only=True, unless_silenced=_mistake)
