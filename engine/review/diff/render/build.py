"""Tells a review in one language."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from dsl.width import cut
from engine.review.diff.render.entries import all_there, is_untested, tellable, told_sections
from engine.review.diff.render.impact_story import impact_story
from engine.review.diff.render.reading_notes import reading_notes
from engine.review.diff.render.speaker import Speaker
from engine.review.diff.render.statement_stories import edit_line, statement_stories
from engine.review.diff.render.story import Figure, FindingStory, Line, Story
from engine.review.diff.render.words import SEVERITIES
from engine.show import many

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from dsl.syntax.vocabulary import Lang
    from engine.review.diff.report import FailingTest, Finding, Review, Side

_SHORT: Final = 8  # characters of a hash, where there is little room
_NAMED: Final = 3  # tests that fail, each with its place
_MARKED: Final = 72  # columns of what a finding is about


def story(review: Review, lang: Lang) -> Story:
    """Everything that is told, in the order it is told."""
    say = Speaker(review, lang)
    edits = {x.id: edit_line(x, say) for x in review.statements}
    where = all_there(review)
    return Story(
        lang=lang,
        kind=review.verdict,
        old=review.old.label,
        new=review.new.label,
        title=f"{review.old.label} → {review.new.label}",
        verdict=say.told(review.told),
        scope=_scope(review, say),
        where=say.pick("where it changes: ", "变化的范围：") + say.where(where) if where else None,
        edit=_only_edit(tuple(edits.values()), say),
        notes=tuple(_notes(review, say)),
        figures=tuple(_figures(review, say)),
        impact=impact_story(review.impact, say) if review.impact is not None else None,
        # What has only one cause needs not be told of each class.
        sections=told_sections(review, say, edits if len(edits) > 1 else {}),
        new_findings=tuple(_finding(x, say) for x in review.new_findings),
        fixed_findings=tuple(_finding(x, say) for x in review.fixed_findings),
        silenced_findings=tuple(_finding(x, say) for x in review.silenced_findings),
        statements=tuple(statement_stories(review.statements, say)),
        small=tuple(_small(review, say)),
    )


def _only_edit(edits: Sequence[str], say: Speaker) -> str | None:
    return say.pick(f"one edit: {edits[0]}", f"改动 1 处：{edits[0]}") if len(edits) == 1 else None


def _scope(review: Review, say: Speaker) -> str:
    """What the verdict holds for."""
    if not review.scopes:
        return say.pick("never in force together: nothing is compared", "没有同时有效的日子：没有比较")
    profiles = [say.profile(x) for x in dict.fromkeys(x.profile for x in review.scopes)]
    days = dict.fromkeys(say.days(x) for x in review.scopes)
    under = say.names(profiles) if len(profiles) > 1 else ""
    everybody = say.pick("all customers", "所有客户")
    if any(x.compared != "all" for x in review.readings):
        everybody = say.pick("all customers whose data both read alike", "两份政策读法一致的所有客户")
    return say.pick("holds for ", "适用于") + say.clauses((everybody, under, *days))


def _notes(review: Review, say: Speaker) -> Iterator[str]:
    for which, en, zh in (("old", "the old", "旧"), ("new", "the new", "新")):
        days = say.where([x.scope for x in review.one_sided if x.which == which])
        if days:
            yield say.pick(f"only {en} policy is in force: {days}", f"只有{zh}政策有效：{days}")
    yield from _profile_notes(review, say)
    yield from reading_notes(review.readings, say)
    dropped = [x.old for x in review.statements if x.kind == "never" and x.old is not None and x.new is None]
    for each in dropped:
        begins = cut(say.told(each.begins), _MARKED) if each.begins is not None else ""
        yield say.pick(
            f"a promise is removed, and nothing proves it any more: “{begins}” ({each.path}:{each.line})",
            f"删除了一条承诺，不再有证明：“{begins}”（{each.path}:{each.line}）",
        )
    if review.failing_tests:
        yield _failing(review.failing_tests, say)
    testable = [x for x in review.classes if tellable(x)]
    unexpected, every = sum(not x.tests for x in testable), len(testable)
    if not unexpected:
        return
    if not is_untested(review):
        yield say.pick(
            f"no test expects {unexpected} of {every} changes", f"{every} 类变化中有 {unexpected} 类没有测试写明"
        )
    elif every > 1:
        yield say.pick("no test expects any of the changes", "没有测试写明这些变化")
    else:
        yield say.pick("no test expects the change", "没有测试写明这一变化")


def _profile_notes(review: Review, say: Speaker) -> Iterator[str]:
    for lone in review.profiles:
        name = say.name("profile", lone.profile)
        if lone.which == "old":
            yield say.pick(
                f"runs with profile {name} are refused now; below, they are compared with the new default values",
                f"使用方案 {name} 的运行现在会被拒绝；下文是与新政策的默认取值相比",
            )
        else:
            yield say.pick(
                f"runs with profile {name} were refused before; below, they are compared with the old default values",
                f"使用方案 {name} 的运行以前会被拒绝；下文是与旧政策的默认取值相比",
            )


def _failing(failing: Sequence[FailingTest], say: Speaker) -> str:
    """What tests of the new policy say of it."""
    some = [say.pick(f"“{x.name}” ({x.path}:{x.line})", f"“{x.name}”（{x.path}:{x.line}）") for x in failing[:_NAMED]]
    more = len(failing) - len(some)
    if more:
        some.append(say.pick(f"{more} more", f"另外 {more} 项"))
    count = len(failing)
    told = say.pick("1 test fails: " if count == 1 else f"{count} tests fail: ", f"{count} 项测试不通过：")
    return told + say.pick(", ", "、").join(some)


def _figures(review: Review, say: Speaker) -> Iterator[Figure]:
    """A few numbers for who reads nothing else."""
    settled = sum(x.status == "differs" for x in review.classes)
    yield Figure(f"{settled:,}", say.pick("classes of change", "类行为变化"))
    if review.impact is None:
        return
    impact = review.impact
    yield Figure(f"{impact.changed:,}", say.pick(f"of {impact.compared:,} customers", f"/ {impact.compared:,} 位客户"))
    ladders = impact.tiers.values()
    if ladders:
        down, up = sum(x.down + x.lost for x in ladders), sum(x.up + x.gained for x in ladders)
        yield Figure(f"{down:,}", say.pick("tiers down", "人次降级"), "down" if down else "other")
        yield Figure(f"{up:,}", say.pick("tiers up", "人次升级"), "up" if up else "other")
    lost = sum(x.lost.customers for x in impact.offers.values())
    gained = sum(x.gained.customers for x in impact.offers.values())
    if lost or gained:
        yield Figure(f"{lost:,}", say.pick("offers lost", "项推荐失去"), "down" if lost else "other")
        yield Figure(f"{gained:,}", say.pick("offers gained", "项推荐新得"), "up" if gained else "other")


def _finding(finding: Finding, say: Speaker) -> FindingStory:
    return FindingStory(
        severity=say.told(SEVERITIES[finding.severity]),
        grave=finding.severity == "error",
        code=finding.code,
        text=say.told(finding.told),
        place=f"{finding.path}:{finding.line}",
        marked=cut(finding.marked, _MARKED),
        others=tuple(f"{x.path}:{x.line} {say.told(x.told)}" for x in finding.others),
        reason=_reason(finding.reason, say) if finding.reason is not None else None,
    )


def _reason(given: str, say: Speaker) -> str:
    if not given:
        return say.pick("silenced without a reason", "放过，没有写理由")
    return say.pick(f"silenced: “{given}”", f"放过：“{given}”")


def _small(review: Review, say: Speaker) -> Iterator[Line]:
    """Assumptions, budgets and hashes; and that check found nothing else, since that stands nowhere."""
    if review.checked and not (review.new_findings or review.fixed_findings or review.silenced_findings):
        told = say.pick("check finds the same in both policies", "check 在两份政策里发现的一样")
        yield Line("check", say.pick("findings", "问题"), told)
    if review.assumes:
        yield Line("assumes", say.pick("assumed", "假定"), say.sentences(map(say.told, review.assumes)))
    yield Line("short", say.pick("hashes", "哈希值"), " · ".join(_short_hashes(review, say)))
    for side, en, zh in ((review.old, "old policy", "旧政策"), (review.new, "new policy", "新政策")):
        yield Line("hash", say.pick(en, zh), _hashes(side, say))
    for file in review.impact.data if review.impact is not None else ():
        yield Line("hash", say.pick("data", "数据"), file.sha256)
    effort = review.effort
    yield Line(
        "effort",
        say.pick("effort", "查证"),
        say.pick(
            f"{many(effort.questions, 'question')} to the provers, "
            f"{many(effort.customers_tried, 'made-up customer')} tried",
            f"向证明器提问 {effort.questions:,} 次，试过 {effort.customers_tried:,} 位虚构客户",
        ),
    )
    yield Line("tool", "Tiercel", review.tiercel)


def _short_hashes(review: Review, say: Speaker) -> Iterator[str]:
    policies = " → ".join((side.decisions_hash or "–")[:_SHORT] for side in (review.old, review.new))
    yield say.pick(f"policy {policies}", f"政策 {policies}")
    for file in review.impact.data if review.impact is not None else ():
        yield say.pick(f"data {file.sha256[:_SHORT]}", f"数据 {file.sha256[:_SHORT]}")


def _hashes(side: Side, say: Speaker) -> str:
    return say.clauses(
        (
            side.label,
            say.pick(f"decisions {side.decisions_hash}", f"判定 {side.decisions_hash}") if side.decisions_hash else "",
            say.pick(f"texts {side.wording_hash}", f"文字 {side.wording_hash}") if side.wording_hash else "",
        )
    )
