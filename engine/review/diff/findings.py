"""What ``check`` finds in one of two policies and not in the other."""

from __future__ import annotations

from pathlib import PurePath
from typing import TYPE_CHECKING

from dsl.diagnostics.render import describe
from engine.review.check.prove import prove
from engine.review.check.result import CheckResult
from engine.review.diff import report as r
from engine.review.diff.told import Told

if TYPE_CHECKING:
    from collections.abc import Iterator

    from dsl.diagnostics.model import Diagnostic
    from dsl.load import Analysis
    from dsl.program.model import Program


def compared_findings(
    old: tuple[Analysis, Program], new: tuple[Analysis, Program]
) -> tuple[tuple[r.Finding, ...], tuple[r.Finding, ...]]:
    """The findings that the new policy has and the old one has not, and the other way round.

    They are the same if they say the same about the same file, wherever it stands: a sentence may have moved.
    """
    before, after = (dict(_findings(*side)) for side in (old, new))
    return (
        tuple(found for key, found in after.items() if key not in before),
        tuple(found for key, found in before.items() if key not in after),
    )


def _findings(analysis: Analysis, program: Program) -> Iterator[tuple[tuple[str, ...], r.Finding]]:
    for entry in CheckResult(analysis, prove(analysis, program), None, {}).entries:
        found = _told(entry.diagnostic)
        yield (found.code, PurePath(found.path).name, found.told.en), found


def _told(diagnostic: Diagnostic) -> r.Finding:
    said = describe(diagnostic).message
    return r.Finding(
        code=diagnostic.code,
        severity=diagnostic.severity,
        told=Told(en=said.en, zh=said.zh),
        path=diagnostic.span.path,
        line=diagnostic.span.line,
        others=tuple(
            r.OtherPlace(told=Told(en=x.remark.en, zh=x.remark.zh), path=x.span.path, line=x.span.line)
            for x in diagnostic.labels
        ),
    )
