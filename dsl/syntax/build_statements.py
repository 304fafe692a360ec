"""The build phase for statements: one method a kind, and what is left of a statement that has a mistake."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import Any, Final, cast

from lark import Token

from dsl.diagnostics.model import Diagnostic
from dsl.syntax import nodes as n
from dsl.syntax.build_expr import ParseTree, parts_of, subtrees, tokens
from dsl.syntax.build_outcomes import OutcomeBuilder
from dsl.syntax.build_tables import TableBuilder
from dsl.syntax.build_tests import setting, test
from dsl.syntax.outline import LISTS, head_of, outline_of
from dsl.syntax.parse import ParsedStatement, Parser
from dsl.syntax.promises import gathered
from dsl.syntax.scan import Chunk
from dsl.syntax.slips.condition_names import condition_as_name

_WITH_ROWS: Final = frozenset({"CUSTOMER", "TABLE", "TEST"})
# Sentences that speak of tasks and groups, but make none.
_MAKES_NOTHING: Final = frozenset({"TEST", "NEVER", "BAN", "REQUIRE", "CUSTOMER", *LISTS})


def _in_part(record: n.RecordDecl, names: tuple[str, ...]) -> n.RecordDecl:
    """A record of which a line is not read; any of these names may be that of a field."""
    known = {name for found in record.fields for name in found.name.all}
    unread = (*record.unread, *(name for name in names if name not in known))
    return replace(record, unread=unread, is_whole=False)


def _words(chunk: Chunk) -> frozenset[str]:
    return frozenset(raw.text for raw in chunk.all_tokens if raw.kind in ("word", "quoted"))


class Statements:
    """One method a kind of statement."""

    def __init__(self, parser: Parser, exprs: OutcomeBuilder) -> None:
        self._parser = parser
        self._b = exprs
        self._tables = TableBuilder(parser, exprs)

    def build(self, parsed: ParsedStatement) -> n.AnyStatement:
        """A statement, whole or with holes; one of which nothing can be read is broken."""
        outline, rows = parsed.outline, parsed.chunk.rows
        where: dict[str, Any] = {"span": parsed.span, "lang": outline.lang}
        strange = (str(d.args["found"]) for d in self._b.diagnostics[parsed.before :] if d.code == "E101")
        names = (*outline.all_names, *strange, *self._hidden(parsed))
        said = frozenset() if outline.head in _MAKES_NOTHING else _words(parsed.chunk)
        broken = n.BrokenDecl(outline.head, names, bool(outline.names), self._surely(parsed), said=said, **where)
        if rows and parsed.chunk.tokens and outline.head not in _WITH_ROWS:
            if all(d.code in ("E114", "E119") for d in self._b.diagnostics[parsed.before :]):
                del self._b.diagnostics[parsed.before :]  # what is missing stands in the rows
                self._b.diagnostics.append(Diagnostic("E111", self._parser.span(rows[0][0]), {"what": "stray"}))
            return broken
        before = len(self._b.diagnostics)
        tree = parsed.tree if parsed.tree is not None else parsed.rest
        if tree is None or (parsed.tree is None and outline.head == "TABLE" and not rows):
            return self._from_rows(parsed, broken, where)
        statement = self._whole(tree, rows, where)
        if parsed.tree is None:
            return self._with_holes(broken, statement, before)
        if statement is None or (len(self._b.diagnostics) > before and isinstance(statement, n.TableDecl | n.TestDecl)):
            return replace(broken, readable=statement)
        return statement

    def _with_holes(self, broken: n.BrokenDecl, statement: n.AnyStatement | None, before: int) -> n.AnyStatement:
        """A statement of which some parts could not be read; before its sentence was built were so many diagnostics."""
        found = self._b.diagnostics
        # The `if` above may be what is missing, or the first line of a statement that some clauses belong to.
        found[before:] = [d for d in found[before:] if d.code not in ("E406", "E407")]
        if isinstance(statement, n.RecordDecl):
            return _in_part(statement, broken.names) if statement.columns else broken
        return replace(broken, readable=statement)

    def _whole(self, tree: ParseTree, rows: Any, where: dict[str, Any]) -> n.AnyStatement | None:  # noqa: ANN401
        found = tree.children[0]
        kind = str(found.data) if not isinstance(found, Token) else ""
        return _STATEMENTS[kind](self, cast("ParseTree", found), rows, where)

    def _from_rows(self, parsed: ParsedStatement, broken: n.BrokenDecl, where: dict[str, Any]) -> n.AnyStatement:
        """A statement whose sentence cannot be read: its rows are independent of that."""
        rows = parsed.chunk.rows
        name = n.Declared(broken.names[0] if broken.names else "", span=parsed.span)
        if broken.head == "CUSTOMER" and rows:
            table = self._tables.record(rows)
            record = n.RecordDecl(name, None, table.columns, table.fields, (), None, table.unread, table.lost, **where)
            return _in_part(record, broken.names)
        if broken.head == "TABLE" and (parts := self._tables.decision(rows) if rows else None):
            return replace(broken, readable=n.TableDecl(name, "collect", *parts, **where))
        if broken.head == "TEST" and (cases := self._tables.cases(rows) if rows else None):
            title = n.Text("-", span=parsed.span)
            return replace(broken, readable=n.TestDecl(title, table=cases, **where))
        return broken

    def _hidden(self, parsed: ParsedStatement) -> Iterator[str]:
        """What a statement may declare that begins where this one has a mistake: at a word for one, or with a line."""
        words = [raw for raw in parsed.chunk.tokens if raw.kind != "newline"]
        for place in {(d.span.line, d.span.column) for d in self._b.diagnostics[parsed.before :]}:
            at = next((i for i, raw in enumerate(words) if (raw.line, raw.column) == place), 0)
            if at and (words[at - 1].line < words[at].line or head_of(words[at])[0] is not None):
                line = [raw for raw in words[at:] if raw.line == words[at].line]
                yield from outline_of(Chunk(place[0], line)).all_names

    def _surely(self, parsed: ParsedStatement) -> tuple[n.Declared, ...]:
        """What a faulty statement surely declares.

        A line that begins like an outcome, and has its mistake there, may be one that stands at the margin.
        """
        outline = parsed.outline
        at_head = any(d.span.line == parsed.span.line for d in self._b.diagnostics[parsed.before :])
        if outline.head in ("PRODUCT", "CLASS") and at_head:
            return ()
        return tuple(n.Declared(raw.text, span=self._parser.span(raw)) for raw in outline.surely)

    def _new(self, tree: ParseTree) -> n.Declared:
        return self._declared(tree, tokens(tree, "NEW"))

    def _declared(self, tree: ParseTree, found: list[Token]) -> n.Declared:
        return self._b.declared(found) if found else n.Declared("", span=self._b.span(tree))

    def _named(self, tree: ParseTree, kind: str, condition: object) -> n.Declared:
        """The names of a statement that may have a condition; one read as a name is reported and left out."""
        found = tokens(tree, "NEW")
        then = next(
            (t for body in subtrees(tree) for t in tokens(body, "THEN") if found and t.line == found[-1].line), None
        )
        asked = self._parser.asked if then is not None else frozenset[str]()
        slip = (
            condition_as_name(self._b.path, kind, found, self._parser.names, asked) if found and not condition else None
        )
        if slip is not None:
            found, told = slip
            if not any(d.code == "E125" and d.span.line == told.span.line for d in self._b.diagnostics):
                self._b.diagnostics.append(told)  # else it is told with the words behind
        return self._declared(tree, found)

    def _policy(self, tree: ParseTree, where: dict[str, Any]) -> n.PolicyDecl:
        title = tokens(tree, "STRING")
        period = next((self._b.period(c) for c in subtrees(tree)), None)
        return n.PolicyDecl(self._new(tree), self._b.text(title) if title else None, period, **where)

    def _customer(self, tree: ParseTree, rows: Any, where: dict[str, Any]) -> n.RecordDecl:  # noqa: ANN401
        currency = tokens(tree, "NAME")
        table = self._tables.record(rows)
        assumptions: list[n.Assumption] = []
        as_of = None
        for clause in subtrees(tree):
            if clause.data == "as_of":
                as_of = self._b.day(tokens(clause, "DATE")[0])
            else:
                assumptions.append(n.Assumption(self._b.expr(subtrees(clause)[0]), span=self._b.span(clause)))
        name = self._b.name(currency[0]) if currency else None
        return n.RecordDecl(
            self._new(tree), name, table.columns, table.fields, tuple(assumptions), as_of, table.unread, table.lost,
            **where,
        )  # fmt: skip

    def _param(self, tree: ParseTree, where: dict[str, Any]) -> n.ParamDecl:
        values: list[n.ParamValue] = []
        for child in subtrees(tree):
            if child.data == "period":
                last = values[-1]
                values[-1] = n.ParamValue(last.value, self._b.period(child), span=last.span.to(self._b.span(child)))
            else:
                values.append(n.ParamValue(self._b.expr(child), None, span=self._b.span(child)))
        return n.ParamDecl(self._new(tree), tuple(values), **where)

    def _tiers(self, tree: ParseTree, where: dict[str, Any]) -> n.TiersDecl:
        rungs, measure = [], None
        for child in parts_of(tree):
            if child.data == "hole":
                rungs.append(n.Rung(self._declared(child, []), self._b.expr(child), span=self._b.span(child)))
            elif child.data == "rung":
                start = next((self._b.expr(c) for c in subtrees(child)), None)
                rungs.append(n.Rung(self._new(child), start, span=self._b.span(child)))
            else:
                measure = self._b.expr(child)
        return n.TiersDecl(self._new(tree), measure, tuple(rungs), **where)

    def _klass(self, tree: ParseTree, where: dict[str, Any]) -> n.ClassDecl:
        cases: list[n.ClassCase] = []
        for child in parts_of(tree):
            if child.data == "because":
                if not cases or cases[-1].because is not None:
                    self._b.diagnostics.append(Diagnostic("E407", self._b.span(child)))
                    continue
                cases[-1] = n.ClassCase(
                    cases[-1].condition, self._b.because(child), span=cases[-1].span.to(self._b.span(child))
                )
            else:
                condition = parts_of(child)[0] if child.data == "class_if" else child
                cases.append(n.ClassCase(self._b.expr(condition), None, span=self._b.span(child)))
        return n.ClassDecl(self._named(tree, "klass", cases), tuple(cases), **where)

    def _offer(self, tree: ParseTree, where: dict[str, Any]) -> n.OfferDecl | None:
        found: dict[str, Any] = {}
        for clause in self._b.once(subtrees(tree)):
            kind = str(clause.data)
            match kind:
                case "priority" | "eligible":
                    found[kind] = self._b.expr(parts_of(clause)[0])
                case "group":
                    found[kind] = self._b.name(tokens(clause, "NAME")[0])
                case "via":
                    found[kind] = self._b.names(subtrees(clause)[0])
                case "period":
                    found[kind] = self._b.period(clause)
                case _:
                    found[kind] = self._b.because(clause)
        return n.OfferDecl(self._named(tree, "offer", found.get("eligible")), **found, **where)

    def _choice(self, tree: ParseTree, where: dict[str, Any]) -> n.ChoiceDecl:
        values = tuple(self._b.value(c) for c in subtrees(tree))
        return n.ChoiceDecl(self._new(tree), values, **where)

    def _listed(self, tree: ParseTree) -> tuple[n.Declared, ...]:
        return tuple(self._b.declared(tokens(c, "NEW")) for c in subtrees(tree))

    def _points(self, tree: ParseTree, where: dict[str, Any]) -> n.PointsDecl:
        low, high = (*[self._b.expr(c) for c in subtrees(tree)], None, None)[:2]
        return n.PointsDecl(self._new(tree), low, high, **where)

    def _clauses(self, clauses: list[ParseTree]) -> tuple[n.Text | None, n.Period | None]:
        """The because and period of a rule, each at most once."""
        because, period = None, None
        for clause in self._b.once([clause for clause in clauses if clause.data != "hole"]):
            if clause.data == "because":
                because = self._b.because(clause)
            else:
                period = self._b.period(clause)
        return because, period

    def _rule(self, tree: ParseTree, where: dict[str, Any]) -> n.RuleDecl:
        body = subtrees(tree)[0]
        children = parts_of(body)
        condition = self._b.expr(children.pop(0)) if body.data == "when_then" else None
        actions = self._b.actions(children.pop(0))
        because, period = self._clauses(children)
        name = self._named(tree, "rule", condition) if tree.data == "rule" else None
        return n.RuleDecl(name, condition, actions, because, period, **where)

    def _exclude(self, tree: ParseTree, where: dict[str, Any]) -> n.ExcludeDecl:
        scope, condition, *clauses = parts_of(tree)
        because, period = self._clauses(clauses)
        return n.ExcludeDecl(self._b.scope(scope), self._b.expr(condition), because, period, **where)

    def _never(self, tree: ParseTree, where: dict[str, Any]) -> n.NeverDecl:
        parts: list[n.HasOutcome | n.Expr] = []
        condition, because = None, None
        for child in subtrees(tree):
            match str(child.data):
                case "because":
                    because = self._b.because(child)
                case "outcomes":
                    parts = [self._b.promised(c) for c in subtrees(child)]
                case _:
                    condition = self._b.expr(child)
        return n.NeverDecl(*gathered(tuple(parts), condition), because, **where)

    def _ban(self, tree: ParseTree, where: dict[str, Any]) -> n.BanDecl:
        lists = [c for c in subtrees(tree) if c.data == "texts"]
        words, unless = (*(tuple(self._b.text([t]) for t in tokens(c, "STRING")) for c in lists), (), ())[:2]
        limits = {str(c.data): self._b.names(subtrees(c)[0]) for c in self._b.once(subtrees(tree), apart="texts")[1:]}
        return n.BanDecl(words, unless, limits.get("ban_group", ()), limits.get("via", ()), **where)

    def _table(self, tree: ParseTree, rows: Any, where: dict[str, Any]) -> n.TableDecl | None:  # noqa: ANN401
        hit = next((c for c in subtrees(tree) if c.data == "hit"), None)
        clauses = [c for c in subtrees(tree) if c is not hit]
        because, period = self._clauses(clauses)
        if not rows:
            self._b.diagnostics.append(Diagnostic("E111", self._b.span(tree), {"what": "empty"}))
            return None
        parts = self._tables.decision(rows)
        if parts is None:
            return None
        policy = cast("n.HitPolicy", cast("Token", hit.children[0]).type.lower() if hit is not None else "collect")
        return n.TableDecl(self._new(tree), policy, *parts, because, period, **where)


_STATEMENTS: Final[dict[str, Callable[[Statements, ParseTree, Any, dict[str, Any]], n.AnyStatement | None]]] = {
    "policy": lambda s, t, _, w: s._policy(t, w),
    "use": lambda s, t, _, w: n.UseDecl(s._b.names(t), **w),
    "customer": lambda s, t, rows, w: s._customer(t, rows, w),
    "param": lambda s, t, _, w: s._param(t, w),
    "param_periods": lambda s, t, _, w: s._param(t, w),
    "profile": lambda s, t, _, w: n.ProfileDecl(s._new(t), tuple(setting(s._b, c) for c in subtrees(t)), **w),
    "require": lambda s, t, _, w: n.RequireDecl(s._b.expr(subtrees(t)[0]), **w),
    "define": lambda s, t, _, w: n.DefineDecl(s._new(t), s._b.expr(subtrees(t)[0]), **w),
    "tiers": lambda s, t, _, w: s._tiers(t, w),
    "klass": lambda s, t, _, w: s._klass(t, w),
    "offer": lambda s, t, _, w: s._offer(t, w),
    "points": lambda s, t, _, w: s._points(t, w),
    "choice": lambda s, t, _, w: s._choice(t, w),
    "channels": lambda s, t, _, w: n.ListDecl("channel", s._listed(t), **w),
    "roles": lambda s, t, _, w: n.ListDecl("role", s._listed(t), **w),
    "tasks": lambda s, t, _, w: n.ListDecl("task", s._listed(t), **w),
    "groups": lambda s, t, _, w: n.ListDecl("group", s._listed(t), **w),
    "rule": lambda s, t, _, w: s._rule(t, w),
    "bare_rule": lambda s, t, _, w: s._rule(t, w),
    "exclude": lambda s, t, _, w: s._exclude(t, w),
    "limit": lambda s, t, _, w: n.LimitDecl(s._b.number(tokens(t, "NUMBER")[0]), **w),
    "table": lambda s, t, rows, w: s._table(t, rows, w),
    "never": lambda s, t, _, w: s._never(t, w),
    "ban": lambda s, t, _, w: s._ban(t, w),
    "test": lambda s, t, rows, w: test(s._b, s._tables, t, rows, w),
}
