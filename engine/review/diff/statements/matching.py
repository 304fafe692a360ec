"""Which statement of one version is which of the other: by name, by what they say, by likeness. Never quadratic."""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter, defaultdict, deque
from typing import TYPE_CHECKING, Final

from dsl.format.names import nodes_in
from dsl.lean import dataclass
from dsl.syntax import nodes as n

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping, Sequence

    from engine.review.diff.statements.items import Item

_ALIKE: Final = 0.5  # the least share of words in common, for statements without a name
_BESIDE: Final = 0.2  # what it counts that the statement before or behind is the same
_RARE: Final = 24  # words that more statements have say nothing about which is which
_BARE: Final = 2  # a declaration and its name are so many nodes
_NEAR: Final = 2  # places around the same one in which a like statement is looked for


@dataclass(frozen=True, slots=True)
class Match:
    """A statement in both versions, or in one.

    Attributes:
        moved: whether it stands in another file, or in another place among those of both versions.
    """

    old: Item | None
    new: Item | None
    moved: bool = False

    @property
    def elsewhere(self) -> bool:
        """Whether it stands in another file; parts of a statement go with it."""
        return self.old is not None and self.new is not None and _elsewhere(self.old, self.new)


def match(
    olds: Sequence[Item], news: Sequence[Item], renamed: Callable[[Mapping[Item, Item]], None] = lambda _: None
) -> list[Match]:
    """Pairs of items of one kind of owner, in the order of the new version; then what is gone.

    Args:
        olds: the items of the old version.
        news: those of the new one.
        renamed: is told the old item of each new one, as soon as it is known what has another name now. What is
            found after that may depend on these names.
    """
    kinds: dict[str, tuple[list[Item], list[Item]]] = defaultdict(lambda: ([], []))
    for side, items in enumerate((olds, news)):
        for item in items:
            kinds[item.kind][side].append(item)
    partner: dict[Item, Item] = {}
    for one, other in kinds.values():
        _by_key(partner, one, other, _own_name)
        _by_any_name(partner, one, other)
        _by_key(partner, one, other, _content)
    renamed(partner)
    for one, other in kinds.values():
        _by_key(partner, one, other, _plain_content)
        _by_key(partner, one, other, _identity)
        _by_likeness(partner, one, other)
    moved = _moved(partner, news)
    kept = set(partner.values())
    found = [Match(partner.get(item), item, item in moved) for item in news]
    return found + [Match(item, None) for item in olds if item not in kept]


def _left(items: Iterable[Item], taken: Iterable[Item]) -> list[Item]:
    gone = set(taken)
    return [item for item in items if item not in gone]


# --- by a key ---


def _own_name(item: Item) -> Hashable:
    return (item.name, item.names[:1]) if item.names else None


def _content(item: Item) -> Hashable:
    return item.content if _tells(item) else None


def _plain_content(item: Item) -> Hashable:
    return item.plain_content if _tells(item) else None


def _tells(item: Item) -> bool:
    """Whether what it says tells it from others: not a bare name, nor a field that is found by its name."""
    if isinstance(item.node, n.FieldDecl):
        return item.node.column is not None
    return not item.names or len(list(nodes_in(item.node))) > _BARE


def _identity(item: Item) -> Hashable:
    """The ids of rules without a name, which are made of their content; those of rows are only numbers."""
    return tuple(rule.id for rule in item.rules) or None if item.name is None else None


def _by_key(found: dict[Item, Item], olds: list[Item], news: list[Item], key: Callable[[Item], Hashable]) -> None:
    """Pair what is left and has the same key, in order; None is no key."""
    waiting: dict[Hashable, deque[Item]] = defaultdict(deque)
    for old in _left(olds, found.values()):
        waiting[key(old)].append(old)
    waiting.pop(None, None)
    for new in _left(news, found) if waiting else ():
        same = waiting.get(key(new))
        if same:
            found[new] = same.popleft()


def _by_any_name(found: dict[Item, Item], olds: list[Item], news: list[Item]) -> None:
    waiting = {name: old for old in reversed(_left(olds, found.values())) for name in old.names}
    for new in _left(news, found):
        old = next((waiting[name] for name in new.names if name in waiting), None)
        if old is not None:
            found[new] = old
            for name in [name for name in old.names if waiting.get(name) is old]:
                del waiting[name]


# --- by likeness ---


def _by_likeness(found: dict[Item, Item], olds: list[Item], news: list[Item]) -> None:
    """Pair what has no name and reads alike, the likest first."""
    left = [item for item in _left(olds, found.values()) if not item.names]
    fresh = [item for item in _left(news, found) if not item.names]
    if not left or not fresh:
        return
    likeness = _Likeness(left)
    beside = _Beside(found, olds, news)
    scored: list[tuple[float, int, int, int]] = []
    for i, new in enumerate(fresh):
        for j, share in likeness.of(new, i):
            score = share + (_BESIDE if beside(left[j], new) else 0)
            if score >= _ALIKE:
                scored.append((-score, abs(left[j].place - new.place), i, j))
    taken: set[int] = set()
    for _, _, i, j in sorted(scored):
        if fresh[i] not in found and j not in taken:
            found[fresh[i]] = left[j]
            taken.add(j)


class _Likeness:
    """How much statements have in common with some others; only those with a rare word in common are compared."""

    def __init__(self, others: list[Item]) -> None:
        self._words = [_words(item) for item in others]
        self._with: dict[Hashable, list[int]] = defaultdict(list)
        for i, words in enumerate(self._words):
            for word in words:
                self._with[word].append(i)

    def of(self, item: Item, place: int) -> Iterator[tuple[int, float]]:
        """The numbers of those that may be like it, with the share of words in common."""
        words = _words(item)
        candidates = {i for word in words if len(self._with.get(word, ())) <= _RARE for i in self._with.get(word, ())}
        candidates |= set(range(max(0, place - _NEAR), min(len(self._words), place + _NEAR + 1)))
        for i in sorted(candidates):
            other = self._words[i]
            yield i, (words & other).total() / max(1, (words | other).total())


def _words(item: Item) -> Counter[Hashable]:
    """The names, values and operators of a statement."""
    return Counter(word for node in nodes_in(item.plain) if len(word := _word(node)) > 1)


def _word(node: n.Node) -> tuple[Hashable, ...]:
    parts = (getattr(node, name) for name in node.__dataclass_fields__ if name not in ("span", "lang"))
    return (type(node), *(part for part in parts if part is not None and not isinstance(part, n.Node | tuple)))


class _Beside:
    """Whether the statement before or behind is the same for two statements."""

    def __init__(self, found: dict[Item, Item], olds: list[Item], news: list[Item]) -> None:
        self._found = dict(found)
        self._before = {item: olds[i - 1] if i else None for i, item in enumerate(olds)}
        self._behind = dict(zip(olds, [*olds[1:], None], strict=True))
        self._places = {item: i for i, item in enumerate(news)}
        self._news = news

    def __call__(self, old: Item, new: Item) -> bool:
        i = self._places[new]
        before = self._found.get(self._news[i - 1]) if i else None
        behind = self._found.get(self._news[i + 1]) if i + 1 < len(self._news) else None
        is_first, is_last = i == 0, i + 1 == len(self._news)
        same_before = (is_first or before is not None) and before is self._before[old]
        return same_before or ((is_last or behind is not None) and behind is self._behind[old])


# --- moved ---


def _moved(partner: dict[Item, Item], news: Sequence[Item]) -> set[Item]:
    """What stands in another file, and the fewest that have to move for the rest to be in the old order."""
    moved: set[Item] = set()
    files: dict[Hashable, list[Item]] = defaultdict(list)
    for new in news:
        if new not in partner:
            continue
        if _elsewhere(partner[new], new):
            moved.add(new)
        else:
            files[new.home].append(new)
    for items in files.values():
        kept = _rising([partner[item].place for item in items])
        moved |= {item for i, item in enumerate(items) if i not in kept}
    return moved


def _elsewhere(old: Item, new: Item) -> bool:
    return new.owner is None and new.home != old.home


def _rising(places: list[int]) -> set[int]:
    """The numbers of the longest run of rising places."""
    ends: list[int] = []  # the place that a run of each length ends on, and where it stands
    at: list[int] = []
    before: list[int] = []
    for i, place in enumerate(places):
        length = bisect_left(ends, place)
        before.append(at[length - 1] if length else -1)
        if length == len(ends):
            ends.append(place)
            at.append(i)
        else:
            ends[length], at[length] = place, i
    found: set[int] = set()
    i = at[-1] if at else -1
    while i >= 0:
        found.add(i)
        i = before[i]
    return found
