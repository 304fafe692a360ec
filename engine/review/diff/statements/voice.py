"""Says what a part was and what it is, each by the names of its own version, in both languages."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from dsl.format import Names
from dsl.format.exchange import canonical
from dsl.format.phrases import Phrases
from dsl.lean import dataclass
from engine.review.diff.statements.model import PartChange
from engine.review.diff.told import Told

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from dsl.syntax.vocabulary import Lang
    from engine.review.diff.statements.model import Affects, PartKind


_NO_NAMES: Final = Names({}, {}, frozenset())

Printers = dict["Lang", Phrases]


def printers(names: Names, rescaled: Mapping[Lang, bool]) -> Printers:
    """What prints parts of one version in each language.

    Args:
        names: of that version.
        rescaled: whether to put numbers on the scales of the language.
    """
    return {lang: Phrases(names, lang, rescale=rescale) for lang, rescale in rescaled.items()}


@dataclass(frozen=True, slots=True)
class Voice:
    """Makes parts of what was and what is.

    Attributes:
        old, new: print what stands in each version.
    """

    old: Printers
    new: Printers

    def about(self, say: Callable[[Phrases], str | None]) -> Told | None:
        """What a part belongs to, as the new version calls it."""
        return _said(self.new, None, lambda phrases, _: say(phrases))

    def part(
        self,
        part: PartKind,
        old: Any,  # noqa: ANN401 - what ``say`` says
        new: Any,  # noqa: ANN401
        say: Callable[[Phrases, Any], str | None],
        affects: Affects = "decisions",
        of: Told | None = None,
    ) -> Iterator[PartChange]:
        """A part, if it differs; None is not there."""
        if old == new or rescaled(old) == rescaled(new):
            return
        was = _said(self.old, old, say) if old is not None else None
        now = _said(self.new, new, say) if new is not None else None
        if was != now:
            yield PartChange(part=part, of=of, old=was, new=now, affects=affects)


def _said(printers: Printers, part: Any, say: Callable[[Phrases, Any], str | None]) -> Told | None:  # noqa: ANN401
    en, zh = (say(printers[lang], part) for lang in ("en", "zh"))
    return Told(en=en, zh=zh) if en is not None and zh is not None else None


def rescaled(part: Any) -> Any:  # noqa: ANN401
    """A part with numbers on one scale: 1万 is 10k."""
    return canonical(part, _NO_NAMES)
