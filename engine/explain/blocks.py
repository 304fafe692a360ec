"""Condition lines on a page: tests side by side where they fit, groups indented below."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from dsl.width import display_width
from engine.explain.conditions import Line, opened_defines
from engine.explain.formula import Formula
from engine.explain.page import GLUE, Page, Part, Parts, glued, parts_width, plain
from engine.explain.words import cause_words, word

if TYPE_CHECKING:
    from dsl.program import model as m
    from engine.decision import Wording
    from engine.explain.explanation import RuleSeen
    from engine.explain.look import Look
    from engine.explain.missing import Cause
    from engine.explain.names import Names
    from engine.reference import Truth

_GAP: Final = GLUE * 2 + " "  # between tests on one line
_SHORT: Final = 44  # a test up to this width stays on one line
_INDENT: Final = 2


class Blocks:
    """Writes rules and conditions; what was written once is only referred to later."""

    def __init__(self, page: Page, names: Names, look: Look) -> None:
        self.page = page
        self.names = names
        self.lang = names.lang
        self.formula = Formula(names, look.shown)
        self.bare = Formula(names)
        self._program = look.reference.program
        self._written: set[str] = set()
        self._opened: set[str] = set()

    # --- words ---

    def word(self, key: str, **args: object) -> str:
        """A phrase in the language of the page."""
        return word(key, self.lang, **args)

    def causes(self, causes: tuple[Cause, ...]) -> str:
        """Why something is unknown, as a clause."""
        shown = {i: self.bare.inner(c.node) for i, c in enumerate(causes) if c.node is not None}
        return cause_words(causes, self.names, shown)

    def mark(self, truth: Truth) -> Part:
        """The sign of a truth."""
        if truth is None:
            return f"{GLUE}{glued(self.word('unknown_mark'))}", "unknown"
        return (f"{GLUE}✓", "true") if truth else (f"{GLUE}✗", "false")

    def rule_head(self, rule: m.Rule) -> Parts:
        """A rule's name and place."""
        return ((f"{glued(self.names.rule(rule))} ", "plain"), place(rule))

    def period(self, period: m.Period) -> str:
        """The days a period lasts."""
        if period.start is None:
            return self.word("until", end=period.end)
        if period.end is None:
            return self.word("from", start=period.start)
        return self.word("from_until", start=period.start, end=period.end)

    def said(self, key: str, text: Wording) -> str:
        """A text as filled in, or what it lacks; ``key`` introduces it."""
        if text.text is not None:
            return self.word(key, text=text.text)
        return self.word(f"{key}_nothing", slots=self.names.listed(map(self.names.any, text.missing)))

    # --- rules ---

    def rule(
        self, indent: int, seen: RuleSeen, before: Parts = (), *, because: bool = True, named: bool = True
    ) -> None:
        """A rule: its name and place, its condition, its text.

        Args:
            indent: columns.
            seen: the rule.
            before: what stands before its name.
            because: whether its text is of interest.
            named: whether to name it; else ``before`` does.
        """
        head = (*before, *(self.rule_head(seen.rule) if named else (place(seen.rule),)))
        if not seen.in_force:
            period = self.word("not_in_force", period=self.period(seen.rule.period))
            self.page.line(indent, (*head, (f"   {period}", "plain"), self.mark(truth=False)))
            return
        if seen.rule.id in self._written:
            self.page.line(indent, (*head, (f"   {self.word('see_above')}", "plain")))
            return
        self._written.add(seen.rule.id)
        if seen.line is not None:
            self.condition(indent, head, seen.line)
        if because and seen.because is not None:
            self.page.line(indent + _INDENT, plain(self.said("because", seen.because)))

    # --- conditions ---

    def condition(self, indent: int, head: Parts, line: Line) -> None:
        """A head and a condition: on one line if they fit, else the condition below."""
        rows = self._rows(line)
        simple = [parts for parts, below in rows if not below]
        joined: Parts = ()
        for parts in simple:
            joined = (*joined, *(plain(_GAP) if joined else ()), *parts)
        whole = (*head, *(plain("   ") if head else ()), *joined)
        if len(simple) == len(rows) and indent + parts_width(whole) <= self.page.width:
            self.page.line(indent, whole)
        else:
            if head:
                self.page.line(indent, head)
            deeper = indent + _INDENT if head else indent
            if len(simple) == len(rows) and deeper + parts_width(joined) <= self.page.width:
                self.page.line(deeper, joined)
            else:
                self._below(deeper, rows)
        self._define_notes(indent + _INDENT if head else indent, line)

    def define(self, name: str) -> str:
        """A define as the sum it stands for: ``资产 21.6万元 = 存款 20万元 + 理财 1.6万元``."""
        self._opened.add(name)
        define = self._program.defines[name]
        whole = f"{self.names.of('define', name)} {self.formula.value(define.expr)}"
        return f"{glued(whole)} = {self.formula.inner(define.expr)}"

    def _below(self, indent: int, rows: list[tuple[Parts, list[Line]]]) -> None:
        said: set[Parts] = set()
        for parts, below in rows:
            if not below and parts in said:
                continue  # two rules of a class may fail by the same test
            said.add(parts)
            self.page.line(indent, parts)
            if below:
                # Several groups keep their heads, or nobody could tell where one ends.
                deeper = self._rows(below[0]) if len(below) == 1 else [self._row(x) for x in below]
                self._below(indent + _INDENT, deeper)

    def _define_notes(self, indent: int, line: Line) -> None:
        for name in opened_defines(line):
            if name not in self._opened:
                self.page.line(indent, plain(self.word("where", what=self.define(name))))
        for item in line.items:
            self._define_notes(indent, item)

    def _rows(self, line: Line) -> list[tuple[Parts, list[Line]]]:
        """The rows of a condition, each with the lines that belong below it."""
        if line.kind != "all":
            return [self._row(line)]
        if not line.items:
            return [((*plain(self.word("always")), self.mark(line.truth)), [])]
        passed = [item for item in line.items if item.kind == "above" and item.truth is True]
        rows = [self._row(item) for item in line.items if item not in passed]
        if passed:
            rows.append(((*plain(glued(self.word("above_no"))), self.mark(truth=True)), []))
        return rows

    def _row(self, line: Line) -> tuple[Parts, list[Line]]:
        match line.kind:
            case "test":
                return self._test(line), []
            case "all" | "any":
                if len(line.items) == 1:
                    return self._row(line.items[0])
                if not line.items:
                    return (*plain(self.word("always")), self.mark(line.truth)), []
                group = self.word("all_of" if line.kind == "all" else "any_of")
                return (*plain(group), self.mark(line.truth)), list(line.items)
            case "class" | "define":
                return self._because_of(self._test(line), line)
            case "above":
                key = "above_unknown" if line.truth is None else "above_applies"
                row = self.names.rule(line.rule) if line.rule is not None else ""
                return self._because_of((*plain(glued(self.word(key, row=row))), self.mark(line.truth)), line)

    def _because_of(self, head: Parts, line: Line) -> tuple[Parts, list[Line]]:
        """One reason stands behind its consequence, several below it."""
        reasons = line.items
        while len(reasons) == 1 and reasons[0].kind in ("all", "any") and len(reasons[0].items) == 1:
            reasons = reasons[0].items
        if len(reasons) == 1 and not (reasons[0].kind in ("all", "any") and reasons[0].items):
            parts, below = self._row(reasons[0])
            if not below:
                return (*head, *plain(f"{GLUE}← "), *parts), []
        return head, list(reasons)

    def _test(self, line: Line) -> Parts:
        # An unknown class is not missing, and the mark says that it is unknown.
        bare = line.kind in ("class", "define") and line.truth is None
        text = (self.bare if bare else self.formula).test(line.node)
        return (*plain(glued(text) if display_width(text) <= _SHORT else text), self.mark(line.truth))


def place(rule: m.Rule) -> Part:
    """Where a rule stands."""
    return str(rule.span), "place"
