"""The record as text: a question for every uncertain guess, and the table of fields."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from fractions import Fraction
from typing import TYPE_CHECKING, Final, TypeAlias

from dsl.diagnostics.columns import wrap
from dsl.format.writer import is_word, quoted
from dsl.lean import dataclass
from dsl.syntax.vocabulary import VOCABULARY
from engine.draft import figures

if TYPE_CHECKING:
    from dsl.diagnostics.model import Words
    from dsl.program.model import EmptyMark
    from dsl.syntax.vocabulary import Lang
    from engine.draft.fit import Guess
    from engine.draft.names import Naming

_WIDTH: Final = 98
_TYPES: Final = {
    "key": "T_KEY", "text": "T_TEXT", "date": "T_DATE", "whole": "T_WHOLE", "number": "T_NUMBER",
    "percent": "T_PERCENT", "money": "T_MONEY", "days": "T_DAYS", "one_of": "ONE_OF", "ordered": "ONE_OF",
}  # fmt: skip
_USUAL_PLACES: Final = 4

Typical: TypeAlias = Fraction | date | bool | str | None


@dataclass(frozen=True, slots=True)
class DraftField:
    """A field to be written.

    Attributes:
        guess: its description.
        naming: its names.
        low, high: bounds, in whole currency units; None without.
        typical: value of the typical customer; None is missing.
    """

    guess: Guess
    naming: Naming
    low: Fraction | None = None
    high: Fraction | None = None
    typical: Typical = None


def record_text(fields: list[DraftField], about: Words, questions: list[tuple[str, Words]], lang: Lang) -> str:
    """The file with the record.

    Args:
        fields: in order; one of them is the key, unless rows are counted.
        about: what it was made from.
        questions: what is to settle, each with the name of the field, or an empty one.
        lang: of the words.
    """
    source = _in(about, lang)
    out = comment(
        f"客户记录，由 tiercel new 起草自 {source}。"
        if lang == "zh"
        else f"The customer record, drafted by `tiercel new` from {source}."
    )
    if questions:
        out += comment(
            "请确认以下各条：改好相应的字段，再删去该条。"
            if lang == "zh"
            else "To settle: mend the field if need be, then delete the line."
        )
    out.append("")
    out += [line for name, words in questions for line in question(name, words, lang)]
    out += [""] if questions else []
    out.append("客户 customer 客户" if lang == "zh" else "customer customer")
    columns = [title for title in _CELLS if title in ("name", "type", "missing", "typical") or _used(title, fields)]
    rows = [[VOCABULARY.word(f"H_{title.upper()}", lang) for title in columns]]
    rows += [[_CELLS[title](field, lang) for title in columns] for field in fields]
    out += [f"  | {' | '.join(row)} |" for row in rows]
    return "\n".join(out) + "\n"


def question(name: str, words: Words, lang: Lang) -> list[str]:
    """A question as lines of comment."""
    if lang == "zh":
        return comment(f"请确认{' ' + name if name else ''}：{words.zh}", hanging=True)
    return comment(f"settle{' ' + name if name else ''}: {words.en}", hanging=True)


def comment(text: str, *, hanging: bool = False) -> list[str]:
    """A text as lines of comment."""
    first, *rest = wrap(text, _WIDTH)
    return [f"# {first}", *(f"#   {line}" if hanging else f"# {line}" for line in rest)]


def spelt(name: str) -> str:
    """A name as a policy writes it."""
    return name if is_word(name) and name.lower() not in VOCABULARY.reserved else f"`{name}`"


def value_text(value: Typical, guess: Guess, lang: Lang) -> str:
    """A value as a cell of the record has it."""
    match value:
        case None:
            return VOCABULARY.word("MISSING", lang)
        case bool():
            return VOCABULARY.word("YES" if value else "NOT_YES", lang)
        case date():
            return value.isoformat()
        case str():
            return _listed(value) if guess.declared in ("one_of", "ordered") else quoted(value)
        case Fraction() if guess.declared == "percent":
            return f"{figures.plain(value * 100)}%"
        case Fraction() if guess.declared == "money":
            return figures.amount(value, lang)
        case _:
            return figures.plain(value)


def bound_text(value: Typical, guess: Guess, lang: Lang) -> str:
    """A bound as the type of a field has it: an amount has its unit there, thousands if it can, of any currency."""
    if isinstance(value, Fraction) and guess.declared == "money" and value:
        return figures.thousands(value, lang) or figures.amount_of(value, guess.currency, lang)
    return value_text(value, guess, lang)


def type_word(declared: str, lang: Lang) -> str:
    """A type in one or two words."""
    if declared == "yes_no":
        return f"{VOCABULARY.word('YES', lang)}/{VOCABULARY.word('NOT_YES', lang)}"
    if declared == "row_number":
        return f"{VOCABULARY.word('T_KEY', lang)} {VOCABULARY.word('ROW_NUMBER', lang)}"
    return VOCABULARY.word(_TYPES[declared], lang)


def _listed(value: str) -> str:
    """A value of a list: as it is, unless it could be read as something else."""
    is_plain = value.isascii() and value.isdecimal()
    is_plain = is_plain or (is_word(value) and value.lower() not in VOCABULARY.readings)
    return value if is_plain else quoted(value)


def _in(words: Words, lang: Lang) -> str:
    return words.zh if lang == "zh" else words.en


def _used(title: str, fields: list[DraftField]) -> bool:
    return any(_CELLS[title](field, "en") for field in fields)


def _type(field: DraftField, lang: Lang) -> str:
    guess = field.guess

    def word(terminal: str) -> str:
        return VOCABULARY.word(terminal, lang)

    parts = [type_word(guess.declared or "text", lang)]
    if guess.values:
        listed = [value_text(value, guess, lang) for value in guess.values]
        parts.append((" < " if guess.declared == "ordered" else ", ").join(listed))
    if guess.declared == "money" and guess.currency != "CNY":
        parts += [word("CURRENCY"), guess.currency]
    if guess.declared == "number" and guess.places != _USUAL_PLACES:
        parts += [str(guess.places), word("PLACES")]
    if guess.first:
        parts.append(word(f"{guess.first.upper()}_FIRST"))
    if guess.zone:
        parts += [word("ZONE"), quoted(guess.zone)]
    if guess.decimal_comma:
        parts.append(word("DECIMAL_COMMA"))
    if guess.rounded:
        parts.append(word("ROUNDED"))
    if field.low is not None and field.high is not None:
        low, high = (bound_text(end, guess, lang) for end in (field.low, field.high))
        parts += [word("FROM"), low, word("TO"), high]
    return " ".join(parts)


def _missing(field: DraftField, lang: Lang) -> str:
    return "" if field.guess.declared in ("key", "row_number") else VOCABULARY.word("UNKNOWN", lang)


def _empty(field: DraftField, _: Lang) -> str:
    return ", ".join(map(_mark, field.guess.empty))


def _mark(mark: EmptyMark) -> str:
    match mark:
        case str():
            return quoted(mark)
        case Fraction():
            return figures.plain(mark)
        case _:
            return mark.isoformat()


def _typical(field: DraftField, lang: Lang) -> str:
    if field.guess.declared in ("key", "row_number"):
        return ""
    return value_text(field.typical, field.guess, lang)


_CELLS: Final[dict[str, Callable[[DraftField, Lang], str]]] = {
    "name": lambda field, _: spelt(field.naming.name),
    "also": lambda field, _: ", ".join(map(spelt, field.naming.further)),
    "column": lambda field, _: quoted(field.naming.column) if field.naming.column is not None else "",
    "type": _type,
    "missing": _missing,
    "empty": _empty,
    "typical": _typical,
}
