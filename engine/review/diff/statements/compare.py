"""Compares two versions of a policy statement by statement."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from typing import TYPE_CHECKING, Final, cast

from dsl.pausing import collection_paused
from dsl.program.identity import canonical, digest
from dsl.syntax import nodes as n
from engine.review.diff.statements.items import Side
from engine.review.diff.statements.matching import Match, match
from engine.review.diff.statements.meaning import SameText
from engine.review.diff.statements.model import StatementChange
from engine.review.diff.statements.parts import parts_of
from engine.review.diff.statements.powerless import powerless
from engine.review.diff.statements.tables import row_parts
from engine.review.diff.statements.together import with_sameness
from engine.review.diff.statements.voice import Voice, printers

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from dsl.load import Analysis
    from dsl.program.model import Program
    from dsl.syntax.vocabulary import Lang
    from engine.review.diff.statements.items import Item
    from engine.review.diff.statements.model import Affects, PartChange, StatementKind, Status, Written

_LANGS: Final[tuple[Lang, ...]] = ("en", "zh")
AFFECTS: Final[tuple[Affects, ...]] = ("decisions", "data", "texts", "checks", "nothing")
"""From the most that a change can do to the least."""
# Of a statement that comes or goes. By itself a declaration changes nothing: what speaks of it does.
_WHOLE: Final[dict[StatementKind, Affects]] = {
    "policy": "decisions", "record": "decisions", "profile": "decisions", "entry": "decisions", "tiers": "decisions",
    "class": "decisions", "limit": "decisions", "rule": "decisions", "exclude": "decisions", "table": "decisions",
    "row": "decisions", "never": "decisions", "field": "data", "assume": "data",
    "require": "checks", "ban": "checks", "test": "checks",
}  # fmt: skip
_PARTS: Final[tuple[tuple[type[n.Statement], StatementKind], ...]] = (
    (n.RecordDecl, "field"), (n.RecordDecl, "assume"), (n.ProfileDecl, "entry"), (n.TableDecl, "row"),
)  # fmt: skip


@collection_paused()
def compare_statements(old: Analysis, new: Analysis, meaning: SameText | None = None) -> list[StatementChange]:
    """Every statement that differs, in the order of the new version; what is gone stands where it stood.

    Args:
        old: a policy without mistakes.
        new: another version of it, also without mistakes.
        meaning: knows which rules of the old version mean the same as some of the new; without it, those that say so.
    """
    assert old.program is not None
    assert new.program is not None
    return _Comparison(Side(old, old.program), Side(new, new.program), meaning or SameText()).changes()


class _Comparison:
    def __init__(self, old: Side, new: Side, meaning: SameText) -> None:
        self._old = old
        self._new = new
        self._meaning = meaning

    def changes(self) -> list[StatementChange]:
        """Every statement that differs."""
        found: list[tuple[tuple[object, ...], Match, StatementChange]] = []
        for matched in match(self._old.items(), self._new.items(), self._rename):
            for part, change in self._within(matched):
                found.append((_place(part), part, change))
        found.sort(key=lambda x: x[0])
        seen: Counter[str] = Counter()
        changes = [_named(change, seen) for _, _, change in found]
        told = list(zip(changes, (matched for _, matched, _ in found), strict=True))
        return with_sameness(told, self._old.program, self._new.program, self._meaning)

    def _rename(self, partner: Mapping[Item, Item]) -> None:
        """Let the old version call things as the new one does, so that to speak of them is no change."""
        pairs = list(partner.items())
        for new, old in partner.items():
            if isinstance(new.node, n.RecordDecl) and old.node != new.node:
                fields = match(self._old.parts(old, "field"), self._new.parts(new, "field"))
                pairs += [(x.new, x.old) for x in fields if x.new is not None and x.old is not None]
        for new, old in pairs:
            if new.space is not None and old.name is not None and new.name is not None and old.name != new.name:
                self._old.rename(new.space, old.names, new.name)

    def _within(self, matched: Match) -> Iterator[tuple[Match, StatementChange]]:
        """What differs in a statement: in its head, and in its parts that are told of by themselves."""
        if (change := self._change(matched)) is not None:
            yield matched, change
        old, new = matched.old, matched.new
        if old is None or new is None or old.node == new.node:
            return
        if isinstance(new.node, n.TableDecl):
            self._old.renew(old, new)
        for kind_of, kind in _PARTS:
            if isinstance(new.node, kind_of):
                for part in match(self._old.parts(old, kind), self._new.parts(new, kind)):
                    if (change := self._change(part)) is not None:
                        yield part, change

    def _change(self, matched: Match) -> StatementChange | None:
        old, new = matched.old, matched.new
        if old is None or new is None:
            return _told(matched, "removed" if new is None else "added", _by_itself(cast("Item", new or old)))
        same_lang = old.statement.lang == new.statement.lang or new.owner is not None
        if old.head == new.head and same_lang:
            return _told(matched, "moved", _by_moving(matched)) if matched.moved else None
        if old.plain_head == new.plain_head:
            if new.owner is not None and not matched.moved:  # the language of its owner, and words that mean the same
                return None
            by_moving = _by_moving(matched)
            return _told(matched, "moved" if by_moving != "nothing" else _other_words(same_lang), by_moving)
        parts = tuple(self._parts(old, new))
        if self._means_the_same(old, new):
            parts = tuple(powerless(part) for part in parts)
        affects = _most([*(part.affects for part in parts), _by_moving(matched)])
        status: Status = "changed"
        if affects == "nothing":
            status = "renamed" if parts and all(part.part == "names" for part in parts) else "reworded"
        return _told(matched, status, affects, parts)

    def _parts(self, old: Item, new: Item) -> Iterator[PartChange]:
        # Numbers are shown as they are written, if that is in one language: told in the other, they are on its scales.
        rescaled = {lang: {old.statement.lang, new.statement.lang} != {lang} for lang in _LANGS}
        voice = Voice(printers(self._old.names, rescaled), printers(self._new.names, rescaled))
        if isinstance(new.node, n.TableRow):
            return row_parts(voice, old.named_cells, new.named_cells)
        return parts_of(voice, old.named, new.named)

    def _means_the_same(self, old: Item, new: Item) -> bool:
        """Whether whatever the policy decides is known to be the same, but for what both read."""
        if isinstance(new.node, n.TableDecl) and cast("n.TableDecl", old.node).hit != new.node.hit:
            return False
        if isinstance(new.node, n.RuleDecl | n.ExcludeDecl | n.ClassDecl | n.TableDecl | n.TableRow):
            return self._meaning(old.rules, new.rules)
        one, other = declared(self._old.program, old), declared(self._new.program, new)
        return one is not None and other is not None and canonical(one) == canonical(other)


def declared(program: Program, item: Item) -> object:
    """What a declaration is in the checked program, without what others add to it."""
    name = item.name or ""
    match item.kind:
        case "define":
            return program.defines[name].expr
        case "param":
            return program.params[name].values
        case "tiers":
            return replace(program.ladders[name], name="")
        case "offer":
            return replace(program.offers[name], name="", say=None)
        case "field":
            return replace(program.record.fields[name], name="")
        case "entry":
            return program.params[name].profiles[item.owner or ""]
        case "assume":
            return next((x for x, span in program.record.assumptions if span == item.span), None)
        case "require":
            return next((x.condition for x in program.requirements if x.span == item.span), None)
        case "never":
            return next((x.outcomes for x in program.nevers if x.span == item.span), None)
        case _:
            return None


def _by_itself(item: Item) -> Affects:
    """What a statement that comes or goes can change."""
    if isinstance(item.node, n.ClassDecl) and not item.node.cases:
        return "nothing"
    return _WHOLE.get(item.kind, "nothing")


def _by_moving(matched: Match) -> Affects:
    """What the place alone changes: order counts in ``first`` tables only."""
    item = matched.new
    is_first = (
        item is not None and isinstance(item.node, n.TableRow) and cast("n.TableDecl", item.statement).hit == "first"
    )
    return "decisions" if matched.moved and is_first else "nothing"


def _other_words(same_lang: bool) -> Status:  # noqa: FBT001
    return "reworded" if same_lang else "translated"


def _most(affects: list[Affects]) -> Affects:
    return min(affects, key=AFFECTS.index)


def _told(matched: Match, status: Status, affects: Affects, parts: tuple[PartChange, ...] = ()) -> StatementChange:
    old, new = matched.old, matched.new
    item = cast("Item", new or old)
    return StatementChange(
        id="",
        kind=item.kind,
        name=item.name,
        owner=item.owner,
        status=status,
        affects=affects,
        old=old.written if old is not None else None,
        new=new.written if new is not None else None,
        elsewhere=matched.elsewhere,
        parts=parts,
    )


def _place(matched: Match) -> tuple[object, ...]:
    item = cast("Item", matched.new or matched.old)
    return (*item.home, item.span.line, item.span.column, matched.new is not None)


def _named(change: StatementChange, seen: Counter[str]) -> StatementChange:
    """A change with an id of its own: its name, or for lack of one what it says."""
    written = cast("Written", change.new or change.old)
    name = change.name if change.name is not None else digest(canonical(written.text))[:8]
    told = ":".join(filter(None, (change.kind, change.owner, name)))
    seen[told] += 1
    return change.model_copy(update={"id": told if seen[told] == 1 else f"{told}:{seen[told]}"})
