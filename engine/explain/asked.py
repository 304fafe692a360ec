"""What of an explanation is asked for: the short form, all of it, or one offer or tier by name."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from dsl.diagnostics.model import Words
from dsl.lean import dataclass
from engine.messages import rung_names
from engine.not_there import not_there
from engine.reads import ladders_by_use

if TYPE_CHECKING:
    from dsl.program.model import Program


class UnknownNameError(Exception):
    """The policy has no offer or tier of that name; ``words`` says so in both languages."""

    def __init__(self, words: Words) -> None:
        super().__init__(words.en)
        self.words = words


@dataclass(frozen=True, slots=True)
class Asked:
    """What somebody wants to know.

    Attributes:
        everything: every offer with the rules that could have granted it.
        offer: only about this one, by its canonical name.
        rungs: only about these, each with its ladder.
    """

    everything: bool = False
    offer: str | None = None
    rungs: tuple[tuple[str, str], ...] = ()

    @property
    def narrow(self) -> bool:
        """Whether something is asked for by name."""
        return self.offer is not None or bool(self.rungs)


SHORT: Final = Asked()


def asked_for(
    program: Program, *, offer: str | None = None, tier: str | None = None, everything: bool = False
) -> Asked:
    """What is asked for, its names resolved.

    Args:
        program: the policy.
        offer: any name of an offer.
        tier: any name of a rung; where several ladders have it, all are meant.
        everything: whether nothing is to be left out.

    Raises:
        UnknownNameError: nothing is called that.
    """
    return Asked(
        everything=everything,
        offer=_offer(program, offer) if offer is not None else None,
        rungs=_rungs(program, tier) if tier is not None else (),
    )


def _offer(program: Program, name: str) -> str:
    known = {called: offer.name for offer in program.offers.values() for called in offer.all_names}
    if name not in known:
        there = [offer.all_names for offer in program.offers.values()]
        raise UnknownNameError(not_there(Words("offer", "产品"), name, there))
    return known[name]


def _rungs(program: Program, name: str) -> tuple[tuple[str, str], ...]:
    ladders = [program.ladders[ladder] for ladder in ladders_by_use(program)]
    there = [(ladder, rung, rung_names(ladder, rung)) for ladder in ladders for rung in ladder.rungs]
    found = tuple((ladder.name, rung) for ladder, rung, names in there if name in names)
    if not found:
        raise UnknownNameError(not_there(Words("tier", "层级"), name, [names for _, _, names in there]))
    return found
