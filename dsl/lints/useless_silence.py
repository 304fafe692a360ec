"""W512: a silence with nothing to silence: the warning is gone, or never was one that can be silenced.

It is found last, by the registry, when every other lint has spoken.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from typing import Final

from dsl.diagnostics.model import Diagnostic
from dsl.lints.context import LintContext
from dsl.lints.rule import LintRule
from dsl.lints.silence import NOT_SILENCED, Silence

_ERROR: Final = re.compile(r"E\d{3}", re.IGNORECASE)


def find(context: LintContext) -> Iterator[Diagnostic]:
    """Silences that name what cannot be silenced; wrong whatever else is found."""
    for silence in context.silences:
        for word in silence.stray[:1]:
            is_fixed = word.upper() in NOT_SILENCED or _ERROR.fullmatch(word)
            yield Diagnostic("W512", silence.span, {"name": word, "what": "fixed" if is_fixed else "unknown"})


def idle(silences: Iterable[Silence], found: Sequence[Diagnostic], settled: frozenset[str]) -> Iterator[Diagnostic]:
    """Silences that none of the warnings found needs.

    Args:
        silences: of the policy.
        found: warnings, silenced or not.
        settled: codes that are not judged: ``fmt`` may have settled them, or nobody has looked.
    """
    for silence in silences:
        needed = {d.code for d in found if silence.covers(d)} | settled
        useless = tuple(code for code in silence.codes if code not in needed)
        if useless and not silence.stray:
            yield Diagnostic("W512", silence.span, {"name": ", ".join(useless), "what": "nothing"})


RULE = LintRule("W512", "useless-silence", find, reads_text_only=True)
