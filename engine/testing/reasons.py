"""Says why a test is empty, and so what to change in it."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from dsl.diagnostics.model import Words
from dsl.program import model as m
from engine.testing.phrases import Phrases
from engine.testing.slices import targets

if TYPE_CHECKING:
    from engine.testing.look import Look
    from engine.testing.reading import Reading, Voice
    from engine.testing.slices import Slices


def reason(reading: Reading, slices: Slices, look: Look, expected: list[m.Expectation], about: list[m.Rule]) -> Words:
    """The clause behind the name of an empty test.

    Args:
        reading: of the policy.
        slices: of it.
        look: at the tested customer.
        expected: by the test.
        about: the rules that give what is expected, the likeliest first.
    """
    if about:
        return reading.both(partial(_redundant, look, expected, about))
    decided = [x for x in expected if any(targets(look.program, x))]
    if not decided:
        return Words("it expects only what it gives", "期望的只是自己给出的值")
    given = any(slices.giving_expected(x) for x in decided)
    return reading.both(partial(_out_of_reach if given else _ungiven, look, decided[0]))


def _redundant(look: Look, expected: list[m.Expectation], about: list[m.Rule], voice: Voice) -> str:
    first = voice.rule(about[0])
    head = voice.pick(f"still passes without {first}", f"删去 {first} 后仍通过")
    for x in expected:
        if isinstance(x, m.ExpectTier) and (measured := _reached_anyway(look, x, voice)) is not None:
            rung = voice.rung(x.ladder, x.rung)
            return voice.pick(f"{head} ({measured} is {rung} anyway)", f"{head}（{measured}，本来就是 {rung}）")
    others = voice.listed(voice.rule(rule) for rule in about[1:3])
    return voice.pick(f"{head} ({others} gives the same)", f"{head}（{others} 同样给出）") if others else head


def _reached_anyway(look: Look, expected: m.ExpectTier, voice: Voice) -> str | None:
    """The measure and its value, where the ladder alone gives what is expected."""
    measure = look.program.ladders[expected.ladder].measure
    base = look.evaluation.tier(expected.ladder).base
    if measure is None or base is None or base != expected.rung:
        return None
    return Phrases(voice, look).seen.side(measure)


def _ungiven(look: Look, expectation: m.Expectation, voice: Voice) -> str:
    subject = Phrases(voice, look).subject(expectation)
    return voice.pick(f"always passes: no rule gives {subject}", f"总会通过：没有规则给出 {subject}")


def _out_of_reach(look: Look, expectation: m.Expectation, voice: Voice) -> str:
    subject = Phrases(voice, look).subject(expectation)
    return voice.pick(
        f"passes with any one condition broken: each rule for {subject} misses two or more; "
        "let the customer miss just one",
        f"任何一个条件写错也会通过：给出 {subject} 的规则都差两个以上条件；请让客户只差一个",
    )
