"""Parameter values from outside the policy: ``--set NAME=VALUE`` and values files."""

from __future__ import annotations

import re
from typing import Final

from dsl.check.params import settings
from dsl.diagnostics.model import Diagnostic
from dsl.load import Analysis
from dsl.program.types import Value
from dsl.source import Source
from dsl.syntax.build import build_settings
from dsl.syntax.parse import outline

_EQUALS: Final = re.compile("[=＝]")


def name_and_value(text: str) -> tuple[str, str] | None:
    """The two sides of ``name = value`` as written, its sign in either width; None without a sign."""
    name, *value = _EQUALS.split(text, maxsplit=1)
    return (name.strip(), value[0].strip()) if value else None


def read_settings(analysis: Analysis, source: Source) -> tuple[dict[str, Value], tuple[Diagnostic, ...]]:
    """Values by canonical parameter name from lines of ``name = value``, and what is wrong with them.

    A name given twice is a mistake; names and literals are those of the policy, in either language.
    """
    program = analysis.program
    if program is None:
        raise ValueError("the policy has errors")
    written, faults = build_settings(outline(source))
    context = analysis.context
    before = len(context.diagnostics)
    found = {name: value for name, value, _ in settings(context, written, analysis.main.name, program.params)}
    reported = tuple(context.diagnostics[before:])
    del context.diagnostics[before:]  # the analysis stays as it was
    return found, tuple(sorted((*faults, *reported), key=lambda fault: fault.span))
