"""What is true of everybody for whom goals hold, by logic and by what conditions cannot be met together.

Logic (``booleans``) finds who is an exception as far as it can see. If the conditions that make him one cannot be met
together (``together``), those that cannot are a lemma: logic is told, and is asked again. A lemma is about conditions
alone, whatever is asked, so it is found once for all questions.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from engine.ir import nodes as n
from engine.proof.booleans import Booleans
from engine.proof.enough import enough

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from engine.proof.samples import Claim, Fact
    from engine.proof.together import Together

_MOST: Final = 100  # exceptions that are looked at for a question
_ROOMS: Final = 16  # that are kept


class Lemmas:
    """Answers questions about formulas of one builder.

    Args:
        always: what is true of every customer.
        listed: the values of each field that is a list.
        together: tells what conditions cannot be met together.
    """

    def __init__(self, always: Sequence[n.Formula], listed: Mapping[str, Sequence[str]], together: Together) -> None:
        self._always, self._listed = tuple(always), listed
        self._together = together
        self._known: list[list[Fact]] = []
        self._rooms: dict[tuple[int, ...], _Room] = {}

    def shown(self, holds: Sequence[n.Formula], claims: Sequence[Claim], given: Sequence[Claim]) -> list[Claim] | None:
        """Of claims those to which nobody is an exception for whom some goals hold, and claims are so that are given.

        None if that is not settled.
        """
        room = self._room(holds)
        room.say(self._known, [formula for claim in (*claims, *given) for formula, _ in claim])
        logic = room.logic
        wanted = [*(logic.literal((goal, True)) for goal in holds), *map(room.one_of, given)]
        left = {claim: room.one_of(claim) for claim in claims}
        for _ in range(_MOST):
            model = logic.counterexample(wanted, list(left.values())) if left else set[int]()
            if not model:
                return None if model is None else list(left)
            odd = [claim for claim, literal in left.items() if -literal in model]
            so = [(goal, True) for goal in holds] + [_first(claim, logic, model) for claim in given]
            so += [(formula, not is_so) for claim in odd for formula, is_so in claim]
            lemma = self._together.impossible(self._needed(so, logic, model))
            if lemma is None:
                return None
            if lemma:
                self._known.append(lemma)
                room.say(self._known)
            else:
                left = {claim: literal for claim, literal in left.items() if claim not in odd}
        return None

    def _needed(self, so: Iterable[Fact], logic: Booleans, model: set[int]) -> list[Fact]:
        """Conditions that are met in a model, or are not, and make some facts so."""
        so = [*so, *((formula, True) for formula in self._always)]
        holds, fails = ([formula for formula, is_so in so if is_so is wanted] for wanted in (True, False))
        return self.enough(holds, fails, logic, model)

    @staticmethod
    def enough(holds: Sequence[n.Formula], fails: Sequence[n.Formula], logic: Booleans, model: set[int]) -> list[Fact]:
        """Conditions that are met in a model, or are not, and make some goals true and others not."""
        found = enough(holds, fails, lambda formula: logic.literal((formula, True)) in model)
        nodes = ((logic.said[key], is_met) for key, is_met in found.items())
        return [(node, is_met) for node, is_met in nodes if isinstance(node, n.CONDITIONS)]

    def _room(self, goals: Sequence[n.Formula]) -> _Room:
        key = tuple(map(id, goals))
        room = self._rooms.pop(key, None) or _Room(goals, self._always, self._listed)
        self._rooms[key] = room
        if len(self._rooms) > _ROOMS:
            del self._rooms[next(iter(self._rooms))]
        return room


class _Room:
    """Logic about some goals, and as much of what was found out as is about them."""

    def __init__(
        self, goals: Sequence[n.Formula], always: Sequence[n.Formula], listed: Mapping[str, Sequence[str]]
    ) -> None:
        self.logic = Booleans(goals, always, listed)
        self._claims: dict[Claim, int] = {}
        self._told, self._said = 0, len(self.logic.said)
        self._later: list[list[Fact]] = []

    def say(self, lemmas: Sequence[list[Fact]], formulas: Sequence[n.Formula] = ()) -> None:
        """Let questions be about more formulas, and tell lemmas that it was not told."""
        logic = self.logic
        logic.say(formulas)
        new = [*lemmas[self._told :]]
        self._told = len(lemmas)
        if len(logic.said) > self._said:
            self._said = len(logic.said)
            new, self._later = [*self._later, *new], []
        fitting: list[list[Fact]] = []
        for lemma in new:
            (fitting if all(id(atom) in logic.said for atom, _ in lemma) else self._later).append(lemma)
        logic.never(*fitting)

    def one_of(self, claim: Claim) -> int:
        """The literal of a claim."""
        if claim not in self._claims:
            self._claims[claim] = self.logic.one_of(claim)
        return self._claims[claim]


def _first(claim: Claim, logic: Booleans, model: set[int]) -> Fact:
    """A fact that makes a claim so."""
    return next(fact for fact in claim if logic.literal(fact) in model)
