"""What ``check`` finds in one of two policies and not in the other."""

from __future__ import annotations

from pathlib import PurePath
from typing import TYPE_CHECKING

from dsl.diagnostics.render import describe
from dsl.lean import dataclass
from engine.review.check.prove import prove
from engine.review.check.result import CheckResult
from engine.review.diff import report as r
from engine.review.diff.told import Told

if TYPE_CHECKING:
    from collections.abc import Mapping

    from dsl.diagnostics.model import Diagnostic
    from dsl.load import Analysis
    from dsl.program.model import Program
    from dsl.source import Source

_Key = tuple[str, str, str]


@dataclass(frozen=True, slots=True)
class Findings:
    """How what is found changes.

    Attributes:
        new: the new policy has it, and the old one has not.
        fixed: the other way round.
        silenced: a comment of the new policy silences it, and none of the old one did; it is not mended.
    """

    new: tuple[r.Finding, ...] = ()
    fixed: tuple[r.Finding, ...] = ()
    silenced: tuple[r.Finding, ...] = ()


def compared_findings(old: tuple[Analysis, Program], new: tuple[Analysis, Program]) -> Findings:
    """What is found in two policies, as far as it differs.

    Findings are the same if they say the same about the same file, wherever it stands: a sentence may have moved.
    """
    before, after = (_Side(*side) for side in (old, new))
    return Findings(
        new=tuple(found for key, found in after.told.items() if key not in before.told),
        fixed=tuple(found for key, found in before.told.items() if key not in after.told and key not in after.silenced),
        silenced=tuple(found for key, found in after.silenced.items() if key not in before.silenced),
    )


class _Side:
    """What is found in one of them.

    Attributes:
        told: what nothing silences.
        silenced: the rest.
    """

    told: Mapping[_Key, r.Finding]
    silenced: Mapping[_Key, r.Finding]

    def __init__(self, analysis: Analysis, program: Program) -> None:
        result = CheckResult(analysis, prove(analysis, program), None, {})
        sources = analysis.sources
        told = (_told(entry.diagnostic, sources) for entry in result.entries)
        silenced = (_told(x.diagnostic, sources, result.silence_of(x.diagnostic).reason) for x in result.silenced)
        self.told, self.silenced = ({_key(found): found for found in some} for some in (told, silenced))


def _key(found: r.Finding) -> _Key:
    return found.code, PurePath(found.path).name, found.told.en


def _told(diagnostic: Diagnostic, sources: Mapping[str, Source], reason: str | None = None) -> r.Finding:
    said, span = describe(diagnostic).message, diagnostic.span
    line = sources[span.path].line(span.line)
    return r.Finding(
        code=diagnostic.code,
        severity=diagnostic.severity,
        told=Told(en=said.en, zh=said.zh),
        path=span.path,
        line=span.line,
        marked=line[span.column - 1 : span.end_column - 1 if span.end_line == span.line else None],
        others=tuple(
            r.OtherPlace(told=Told(en=x.remark.en, zh=x.remark.zh), path=x.span.path, line=x.span.line)
            for x in diagnostic.labels
        ),
        reason=reason,
    )
