"""Shows that drafted texts are a policy without warnings, and how many rows of the file it can decide."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from dsl.format import format_file, names_of
from dsl.load import Analysis, Folder, analyse
from dsl.source import Source
from engine.io.read import open_data

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from dsl.program.model import Record
    from dsl.syntax.vocabulary import Lang


class _NothingUsed:
    def used(self, name: str, by: Folder) -> None:
        """A draft uses no other policy."""


def proven(texts: Mapping[str, str], folder: str, lang: Lang) -> tuple[dict[str, str], Record]:
    """The texts in canonical form, and the record of the policy that they are.

    Raises:
        ValueError: they are not a policy, which is a mistake of this package.
    """
    texts = dict(texts)
    analysis = analysed(texts, folder)
    _raise_errors(analysis)
    names = names_of(built.file for built in analysis.built.values())
    for name, text in texts.items():
        texts[name] = format_file(analysis.built[name].file, Source(name, text), names, None)
    analysis = analysed(texts, folder)
    _raise_errors(analysis)
    remark = "# 允许 {}：按数据原样起草" if lang == "zh" else "# allow {}: drafted as the data have it"
    for name, text in texts.items():
        lines = text.split("\n")
        starts = sorted(statement.span.line for statement in analysis.built[name].file.statements)
        wanted = {
            (max(start for start in starts if start <= d.span.line), d.code)
            for d in analysis.diagnostics
            if d.span.path == name
        }
        for start, code in sorted(wanted, reverse=True):
            lines.insert(start - 1, remark.format(code))
        texts[name] = "\n".join(lines)
    analysis = analysed(texts, folder)
    _raise_errors(analysis)
    assert analysis.program is not None
    return texts, analysis.program.record


def analysed(texts: Mapping[str, str], folder: str) -> Analysis:
    """What the checker knows of the texts of a folder."""
    return analyse(Folder(folder, folder, tuple(Source(name, text) for name, text in texts.items())), _NothingUsed())


def _raise_errors(analysis: Analysis) -> None:
    if analysis.errors:
        places = "; ".join(f"{d.code} {d.span} {dict(d.args)}" for d in analysis.errors[:3])
        raise ValueError(f"the draft has mistakes: {places}")


def refused(path: Path, record: Record) -> tuple[Counter[str], int]:
    """Rows that the record refuses, by reason."""
    codes: Counter[str] = Counter()
    rows = 0
    for batch in open_data(path, record):
        rows += len(batch.rejected.reasons)
        for reasons in batch.rejected.reasons:
            codes.update({reason.code for reason in reasons})
    return codes, rows
