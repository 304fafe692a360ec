"""What ``check`` found as SARIF 2.1.0, which code hosts and editors show beside the lines."""

from __future__ import annotations

import json
from importlib.metadata import version
from pathlib import PurePath
from typing import TYPE_CHECKING, Final
from urllib.parse import quote

from dsl.diagnostics.catalogue import help_text, message, page, slug, title
from dsl.diagnostics.entry import in_language
from dsl.diagnostics.model import Diagnostic
from dsl.source import NOWHERE
from engine.punctuation import COLON
from engine.review.check.formats.text import describer_of, not_proved, not_settled

if TYPE_CHECKING:
    from collections.abc import Iterator

    from dsl.diagnostics.model import Severity
    from dsl.lints.silence import Silence
    from dsl.source import Span
    from dsl.syntax.vocabulary import Lang
    from engine.review.check.describe import Describer
    from engine.review.check.result import CheckResult, Entry

_SCHEMA: Final = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
_LEVELS: Final[dict[Severity, str]] = {"error": "error", "warning": "warning", "info": "note"}

Json = dict[str, object]


def to_sarif(result: CheckResult, lang: Lang) -> str:
    """The whole log; what comments silence is in it, with their reasons."""
    return json.dumps(_Log(result, lang).whole(), ensure_ascii=False, indent=2)


class _Log:
    def __init__(self, result: CheckResult, lang: Lang) -> None:
        self._result = result
        self._lang: Lang = lang
        self._describer = describer_of(result)
        shown = [*result.entries, *result.silenced]
        self._codes = sorted({entry.diagnostic.code for entry in shown} | {x.code for x in self._unsettled})

    @property
    def _unsettled(self) -> list[Diagnostic]:
        proofs = self._result.proofs
        return [finding.diagnostic for finding in proofs.unsettled] if proofs is not None else []

    def whole(self) -> Json:
        driver = {
            "name": "tiercel",
            "version": version("tiercel"),
            "rules": [self._rule(code) for code in self._codes],
        }
        run: Json = {
            "tool": {"driver": driver},
            "language": "zh-CN" if self._lang == "zh" else "en",
            "columnKind": "unicodeCodePoints",
            "invocations": [self._invocation()],
            "results": [
                *(self._entry(entry) for entry in self._result.entries),
                *(self._entry(x, self._result.silence_of(x.diagnostic)) for x in self._result.silenced),
            ],
        }
        return {"$schema": _SCHEMA, "version": "2.1.0", "runs": [run]}

    def _rule(self, code: str) -> Json:
        level = _LEVELS[Diagnostic(code, NOWHERE).severity]
        return {
            "id": code,
            "name": slug(code),
            "shortDescription": {"text": title(code, self._lang)},
            "help": {"text": page(code)},
            "defaultConfiguration": {"level": level},
        }

    def _invocation(self) -> Json:
        """That the check has run, and what it could not settle; or that nothing was proved."""
        unproved = not_proved(self._result, self._lang)
        notes: list[Json] = [{"level": "warning", "message": {"text": unproved}}] if unproved is not None else []
        notes += [
            {
                "level": "warning",
                "message": {"text": not_settled(finding, self._lang)},
                "descriptor": {"id": finding.diagnostic.code},
                "locations": [_location(finding.diagnostic.span)],
            }
            for finding in (self._result.proofs.unsettled if self._result.proofs is not None else ())
        ]
        done: Json = {"executionSuccessful": not self._result.analysis.errors}
        return done | ({"toolExecutionNotifications": notes} if notes else {})

    def _entry(self, entry: Entry, silence: Silence | None = None) -> Json:
        diagnostic = entry.diagnostic
        found: Json = {
            "ruleId": diagnostic.code,
            "ruleIndex": self._codes.index(diagnostic.code),
            "level": _LEVELS[diagnostic.severity],
            "message": {"text": "\n".join(said(entry, self._describer, self._lang))},
            "locations": [_location(diagnostic.span)],
        }
        if diagnostic.labels:
            found["relatedLocations"] = [
                _location(label.span) | {"message": {"text": in_language(label.remark, self._lang)}}
                for label in diagnostic.labels
            ]
        if diagnostic.fix is not None and "near" not in diagnostic.args:
            found["fixes"] = [_fix(diagnostic.span, diagnostic.fix)]
        if silence is not None:
            found["suppressions"] = [{"kind": "inSource", "justification": silence.reason}]
        return found


def said(entry: Entry, describer: Describer | None, lang: Lang) -> Iterator[str]:
    """What a finding says, without its place: the sentence, customers, and what to do."""
    yield message(entry.diagnostic, lang)
    for label, text in describer.told(entry, lang) if describer is not None else ():
        yield f"{in_language(label, lang)}{COLON[lang]}{text}"
    advice = help_text(entry.diagnostic, lang)
    if advice:
        yield advice


def elsewhere(diagnostic: Diagnostic, lang: Lang) -> Iterator[str]:
    """The further places of a finding, for forms that have one place for each."""
    yield from (f"{label.span}{COLON[lang]}{in_language(label.remark, lang)}" for label in diagnostic.labels)


def _location(span: Span) -> Json:
    return {"physicalLocation": {"artifactLocation": {"uri": _uri(span.path)}, "region": _region(span)}}


def _uri(path: str) -> str:
    pure = PurePath(path)
    return pure.as_uri() if pure.is_absolute() else quote(pure.as_posix())


def _region(span: Span) -> Json:
    return {
        "startLine": max(span.line, 1),
        "startColumn": max(span.column, 1),
        "endLine": max(span.end_line, 1),
        "endColumn": max(span.end_column, 1),
    }


def _fix(span: Span, text: str) -> Json:
    replacement = {"deletedRegion": _region(span), "insertedContent": {"text": text}}
    return {"artifactChanges": [{"artifactLocation": {"uri": _uri(span.path)}, "replacements": [replacement]}]}
