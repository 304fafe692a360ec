"""Says why a test is empty, and so what to change in it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dsl.diagnostics.model import Words
from dsl.program import model as m
from engine.testing.phrases import Phrases
from engine.testing.reading import both, listed, pick
from engine.testing.slices import targets

if TYPE_CHECKING:
    from dsl.syntax.vocabulary import Lang
    from engine.testing.look import Look
    from engine.testing.reading import Reading
    from engine.testing.slices import Slices


def reason(
    reading: Reading, slices: Slices, look: Look, expected: list[m.Expectation], about: list[m.Rule]
) -> Words:
    """The clause behind the name of an empty test."""
    if about:
        return both(lambda lang: _redundant(reading, look, expected, about, lang))
    decided = [x for x in expected if any(targets(look.program, x))]
    if not decided:
        return Words("it expects only what it gives", "期望的只是自己给出的值")
    phrase = Phrases(reading, look)
    if not any(slices.giving(node) for x in decided for node in targets(look.program, x)):
        return both(lambda lang: pick(
            lang,
            f"passes whatever the rules: none gives {phrase.subject(decided[0], lang)}",
            f"总会通过:没有规则给出 {phrase.subject(decided[0], lang)}",
        ))  # fmt: skip
    return both(lambda lang: pick(
        lang,
        f"passes whatever any one rule says: every rule for {phrase.subject(decided[0], lang)} misses by two "
        "conditions or more; let the customer miss just one",
        f"任何一条规则怎样都通过:给出 {phrase.subject(decided[0], lang)} 的规则都差两个以上条件;请让客户只差一个",
    ))  # fmt: skip


def _redundant(
    reading: Reading, look: Look, expected: list[m.Expectation], about: list[m.Rule], lang: Lang
) -> str:
    first = reading.rule(about[0], lang)
    head = pick(lang, f"still passes without {first}", f"删去 {first} 后仍通过")
    for x in expected:
        if isinstance(x, m.ExpectTier):
            base = look.evaluation.tier(x.ladder).base
            if base is not None and base == x.rung:
                shown = Phrases(reading, look).base(look.program.ladders[x.ladder], base, lang)
                return pick(lang, f"{head}: {shown} already", f"{head}(本来就是 {shown})")
    others = listed((reading.rule(rule, lang) for rule in about[1:3]), lang)
    if not others:
        return head
    return pick(lang, f"{head}: {others} gives the same", f"{head}({others} 同样给出)")
