"""All codes and what they say: the one place where a diagnostic becomes words."""

from __future__ import annotations

from typing import Final

from dsl.diagnostics import (
    file_messages,
    habit_messages,
    line_messages,
    lint_messages,
    name_messages,
    policy_messages,
    proof_messages,
    syntax_messages,
    table_messages,
    token_messages,
    value_messages,
)
from dsl.diagnostics.entry import Entry, fill, in_language
from dsl.diagnostics.model import Diagnostic, Severity, Words
from dsl.syntax.vocabulary import Lang

CATALOGUE: Final[dict[str, Entry]] = {
    **file_messages.MESSAGES,
    **syntax_messages.MESSAGES,
    **token_messages.MESSAGES,
    **line_messages.MESSAGES,
    **habit_messages.MESSAGES,
    **table_messages.MESSAGES,
    **name_messages.MESSAGES,
    **value_messages.MESSAGES,
    **policy_messages.MESSAGES,
    **lint_messages.MESSAGES,
    **proof_messages.MESSAGES,
}

_SEVERITIES: Final[dict[Severity, Words]] = {
    "error": Words("error", "错误"),
    "warning": Words("warning", "提醒"),
    "info": Words("remark", "说明"),
}


def slug(code: str) -> str:
    """The name of a code, such as ``unknown-name``; the code itself if there is no such code."""
    found = CATALOGUE.get(code)
    return found.slug if found is not None else code.lower()


def title(code: str, lang: Lang) -> str:
    """What a code is about, in a few words."""
    found = CATALOGUE.get(code)
    return in_language(found.title, lang) if found is not None else code


def message(diagnostic: Diagnostic, lang: Lang) -> str:
    """What is wrong: one sentence."""
    return _said(diagnostic, lang)[0]


def help_text(diagnostic: Diagnostic, lang: Lang) -> str:
    """What to write instead; empty if the fix of the diagnostic says it all."""
    return _said(diagnostic, lang)[1]


def page(code: str) -> str:
    """Where the page of a code is."""
    return f"docs/diagnostics/{code}.md"


def _said(diagnostic: Diagnostic, lang: Lang) -> tuple[str, str]:
    found = CATALOGUE.get(diagnostic.code)
    if found is None:
        return title(diagnostic.code, lang), ""
    case = found.case(diagnostic.args)
    return fill(case.message, diagnostic.args, lang), fill(case.help, diagnostic.args, lang)


def severity_words(diagnostic: Diagnostic) -> Words:
    """How grave it is, in a word."""
    return _SEVERITIES[diagnostic.severity]
