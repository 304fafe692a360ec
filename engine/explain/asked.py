"""What of an explanation is asked for: the short form, all of it, or one offer or tier by name."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from dsl.diagnostics.model import Words
from dsl.syntax.nearest import nearest

if TYPE_CHECKING:
    from collections.abc import Iterable

    from dsl.program.model import Ladder, Program


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
        raise UnknownNameError(_unknown(("offer", "产品"), name, known))
    return known[name]


def _rungs(program: Program, name: str) -> tuple[tuple[str, str], ...]:
    found = [(ladder.name, _known(ladder)[name]) for ladder in program.ladders.values() if name in _known(ladder)]
    if not found:
        known = [called for ladder in program.ladders.values() for called in _known(ladder)]
        raise UnknownNameError(_unknown(("tier", "层级"), name, known))
    return tuple(found)


def _known(ladder: Ladder) -> dict[str, str]:
    return {rung: rung for rung in ladder.rungs} | ladder.further_rungs


def _unknown(kind: tuple[str, str], name: str, known: Iterable[str]) -> Words:
    near = nearest(name, known)
    hint = (f"; did you mean {near}?", f"；是否指 {near}？") if near else ("", "")
    return Words(f"the policy has no {kind[0]} {name}{hint[0]}", f"政策没有名为 {name} 的{kind[1]}{hint[1]}")
