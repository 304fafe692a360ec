"""Says names, counts, amounts and days of a review in the language of its reader."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING, Final

from dsl.syntax.units import CURRENCIES
from engine.punctuation import COMMA, ENUMERATION, SEMICOLON
from engine.show import many, money

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import date

    from dsl.diagnostics.model import Words
    from dsl.syntax.vocabulary import Lang
    from engine.review.diff.impact.model import Group
    from engine.review.diff.report import NameKind, Review, Span
    from engine.review.diff.told import Told

_EXAMPLES: Final = 5


class Speaker:
    """Speaks one language.

    Args:
        review: whose names are known.
        lang: of the reader.
    """

    def __init__(self, review: Review, lang: Lang) -> None:
        self.lang: Lang = lang
        self._scopes = review.scopes
        self._lone = {x.profile: x.which for x in review.profiles}
        self._names = {(x.kind, x.of, x.name): x.told for x in review.names}

    def pick(self, en: str, zh: str) -> str:
        """One of two phrases."""
        return zh if self.lang == "zh" else en

    def told(self, words: Words | Told) -> str:
        """What is told in both languages."""
        return self.pick(words.en, words.zh)

    def name(self, kind: NameKind, name: str, of: str | None = None) -> str:
        """What people call something."""
        known = self._names.get((kind, of, name))
        return self.told(known) if known is not None else name

    def rung(self, ladder: str, rung: str | None) -> str:
        """A tier, or that there is none."""
        return self.pick("undecided", "未定") if rung is None else self.name("rung", rung, ladder)

    # --- several things ---

    def names(self, items: Iterable[str]) -> str:
        """Names in a row."""
        return ENUMERATION[self.lang].join(items)

    def clauses(self, items: Iterable[str]) -> str:
        """Parts of a sentence."""
        return COMMA[self.lang].join(x for x in items if x)

    def sentences(self, items: Iterable[str]) -> str:
        """Things that are said one after the other."""
        return SEMICOLON[self.lang].join(x for x in items if x)

    # --- numbers ---

    def customers(self, number: int) -> str:
        """A number of customers."""
        return self.pick(many(number, "customer"), f"{number:,} 位客户")

    def amount(self, text: str, currency: str) -> str:
        """An amount of money."""
        digits, _ = CURRENCIES[currency]
        return money(Fraction(text) * 10**digits, currency, self.lang)

    def group(self, group: Group) -> str:
        """Examples of customers, where they were asked for."""
        shown = [
            f"{x.key or self.pick('no key', '无客户号')}{self.aside(self.pick(f'row {x.row}', f'第 {x.row} 行'))}"
            for x in group.examples[:_EXAMPLES]
        ]
        return self.pick("for example ", "例如 ") + self.names(shown) if shown else ""

    def aside(self, text: str) -> str:
        """A remark in parentheses."""
        return self.pick(f" ({text})", f"（{text}）")

    # --- days ---

    def days(self, span: Span) -> str:
        """A stretch of days."""
        if span.first is None and span.last is None:
            return self.pick("on any day", "任何日期")
        if span.first is None:
            return self.pick(f"until {span.last}", f"{span.last} 及之前")
        if span.last is None:
            return self.pick(f"from {span.first}", f"{span.first} 起")
        if span.first == span.last:
            return self.pick(f"on {span.first}", f"{span.first} 当天")
        return self.pick(f"from {span.first} until {span.last}", f"{span.first} 至 {span.last}")

    def profile(self, name: str | None) -> str:
        """A profile, or that there is none."""
        if name is None:
            return self.pick("default values", "默认取值")
        en, zh = {"old": ("removed ", "已删除的"), "new": ("new ", "新增的")}.get(self._lone.get(name, ""), ("", ""))
        return self.pick(f"{en}profile {self.name('profile', name)}", f"{zh}方案 {self.name('profile', name)}")

    def where(self, spans: Sequence[Span]) -> str:
        """Days under some profiles: what is all of the review needs no word, the same days are said once."""
        every = {x.profile for x in self._scopes}
        by_days: dict[tuple[date | None, date | None], list[Span]] = {}
        for span in spans:
            by_days.setdefault((span.first, span.last), []).append(span)
        told = []
        for each in by_days.values():
            profiles = [x.profile for x in each]
            under = "" if set(profiles) == every else self.names(map(self.profile, profiles))
            days = "" if all(x in self._scopes for x in each) else self.days(each[0])
            told.append(self.clauses((under, days)) or self.days(each[0]))
        return self.sentences(told)
