"""Which tests of the new policy see a change: they expect what the old policy does not decide."""

from __future__ import annotations

from typing import TYPE_CHECKING, assert_never, cast

from dsl.program import model as m
from dsl.program.expr import Ref
from engine.binding import BindingError, bind
from engine.reference import DateNeededError
from engine.review.diff.edits.asked import answer
from engine.review.diff.telling.deciding import fits
from engine.testing.customer import tested_customer
from engine.testing.expectations import met
from engine.testing.look import Look
from engine.testing.replay import Indexed

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from dsl.program.types import Value
    from engine.reference import Row
    from engine.review.diff.comparing.sides import Linked
    from engine.review.shared.aspects import Answer, Aspect

_Bound = tuple["date | None", "str | None", frozenset[tuple[str, "Value"]]]


class TestsThatSee:
    """Runs the tests of the new policy under the old one, each when a change is asked for that it may see.

    Args:
        old, new: the policies.
        linked: the columns of their records.
        decided: how customers of tests are decided by the new policy, as far as that is known, in the order of tests.
    """

    __test__ = False  # keeps pytest from collecting it

    def __init__(self, old: m.Program, new: m.Program, linked: Linked, decided: Sequence[Look | None] = ()) -> None:
        self._old, self._new = old, new
        self._former = {x.new.name: x.former for x in linked.links if x.new is not None}
        self._readings = linked.old
        self._bound: dict[tuple[int, _Bound], Indexed | None] = {}
        known = ((number, look) for number, look in enumerate(decided) if look is not None)
        self._looks: dict[tuple[int, int], Look | None] = {(number, id(new)): look for number, look in known}

    def of(self, aspect: Aspect, pair: tuple[Answer, Answer]) -> tuple[str, ...]:
        """Titles of the tests that see a change: it happens to their customers, and they expect what is new.

        A promise is kept in every test that passes, so none is about one that is broken now.

        Args:
            aspect: the question.
            pair: the answers of the old and the new policy, as proofs have them.
        """
        seen = (test for i, test in enumerate(self._new.tests) if self._sees(i, test, aspect, pair))
        return tuple(dict.fromkeys(test.title for test in seen))

    def _sees(self, number: int, test: m.Test, aspect: Aspect, pair: tuple[Answer, Answer]) -> bool:
        expected = [x for x, _ in test.expect if _is_about(x, aspect)]
        before = self._look(number, test, self._old) if expected else None
        if before is None or all(_met(before, x) for x in expected):
            return False
        after = self._look(number, test, self._new)
        if after is None or not all(_met(after, x) for x in expected):
            return False
        try:
            return fits(answer(before, aspect), answer(after, aspect), pair)
        except DateNeededError:
            return False

    # --- customers ---

    def _look(self, number: int, test: m.Test, policy: m.Program) -> Look | None:
        """The customer of a test under a policy; None if that cannot decide her."""
        key = number, id(policy)
        if key not in self._looks:
            reference, row = self._reference(test, policy), self._row(test, policy)
            decides = reference is not None and not reference.broken_assumptions(row)
            self._looks[key] = Look(reference, row) if reference is not None and decides else None
        return self._looks[key]

    def _reference(self, test: m.Test, policy: m.Program) -> Indexed | None:
        if not test.params.keys() <= policy.params.keys():
            return None
        run = test.as_of, test.profile, frozenset(test.params.items())
        key = id(policy), run
        if key not in self._bound:
            try:
                self._bound[key] = Indexed(policy, bind(policy, test.as_of, test.profile, test.params))
            except BindingError:
                self._bound[key] = None
        return self._bound[key]

    def _row(self, test: m.Test, policy: m.Program) -> Row:
        """The customer in base units; the old policy does not look at what only the new record has."""
        row = tested_customer(self._new.record, test)
        if policy is self._new:
            return row
        given = {
            former: self._as_old(former, test.given.get(name, row[name]))
            for name in row
            if (former := self._former[name]) is not None
        }
        fields = policy.record.fields
        read = {name: given.get(name, field.typical) for name, field in fields.items()}
        return {name: fields[name].default if value is None else value for name, value in read.items()}

    def _as_old(self, field: str, value: Value | None) -> Value | None:
        """A value of the new record as the old one calls it."""
        return cast("str", self._readings[field].of(value)) if isinstance(value, str) else value


def _met(look: Look, expected: m.Expectation) -> bool:
    """Whether an expectation is met; not of what the policy does not have."""
    try:
        return met(look, expected)
    except (KeyError, ValueError):
        return False


def _is_about(expected: m.Expectation, aspect: Aspect) -> bool:
    """Whether an expectation is about a question."""
    name = aspect.name[0] if aspect.name else None
    match expected:
        case m.ExpectTier(ladder):
            return aspect.kind == "tier" and ladder == name
        case m.ExpectOffer(offer):
            return aspect.kind in ("offer", "priority", "channel") and offer in (None, name)
        case m.ExpectOffers():
            return aspect.kind == "offer"
        case m.ExpectClass(member):
            return aspect.kind == "class" and member == name
        case m.ExpectTask(task, _, role, channel):
            if task != name or aspect.kind not in ("task", "due", "task_channel") or role not in (None, aspect.name[1]):
                return False
            return aspect.kind != "task_channel" or channel == aspect.name[2]
        case m.ExpectValue(Ref(kind, value)):
            return aspect.kind == kind and value == name
        case m.ExpectValue():
            return False
        case _:
            assert_never(expected)
