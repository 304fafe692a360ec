"""Classes of change as they are told."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from engine.review.diff.render.story import Entry, Group, Line, Section
from engine.review.diff.render.words import LABELS, TONES
from engine.review.diff.telling.grouping import sections

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from engine.review.diff.render.speaker import Speaker
    from engine.review.diff.report import Class, Neighbour, Outcome, Review, Span
    from engine.review.shared.aspects import AspectKind

# Nobody in quarantine is tested, and whoever breaks a promise fails the test.
_NOT_TESTED: Final[frozenset[AspectKind]] = frozenset({"quarantine", "never"})


def tellable(each: Class) -> bool:
    """Whether a test could see a class of change, and somebody is known to be in it."""
    return each.status == "differs" and each.kind not in _NOT_TESTED


def told_sections(review: Review, speaker: Speaker, edits: Mapping[str, str]) -> tuple[Section, ...]:
    """All classes of change.

    Args:
        review: whose they are.
        speaker: tells them.
        edits: what each statement is called that differs.
    """
    telling = _Telling(review, speaker, edits)
    return tuple(
        Section(
            section.kind,
            speaker.told(section.title),
            tuple(Group(tuple(map(telling.entry, group.classes))) for group in section.groups),
            tuple(map(telling.entry, section.nobody)),
        )
        for section in sections(review)
    )


def all_there(review: Review) -> tuple[Span, ...]:
    """Under which profiles and on which days all that changes does, if that is not everywhere; else nothing."""
    spans = {x.scopes for x in review.classes}
    return next(iter(spans)) if len(spans) == 1 else ()


def is_untested(review: Review) -> bool:
    """Whether no test sees any change."""
    return not any(x.tests for x in review.classes if tellable(x))


class _Telling:
    """Tells classes; what is true of all of them is told above."""

    def __init__(self, review: Review, speaker: Speaker, edits: Mapping[str, str]) -> None:
        self._say, self._edits = speaker, edits
        self._tells_where = not all_there(review)
        self._tells_tests = not is_untested(review)

    def entry(self, each: Class) -> Entry:
        say = self._say
        return Entry(
            id=each.id,
            title=say.told(each.told),
            short=self._short(each) + (say.aside(f"{each.customers:,}") if each.customers else ""),
            tone=each.direction,
            tone_word=say.told(TONES[each.direction]),
            unsettled=each.status == "unknown",
            untested=tellable(each) and not each.tests,
            customers=say.customers(each.customers) if each.customers is not None else None,
            lines=tuple(Line(kind, say.told(LABELS[kind]), text) for kind, text in self._lines(each)),
        )

    def _short(self, each: Class) -> str:
        """What changes, by its name alone."""
        say = self._say
        if not each.name:
            return say.told(each.told)
        name, of, channel = each.name[0] or "", *(*each.name[1:], None, None)[:2]
        match each.kind:
            case "offer" | "priority":
                return say.name("offer", name)
            case "channel":
                return f"{say.name('offer', name)} {say.name('channel', of or '')}"
            case "task" | "due" | "task_channel":
                role = say.name("role", of) if of is not None else ""
                way = say.name("channel", channel) if channel is not None else ""
                return " ".join(filter(None, (say.name("task", name), role, way)))
            case "class" | "choice" | "points":
                return say.name(each.kind, name)
            case _:
                return say.told(each.told)

    def _lines(self, each: Class) -> Iterator[tuple[str, str]]:
        say = self._say
        if each.refused:
            yield "refused", say.sentences(map(say.told, each.refused))
        for who in each.who:
            facts = say.sentences(map(say.told, who.told))
            where = (say.where(who.scopes),) if who.scopes else ()
            yield "who" if who.is_all else "among", " · ".join((facts, *where))
        if each.customers is not None:
            yield "data", say.customers(each.customers)
        if each.shown is not None:
            shown = each.shown
            profile = say.profile(shown.profile) if shown.profile is not None else ""
            as_of = say.pick(f"as of {shown.as_of}", f"截至 {shown.as_of}")
            yield "shown", say.told(shown.told) + say.aside(say.clauses((as_of, profile)))
            yield "before", self._outcome(shown.before)
            yield "after", self._outcome(shown.after)
        if each.neighbour is not None:
            yield "neighbour", self._neighbour(each.neighbour)
        edits = list(self._made_by(each))
        if edits:
            yield "edits", say.sentences(edits)
        if each.scopes and self._tells_where:
            yield "where", say.where(each.scopes)
        if each.open_scopes:
            yield "open", say.where(each.open_scopes)
        if tellable(each) and self._tells_tests:
            yield "tests", self._tests(each)

    def _made_by(self, each: Class) -> Iterator[str]:
        """The edits that make a change: for who is shown, and for others."""
        say = self._say
        yield from (self._edits[x] for x in each.edits if x in self._edits)
        others = [self._edits[x] for x in each.other_edits if x in self._edits]
        if others:
            yield say.pick("for others: ", "对其他客户：") + say.sentences(others)
        if self._edits and each.perhaps_more_edits:
            yield say.pick("perhaps others, too", "也许还有别的")

    def _neighbour(self, neighbour: Neighbour) -> str:
        say = self._say
        like = say.told(neighbour.told)
        told = say.pick(f"the same customer with {like}", f"同一客户，只是{like}")
        return told if neighbour.is_untouched else told + say.pick("; something else changes for her", "；有别的变化")

    def _outcome(self, outcome: Outcome) -> str:
        say = self._say
        rules = [f"{say.told(x.told)} {x.path}:{x.line}" for x in outcome.rules]
        return " · ".join((say.told(outcome.told), *([say.names(rules)] if rules else [])))

    def _tests(self, each: Class) -> str:
        say = self._say
        if not each.tests:
            return say.pick("none expects this change", "没有测试写明这一变化")
        return say.names(say.pick(f'"{title}"', f"“{title}”") for title in each.tests)
