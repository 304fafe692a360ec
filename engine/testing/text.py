"""The report of ``tiercel test`` for people: totals, what failed, what proves nothing, what is not covered."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from engine.explain.page import Page, Parts, Style, plain
from engine.punctuation import aside
from engine.show import many
from engine.testing.model import BoundaryCoverage, CaseResult, Errored, Failed, Passed, Sides, TestReport

if TYPE_CHECKING:
    from dsl.diagnostics.model import Words
    from dsl.syntax.vocabulary import Lang
    from engine.testing.model import Difference, RuleCoverage

_LISTED: Final = 12  # of what is not covered; the rest is counted, and whole in the JSON report
_SIDES: Final[dict[Sides, tuple[str, str]]] = {
    "both": ("both sides ✓", "两侧 ✓"),
    "lower": ("lacks the upper side", "缺上侧"),
    "upper": ("lacks the lower side", "缺下侧"),
    "line": ("never exactly at the line", "没有恰好在线上的测试"),
    "none": ("not tested", "没有测试"),
}


def render_text(report: TestReport, lang: Lang, color: bool, width: int) -> str:  # noqa: FBT001 - the caller's shape
    """A report for a terminal.

    Args:
        report: of all tests.
        lang: of the reader.
        color: whether to use ANSI codes.
        width: columns of the terminal.
    """
    page = Page(width, color)
    _Text(report, lang, page).write()
    return page.text()


class _Text:
    def __init__(self, report: TestReport, lang: Lang, page: Page) -> None:
        self._report = report
        self._lang = lang
        self._page = page

    def write(self) -> None:
        self._line(0, "plain", self._totals())
        for path, results in self._report.by_file():
            self._file(path, results)
        self._page.blank()
        for result in self._report.results:
            self._case(result)
        self._page.blank()
        self._rules()
        self._boundaries()

    # --- totals ---

    def _file(self, path: str, results: tuple[CaseResult, ...]) -> None:
        """A file: how many of its tests pass and prove something."""
        proven = sum(result.proves for result in results)
        if proven == len(results):
            self._line(0, "true", f"✓ {path}", f"  {proven}")
        elif all(isinstance(result.outcome, Passed) for result in results):
            self._line(0, "unknown", f"⚠ {path}", f"  {proven}/{len(results)}")
        else:
            self._line(0, "false", f"✗ {path}", f"  {proven}/{len(results)}")

    def _totals(self) -> str:
        report = self._report
        total, failed = len(report.results), len(report.failed) - len(report.errors)
        empty, errors = len(report.empty), len(report.errors)
        if not total:
            return self._pick("no tests", "没有测试")
        said = [self._pick(many(total, "test"), f"{total} 个测试")]
        said.append(self._pick(f"{len(report.passed)} passed", f"{len(report.passed)} 过"))
        if failed:
            said.append(self._pick(f"{failed} failed", f"{failed} 不过"))
        if errors:
            said.append(self._pick(many(errors, "error"), f"{errors} 出错"))
        if empty:
            said.append(self._pick(f"{empty} empty", f"{empty} 空测试"))
        return " · ".join(said)

    # --- cases ---

    def _case(self, result: CaseResult) -> None:
        place = aside(str(result.test.span), self._lang)
        match result.outcome:
            case Failed(differences):
                self._line(0, "false", f"✗ {result.name}", place)
                self._differences(differences)
            case Errored(words):
                self._line(0, "false", f"✗ {result.name}", place)
                self._line(2, "plain", self._pick("error: ", "出错：") + self._say(words))
            case Passed(empty) if empty is not None:
                self._line(0, "unknown", f"⚠ {result.name}", place)
                self._line(2, "plain", self._pick("proves nothing: ", "空测试：") + self._say(empty.words))
            case _:
                return

    def _differences(self, differences: tuple[Difference, ...]) -> None:
        told: set[Words] = set()  # what explains several differences is said once
        for found in differences:
            expected, actual = self._say(found.expected), self._say(found.actual)
            said = self._pick(f"expected {expected}, got {actual}", f"期望 {expected}  实际 {actual}")
            self._line(2, "plain", said)
            for why in found.why:
                if why not in told:
                    self._line(4, "plain", self._say(why))
            told.update(found.why)

    # --- coverage ---

    def _rules(self) -> None:
        report = self._report
        self._line(0, "plain", self._pick("rules covered ", "规则覆盖 ") + f"{len(report.fired)}/{len(report.rules)}")
        missing = report.never_fired
        self._list([self._rule(rule) for rule in missing], len(missing))

    def _rule(self, rule: RuleCoverage) -> Parts:
        label = self._say(rule.label)
        # Some labels name the place already.
        place = "" if str(rule.span) in label else aside(str(rule.span), self._lang)
        return (("⚠ ", "unknown"), *plain(label), (place, "place"))

    def _boundaries(self) -> None:
        found = self._report.boundaries
        if not found:
            return
        covered = sum(b.sides == "both" for b in found)
        self._line(0, "plain", self._pick("boundaries covered ", "边界覆盖 ") + f"{covered}/{len(found)}")
        missing = [b for b in found if b.sides != "both"]
        self._list([self._boundary(b) for b in missing], len(missing))

    def _boundary(self, found: BoundaryCoverage) -> Parts:
        value = self._say(found.value)
        label = f"{self._say(found.label)} {value}".rstrip()
        return (
            ("⚠ ", "unknown"),
            *plain(f"{label} {self._pick(*_SIDES[found.sides])}"),
            (aside(str(found.span), self._lang), "place"),
        )

    def _list(self, lines: list[Parts], total: int) -> None:
        for parts in lines[:_LISTED]:
            self._page.line(2, parts)
        if total > _LISTED:
            more = total - _LISTED
            self._line(2, "plain", self._pick(f"… and {more} more", f"… 另有 {more} 处"))

    # --- words ---

    def _say(self, words: Words) -> str:
        return self._pick(words.en, words.zh)

    def _pick(self, en: str, zh: str) -> str:
        return en if self._lang == "en" else zh

    def _line(self, indent: int, style: Style, text: str, after: str = "") -> None:
        """A line whose sign, if it has one, is coloured, and a place behind it."""
        sign = text[:1] if style != "plain" else ""
        parts: Parts = ((sign, style), (text[len(sign) :], "plain"), (after, "place"))
        self._page.line(indent, tuple(part for part in parts if part[0]))
