"""Diagnostics as people read them: the sentence, the line with a caret, what to write instead."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final

from dsl.diagnostics.catalogue import help_text, message, page, severity_words, slug
from dsl.diagnostics.columns import crop, expand, printable, wrap
from dsl.diagnostics.entry import in_language
from dsl.diagnostics.model import Diagnostic, Severity, Words
from dsl.lean import dataclass
from dsl.source import Source, Span
from dsl.syntax.vocabulary import Lang
from dsl.width import display_width

_RED: Final = "31"
_YELLOW: Final = "33"
_BLUE: Final = "34"
_GREEN: Final = "32"
_BOLD: Final = "1"
_DIM: Final = "2"
_TONES: Final[dict[Severity, str]] = {"error": _RED, "warning": _YELLOW, "info": _BLUE}
_WRITE: Final = Words("write", "改为")
_MAYBE: Final = Words("maybe", "也许是")
_HELP: Final = Words("help", "提示")
_PAGE: Final = Words("page", "详见")
_NARROWEST: Final = 30
_ELLIPSIS: Final = "…"


def render(
    diagnostic: Diagnostic,
    sources: Mapping[str, Source],
    lang: Lang,
    color: bool,  # noqa: FBT001 - one of several settings of a screen
    width: int,
    told: Sequence[tuple[Words, str]] = (),
) -> str:
    """A diagnostic for a terminal or a text file.

    Args:
        diagnostic: what to show.
        sources: the source texts by path; lines of a path that is not there are left out.
        lang: the language of the words.
        color: whether to use ANSI colours.
        width: columns of the screen.
        told: what else is to be said, each with a word before it.
    """
    paint = _Paint(color)
    tone = _TONES[diagnostic.severity]
    span = diagnostic.span
    head = f"{in_language(severity_words(diagnostic), lang)} {diagnostic.code}"
    out = [f"{paint(head, tone, _BOLD)}  {paint(f'{span.path}:{span.line}:{span.column}', _DIM)}", ""]
    out += [paint("  " + line, _BOLD) for line in wrap(printable(message(diagnostic, lang)), width - 2)]
    picture = _picture(diagnostic, sources, lang, paint, tone, width)
    if picture:
        out += ["", *picture]
    return "\n".join([*out, "", *_advice(diagnostic, lang, paint, width, told)])


@dataclass(frozen=True, slots=True)
class Described:
    """A diagnostic in words; ``help`` is None where its fix says it all."""

    slug: str
    message: Words
    help: Words | None


def describe(diagnostic: Diagnostic) -> Described:
    """A diagnostic in both languages."""
    advice = Words(help_text(diagnostic, "en"), help_text(diagnostic, "zh"))
    return Described(
        slug(diagnostic.code),
        Words(message(diagnostic, "en"), message(diagnostic, "zh")),
        advice if advice.en else None,
    )


def to_json(diagnostic: Diagnostic, lang: Lang) -> dict[str, object]:
    """A diagnostic as plain values, for JSON."""
    span = diagnostic.span
    return {
        "code": diagnostic.code,
        "severity": diagnostic.severity,
        "slug": slug(diagnostic.code),
        "path": span.path,
        "line": span.line,
        "column": span.column,
        "end_line": span.end_line,
        "end_column": span.end_column,
        "message_en": message(diagnostic, "en"),
        "message_zh": message(diagnostic, "zh"),
        "help": help_text(diagnostic, lang),
        "fix": diagnostic.fix,
        "labels": [
            {
                "path": label.span.path,
                "line": label.span.line,
                "column": label.span.column,
                "end_line": label.span.end_line,
                "end_column": label.span.end_column,
                "remark": in_language(label.remark, lang),
            }
            for label in diagnostic.labels
        ],
    }


@dataclass(frozen=True, slots=True)
class _Paint:
    """Puts a text in ANSI colours, or leaves it plain."""

    color: bool

    def __call__(self, text: str, *codes: str) -> str:
        return f"\x1b[{';'.join(codes)}m{text}\x1b[0m" if self.color and text else text


@dataclass(frozen=True, slots=True)
class _Mark:
    """A place to underline."""

    span: Span
    remark: str
    is_main: bool


def _picture(
    diagnostic: Diagnostic, sources: Mapping[str, Source], lang: Lang, paint: _Paint, tone: str, width: int
) -> list[str]:
    """The source lines with what is underlined in them: the main file first, then others under their path."""
    marks = [_Mark(diagnostic.span, "", is_main=True)]
    marks += [_Mark(label.span, in_language(label.remark, lang), is_main=False) for label in diagnostic.labels]
    marks = [m for m in marks if m.span.path in sources and m.span.line > 0]
    gutter = max((len(str(m.span.line)) for m in marks), default=0)
    out: list[str] = []
    main = diagnostic.span.path
    for path in sorted({m.span.path for m in marks}, key=lambda p: (p != main, p)):
        here = sorted((m for m in marks if m.span.path == path), key=lambda m: (m.span, not m.is_main))
        if path != main:
            out += ["", f"  {' ' * gutter} {paint(f'{path}:{here[0].span.line}', _DIM)}"]
        former: int | None = None
        for mark in here:
            number = mark.span.line
            if former is not None and number > former + 1:
                out.append(paint(f"  {' ' * gutter} ⋮", _BLUE))
            text, under = _underlined(sources[path].line(number), mark, width - gutter - 5)
            if number != former:
                out.append(f"  {paint(f'{number:>{gutter}} |', _BLUE)} {text}".rstrip())
            out.append(f"  {paint(' ' * gutter + ' |', _BLUE)} {paint(under, tone if mark.is_main else _BLUE)}")
            former = number
    return out


def _underlined(line: str, mark: _Mark, columns: int) -> tuple[str, str]:
    """A source line and the marks under it, both cut to what fits around the place."""
    text, starts = expand(printable(line))
    last = len(starts) - 1
    begin = starts[min(max(mark.span.column - 1, 0), last)]
    end_column = mark.span.end_column if mark.span.end_line == mark.span.line else len(line.rstrip()) + 1
    end = max(starts[min(max(end_column - 1, 0), last)], begin + 1)
    columns = max(columns, _NARROWEST)
    offset = 0
    if display_width(text) > columns:
        offset = max(0, min(begin - columns // 3, display_width(text) - columns))
        shown = crop(text, offset, offset + columns)
        if offset:
            shown = _ELLIPSIS + crop(shown, 1, columns)
        if display_width(text) > offset + columns:
            shown = crop(shown, 0, columns - 1) + _ELLIPSIS
        text = shown
    length = max(min(end - offset, columns) - (begin - offset), 1)
    remark = f" {mark.remark}" if mark.remark else ""
    return text, " " * (begin - offset) + ("^" if mark.is_main else "-") * length + remark


def _advice(
    diagnostic: Diagnostic, lang: Lang, paint: _Paint, width: int, told: Sequence[tuple[Words, str]]
) -> list[str]:
    """What is told, the fix, the help and the page, under one another."""
    rows = [(in_language(label, lang), printable(text), "") for label, text in told]
    if diagnostic.fix is not None:
        write = _MAYBE if "near" in diagnostic.args else _WRITE
        rows.append((in_language(write, lang), printable(diagnostic.fix), _GREEN))
    said = help_text(diagnostic, lang)
    if said:
        rows.append((in_language(_HELP, lang), printable(said), ""))
    rows.append((in_language(_PAGE, lang), page(diagnostic.code), _DIM))
    colon = ": " if lang == "en" else "："
    indent = max(display_width(label + colon) for label, _, _ in rows) + 2
    out: list[str] = []
    for label, text, tone in rows:
        lead = label + colon
        for i, line in enumerate(wrap(text, max(width - indent, _NARROWEST))):
            before = "  " + lead + " " * (indent - 2 - display_width(lead)) if i == 0 else " " * indent
            out.append(before + (paint(line, tone) if tone else line))
    return out
