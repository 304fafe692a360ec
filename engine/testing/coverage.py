"""Which rules the tests of a policy prove."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from engine.testing.model import RuleCoverage

if TYPE_CHECKING:
    from dsl.program import model as m
    from engine.testing.reading import Reading, Voice


def rule_coverage(program: m.Program, reading: Reading, fired: set[str]) -> tuple[RuleCoverage, ...]:
    """Every rule, class condition, exclusion and table row of the policy itself, and whether it applies in some case.

    Args:
        program: the policy.
        reading: of it.
        fired: ids of the rules that apply in a case that passes and is not empty. What a failing or empty case
            goes through is not proved by it.
    """
    return tuple(
        RuleCoverage(rule.id, reading.both(partial(_label, rule)), rule.span, rule.table, rule.id in fired)
        for rule in program.all_rules
        if program.is_own(rule.span)
    )


def _label(rule: m.Rule, voice: Voice) -> str:
    return voice.rule(rule)
