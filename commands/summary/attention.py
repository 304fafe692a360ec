"""What may need a product owner's attention, a function a concern; each gives a line for each thing it finds."""

from __future__ import annotations

from pathlib import PurePath
from typing import TYPE_CHECKING, Final

from commands.summary.exclusions import label
from commands.summary.layout import most, share
from commands.summary.offers import causes
from dsl.diagnostics.model import Words
from dsl.program import model as m
from engine.punctuation import aside
from engine.reads import fields_in
from engine.show import many
from engine.testing.reading import Reading

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from commands.summary.layout import Screen
    from dsl.program.expr import Expr

_NAMED: Final = 3
_FEW: Final = 12
_CLASSES: Final = 2  # that are unknown for most customers
_NOTABLE: Final = 0.1  # share of customers of whom something is unknown, from which it is worth a line


def broken(screen: Screen) -> Iterator[Words]:
    """Promises of the policy that decisions break."""
    nevers = {never.id: never for never in screen.program.nevers}
    reading = Reading(screen.program)
    for name, n in most(screen.manifest.results.broken):
        en, zh = (voice.promise(nevers[name]) for voice in (reading.en, reading.zh))
        verb = "breaks" if n == 1 else "break"
        yield Words(f"{many(n, 'customer')} {verb} {en}", f"{n:,} 位客户违反{zh}")


def conflicts(screen: Screen) -> Iterator[Words]:
    """Choices that rules disagree about, and tables of which several rows apply."""
    for name, n in most(screen.manifest.results.conflicts):
        if name in screen.program.choices:
            shown = screen.names.of("choice", name)
            yield Words(
                f"{shown}: rules disagree for {many(n, 'customer')}, no value given",
                f"{shown}：{n:,} 位客户的规则互相冲突，未取值",
            )
        else:
            shown = screen.names.of("table", name)
            yield Words(
                f"{shown}: several rows apply to {many(n, 'customer')}, where one may",
                f"{shown}：{n:,} 位客户同时满足多行，而最多只应有一行",
            )


def absent(screen: Screen) -> Iterator[Words]:
    """Fields that decisions read and that are missing for everyone."""
    run, names = screen.manifest, screen.names
    without = run.data[0].absent_read  # all files have the same columns
    if without:
        en, zh = _listed(screen, [names.of("field", name) for name in without], _FEW)
        yield Words(
            f"missing for everyone, because the data has no column: {en}", f"数据没有这些列，所有客户都当作缺失：{zh}"
        )
    decided = run.counts.decided
    empty = [name for name, n in run.missing.items() if decided and n == decided and name not in without]
    if empty:
        en, zh = _listed(screen, [names.of("field", name) for name in empty], _FEW)
        if run.counts.quarantined:  # of the rows that were set aside nobody knows here what they hold
            yield Words(f"missing for all who were decided: {en}", f"得到判定的客户全都缺失：{zh}")
        else:
            yield Words(f"missing for everyone, because the column is empty: {en}", f"整列为空，所有客户都缺失：{zh}")


def unread(screen: Screen) -> Iterator[Words]:
    """What of a workbook was not read, or may have come in wrong."""
    names, several = screen.names, len(screen.manifest.data) > 1
    for file in screen.manifest.data:
        name = PurePath(file.path).name if several and file.path else ""
        en, zh = (f" of {name}", f"{name} ") if name else ("", "")
        if file.other_sheets:
            others = names.listed(file.other_sheets)
            yield Words(
                f"only the sheet {file.sheet}{en} was read, not: {others}",
                f"{zh}只读了工作表 {file.sheet}，未读：{others}",
            )
        if numbers := [names.of("field", f) for f in file.from_numbers]:
            listed, book = names.listed(numbers), name or "the workbook"
            yield Words(
                f"numbers in {book} were read as texts, and zeros in front may be lost: {listed}",
                f"{zh or '工作簿'}中的数值按文本读取，开头的 0 可能已丢失：{listed}",
            )


def undecided(screen: Screen) -> Iterator[Words]:
    """Customers without a tier, and which fields their tier needs; customers who might be lifted."""
    results, program = screen.manifest.results, screen.program
    for ladder, n in most(results.undecided):
        measure = program.ladders[ladder].measure
        if measure is not None:
            en, zh = _missing_in(screen, [measure])
            shown = screen.names.of("ladder", ladder)
            yield Words(f"{shown}: {many(n, 'customer')} undecided{en}", f"{shown}：{n:,} 位客户未定{zh}")
    for ladder, n in most(results.unknown_lifts):
        lifting = (rule for rule in program.all_rules if any(_lifts(effect, ladder) for effect in rule.effects))
        conditions = [r.condition for r in lifting if r.condition is not None and results.rules_unknown.get(r.id)]
        en, zh = _missing_in(screen, conditions)
        shown = screen.names.of("ladder", ladder)
        yield Words(
            f"{shown}: {many(n, 'customer')} might belong higher, but a condition is unknown{en}",
            f"{shown}：{n:,} 位客户也许应更高，但条件未知{zh}",
        )


def _lifts(effect: m.Effect, ladder: str) -> bool:
    return isinstance(effect, m.LiftTier) and effect.ladder == ladder


def overdue(screen: Screen) -> Iterator[Words]:
    """Tasks that were due before the day of the run."""
    late = {task: due.overdue for task, due in screen.manifest.tasks_due.items() if due.overdue}
    if late:
        total = sum(late.values())
        en, zh = _listed(screen, [f"{screen.names.of('task', task)} {n:,}" for task, n in most(late)], _NAMED)
        yield Words(f"{many(total, 'task')} overdue: {en}", f"{total:,} 件待办已逾期：{zh}")


def unknown_classes(screen: Screen) -> Iterator[Words]:
    """Classes of which it is unknown for many customers whether they belong, and the fields they read."""
    decided = screen.manifest.counts.decided
    found = {name: c.unknown for name, c in screen.manifest.results.classes.items()}
    for name, n in most(found)[:_CLASSES]:
        if n < decided * _NOTABLE:
            return
        granting = (r for r in screen.program.all_rules if m.GrantClass(name) in r.effects and r.condition is not None)
        en, zh = _missing_in(screen, [rule.condition for rule in granting if rule.condition is not None])
        shown, part = screen.names.of("class", name), share(n, decided)
        yield Words(
            f"{shown}: unknown for {many(n, 'customer')} ({part}){en}", f"{shown}：{n:,} 位客户（{part}）未知{zh}"
        )


def nobody_gets(screen: Screen) -> Iterator[Words]:
    """Offers that nobody got, and what took them."""
    counts = screen.manifest.results.offers
    without = [name for name, c in counts.items() if not c.given]
    if without and screen.manifest.counts.decided:
        told = []
        for name in without:
            why = causes(screen, counts[name]) or screen.say("granted to nobody", "没有规则给出")
            told.append(f"{screen.names.of('offer', name)}{aside(why, screen.lang)}")
        en, zh = _listed(screen, told, _NAMED)
        yield Words(f"nobody got: {en}", f"没有人得到：{zh}")


def excluded_by_guess(screen: Screen) -> Iterator[Words]:
    """Offers and channels taken by exclusions that are unknown, and which of these took most."""
    results = screen.manifest.results
    if n := results.exclusions_by_unknown:
        en, zh = "", ""
        if ranked := most(results.unknown_exclusions):
            name, taken = ranked[0]
            rule = next(rule for rule in screen.program.all_rules if rule.id == name)
            lacking = _missing_in(screen, [rule.condition] if rule.condition is not None else [])
            en = f", most often by “{label(rule)}” ({taken:,}){lacking[0]}"
            zh = f"，最多的是“{label(rule)}”（{taken:,} 个）{lacking[1]}"
        yield Words(
            f"{many(n, 'offer')} excluded because a condition is unknown{en}", f"{n:,} 个推荐因剔除条件未知而剔除{zh}"
        )
    if n := sum(offer.channels_unknown for offer in results.offers.values()):
        yield Words(
            f"{many(n, 'offer')} left with fewer channels because a condition is unknown",
            f"{n:,} 个推荐因剔除条件未知而少了渠道",
        )


def _excludes(rule: m.Rule) -> bool:
    return any(isinstance(effect, m.Exclude) for effect in rule.effects)


def idle_rules(screen: Screen) -> Iterator[Words]:
    """Rules in force that apply to nobody."""
    run = screen.manifest
    fired = run.results.rules_fired
    idle = [r for r in screen.program.all_rules if run.as_of in r.period and not fired.get(r.id) and not _excludes(r)]
    if idle and run.counts.decided:
        shown = [f"{screen.names.rule(rule)}{_place(screen, rule)}" for rule in idle]
        en, zh = _listed(screen, shown, _NAMED)
        verb = "applies" if len(idle) == 1 else "apply"
        yield Words(f"{many(len(idle), 'rule')} {verb} to nobody: {en}", f"{len(idle)} 条规则没有客户符合：{zh}")


def _place(screen: Screen, rule: m.Rule) -> str:
    """Where a rule without a name of its own is."""
    named = rule.name is not None or rule.kind == "row"
    return "" if named else aside(f"{rule.span.path.rpartition('/')[2]}:{rule.span.line}", screen.lang)


def incomplete(screen: Screen) -> Iterator[Words]:
    """Points and texts that lack something missing."""
    results = screen.manifest.results
    for account, points in results.points.items():
        if n := points.incomplete:
            shown = screen.names.of("points", account)
            yield Words(f"{shown}: incomplete for {many(n, 'customer')}", f"{shown}：{n:,} 位客户不完整")
    if n := results.wording_withheld:
        yield Words(f"{many(n, 'text')} withheld because something is missing", f"{n:,} 段文字因缺少信息未填写")


def _missing_in(screen: Screen, conditions: Iterable[Expr]) -> tuple[str, str]:
    """Which fields of conditions are missing for how many customers; nothing if none is."""
    missing = screen.manifest.missing
    found = {name: missing.get(name, 0) for name in fields_in(screen.program, conditions)}
    told = [
        screen.names.of("field", name) + aside(screen.say(f"missing for {n:,}", f"{n:,} 人缺失"), screen.lang)
        for name, n in most(found)
    ]
    if not told:
        return "", ""
    en, zh = _listed(screen, told, _NAMED)
    return f"; it reads {en}", f"；要看{zh}"


def _listed(screen: Screen, items: list[str], named: int) -> tuple[str, str]:
    """The first few of several things, and how many there are, in English and in Chinese."""
    listed, more = screen.names.listed(items[:named]), len(items) - named
    return listed + (f", and {more} more" if more > 0 else ""), listed + (f" 等 {len(items)} 项" if more > 0 else "")
