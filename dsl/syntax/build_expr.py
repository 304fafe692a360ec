"""The build phase for expressions: parse trees to nodes.

One function per rule of the grammar that keeps its own tree; ``_EXPRESSIONS`` maps rule names to them.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from datetime import date
from functools import lru_cache
from typing import Any, Final, cast

from lark import Token, Tree

from dsl.diagnostics.model import Arg, Diagnostic, Label, Words
from dsl.source import Span
from dsl.syntax import nodes as n
from dsl.syntax.elapsed import compared
from dsl.syntax.scan import NUMBER
from dsl.syntax.slips.ago import ago_slip
from dsl.syntax.slips.names import is_plain
from dsl.syntax.units import Unit, read_unit
from dsl.syntax.vocabulary import COMPARISONS, ONE_UNIT
from dsl.syntax.wording import called
from dsl.syntax.written_days import parts
from dsl.syntax.year_days import LEAP_YEAR, day_of_year

ParseTree = Tree[Token]
Child = Token | ParseTree

_SYMBOLS: Final = {"≥": ">=", "≤": "<=", "≠": "!=", "<>": "!="}


@lru_cache(maxsize=4096)
def _digits_and_unit(text: str) -> tuple[str, Unit]:
    match = NUMBER.match(text)
    assert match is not None  # the scanner made it
    unit, _, _ = read_unit(text, match.end())
    digits = match.group().replace("_", "")
    whole, _, fraction = digits.partition(".")
    whole = whole.lstrip("0") or "0"
    return (f"{whole}.{fraction}" if fraction else whole), unit


def subtrees(tree: ParseTree) -> list[ParseTree]:
    """The children that are trees, but for holes."""
    return [c for c in tree.children if isinstance(c, Tree) and c.data != "hole"]


def parts_of(tree: ParseTree) -> list[ParseTree]:
    """The children that are trees, and the holes where one should be."""
    return [c for c in tree.children if isinstance(c, Tree)]


def said(comparison: ParseTree) -> str:
    """The mark or word of a comparison."""
    return " ".join(str(comparison.children[0]).lower().split())


def tokens(tree: ParseTree, *kinds: str) -> list[Token]:
    """The children that are tokens of one of the kinds."""
    return [c for c in tree.children if isinstance(c, Token) and c.type in kinds]


class ExprBuilder:
    """Builds expressions of one file; impossible dates are reported as they are met."""

    def __init__(self, path: str) -> None:
        self.path = path
        self.diagnostics: list[Diagnostic] = []
        self.mixed: list[Span] = []  # `and` beside `or` without parentheses; a lint reads them

    # --- places ---

    def span(self, child: Child) -> Span:
        """The place of a token or a tree."""
        first, last = child, child
        while isinstance(first, Tree):
            first = first.children[0]
        while isinstance(last, Tree):
            last = last.children[-1]
        line, column = cast("int", first.line), cast("int", first.column)
        return Span(self.path, line, column, cast("int", last.end_line), cast("int", last.end_column))

    # --- leaves ---

    def name(self, token: Token) -> n.Name:
        """A name in use."""
        return n.Name(str(token), span=self.span(token))

    def qualified(self, found: Sequence[Token]) -> n.Name:
        """A name in use, behind the name of its policy or alone."""
        *owner, name = found
        span = self.span(Tree("qualified", list(found)))
        return n.Name(str(name), str(owner[0]) if owner else None, span=span)

    def names(self, tree: ParseTree) -> tuple[n.Name, ...]:
        """A list of names."""
        return tuple(self.name(t) for t in tokens(tree, "NAME"))

    def declared(self, found: Iterable[Token]) -> n.Declared:
        """A name being declared, and its further names."""
        first, *further = found
        span = self.span(first) if not further else self.span(first).to(self.span(further[-1]))
        return n.Declared(str(first), tuple(map(str, further)), span=span)

    def value(self, tree: ParseTree, sign: str = ",") -> n.Declared:
        """A value of a list: one name in each language, for two in one are two values that lack a sign between them."""
        found = tokens(tree, "NEW", "STRING", "NUMBER")
        for at, name in enumerate(found):
            alike = [former for former in found[:at] if former.isascii() == name.isascii()]
            if alike:
                self.diagnostics.append(self._two_values(alike[0], name, sign, in_a_row=alike[0] is found[at - 1]))
                break
        return self.declared(found)

    def _two_values(self, former: Token, name: Token, sign: str, *, in_a_row: bool) -> Diagnostic:
        """Two names in one language; in a row they may be one value of two words, which is quoted."""
        args: dict[str, Arg]
        if in_a_row:
            one, other = (str(x) if is_plain(str(x)) else f'"{x}"' for x in (former, name))
            joined = f"{one}, {other}" if sign == "," else f"{one} {sign} {other}"
            args = {"what": "two_values", "found": f"{former} {name}", "two": joined}
            return Diagnostic("E101", self.span(former).to(self.span(name)), args)
        missing = called("COMMA") if sign == "," else Words(f"`{sign}`", f"`{sign}`")
        args = {"what": "missing", "missing": missing, "found": str(name)}
        return Diagnostic("E101", self.span(name), args, fix=f"{sign} {name}")

    def text(self, found: list[Token]) -> n.Text:
        """One text from one or more quoted pieces."""
        return n.Text("".join(map(str, found)), span=self.span(found[0]).to(self.span(found[-1])))

    def because(self, tree: ParseTree) -> n.Text:
        """The text of a because or say clause."""
        return self.text(tokens(tree, "STRING"))

    def number(self, token: Token) -> n.Number:
        """A number with its unit."""
        digits, unit = _digits_and_unit(str(token))
        return n.Number(digits, unit, span=self.span(token))

    def day(self, token: Token) -> n.Day:
        """A date; one that does not exist is reported and read as the nearest earlier one."""
        year, month, day = parts(str(token))
        try:
            value = date(year, month, day)
        except ValueError:
            self.diagnostics.append(Diagnostic("E108", self.span(token), {"found": str(token)}))
            value = date(max(year, 1), min(max(month, 1), 12), min(max(day, 1), 28))
        return n.Day(value, span=self.span(token))

    def _every_year(self, tree: ParseTree) -> n.Expr:
        """A day of every year; one that does not exist is reported and read as another."""
        token = tokens(tree, "DAY_OF_YEAR")[0]
        day = day_of_year(str(token))
        if day is None:
            self.diagnostics.append(Diagnostic("E108", self.span(token), {"found": str(token)}))
            day = date(LEAP_YEAR, 1, 1)
        return n.Anniversary(n.Day(day, span=self.span(token)), span=self.span(tree))

    def _anniversary(self, tree: ParseTree) -> n.Expr:
        """The anniversary of a day; that of a literal is one of every year, whatever its year."""
        (operand,) = self._operands(tree)
        if isinstance(operand, n.Day):
            operand = replace(operand, value=operand.value.replace(year=LEAP_YEAR))
        return n.Anniversary(operand, span=self.span(tree))

    def period(self, tree: ParseTree) -> n.Period:
        """From and until."""
        start = end = None
        keyword, before = "", len(self.diagnostics)
        for token in tokens(tree, "FROM", "UNTIL", "DATE"):
            if token.type == "DATE":
                value = self.day(token).value
                start, end = (value, end) if keyword == "FROM" else (start, value)
            else:
                keyword = token.type
        is_sound = len(self.diagnostics) == before
        if start and end and start > end and is_sound:
            self.diagnostics.append(Diagnostic("E405", self.span(tree), {"what": "backwards"}))
        return n.Period(start, end, is_sound, span=self.span(tree))

    # --- expressions ---

    def expr(self, child: Child) -> n.Expr:
        """Any expression."""
        tree = cast("ParseTree", child)
        return cast("n.Expr", _EXPRESSIONS[str(tree.data)](self, tree))

    def _operands(self, tree: ParseTree) -> list[n.Expr]:
        return [self.expr(c) for c in subtrees(tree)]

    def _joined(self, tree: ParseTree, rule: str, other: str) -> tuple[n.Expr, ...]:
        """``a and b and c`` as one node; parentheses keep their own."""
        items: list[n.Expr] = []
        waiting = [tree]
        while waiting:  # no recursion: a list of alternatives may be long
            side = waiting.pop()
            if side.data == rule:
                waiting += reversed(subtrees(side))
                continue
            if side.data == other:
                self.mixed.append(self.span(side))
            items.append(self.expr(side))
        return tuple(items)

    def comparison(self, tree: ParseTree) -> n.CompareOp:
        """A comparison mark or word."""
        text = said(tree)
        return cast("n.CompareOp", COMPARISONS.get(text) or _SYMBOLS.get(text, text))

    def _is(self, tree: ParseTree, *, negated: bool) -> n.Expr:
        left, right = self._operands(tree)
        return n.Is(left, right, negated, span=self.span(tree))

    def _in(self, tree: ParseTree, *, negated: bool) -> n.Expr:
        operand, *items = self._operands(tree)
        return n.InList(operand, tuple(items), negated, span=self.span(tree))

    def _arithmetic(self, tree: ParseTree, op: Any) -> n.Expr:  # noqa: ANN401 - one of four marks
        left, right = self._operands(tree)
        return n.Arithmetic(op, left, right, span=self.span(tree))

    def _moved(self, tree: ParseTree, op: Any) -> n.Expr:  # noqa: ANN401 - plus or minus
        """A day so long before or after another."""
        length = self.number(tokens(tree, "QUANTITY", "NUMBER")[0])
        return n.Arithmetic(op, self._operands(tree)[0], length, in_words=True, span=self.span(tree))

    def _one(self, tree: ParseTree) -> n.Expr:
        """The length of ``the last month``."""
        unit = Unit(plain=ONE_UNIT[str(tree.children[0]).lower()])
        return n.Number("1", unit, span=self.span(tree))

    def _window(self, tree: ParseTree, which: Any, *, negated: bool = False) -> n.Expr:  # noqa: ANN401 - last or next
        operand, length = self._operands(tree)
        window = n.Window(operand, which, length, span=self.span(tree))
        return n.Not(window, span=window.span) if negated else window

    def _between(self, tree: ParseTree, *, closed: bool) -> n.Expr:
        operand, low, high = self._operands(tree)
        return n.Between(operand, low, high, closed, span=self.span(tree))

    def _round(self, tree: ParseTree, mode: n.RoundMode) -> n.Expr:
        operand, step = self._operands(tree)
        return n.Round(mode, operand, cast("n.Number", step), span=self.span(tree))

    def _text_test(self, tree: ParseTree, which: Any) -> n.Expr:  # noqa: ANN401 - contains or starts
        return n.TextTest(which, self._operands(tree)[0], self.text(tokens(tree, "STRING")), span=self.span(tree))

    def _since(self, tree: ParseTree, unit: Any) -> n.Expr:  # noqa: ANN401 - days, months or years
        return n.Since(unit, self._operands(tree)[0], span=self.span(tree))

    def _quantity_of(self, tree: ParseTree, node: Any) -> n.Expr:  # noqa: ANN401 - Times or Part
        factor = self.number(tokens(tree, "MULT", "QUANTITY")[0])
        return cast("n.Expr", node(factor, self._operands(tree)[0], span=self.span(tree)))

    def _extreme(self, tree: ParseTree, which: Any) -> n.Expr:  # noqa: ANN401 - min or max
        return n.Extreme(which, tuple(self._operands(tree)), span=self.span(tree))

    def _compare(self, tree: ParseTree) -> n.Expr:
        left, op, right = subtrees(tree)
        value = self.expr(right)
        self._says_which_way(op, value)
        return compared(said(op), self.comparison(op), self.expr(left), value, self.span(tree))

    def _says_which_way(self, op: ParseTree, right: n.Expr) -> None:
        """``at least 3 months before X`` may be that day or earlier, or that day or later; a sign says which."""
        is_in_words = isinstance(right, n.Arithmetic) and right.in_words and said(op) in COMPARISONS
        if is_in_words and said(op).isascii() and (sign := self.comparison(op)) not in ("=", "!="):
            signs: dict[str, Arg] = {"earlier": f"<{sign[1:]}", "later": f">{sign[1:]}"}
            args: dict[str, Arg] = {"what": "moved", "found": said(op), **signs}
            self.diagnostics.append(Diagnostic("E109", self.span(op), args))

    def ago(self, tree: ParseTree) -> n.Expr | None:
        """The day that is compared where a sign stands before a length and ``ago``, which is reported; else None."""
        op, length = subtrees(tree)[-2:]
        word, value = tokens(tree, "AGO")[0], self.expr(length)
        match value:
            case n.Arithmetic(left=n.Today()):  # today - 7 days ago
                args: dict[str, Arg] = {"what": "extra", "found": str(word)}
                self.diagnostics.append(Diagnostic("E101", self.span(word), args))
                return value
            case n.Number() | n.Name():
                where = replace(self.span(op), end_line=word.line or 1, end_column=word.end_column or 1)
                slip = ago_slip(said(op), self.comparison(op), str(length.children[0]), str(word), where)
                self.diagnostics += [slip] if slip is not None else []
                return n.Arithmetic("-", n.Today(span=value.span), value, span=value.span) if slip is not None else None
            case _:
                return None

    def _ago(self, tree: ParseTree) -> n.Expr:
        left, op, length = subtrees(tree)
        day, sign, span = self.ago(tree), self.comparison(op), self.span(tree)
        if day is not None:
            return n.Compare(sign, self.expr(left), day, span=span)
        return n.Elapsed(cast("n.Elapsing", sign), self.expr(left), self.expr(length), span=span)

    def _default(self, tree: ParseTree) -> n.Expr:
        operand, fallback = self._operands(tree)
        return n.Default(operand, fallback, span=self.span(tree))

    def _qualified(self, tree: ParseTree) -> n.Expr:
        return self.qualified(tokens(tree, "NAME"))

    # --- clauses ---

    def once(self, clauses: list[ParseTree], apart: str = "") -> list[ParseTree]:
        """The first clause of each kind; another of the same kind is reported."""
        found: dict[str, ParseTree] = {}
        for clause in clauses:
            kind = str(clause.data)
            if kind not in found:
                found[kind] = clause
            elif kind != apart:
                self.report_twice(clause, found[kind])
        return list(found.values())

    def report_twice(self, clause: ParseTree, former: ParseTree) -> None:
        """A clause of a kind that was there before."""
        word = next((c for c in clause.children if isinstance(c, Token)), None)
        said = str(word) if word is not None and word.type != "NAME" else str(clause.data)
        first = Label(self.span(former), Words("said here first", "首次写于此"))
        self.diagnostics.append(Diagnostic("E406", self.span(clause), {"clause": said}, (first,)))


_B = ExprBuilder
_EXPRESSIONS: Final[dict[str, Callable[[ExprBuilder, ParseTree], Any]]] = {
    "hole": lambda b, t: n.Hole(span=b.span(t)),
    "or_": lambda b, t: n.Or(b._joined(t, "or_", "and_"), span=b.span(t)),
    "and_": lambda b, t: n.And(b._joined(t, "and_", "or_"), span=b.span(t)),
    "not_": lambda b, t: n.Not(b._operands(t)[0], span=b.span(t)),
    "compare": _B._compare,
    "ago": _B._ago,
    "is_missing": lambda b, t: n.IsMissing(b._operands(t)[0], span=b.span(t)),
    "is_known": lambda b, t: n.IsMissing(b._operands(t)[0], negated=True, span=b.span(t)),
    "is_": lambda b, t: b._is(t, negated=False),
    "is_not": lambda b, t: b._is(t, negated=True),
    "in_": lambda b, t: b._in(t, negated=False),
    "not_in": lambda b, t: b._in(t, negated=True),
    "contains": lambda b, t: b._text_test(t, "contains"),
    "starts": lambda b, t: b._text_test(t, "starts"),
    "within_last": lambda b, t: b._window(t, "last"),
    "within_next": lambda b, t: b._window(t, "next"),
    "not_within_last": lambda b, t: b._window(t, "last", negated=True),
    "not_within_next": lambda b, t: b._window(t, "next", negated=True),
    "between": lambda b, t: b._between(t, closed=True),
    "between_below": lambda b, t: b._between(t, closed=False),
    "round_down": lambda b, t: b._round(t, "down"),
    "round_up": lambda b, t: b._round(t, "up"),
    "round_half": lambda b, t: b._round(t, "half"),
    "add": lambda b, t: b._arithmetic(t, "+"),
    "subtract": lambda b, t: b._arithmetic(t, "-"),
    "multiply": lambda b, t: b._arithmetic(t, "*"),
    "divide": lambda b, t: b._arithmetic(t, "/"),
    "negative": lambda b, t: n.Negative(b._operands(t)[0], span=b.span(t)),
    "times": lambda b, t: b._quantity_of(t, n.Times),
    "part": lambda b, t: b._quantity_of(t, n.Part),
    "days_since": lambda b, t: b._since(t, "days"),
    "months_since": lambda b, t: b._since(t, "months"),
    "years_since": lambda b, t: b._since(t, "years"),
    "default": _B._default,
    "anniversary": _B._anniversary,
    "every_year": _B._every_year,
    "before": lambda b, t: b._moved(t, "-"),
    "after": lambda b, t: b._moved(t, "+"),
    "one": _B._one,
    "atom": lambda b, t: b._operands(t)[0],  # parentheses
    "name": lambda b, t: b.name(tokens(t, "NAME")[0]),
    "qualified": _B._qualified,
    "the_tier": lambda b, t: n.TheTier(span=b.span(t)),
    "today": lambda b, t: n.Today(span=b.span(t)),
    "min": lambda b, t: b._extreme(t, "min"),
    "max": lambda b, t: b._extreme(t, "max"),
    "number": lambda b, t: b.number(tokens(t, "NUMBER", "QUANTITY", "MULT")[0]),
    "date": lambda b, t: b.day(tokens(t, "DATE")[0]),
    "text": lambda b, t: b.text(tokens(t, "STRING")),
    "yes": lambda b, t: n.Truth(value=True, span=b.span(t)),
    "no": lambda b, t: n.Truth(value=False, span=b.span(t)),
}
