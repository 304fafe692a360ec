"""The build phase for tests: what is given and what is expected."""

from __future__ import annotations

from typing import Any

from dsl.syntax import nodes as n
from dsl.syntax.build_expr import ParseTree, subtrees, tokens
from dsl.syntax.build_outcomes import OutcomeBuilder
from dsl.syntax.build_tables import TableBuilder


def test(
    b: OutcomeBuilder,
    tables: TableBuilder,
    tree: ParseTree,
    rows: Any,  # noqa: ANN401
    where: dict[str, Any],
) -> n.TestDecl | None:
    """A test: what it gives, what it expects, and its cases."""
    given: list[n.Given] = []
    expect: list[n.Expectation] = []
    params: list[n.Setting] = []
    as_of, profile = None, None
    for clause in subtrees(tree):
        match str(clause.data):
            case "givens":
                given += [_given(b, c) for c in subtrees(clause)]
            case "expects":
                expect += [_expectation(b, c) for c in subtrees(clause)]
            case "as_of":
                as_of = b.day(tokens(clause, "DATE")[0])
            case "test_profile":
                profile = b.name(tokens(clause, "NAME")[0])
            case _:
                params.append(setting(b, subtrees(clause)[0]))
    table = tables.cases(rows) if rows else None
    if rows and table is None:
        return None
    titles = tokens(tree, "STRING")
    title = b.text(titles) if titles else n.Text("", span=b.span(tree))
    return n.TestDecl(title, as_of, profile, tuple(params), tuple(given), tuple(expect), table, **where)


def _given(b: OutcomeBuilder, tree: ParseTree) -> n.Given:
    field = b.name(tokens(tree, "NAME")[0])
    span = b.span(tree)
    value: n.Expr | n.Missing
    match str(tree.data):
        case "given_value":
            value = b.expr(subtrees(tree)[0])
        case "given_missing":
            value = n.Missing(span=span)
        case kind:
            value = n.Truth(kind == "given_yes", span=span)
    return n.Given(field, value, span=span)


def _expectation(b: OutcomeBuilder, tree: ParseTree) -> n.Expectation:
    span = b.span(tree)
    names = [b.name(t) for t in tokens(tree, "NAME")]
    negated = bool(tokens(tree, "NO"))
    match str(tree.data):
        case "expect_tier":
            source = names.pop() if tokens(tree, "SOURCE") else None
            return n.ExpectTier(names[-1], names[0] if len(names) > 1 else None, source, span=span)
        case "expect_no_tier":
            return n.ExpectTier(None, span=span)
        case "expect_no_offers":
            return n.ExpectOffer(None, negated=True, span=span)
        case "expect_offer":
            return _expect_offer(b, tree, names, negated=negated)
        case "expect_class":
            return n.ExpectClass(names[0], "no" if negated else "yes", span=span)
        case "expect_class_unknown":
            return n.ExpectClass(names[0], "unknown", span=span)
        case "expect_task":
            return _expect_task(b, tree, names[0], negated=negated)
        case "expect_missing":
            return n.ExpectValue(names[0], n.Missing(span=span), span=span)
        case "expect_unknown":
            return n.ExpectValue(names[0], n.Unknown(span=span), span=span)
        case _:
            return n.ExpectValue(names[0], b.expr(subtrees(tree)[0]), span=span)


def _expect_offer(b: OutcomeBuilder, tree: ParseTree, names: list[n.Name], *, negated: bool) -> n.ExpectOffer:
    found: dict[str, Any] = {"source": names[1]} if len(names) > 1 else {}
    for clause in b.once(subtrees(tree)):
        match str(clause.data):
            case "one_via":
                found["via"] = b.name(tokens(clause, "NAME")[0])
            case "priority":
                found["priority"] = b.expr(subtrees(clause)[0])
            case kind:
                found[kind] = b.because(clause)
    return n.ExpectOffer(names[0], negated, **found, span=b.span(tree))


def _expect_task(b: OutcomeBuilder, tree: ParseTree, task: n.Name, *, negated: bool) -> n.ExpectTask:
    found: dict[str, Any] = {}
    for clause in b.once(subtrees(tree)):
        match str(clause.data):
            case "role":
                found["role"] = b.name(tokens(clause, "NAME")[0])
            case "one_via":
                found["via"] = b.name(tokens(clause, "NAME")[0])
            case "because":
                found["because"] = b.because(clause)
            case _:
                found["on"] = b.day(tokens(clause, "DATE")[0])
    return n.ExpectTask(task, negated, **found, span=b.span(tree))


def setting(build: OutcomeBuilder, tree: ParseTree) -> n.Setting:
    """A value given to a parameter: ``name = value``."""
    value = build.expr(subtrees(tree)[0])
    return n.Setting(build.qualified(tokens(tree, "NAME")), value, span=build.span(tree))
