"""The build phase: the parse trees of one file to its statements."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from collections.abc import Set as AbstractSet
from dataclasses import replace
from typing import Any, Final, cast

from lark import Token

from dsl.diagnostics.model import Diagnostic, Label, Words
from dsl.lean import dataclass
from dsl.source import Span
from dsl.syntax import nodes as n
from dsl.syntax.build_expr import ExprBuilder, ParseTree, parts_of, subtrees, tokens
from dsl.syntax.build_tables import TableBuilder
from dsl.syntax.cut import Piece
from dsl.syntax.outline import LISTS, head_of, outline_of
from dsl.syntax.parse import ParsedStatement, Parser, Scanned
from dsl.syntax.promises import gathered
from dsl.syntax.scan import Chunk
from dsl.syntax.slips.condition_names import condition_as_name

_WITH_ROWS: Final = frozenset({"CUSTOMER", "TABLE", "TEST"})
# Sentences that speak of tasks and groups, but make none.
_MAKES_NOTHING: Final = frozenset({"TEST", "NEVER", "BAN", "REQUIRE", "CUSTOMER", *LISTS})


@dataclass(frozen=True, slots=True)
class Cut:
    """An unspaced run and the words it was cut into; more than one way is an error already reported."""

    span: Span
    words: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class BuiltFile:
    """A file after parsing and building: always there, however broken the text.

    Attributes:
        file: statements (broken ones as ``BrokenDecl``) and comments.
        diagnostics: what is wrong with its syntax.
        mixed: places where ``and`` meets ``or`` without parentheses.
        cut: unspaced runs that were cut.
    """

    file: n.PolicyFile
    diagnostics: tuple[Diagnostic, ...]
    mixed: tuple[Span, ...]
    cut: tuple[Cut, ...]


def build(scanned: Scanned, names: AbstractSet[str], gives: Mapping[str, str] | None = None) -> BuiltFile:
    """Parse and build the statements of a file, knowing the names of the whole policy.

    With ``gives``, the words that its names are given with as outcomes, messages can say which one is missing.
    """
    parser = Parser(scanned.source, names, gives or {})
    exprs = ExprBuilder(scanned.source.path)
    exprs.diagnostics = parser.diagnostics  # one list, in source order
    statements = _Statements(parser, exprs)
    built = []
    former: Chunk | None = None  # a line that begins no statement, if the one before was such a line
    for chunk, outline in zip(scanned.chunks, scanned.outlines, strict=True):
        before = len(parser.diagnostics)
        built.append(statements.build(parser.statement(chunk, outline)))
        is_foreign = any(_begins_nothing(d) for d in parser.diagnostics[before:])
        if is_foreign and former is not None and chunk.line == former.last_line + 1:
            del parser.diagnostics[before:]  # a pasted paragraph is one mistake, not one a line
        former = chunk if is_foreign else None
    for lines in scanned.unindented:
        if _is_second_if(parser, parser.span(lines.first)):
            continue
        above = Label(parser.span(lines.head), Words("belongs to this", "属于这一句"))
        args = {"word": lines.first.text, "what": "line"}
        parser.diagnostics.append(Diagnostic("E123", parser.span(lines.first), args, (above,)))
    for one, other in scanned.doubled:
        first = Label(parser.span(one), Words("said here first", "首次写于此"))
        parser.diagnostics.append(Diagnostic("E406", parser.span(other), {"clause": other.text}, (first,)))
    for raw in scanned.inset:
        parser.diagnostics.append(Diagnostic("E123", parser.span(raw), {"word": raw.text, "what": "margin"}))
    cut = []
    for raw, ways in parser.notes.cut:
        if len(ways) > 1:
            where = parser.span(raw)
            # What else is wrong inside is wrong with one way to read it.
            parser.diagnostics[:] = [d for d in parser.diagnostics if not _is_inside(d.span, where)]
            parser.diagnostics.append(Diagnostic("E109", where, {"one": _spaced(ways[0]), "other": _spaced(ways[1])}))
        cut.append(Cut(parser.span(raw), tuple(p.text for p in ways[0])))
    comments = tuple(n.CommentNode(c.line, c.column, c.text, c.own_line) for c in scanned.comments)
    strays = tuple(name for lines in scanned.unindented for name in lines.names)
    file = n.PolicyFile(scanned.source.path, tuple(built), comments, strays)
    return BuiltFile(file, tuple(parser.diagnostics), tuple(exprs.mixed), tuple(cut))


def _is_second_if(parser: Parser, span: Span) -> bool:
    """Whether a line at the margin begins a second condition: that is its mistake, and told with what it takes."""
    for at, found in enumerate(parser.diagnostics):
        if found.span == span and found.args.get("what") == "if_again":
            parser.diagnostics[at] = Diagnostic("E101", span, {**found.args, "what": "if_again_at_margin"})
            return True
    return False


def build_settings(scanned: Scanned) -> tuple[tuple[n.Setting, ...], tuple[Diagnostic, ...]]:
    """A values file: lines of ``name = value``."""
    parser = Parser(scanned.source, frozenset())
    exprs = ExprBuilder(scanned.source.path)
    exprs.diagnostics = parser.diagnostics
    settings = []
    for chunk in scanned.chunks:
        tree = parser.setting(chunk)
        if tree is not None:
            settings.append(_setting(exprs, tree))
    return tuple(settings), tuple(parser.diagnostics)


def _in_part(record: n.RecordDecl, names: tuple[str, ...]) -> n.RecordDecl:
    """A record of which a line is not read; any of these names may be that of a field."""
    known = {name for found in record.fields for name in found.name.all}
    unread = (*record.unread, *(name for name in names if name not in known))
    return replace(record, unread=unread, is_whole=False)


def _is_inside(one: Span, other: Span) -> bool:
    return (other.line, other.column) <= (one.line, one.column) and (one.end_line, one.end_column) <= (
        other.end_line,
        other.end_column,
    )


def _words(chunk: Chunk) -> frozenset[str]:
    return frozenset(raw.text for raw in chunk.all_tokens if raw.kind in ("word", "quoted"))


def _begins_nothing(diagnostic: Diagnostic) -> bool:
    """Whether a line is no statement at all: prose, or a remark of another language."""
    is_prose = diagnostic.code == "E110" and "near" not in diagnostic.args
    return is_prose or diagnostic.args.get("what") == "remark"


def _spaced(pieces: list[Piece]) -> str:
    return " ".join(p.text for p in pieces)


def _setting(build: ExprBuilder, tree: ParseTree) -> n.Setting:
    value = build.expr(subtrees(tree)[0])
    return n.Setting(build.qualified(tokens(tree, "NAME")), value, span=build.span(tree))


class _Statements:
    """One method a kind of statement."""

    def __init__(self, parser: Parser, exprs: ExprBuilder) -> None:
        self._parser = parser
        self._b = exprs
        self._tables = TableBuilder(parser, exprs)

    def build(self, parsed: ParsedStatement) -> n.AnyStatement:
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

    def policy(self, tree: ParseTree, where: dict[str, Any]) -> n.PolicyDecl:
        title = tokens(tree, "STRING")
        period = next((self._b.period(c) for c in subtrees(tree)), None)
        return n.PolicyDecl(self._new(tree), self._b.text(title) if title else None, period, **where)

    def customer(self, tree: ParseTree, rows: Any, where: dict[str, Any]) -> n.RecordDecl:  # noqa: ANN401
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

    def param(self, tree: ParseTree, where: dict[str, Any]) -> n.ParamDecl:
        values: list[n.ParamValue] = []
        for child in subtrees(tree):
            if child.data == "period":
                last = values[-1]
                values[-1] = n.ParamValue(last.value, self._b.period(child), span=last.span.to(self._b.span(child)))
            else:
                values.append(n.ParamValue(self._b.expr(child), None, span=self._b.span(child)))
        return n.ParamDecl(self._new(tree), tuple(values), **where)

    def tiers(self, tree: ParseTree, where: dict[str, Any]) -> n.TiersDecl:
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

    def klass(self, tree: ParseTree, where: dict[str, Any]) -> n.ClassDecl:
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

    def offer(self, tree: ParseTree, where: dict[str, Any]) -> n.OfferDecl | None:
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

    def choice(self, tree: ParseTree, where: dict[str, Any]) -> n.ChoiceDecl:
        values = tuple(self._b.value(c) for c in subtrees(tree))
        return n.ChoiceDecl(self._new(tree), values, **where)

    def listed(self, tree: ParseTree) -> tuple[n.Declared, ...]:
        return tuple(self._b.declared(tokens(c, "NEW")) for c in subtrees(tree))

    def points(self, tree: ParseTree, where: dict[str, Any]) -> n.PointsDecl:
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

    def rule(self, tree: ParseTree, where: dict[str, Any]) -> n.RuleDecl:
        body = subtrees(tree)[0]
        children = parts_of(body)
        condition = self._b.expr(children.pop(0)) if body.data == "when_then" else None
        actions = self._b.actions(children.pop(0))
        because, period = self._clauses(children)
        name = self._named(tree, "rule", condition) if tree.data == "rule" else None
        return n.RuleDecl(name, condition, actions, because, period, **where)

    def exclude(self, tree: ParseTree, where: dict[str, Any]) -> n.ExcludeDecl:
        scope, condition, *clauses = parts_of(tree)
        because, period = self._clauses(clauses)
        return n.ExcludeDecl(self._b.scope(scope), self._b.expr(condition), because, period, **where)

    def never(self, tree: ParseTree, where: dict[str, Any]) -> n.NeverDecl:
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

    def ban(self, tree: ParseTree, where: dict[str, Any]) -> n.BanDecl:
        lists = [c for c in subtrees(tree) if c.data == "texts"]
        words, unless = (*(tuple(self._b.text([t]) for t in tokens(c, "STRING")) for c in lists), (), ())[:2]
        limits = {str(c.data): self._b.names(subtrees(c)[0]) for c in self._b.once(subtrees(tree), apart="texts")[1:]}
        return n.BanDecl(words, unless, limits.get("ban_group", ()), limits.get("via", ()), **where)

    def table(self, tree: ParseTree, rows: Any, where: dict[str, Any]) -> n.TableDecl | None:  # noqa: ANN401
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

    def test(self, tree: ParseTree, rows: Any, where: dict[str, Any]) -> n.TestDecl | None:  # noqa: ANN401
        b = self._b
        given: list[n.Given] = []
        expect: list[n.Expectation] = []
        params: list[n.Setting] = []
        as_of, profile = None, None
        for clause in subtrees(tree):
            match str(clause.data):
                case "givens":
                    given += [self._given(c) for c in subtrees(clause)]
                case "expects":
                    expect += [self._expectation(c) for c in subtrees(clause)]
                case "as_of":
                    as_of = b.day(tokens(clause, "DATE")[0])
                case "test_profile":
                    profile = b.name(tokens(clause, "NAME")[0])
                case _:
                    params.append(_setting(b, subtrees(clause)[0]))
        table = self._tables.cases(rows) if rows else None
        if rows and table is None:
            return None
        titles = tokens(tree, "STRING")
        title = b.text(titles) if titles else n.Text("", span=b.span(tree))
        return n.TestDecl(title, as_of, profile, tuple(params), tuple(given), tuple(expect), table, **where)

    def _given(self, tree: ParseTree) -> n.Given:
        field = self._b.name(tokens(tree, "NAME")[0])
        span = self._b.span(tree)
        value: n.Expr | n.Missing
        match str(tree.data):
            case "given_value":
                value = self._b.expr(subtrees(tree)[0])
            case "given_missing":
                value = n.Missing(span=span)
            case kind:
                value = n.Truth(kind == "given_yes", span=span)
        return n.Given(field, value, span=span)

    def _expectation(self, tree: ParseTree) -> n.Expectation:
        b, span = self._b, self._b.span(tree)
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
                return self._expect_offer(tree, names, negated=negated)
            case "expect_class":
                return n.ExpectClass(names[0], "no" if negated else "yes", span=span)
            case "expect_class_unknown":
                return n.ExpectClass(names[0], "unknown", span=span)
            case "expect_task":
                return self._expect_task(tree, names[0], negated=negated)
            case "expect_missing":
                return n.ExpectValue(names[0], n.Missing(span=span), span=span)
            case "expect_unknown":
                return n.ExpectValue(names[0], n.Unknown(span=span), span=span)
            case _:
                return n.ExpectValue(names[0], b.expr(subtrees(tree)[0]), span=span)

    def _expect_offer(self, tree: ParseTree, names: list[n.Name], *, negated: bool) -> n.ExpectOffer:
        found: dict[str, Any] = {"source": names[1]} if len(names) > 1 else {}
        for clause in self._b.once(subtrees(tree)):
            match str(clause.data):
                case "one_via":
                    found["via"] = self._b.name(tokens(clause, "NAME")[0])
                case "priority":
                    found["priority"] = self._b.expr(subtrees(clause)[0])
                case kind:
                    found[kind] = self._b.because(clause)
        return n.ExpectOffer(names[0], negated, **found, span=self._b.span(tree))

    def _expect_task(self, tree: ParseTree, task: n.Name, *, negated: bool) -> n.ExpectTask:
        found: dict[str, Any] = {}
        for clause in self._b.once(subtrees(tree)):
            match str(clause.data):
                case "role":
                    found["role"] = self._b.name(tokens(clause, "NAME")[0])
                case "one_via":
                    found["via"] = self._b.name(tokens(clause, "NAME")[0])
                case "because":
                    found["because"] = self._b.because(clause)
                case _:
                    found["on"] = self._b.day(tokens(clause, "DATE")[0])
        return n.ExpectTask(task, negated, **found, span=self._b.span(tree))


_STATEMENTS: Final[dict[str, Callable[[_Statements, ParseTree, Any, dict[str, Any]], n.AnyStatement | None]]] = {
    "policy": lambda s, t, _, w: s.policy(t, w),
    "use": lambda s, t, _, w: n.UseDecl(s._b.names(t), **w),
    "customer": lambda s, t, rows, w: s.customer(t, rows, w),
    "param": lambda s, t, _, w: s.param(t, w),
    "param_periods": lambda s, t, _, w: s.param(t, w),
    "profile": lambda s, t, _, w: n.ProfileDecl(s._new(t), tuple(_setting(s._b, c) for c in subtrees(t)), **w),
    "require": lambda s, t, _, w: n.RequireDecl(s._b.expr(subtrees(t)[0]), **w),
    "define": lambda s, t, _, w: n.DefineDecl(s._new(t), s._b.expr(subtrees(t)[0]), **w),
    "tiers": lambda s, t, _, w: s.tiers(t, w),
    "klass": lambda s, t, _, w: s.klass(t, w),
    "offer": lambda s, t, _, w: s.offer(t, w),
    "points": lambda s, t, _, w: s.points(t, w),
    "choice": lambda s, t, _, w: s.choice(t, w),
    "channels": lambda s, t, _, w: n.ListDecl("channel", s.listed(t), **w),
    "roles": lambda s, t, _, w: n.ListDecl("role", s.listed(t), **w),
    "tasks": lambda s, t, _, w: n.ListDecl("task", s.listed(t), **w),
    "groups": lambda s, t, _, w: n.ListDecl("group", s.listed(t), **w),
    "rule": lambda s, t, _, w: s.rule(t, w),
    "bare_rule": lambda s, t, _, w: s.rule(t, w),
    "exclude": lambda s, t, _, w: s.exclude(t, w),
    "limit": lambda s, t, _, w: n.LimitDecl(s._b.number(tokens(t, "NUMBER")[0]), **w),
    "table": lambda s, t, rows, w: s.table(t, rows, w),
    "never": lambda s, t, _, w: s.never(t, w),
    "ban": lambda s, t, _, w: s.ban(t, w),
    "test": lambda s, t, rows, w: s.test(t, rows, w),
}
