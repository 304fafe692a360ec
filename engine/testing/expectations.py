"""What an expectation of a test means: whether it is met by a decision.

An offer without channels may go by any; it is not promised by one, so `offer X via phone` does not hold for it,
nor does `no offer X via phone`. A task without a channel goes by none: `no task X via phone` holds for it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, assert_never

from dsl.program import model as m
from engine.reference import DateNeededError

if TYPE_CHECKING:
    from collections.abc import Iterable

    from engine.decision import OfferDecision, TaskDecision, Wording
    from engine.testing.look import Look


def met(look: Look, expectation: m.Expectation) -> bool:
    """Whether an expectation is met.

    Raises:
        DateNeededError: it depends on the date and the test has none.
    """
    match expectation:
        case m.ExpectTier(ladder, rung, source):
            tier = look.evaluation.tier(ladder)
            return tier.rung == rung and (source is None or from_source(look, source, tier.lifted_by))
        case m.ExpectOffer(offer=None):
            return not look.offers
        case m.ExpectOffer():
            return _offer(look, expectation)
        case m.ExpectOffers(offers):
            return set(offers) == set(look.offers)
        case m.ExpectClass(name, value):
            return look.evaluation.member(name) is value
        case m.ExpectTask():
            return any(is_task(look, expectation, task) for task in look.tasks) is expectation.present
        case m.ExpectValue(ref, value):
            return look.value(ref) == value
        case _:
            assert_never(expectation)


def _offer(look: Look, expected: m.ExpectOffer) -> bool:
    found = look.offers.get(expected.offer or "")
    if found is None:
        return not expected.present
    if expected.present:
        return not wrong_details(look, expected, found)
    any_channel = expected.channel is not None and not found.channels
    return bool(wrong_details(look, expected, found)) and not any_channel


def wrong_details(look: Look, expected: m.ExpectOffer, found: OfferDecision) -> tuple[str, ...]:
    """Which details of an offer that is there are not as named: channel, priority, because, say, source."""
    said = found.say.text if found.say is not None else None
    source = expected.source
    meant = [(rule, text) for rule, text in found.reasons if source is None or from_source(look, source, (rule,))]
    wrong = {
        "channel": expected.channel is not None and expected.channel not in found.channels,
        "priority": expected.priority is not None and expected.priority != found.priority,
        "because": not _says(meant or found.reasons, expected.because),
        "say": expected.say is not None and expected.say != said,
        "source": source is not None and not from_source(look, source, (rule for rule, _ in found.reasons)),
    }
    return tuple(name for name, is_wrong in wrong.items() if is_wrong)


def is_task(look: Look, expected: m.ExpectTask, task: TaskDecision) -> bool:
    """Whether a task is the one that is meant."""
    if task.task != expected.task or expected.role not in (None, task.role):
        return False
    if expected.channel is not None and expected.channel not in task.channels:
        return False
    if not _says(task.reasons, expected.because):
        return False
    if expected.on is None:
        return True
    if task.due is None and look.reference.binding.as_of is None:
        raise DateNeededError("today")
    return task.due == expected.on


def _says(reasons: Iterable[tuple[str, Wording | None]], because: str | None) -> bool:
    """Whether one of the reasons has a text, if one is wanted; a text that was withheld is none."""
    return because is None or any(text is not None and text.text == because for _, text in reasons)


def sources(program: m.Program, source: str) -> tuple[m.Rule, ...]:
    """The rules a test means by a name: a rule, or any row of a table."""
    return tuple(rule for rule in program.all_rules if source in (rule.name, rule.table))


def from_source(look: Look, source: str, ids: Iterable[str]) -> bool:
    """Whether a rule, or any row of a table, is among those of some ids."""
    meant = {rule.id for rule in sources(look.program, source)}
    return any(i in meant for i in ids)
