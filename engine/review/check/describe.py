"""What proofs find, in words: customers, days and profiles, and what could not be settled."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING, Final

from dsl.diagnostics.model import Words
from dsl.program.types import Date
from engine.punctuation import COMMA, ENUMERATION, SEMICOLON, aside
from engine.review.shared.people import base_value
from engine.show import many
from engine.testing.reading import Reading, Voice

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from dsl.program.model import Program
    from dsl.syntax.vocabulary import Lang
    from engine.review.check.findings.model import Witness
    from engine.review.check.prove import Proofs
    from engine.review.check.result import Counted, Entry
    from engine.review.shared.scopes import Scope

_CUSTOMER: Final = Words("customer", "客户")
_RICHER: Final = Words("richer", "钱更多")
_WHERE: Final = Words("where", "范围")
_DATA: Final = Words("in the data", "数据中")
_DAY: Final = timedelta(days=1)


class Describer:
    """Says what was found about one policy.

    Args:
        program: that was proved about.
        scopes: all that there are.
    """

    def __init__(self, program: Program, scopes: Sequence[Scope]) -> None:
        self._program = program
        self._scopes = tuple(scopes)
        self._reading = Reading(program)

    def _voice(self, lang: Lang) -> Voice:
        return self._reading.en if lang == "en" else self._reading.zh

    # --- a finding ---

    def told(self, entry: Entry, lang: Lang) -> Iterator[tuple[Words, str]]:
        """Its customers, where it is so, and how many there are in data."""
        witnesses = entry.finding.witnesses if entry.finding is not None else ()
        for label, witness in zip((_CUSTOMER, _RICHER), witnesses, strict=False):
            yield label, self.customer(witness, lang)
        if entry.finding is not None and entry.finding.scopes:
            yield _WHERE, self.where(entry.finding.scopes, lang)
        if entry.counted is not None:
            yield _DATA, self.counted(entry.counted, lang)

    def counted(self, counted: Counted, lang: Lang) -> str:
        """How many real customers a finding is about."""
        share = f"{counted.customers / counted.of:.1%}" if counted.of else "0%"
        found, of = f"{counted.customers:,}", f"{counted.of:,}"
        return f"{of} 位客户中有 {found} 位（{share}）" if lang == "zh" else f"{found} of {of} customers ({share})"

    def customer(self, witness: Witness, lang: Lang) -> str:
        """What is not typical about a customer: ``deposit 20,000 CNY, loan missing → core``."""
        voice, fields = self._voice(lang), self._program.record.fields
        shown = [
            f"{voice.names.of('field', x)} {voice.value(base_value(witness.row[x], fields[x]), fields[x].type)}"
            for x in witness.shown
        ]
        text = COMMA[lang].join(shown) or voice.pick("the typical customer", "典型客户")
        if any(isinstance(fields[name].type, Date) for name in witness.shown):
            text += aside(voice.pick(f"as of {witness.day}", f"截至 {witness.day}"), lang)
        return text if witness.result is None else f"{text} → {voice.pick(witness.result.en, witness.result.zh)}"

    # --- days and profiles ---

    def where(self, scopes: Sequence[Scope], lang: Lang) -> str:
        """Some of the scopes, in as few words as say it."""
        profiles = dict.fromkeys(scope.profile for scope in scopes)
        parts = [self._of_profile(profile, scopes, lang) for profile in profiles]
        return SEMICOLON[lang].join(parts)

    def _of_profile(self, profile: str | None, scopes: Sequence[Scope], lang: Lang) -> str:
        voice = self._voice(lang)
        every = _stretches([x for x in self._scopes if x.profile == profile])
        found = _stretches([x for x in scopes if x.profile == profile])
        named = voice.pick("without a profile", "不用方案")
        if profile is not None:
            word = voice.names.of("profile", profile)
            named = voice.pick(f"profile {word}", f"方案 {word}")
        if found == every:
            return named
        days = ENUMERATION[lang].join(_days(voice, first, last) for first, last in found)
        return days if len({x.profile for x in self._scopes}) == 1 else f"{named}{COMMA[lang]}{days}"

    def proved(self, proofs: Proofs, lang: Lang) -> str:
        """What was proved, and for whom."""
        voice, promises = self._voice(lang), proofs.promises
        days = ENUMERATION[lang].join(_days(voice, *stretch) for stretch in _stretches(self._scopes))
        has_profiles = any(scope.profile is not None for scope in self._scopes)
        if lang == "zh":
            whom = "所有客户、所有方案" if has_profiles else "所有客户"
            kept = f"；{promises} 条“永不”成立" if promises else ""
            return f"证明的范围：{whom}，{days}{kept}"
        under = ", under every profile" if has_profiles else ""
        kept = f"; {many(promises, 'never statement')} {'holds' if promises == 1 else 'hold'}" if promises else ""
        return f"proofs: all customers{under}, {days}{kept}"


def _stretches(scopes: Sequence[Scope]) -> list[tuple[date, date]]:
    """Days in a row, first and last."""
    out: list[tuple[date, date]] = []
    for scope in sorted(scopes, key=lambda x: x.first):
        if out and scope.first <= out[-1][1]:
            continue
        if out and out[-1][1] + _DAY == scope.first:
            out[-1] = out[-1][0], scope.last
        else:
            out.append((scope.first, scope.last))
    return out


def _days(voice: Voice, first: date, last: date) -> str:
    match first == date.min, last == date.max:
        case True, True:
            return voice.pick("on any day", "任何日期")
        case True, False:
            return voice.pick(f"until {last}", f"至 {last}")
        case False, True:
            return voice.pick(f"from {first}", f"自 {first} 起")
        case _:
            return voice.pick(f"from {first} until {last}", f"自 {first} 至 {last}")
