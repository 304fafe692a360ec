"""What ``check`` found, for people: every finding with its place, then in a few lines what was looked at."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from dsl.diagnostics.catalogue import title
from dsl.diagnostics.columns import wrap
from dsl.diagnostics.render import render

if TYPE_CHECKING:
    from collections.abc import Iterator

    from dsl.syntax.vocabulary import Lang
    from engine.review.check.describe import Describer
    from engine.review.check.findings.model import Finding
    from engine.review.check.result import CheckResult

_NO_SOLVER: Final[dict[Lang, str]] = {
    "en": "nothing was proved: the solver is not installed (pip install 'tiercel[review]')",
    "zh": "没有证明：求解器没有安装（pip install 'tiercel[review]'）",
}


def to_text(result: CheckResult, lang: Lang, width: int, *, color: bool) -> str:
    """The whole report, each line with its end."""
    describer = describer_of(result)
    blocks = []
    for entry in result.entries:
        told = tuple(describer.told(entry, lang)) if describer is not None else ()
        blocks.append(render(entry.diagnostic, result.analysis.sources, lang, color, width, told) + "\n")
    lines = [line for text in summary(result, lang) for line in wrap(text, width)]
    return "\n".join([*blocks, *lines]) + "\n"


def describer_of(result: CheckResult) -> Describer | None:
    """Says in words what was proved; None if nothing was."""
    if result.proofs is None or result.analysis.program is None:
        return None
    from engine.review.check.describe import Describer  # noqa: PLC0415 - loads what only proofs need

    return Describer(result.analysis.program, result.proofs.scopes)


def not_settled(finding: Finding, lang: Lang) -> str:
    """A question that has no answer, in a line."""
    diagnostic = finding.diagnostic
    return f"{diagnostic.span} {diagnostic.code} {title(diagnostic.code, lang)}"


def not_proved(result: CheckResult, lang: Lang) -> str | None:
    """That nothing was proved, though it should have been; None if it was, or nobody wanted it."""
    return _NO_SOLVER[lang] if result.why_not == "no solver" else None


def summary(result: CheckResult, lang: Lang) -> Iterator[str]:
    """What could not be settled, for whom it was proved, and how much was found: a line each."""
    describer = describer_of(result)
    if describer is not None and result.proofs is not None:
        unsettled = result.proofs.unsettled
        if unsettled:
            yield (
                f"not settled within the budget ({len(unsettled)}):"
                if lang == "en"
                else f"在预算内没有定论（{len(unsettled)} 项）："
            )
            yield from (f"  {not_settled(finding, lang)}" for finding in unsettled)
        if result.proofs.scopes:
            yield describer.proved(result.proofs, lang)
    elif (unproved := not_proved(result, lang)) is not None:
        yield unproved
    yield _counts(result, lang)


def _counts(result: CheckResult, lang: Lang) -> str:
    """How many files were read, and what was found in them."""
    files = len(result.analysis.sources)
    mistakes, proved = len(result.analysis.errors), result.proved_errors
    warnings, remarks = result.number("warning"), result.number("info")
    if lang == "zh":
        none = "没有写错" if proved else "没有错误"
        found = [f"{mistakes} 处错误" if mistakes or (warnings and not proved) else none]
        found += [f"证明发现 {proved} 处错误"] if proved else []
        found += [f"{warnings} 处提醒"] if mistakes or proved or warnings else []
        return f"已检查 {files} 个文件：" + "，".join([*found, *([f"{remarks} 处说明"] if remarks else [])])
    from engine.show import many  # noqa: PLC0415 - Chinese readers do not need it

    found = [many(mistakes, "mistake") if mistakes or (warnings and not proved) else "no mistakes"]
    found += [f"{many(proved, 'error')} found by proofs"] if proved else []
    found += [many(warnings, "warning")] if mistakes or proved or warnings else []
    return f"checked {many(files, 'file')}: " + ", ".join([*found, *([many(remarks, "remark")] if remarks else [])])
