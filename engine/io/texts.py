"""What a text file is: its encoding, its separator, whether its quotes close; found by reading it once."""

from __future__ import annotations

import codecs
import csv
import hashlib
import re
from io import StringIO
from typing import TYPE_CHECKING, Final

from dsl.lean import dataclass
from engine.io.reasons import DataError

if TYPE_CHECKING:
    from collections.abc import Iterator
    from io import BufferedReader
    from pathlib import Path
    from typing import TextIO

BOMS: Final = (codecs.BOM_UTF8, codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
SAMPLE: Final = 1 << 18
_CHUNK: Final = 1 << 22
_SAMPLE_ROWS: Final = 50
_SEPARATORS: Final = (",", "\t", ";", "|")
_QUOTE: Final = '"'
# Valid UTF-8 with so many more bytes than characters is no accident: the file is UTF-8, and the rest damage.
_SURELY_UTF8: Final = 20
_WIDE: Final = re.compile("[^\0-\x7f]")
_ACCENTED: Final = re.compile(rb"[\xc0-\xff][A-Za-z]")
_WIDE_SAMPLE: Final = 500  # characters looked at to tell Chinese from what only happens to decode
_ASCII: Final = 0x80


@dataclass(frozen=True, slots=True)
class TextFacts:
    """What is known of a text file before its rows are read.

    Attributes:
        sha256: of its bytes.
        encoding: utf-8, utf-16 or gb18030.
        separator: between its cells.
        quotes: whether it has any quotes.
    """

    sha256: str
    encoding: str
    separator: str
    quotes: bool


def text_facts(path: Path, file: BufferedReader) -> TextFacts:
    """Read a text file to its end.

    Raises:
        DataError: if it is of no encoding that is read, damaged, or a quote stays open.
    """
    digest = hashlib.sha256()
    start = file.read(3)
    file.seek(0)
    marked = start.startswith(BOMS)
    encoding = "utf-16" if marked and not start.startswith(codecs.BOM_UTF8) else "utf-8"
    reading = codecs.getincrementaldecoder(encoding)()
    quotes = at = characters = 0
    bad: int | None = None
    has_nul = False
    while chunk := file.read(_CHUNK):
        digest.update(chunk)
        if bad is None:
            # What an incomplete character left in the decoder belongs to the next chunk.
            held = len(reading.getstate()[0])
            try:
                text = reading.decode(chunk)
            except UnicodeDecodeError as error:
                bad = at - held + error.start
                text = chunk[: max(0, error.start - held)].decode(encoding, "ignore")
            quotes += text.count(_QUOTE)
            characters += len(text)
            has_nul = has_nul or "\0" in text
        at += len(chunk)
    if bad is None:
        try:
            reading.decode(b"", final=True)
        except UnicodeDecodeError:
            bad = at - len(reading.getstate()[0])
    if bad is not None:
        if marked or bad - characters >= _SURELY_UTF8:
            place = {"line": _line_of(path, encoding, bad), "byte": bad + 1}
            raise DataError("D109", {"path": str(path), "encoding": encoding.upper(), **place})
        encoding = "gb18030"
        quotes, has_nul = _check_gb18030(path)
    if has_nul:
        raise DataError("D123", {"path": str(path), "line": _line_with_nul(path, encoding)})
    separator = _separator(path, encoding)
    if quotes % 2 and (line := _unclosed_quote(path, encoding, separator)):
        raise DataError("D110", {"path": str(path), "line": line})
    return TextFacts(digest.hexdigest(), encoding, separator, quotes > 0)


def _check_gb18030(path: Path) -> tuple[int, bool]:
    """The number of quotes in a file that is all GB18030, and whether it holds a NUL."""
    reading = codecs.getincrementaldecoder("gb18030")()
    quotes = at = 0
    has_nul = False
    wide: list[str] = []
    with path.open("rb") as file:
        while True:
            chunk = file.read(_CHUNK)
            held = len(reading.getstate()[0])
            try:
                text = reading.decode(chunk, final=not chunk)
            except UnicodeDecodeError as error:
                raise _no_encoding(path, at - held + error.start) from None
            quotes += text.count(_QUOTE)
            has_nul = has_nul or "\0" in text
            if len(wide) < _WIDE_SAMPLE:
                wide += _WIDE.findall(text)[:_WIDE_SAMPLE]
            at += len(chunk)
            if not chunk:
                break
    if _only_happens_to_decode(wide):
        raise _no_encoding(path, _first_wide(path))
    return quotes, has_nul


def _only_happens_to_decode(wide: list[str]) -> bool:
    """Whether characters are no Chinese, but accented letters of a Western encoding, each with the letter behind it.

    Of the Chinese characters in use hardly one in a hundred looks like that.
    """
    accented = sum(bool(_ACCENTED.fullmatch(character.encode("gb18030"))) for character in wide)
    return accented * 2 > len(wide)


def _first_wide(path: Path) -> int:
    at = 0
    with path.open("rb") as file:
        while chunk := file.read(_CHUNK):
            if not chunk.isascii():
                return at + next(place for place, byte in enumerate(chunk) if byte >= _ASCII)
            at += len(chunk)
    return at


def _no_encoding(path: Path, byte: int) -> DataError:
    return DataError("D108", {"path": str(path), "line": _line_of(path, "latin-1", byte), "byte": byte + 1})


def _line_of(path: Path, encoding: str, byte: int) -> int:
    """The line that a byte is on."""
    reading = codecs.getincrementaldecoder(encoding)("ignore")
    line = 1
    with path.open("rb") as file:
        while byte > 0 and (chunk := file.read(min(_CHUNK, byte))):
            line += reading.decode(chunk).count("\n")
            byte -= len(chunk)
    return line


def _line_with_nul(path: Path, encoding: str) -> int:
    line = 1
    for text in _texts(path, encoding):
        at = text.find("\0")
        line += text.count("\n", 0, at if at >= 0 else None)
        if at >= 0:
            break
    return line


def first_rows(path: Path, encoding: str, separator: str, most: int) -> list[list[str]]:
    """The first rows of a text file, cut into cells; blank lines are no rows."""
    with _open_text(path, encoding) as file:
        return split_rows(file.read(SAMPLE), separator, most)


def _separator(path: Path, encoding: str) -> str:
    """The separator that gives most of the first rows equally many cells; of several, the most cells."""
    with _open_text(path, encoding) as file:
        sample = file.read(SAMPLE)
        whole = not file.read(1)
    best, best_score = _SEPARATORS[0], (0.0, 0)
    for separator in _SEPARATORS:
        widths = [len(cells) for cells in split_rows(sample, separator)]
        if not whole:
            widths = widths[:-1] or widths
        if not widths or widths[0] == 1:
            continue
        agreeing = sum(width == widths[0] for width in widths) / len(widths)
        if (agreeing, widths[0]) > best_score:
            best, best_score = separator, (agreeing, widths[0])
    return best


def split_rows(text: str, separator: str, most: int = _SAMPLE_ROWS) -> list[list[str]]:
    """The first rows of a text, cut into cells; blank lines are no rows."""
    rows: list[list[str]] = []
    try:
        for cells in csv.reader(StringIO(text, newline=""), delimiter=separator):
            if cells:
                rows.append(cells)
            if len(rows) > most:
                break
    except csv.Error:
        pass  # a cell beyond all measure: an open quote, which is told elsewhere
    return rows


def _unclosed_quote(path: Path, encoding: str, separator: str) -> int | None:
    """The line on which a quote opens that is still open at the end of the file."""
    before = separator + "\r\n"
    is_open, opened_on, closed_at = False, 0, -1
    line, start, last = 1, 0, "\n"
    for text in _texts(path, encoding):
        at = done = 0
        while (at := text.find(_QUOTE, at)) >= 0:
            line += text.count("\n", done, at)
            done = at
            if is_open:
                is_open, closed_at = False, start + at
            # A doubled quote closes and opens again; one inside an unquoted cell means nothing.
            elif (text[at - 1] if at else last) in before or start + at == closed_at + 1:
                is_open, opened_on = True, opened_on if start + at == closed_at + 1 else line
            at += 1
        line += text.count("\n", done)
        start += len(text)
        last = text[-1]
    return opened_on if is_open else None


def _open_text(path: Path, encoding: str) -> TextIO:
    return path.open(encoding="utf-8-sig" if encoding == "utf-8" else encoding, newline="")


def _texts(path: Path, encoding: str) -> Iterator[str]:
    with _open_text(path, encoding) as file:
        while text := file.read(_CHUNK):
            yield text
