"""What a run decided, on one screen."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from commands.shared import words
from dsl.diagnostics.model import Words
from dsl.program.model import Program
from dsl.syntax.vocabulary import Lang
from dsl.width import display_width, pad
from engine.explain.names import Names
from engine.manifest import OfferCounts, RunManifest
from engine.messages import title_of
from engine.punctuation import COLON, COMMA, aside
from engine.show import many

_BAR = 24  # columns of the longest bar
_LISTED = 12  # absent columns that are named; run.json names them all
_CAUSES = {
    "period": ("not in force", "不在有效期"),
    "eligibility": ("not eligible", "不符合条件"),
    "exclusion": ("excluded", "剔除"),
    "channel": ("no channel left", "无可用渠道"),
    "group": ("better one of its group", "同组更优"),
    "cap": ("over the cap", "超过上限"),
}


def summary(manifest: RunManifest, program: Program, lang: Lang) -> str:
    """The result of a run for people: identity, tiers, offers, tasks, and what to look at."""
    names = Names(program, lang)
    blocks = [
        _head(manifest, names, lang),
        *(_ladder(manifest, ladder, names, lang) for ladder in program.ladders),
        _classes(manifest, names, lang),
        _offers(manifest, names, lang),
        _tasks(manifest, lang),
        _look_at(manifest, program, names, lang),
    ]
    return "\n\n".join(block for block in blocks if block)


def _head(manifest: RunManifest, names: Names, lang: Lang) -> str:
    counts = manifest.counts
    zh = lang == "zh"
    profile = names.of("profile", manifest.profile) if manifest.profile else ("缺省" if zh else "default")
    policy, data = manifest.policy.decisions_hash[:4], manifest.data[0].sha256[:4]
    first = [
        f"{'基准日' if zh else 'as of'} {manifest.as_of}",
        f"{'方案' if zh else 'profile'} {profile}",
        f"{'政策' if zh else 'policy'} {manifest.policy.name} {policy}",
        f"{'数据' if zh else 'data'} {data}",
        f"{len(manifest.policy.files)} 个文件" if zh else many(len(manifest.policy.files), "file"),
    ]
    if manifest.overrides:
        first.append(COMMA[lang].join(f"{names.of('param', k)} = {v}" for k, v in manifest.overrides.items()))
    limit = manifest.data[0].limit
    if limit is not None and counts.rows_in >= limit:
        first.append(f"只读了前 {limit:,} 行" if zh else f"only the first {many(limit, 'row')} read")
    reasons = COMMA[lang].join(f"{code} {title_of(code, lang)} {n:,}" for code, n in _most(manifest.quarantine))
    told = aside(reasons, lang) if reasons else ""
    second = (
        f"客户 {counts.rows_in:,} = 已判定 {counts.decided:,} + 隔离 {counts.quarantined:,}{told}"
        if zh
        else f"customers {counts.rows_in:,} = decided {counts.decided:,} + quarantined {counts.quarantined:,}{told}"
    )
    return f"{' · '.join(first)}\n{second}"


def _most(counts: dict[str, int]) -> list[tuple[str, int]]:
    return sorted(((k, v) for k, v in counts.items() if v), key=lambda kv: (-kv[1], kv[0]))


def _table(rows: Iterable[tuple[str, int, str]]) -> Iterator[str]:
    """Lines of name, count and remark, aligned."""
    listed = list(rows)
    width = max((display_width(name) for name, _, _ in listed), default=0)
    digits = max((len(f"{count:,}") for _, count, _ in listed), default=0)
    for name, count, remark in listed:
        yield f"  {pad(name, width)}  {count:>{digits},}{remark}"


def _ladder(manifest: RunManifest, ladder: str, names: Names, lang: Lang) -> str:
    rungs = {names.rung(ladder, rung): n for rung, n in manifest.results.tiers[ladder].items()}
    undecided = manifest.results.undecided.get(ladder, 0)
    if undecided:
        rungs["未定" if lang == "zh" else "undecided"] = undecided
    total = max(sum(rungs.values()), 1)
    most = max([*rungs.values(), 1])
    rows = [(rung, n, f"  {n / total:6.1%}  {'█' * round(n / most * _BAR)}".rstrip()) for rung, n in rungs.items()]
    return "\n".join([names.of("ladder", ladder), *_table(rows)])


def _classes(manifest: RunManifest, names: Names, lang: Lang) -> str:
    found = manifest.results.classes
    if not found:
        return ""
    word = "未知" if lang == "zh" else "unknown"
    rows = [
        (names.of("class", name), c.yes, aside(f"{word} {c.unknown:,}", lang) if c.unknown else "")
        for name, c in found.items()
    ]
    return "\n".join(["客群" if lang == "zh" else "classes", *_table(rows)])


def _offers(manifest: RunManifest, names: Names, lang: Lang) -> str:
    found = manifest.results.offers
    if not found:
        return ""
    rows = [(names.of("offer", name), c.given, _lost(c, lang)) for name, c in found.items()]
    return "\n".join(["推荐" if lang == "zh" else "offers", *_table(rows)])


def _lost(counts: OfferCounts, lang: Lang) -> str:
    which = 1 if lang == "zh" else 0
    causes = COMMA[lang].join(
        f"{_CAUSES[c][which]} {n:,}" for c, n in _most({str(cause): n for cause, n in counts.lost.items()})
    )
    return aside(f"{'失去' if lang == 'zh' else 'lost'}{COLON[lang]}{causes}", lang) if causes else ""


def _tasks(manifest: RunManifest, lang: Lang) -> str:
    if not manifest.results.tasks:
        return ""
    rows = [(name, n, "") for name, n in manifest.results.tasks.items()]
    return "\n".join(["待办" if lang == "zh" else "tasks", *_table(rows)])


def _look_at(manifest: RunManifest, program: Program, names: Names, lang: Lang) -> str:
    """What a product owner should look at, worst first."""
    found = [
        *_broken(manifest, program, names),
        *_workbook(manifest, names),
        *_undecided(manifest, program, names),
        *_withheld(manifest, names),
    ]
    if not found:
        return ""
    return "\n".join(["要你看的" if lang == "zh" else "to look at", *(f"  {words(line, lang)}" for line in found)])


def _broken(manifest: RunManifest, program: Program, names: Names) -> Iterator[Words]:
    """Promises of the policy that decisions break."""
    spans = {never.id: str(never.span) for never in program.nevers}
    for never, n in _most(manifest.results.broken):
        verb = "breaks" if n == 1 else "break"
        yield Words(
            f"{many(n, 'customer')} {verb} the `never` at {spans[never]}", f"{n:,} 位客户违反 {spans[never]} 的“永不”"
        )
    for name, n in _most(manifest.results.conflicts):
        shown = names.any(name)
        if name in program.choices:
            yield Words(
                f"{shown}: rules disagree for {many(n, 'customer')}, no value given",
                f"{shown}：{n:,} 位客户的规则互相冲突，未取值",
            )
        else:
            yield Words(
                f"{shown}: several rows apply to {many(n, 'customer')}, where one may",
                f"{shown}：{n:,} 位客户同时满足多行，而最多只应有一行",
            )


def _undecided(manifest: RunManifest, program: Program, names: Names) -> Iterator[Words]:
    """What could not be decided because something is unknown."""
    results = manifest.results
    for ladder, n in _most(results.undecided):
        if program.ladders[ladder].measure is not None:
            shown = names.of("ladder", ladder)
            yield Words(f"{shown}: {many(n, 'customer')} undecided", f"{shown}：{n:,} 位客户未定")
    for ladder, n in _most(results.unknown_lifts):
        shown = names.of("ladder", ladder)
        yield Words(
            f"{shown}: {many(n, 'customer')} decided with an unknown lift",
            f"{shown}：{n:,} 位客户可能被提升，但条件未知",
        )
    if n := results.exclusions_by_unknown:
        yield Words(f"{many(n, 'offer')} excluded because a condition is unknown", f"{n:,} 个推荐因剔除条件未知而剔除")
    if n := sum(offer.channels_unknown for offer in results.offers.values()):
        yield Words(
            f"{many(n, 'offer')} left with fewer channels because a condition is unknown",
            f"{n:,} 个推荐因剔除条件未知而少了渠道",
        )
    for account, points in results.points.items():
        if n := points.incomplete:
            shown = names.of("points", account)
            yield Words(f"{shown}: incomplete for {many(n, 'customer')}", f"{shown}：{n:,} 位客户不完整")


def _withheld(manifest: RunManifest, names: Names) -> Iterator[Words]:
    """What was left out because data is missing."""
    if n := manifest.results.wording_withheld:
        yield Words(f"{many(n, 'text')} withheld because something is missing", f"{n:,} 段文字因缺少信息未填写")
    if absent := [names.of("field", f) for file in manifest.data for f in file.absent_read]:
        listed, more = names.listed(absent[:_LISTED]), len(absent) - _LISTED
        yield Words(
            f"missing for everyone, because the data has no column: {listed}"
            + (f", and {more} more" if more > 0 else ""),
            f"数据没有这些列，所有客户都当作缺失：{listed}" + (f" 等 {len(absent)} 列" if more > 0 else ""),
        )


def _workbook(manifest: RunManifest, names: Names) -> Iterator[Words]:
    """What of a workbook was not read, or may have come in wrong."""
    for file in manifest.data:
        if file.other_sheets:
            others = names.listed(file.other_sheets)
            yield Words(
                f"only the sheet {file.sheet} was read, not: {others}",
                f"只读了工作表 {file.sheet}，未读：{others}",
            )
        if numbers := [names.of("field", f) for f in file.from_numbers]:
            listed = names.listed(numbers)
            yield Words(
                f"numbers in the workbook were read as texts, and zeros in front may be lost: {listed}",
                f"工作簿中的数值按文本读取，开头的 0 可能已丢失：{listed}",
            )
