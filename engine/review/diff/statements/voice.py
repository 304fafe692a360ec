"""Says what a part was and what it is, each by the names of its own version, both in one language."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from dsl.format import Names
from dsl.format.exchange import canonical
from engine.review.diff.statements.model import PartChange

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from dsl.format.phrases import Phrases
    from engine.review.diff.statements.model import Affects, PartKind


_NO_NAMES: Final = Names({}, {}, frozenset())


@dataclass(frozen=True, slots=True)
class Voice:
    """Makes parts of what was and what is.

    Attributes:
        old, new: print what stands in each version.
    """

    old: Phrases
    new: Phrases

    def part(
        self,
        part: PartKind,
        old: Any,  # noqa: ANN401 - what ``say`` says
        new: Any,  # noqa: ANN401
        say: Callable[[Phrases, Any], str | None],
        affects: Affects = "decisions",
        of: str | None = None,
    ) -> Iterator[PartChange]:
        """A part, if it differs; None is not there."""
        if old == new or _rescaled(old) == _rescaled(new):
            return
        was = say(self.old, old) if old is not None else None
        now = say(self.new, new) if new is not None else None
        if was != now:
            yield PartChange(part=part, of=of, old=was, new=now, affects=affects)


def _rescaled(part: Any) -> Any:  # noqa: ANN401
    """A part with numbers on one scale: 1万 is 10k."""
    return canonical(part, _NO_NAMES)
