"""The driver: look at a file, guess, try the guesses on every row, write a record and a policy, and prove them."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from fractions import Fraction
from math import ceil
from typing import TYPE_CHECKING, Final

from dsl.diagnostics.model import Words
from dsl.lean import dataclass
from dsl.syntax.units import SCALES
from engine.draft import settle
from engine.draft.fields import columns_of, row_number
from engine.draft.fit import HOME_CURRENCY, Guess, field_of
from engine.draft.guess import guess_column
from engine.draft.header import hints_of
from engine.draft.key import choose_key
from engine.draft.look import look_at
from engine.draft.names import policy_name
from engine.draft.policy import policy_text
from engine.draft.proof import proven, refused
from engine.draft.record import DraftField, record_text
from engine.io.extents import extents_of
from engine.io.read import open_source

if TYPE_CHECKING:
    from pathlib import Path

    from dsl.syntax.vocabulary import Lang
    from engine.draft.key import Choice
    from engine.draft.look import Look, Seen
    from engine.io.extents import Extent
    from engine.io.formats import FileFacts
    from engine.io.sources import Source

RECORD_FILE: Final = "customer.policy"
POLICY_FILE: Final = "segments.policy"
_ROUNDS: Final = 3
_SMALL: Final = 30  # rows


@dataclass(frozen=True, slots=True)
class Finding:
    """A field of the draft, for people.

    Attributes:
        name: canonical.
        questions: to be settled.
    """

    name: str
    questions: tuple[Words, ...]


@dataclass(frozen=True, slots=True)
class Draft:
    """A drafted policy folder and what was found on the way.

    Attributes:
        files: texts by file name.
        about: the data file in one line.
        findings: fields with something to settle, and an entry without a name for what concerns them all.
        types: of the fields, with how many there are of each.
        rows: of the data.
        quarantined: rows that the record refuses, by code of the reason.
        refused: how many rows that are.
    """

    files: dict[str, str]
    about: Words
    findings: tuple[Finding, ...]
    types: Counter[str]
    rows: int
    quarantined: Counter[str]
    refused: int


def draft(path: Path, folder: str, lang: Lang, key: str | None = None) -> Draft:
    """Draft a record and a policy for a data file.

    Args:
        path: of the file.
        folder: name of the folder that the policy will be in.
        lang: of the drafted files.
        key: the column that names the customers; None finds one.

    Raises:
        DataError: the file cannot be used.
        DraftError: nothing can be learnt from it.
    """
    facts, source = open_source(path)
    look = look_at(source, str(path))
    choice = choose_key(look, source, key)
    named = choice.key
    guesses, extents = _settled(look, source, named)
    columns = columns_of(look, guesses, extents, lang)
    fields = [column.field for column in columns]
    if not any(field.guess.declared == "key" for field in fields):
        named = None
        fields.insert(0, row_number([field.naming.name for field in fields], lang))
    about = _about(facts, source, look)
    findings = _findings(look, fields, guesses, replace(choice, key=named))
    questions = [(finding.name, words) for finding in findings for words in finding.questions]
    texts = {
        RECORD_FILE: record_text(fields, about, questions, lang),
        POLICY_FILE: policy_text(policy_name(folder, [field.naming.name for field in fields]), columns, lang),
    }
    files, record = proven(texts, folder, lang)
    quarantined, lost = refused(path, record)
    rows = look.rows + look.ragged
    types = Counter(str(field.guess.declared) for field in fields)
    return Draft(files, about, tuple(findings), types, rows, quarantined, lost)


# --- guesses, tried on every row ---


def _settled(look: Look, source: Source, key: Guess | None) -> tuple[dict[str, Guess], dict[str, Extent]]:
    """A guess for every column that every row has been tried with, and what came of it."""
    guesses = {seen.column: guess_column(seen) for seen in look.columns}
    comma = any(guess.decimal_comma for guess in guesses.values())
    if comma:  # a comma that could be either is what it surely is in another column
        guesses = {
            seen.column: guesses[seen.column] if guesses[seen.column].decimal_comma else guess_column(seen, comma=True)
            for seen in look.columns
        }
    if key is not None:
        guesses[key.column] = key
    key_field = field_of(key, key.column) if key is not None else None
    waiting = [guess for guess in guesses.values() if guess.declared is not None]
    extents: dict[str, Extent] = {}
    by_column = {seen.column: seen for seen in look.columns}
    for _ in range(_ROUNDS):
        extents |= extents_of(source, {guess.column: field_of(guess) for guess in waiting}, key_field)
        again = []
        for guess in waiting:
            if guess.declared != "key" and _learnt(by_column[guess.column], extents[guess.column], look):
                guesses[guess.column] = guess_column(by_column[guess.column], comma=comma)
                again.append(guesses[guess.column])
        waiting = again
        if not waiting:
            break
    else:
        extents |= extents_of(source, {guess.column: field_of(guess) for guess in waiting}, key_field)
    return guesses, extents


def _learnt(seen: Seen, extent: Extent, look: Look) -> bool:
    """Add cells that nobody had looked at, and what looked rare only because few were; False if there are none."""
    if extent.texts is not None and any(times > seen.values[text] for text, times in extent.texts.items()):
        seen.values.update({text: times - seen.values[text] for text, times in extent.texts.items()})
        return True
    new = [cell for cell in extent.bad if _stripped(cell) not in seen.values]
    for cell in new:
        seen.values[_stripped(cell)] += ceil(Fraction(extent.bad[cell] * look.looked_at, look.rows))
    return bool(new)


def _stripped(cell: object) -> object:
    return cell.strip() if isinstance(cell, str) else cell


# --- what people are told ---


def _about(facts: FileFacts, source: Source, look: Look) -> Words:
    kinds = {"csv": "CSV", "parquet": "Parquet", "arrow": "Arrow"}
    kind = kinds.get(facts.format, "Excel")
    marks = {",": ("comma", "逗号"), ";": ("semicolon", "分号"), "\t": ("tab", "制表符"), "|": ("bar", "竖线")}
    en, zh = [kind], [kind]
    if source.encoding:
        en.append(source.encoding.upper())
        zh.append(source.encoding.upper())
    if source.separator:
        en.append(marks[source.separator][0])
        zh.append(f"{marks[source.separator][1]}分隔")
    if source.sheet:
        en.append(f"sheet {source.sheet}")
        zh.append(f"工作表 {source.sheet}")
    rows, columns = look.rows + look.ragged, len(look.columns)
    return Words(
        f"{facts.path.name}: {rows:,} row{'s' if rows > 1 else ''}, {columns} column{'s' if columns > 1 else ''};"
        f" {', '.join(en)}",
        f"{facts.path.name}：{rows:,} 行，{columns} 列；{'，'.join(zh)}",
    )


def _findings(look: Look, fields: list[DraftField], guesses: dict[str, Guess], choice: Choice) -> list[Finding]:
    general = []
    if look.rows < _SMALL:
        general.append(settle.small(look.rows))
    if look.looked_at < look.rows:
        general.append(settle.in_part(look.looked_at, look.rows))
    if choice.key is None:
        general += [settle.no_key(), *choice.questions]
    findings = [Finding("", tuple(general))] if general else []
    found = {field.guess.column: field.naming.name for field in fields}
    money = next((f for f in fields if f.guess.declared == "money" and f.guess.currency == HOME_CURRENCY), None)
    for seen in look.columns:
        questions = guesses[seen.column].questions
        if money is not None and seen.column == money.guess.column and not hints_of(seen.column).currency:
            questions = (*questions, *_currency(seen))
        if questions:
            findings.append(Finding(found.get(seen.column, seen.column), questions))
    return findings


def _currency(seen: Seen) -> tuple[Words, ...]:
    """The question about the currency, unless the amounts themselves say it."""
    scales = {chinese for _, _, chinese in SCALES.values()}
    texts = [cell for cell in seen.values if isinstance(cell, str)]
    told = any(text.endswith(("元", *scales)) or text.startswith(("¥", "￥")) for text in texts)
    return () if told else (settle.currency(HOME_CURRENCY),)
