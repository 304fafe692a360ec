"""What a run decided, on one screen."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from dsl.program.model import Program
from dsl.syntax.vocabulary import Lang
from dsl.width import display_width, pad
from engine.explain.names import Names
from engine.manifest import OfferCounts, RunManifest
from engine.messages import title_of

_BAR = 24  # columns of the longest bar
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
        f"{len(manifest.policy.files)} {'个文件' if zh else 'files'}",
    ]
    if manifest.overrides:
        first.append(", ".join(f"{names.of('param', k)} = {v}" for k, v in manifest.overrides.items()))
    reasons = ", ".join(f"{title_of(code, lang)} {n:,}" for code, n in _most(manifest.quarantine))
    told = f" ({reasons})" if reasons else ""
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
        yield f"  {pad(name, width)}  {count:>{digits},}  {remark}".rstrip()


def _ladder(manifest: RunManifest, ladder: str, names: Names, lang: Lang) -> str:
    rungs = {names.rung(ladder, rung): n for rung, n in manifest.results.tiers[ladder].items()}
    undecided = manifest.results.undecided.get(ladder, 0)
    if undecided:
        rungs["未定" if lang == "zh" else "undecided"] = undecided
    total = max(sum(rungs.values()), 1)
    most = max([*rungs.values(), 1])
    rows = [(rung, n, f"{n / total:6.1%}  {'█' * round(n / most * _BAR)}") for rung, n in rungs.items()]
    return "\n".join([names.of("ladder", ladder), *_table(rows)])


def _classes(manifest: RunManifest, names: Names, lang: Lang) -> str:
    found = manifest.results.classes
    if not found:
        return ""
    word = "未知" if lang == "zh" else "unknown"
    rows = [
        (names.of("class", name), c.yes, f"({word} {c.unknown:,})" if c.unknown else "") for name, c in found.items()
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
    causes = ", ".join(
        f"{_CAUSES[c][which]} {n:,}" for c, n in _most({str(cause): n for cause, n in counts.lost.items()})
    )
    if not causes:
        return ""
    return f"(失去: {causes})" if lang == "zh" else f"(lost: {causes})"


def _tasks(manifest: RunManifest, lang: Lang) -> str:
    if not manifest.results.tasks:
        return ""
    rows = [(name, n, "") for name, n in manifest.results.tasks.items()]
    return "\n".join(["待办" if lang == "zh" else "tasks", *_table(rows)])


def _look_at(manifest: RunManifest, program: Program, names: Names, lang: Lang) -> str:
    """What a product owner should look at, worst first."""
    results = manifest.results
    zh = lang == "zh"
    lines: list[str] = []
    spans = {never.id: str(never.span) for never in program.nevers}
    for never, n in _most(results.broken):
        lines.append(
            f"{n:,} 位客户违反 {spans.get(never, never)} 的“永不”"
            if zh
            else f"{n:,} customers break the `never` at {spans.get(never, never)}"
        )
    for name, n in _most(results.conflicts):
        lines.append(
            f"{names.any(name)}: {n:,} 位客户的规则互相冲突,未取值"
            if zh
            else f"{names.any(name)}: rules disagree for {n:,} customers, no value given"
        )
    for ladder, n in _most(results.undecided):
        if program.ladders[ladder].measure is not None:
            lines.append(
                f"{names.of('ladder', ladder)}: {n:,} 位客户未定"
                if zh
                else f"{names.of('ladder', ladder)}: {n:,} customers undecided"
            )
    for ladder, n in _most(results.unknown_lifts):
        lines.append(
            f"{names.of('ladder', ladder)}: {n:,} 位客户可能被提升,但条件未知"
            if zh
            else f"{names.of('ladder', ladder)}: {n:,} customers decided with an unknown lift"
        )
    if results.exclusions_by_unknown:
        n = results.exclusions_by_unknown
        lines.append(
            f"{n:,} 个推荐因剔除条件未知而剔除" if zh else f"{n:,} offers excluded because a condition is unknown"
        )
    for account, points in results.points.items():
        if points.incomplete:
            lines.append(
                f"{names.of('points', account)}: {points.incomplete:,} 位客户不完整"
                if zh
                else f"{names.of('points', account)}: incomplete for {points.incomplete:,} customers"
            )
    if results.wording_withheld:
        n = results.wording_withheld
        lines.append(f"{n:,} 段文字因缺少信息未填写" if zh else f"{n:,} texts withheld because something is missing")
    absent = [names.of("field", f) for file in manifest.data for f in file.absent]
    if absent:
        lines.append(("数据没有这些列: " if zh else "the data has no column for: ") + ", ".join(absent))
    return "\n".join(["要你看的" if zh else "to look at", *(f"  {line}" for line in lines)]) if lines else ""
