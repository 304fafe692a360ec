"""All lints, and the run of them over a checked policy."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final

from dsl.check.context import Context
from dsl.check.symbols import Unit
from dsl.diagnostics import proof_messages
from dsl.diagnostics.model import Diagnostic
from dsl.lean import dataclass
from dsl.lints import (
    first_without_last,
    foregone,
    keyword_name,
    mixed_and_or,
    near_duplicate,
    same_title,
    silence_without_reason,
    touching_ranges,
    unreachable_row,
    unspaced,
    unused,
    useless_silence,
    word_left_out,
    written_twice,
)
from dsl.lints.context import LintContext
from dsl.lints.rule import LintRule
from dsl.lints.silence import Silence, is_silenced, silences
from dsl.program.model import Program
from dsl.source import Source
from dsl.syntax.build import BuiltFile

RULES: Final[tuple[LintRule, ...]] = (
    mixed_and_or.RULE,
    written_twice.RULE,
    unspaced.RULE,
    unused.RULE,
    keyword_name.RULE,
    near_duplicate.RULE,
    touching_ranges.RULE,
    first_without_last.RULE,
    foregone.RULE,
    unreachable_row.RULE,
    silence_without_reason.RULE,
    useless_silence.RULE,
    same_title.RULE,
    word_left_out.RULE,
)
# What proofs find is silenced in the same way; whether there is any is only known when they have run.
_PROVED: Final = {entry.slug: code for code, entry in proof_messages.MESSAGES.items()}
_CODES: Final = {rule.slug: rule.code for rule in RULES} | _PROVED
_SETTLED: Final = frozenset(rule.code for rule in RULES if rule.fmt_settles) | frozenset(_PROVED.values())


@dataclass(frozen=True, slots=True)
class Linted:
    """What lints found.

    Attributes:
        kept: warnings to be shown, and what is a mistake unless a comment says that it is meant.
        silenced: those that comments silence.
        silences: these comments, and those about what proofs find.
    """

    kept: tuple[Diagnostic, ...]
    silenced: tuple[Diagnostic, ...]
    silences: tuple[Silence, ...]


def run_lints(
    main: Unit,
    checked: Context,
    *,
    program: Program | None,
    built: Mapping[str, BuiltFile],
    sources: Mapping[str, Source],
    errors: Sequence[Diagnostic],
) -> Linted:
    """All warnings about the main policy.

    A policy with errors is judged by its text only: the rest would report what the errors cause.
    """
    own = tuple(built[file.path] for file in main.files)
    faulty = frozenset(error.span for error in errors)
    context = LintContext(main, checked, program, own, sources, faulty)
    context.silences = [s for b in own for s in silences(b, _CODES, context.lines(b.file.path))]
    asked = [rule for rule in RULES if program is not None or rule.reads_text_only]
    by_rule = [(rule, diagnostic) for rule in asked for diagnostic in rule.find(context)]
    found = [d for _, d in by_rule]
    kept = [rule.unless_silenced(d) for rule, d in by_rule if not is_silenced(d, context.silences)]
    silenced = [d for d in found if is_silenced(d, context.silences)]
    if program is not None:
        kept += useless_silence.idle(context.silences, found, _SETTLED)
    return Linted(tuple(kept), tuple(silenced), tuple(context.silences))
