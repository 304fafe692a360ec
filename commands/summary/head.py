"""The first lines: what was decided, by which policy, on which data, and what came before."""

from __future__ import annotations

import hashlib
from pathlib import PurePath
from typing import TYPE_CHECKING, Final

from commands.shared import words
from commands.summary.layout import change, kept_together, most, together
from dsl.syntax.vocabulary import lang_of
from engine.explain.page import GLUE, glued, plain
from engine.messages import title_of
from engine.punctuation import COMMA, ENUMERATION, aside
from engine.show import many

if TYPE_CHECKING:
    from commands.summary.former import Former
    from commands.summary.layout import Screen
    from engine.manifest import RunManifest

_REASONS: Final = 3  # of the quarantine, on the line of customers; a block of its own has all


def head(screen: Screen) -> None:
    """Identity, customers, and the run that these numbers are set against."""
    screen.page.line(0, ((glued(_title(screen)), "head"), (f" ·{GLUE}{together(*_identity(screen))}", "plain")))
    screen.page.line(0, plain(kept_together(_customers(screen))))
    if screen.former:
        for line in _former(screen, screen.former):
            screen.page.line(0, ((line, "place"),))


def _title(screen: Screen) -> str:
    names = screen.program.all_names
    return next((name for name in names if lang_of(name) == screen.lang), names[0])


def _identity(screen: Screen) -> list[str]:
    run, say = screen.manifest, screen.say
    data = run.data[0]
    profile = screen.names.of("profile", run.profile) if run.profile else say("default", "缺省")
    files = len(run.policy.files)
    found = [
        f"{say('as of', '基准日')} {run.as_of}",
        f"{say('profile', '方案')} {profile}",
        f"{say('policy', '政策')} {run.policy.decisions_hash[:4]}"
        + aside(say(many(files, "file"), f"{files} 个文件"), screen.lang),
        f"{say('data', '数据')} {_data(screen)}{_short(run)}",
    ]
    found += [f"{screen.names.of('param', name)} = {value}" for name, value in run.overrides.items()]
    if data.limit is not None and run.counts.rows_in >= data.limit:
        found.append(say(f"only the first {many(data.limit, 'row')} read", f"只读了前 {data.limit:,} 行"))
    return found


def _data(screen: Screen) -> str:
    """The data file, or how many they are and how many of them had been decided before."""
    first, *others = screen.manifest.data
    if others:
        kept = screen.manifest.clock.kept_files
        told = aside(screen.say(f"{kept} kept", f"沿用 {kept} 个"), screen.lang) if kept else ""
        return screen.say(f"{many(len(others) + 1, 'file')}{told} ", f"{len(others) + 1} 个文件{told} ")
    return f"{PurePath(first.path).name} " if first.path else ""


def _short(run: RunManifest) -> str:
    """The beginning of the hash of the data: of the file, or of the hashes of all."""
    first, *others = (file.sha256 for file in run.data)
    return (hashlib.sha256("".join((first, *others)).encode()).hexdigest() if others else first)[:4]


def _customers(screen: Screen) -> str:
    counts, reasons = screen.manifest.counts, most(screen.manifest.quarantine)
    named = [f"{title_of(code, screen.lang)} {n:,}" for code, n in reasons[:_REASONS]]
    told = COMMA[screen.lang].join(named)
    if len(reasons) > _REASONS:
        told += screen.say(f" and {many(len(reasons) - _REASONS, 'other reason')}", f" 等 {len(reasons)} 种原因")
    return screen.say(
        f"customers {counts.rows_in:,} = decided {counts.decided:,} + quarantined {counts.quarantined:,}",
        f"客户 {counts.rows_in:,} = 已判定 {counts.decided:,} + 隔离 {counts.quarantined:,}",
    ) + (aside(told, screen.lang) if told else "")


def _former(screen: Screen, former: Former) -> tuple[str, str]:
    """The former run, and whether and by what this one differs from it."""
    run, say = former.run, screen.say
    told = together(
        f"{say('last run: as of', '上次运行：基准日')} {run.as_of}",
        f"{say('policy', '政策')} {run.policy.decisions_hash[:4]}",
        f"{say('data', '数据')} {_short(run)}",
        f"{say('customers', '客户')} {run.counts.rows_in:,}",
    )
    if former.refused:
        return told, say("not compared: ", "不作比较：") + words(former.refused, screen.lang)
    if not former.changed:
        return told, say("from the same input", "输入与这次相同")
    changed = ENUMERATION[screen.lang].join(words(what, screen.lang) for what in former.changed)
    more = change(screen.manifest.counts.rows_in, run.counts.rows_in)
    counted = aside(say(f"customers {more}", f"客户 {more}"), screen.lang) if more else ""
    return told, say("changed since: ", "之后变了：") + changed + counted
