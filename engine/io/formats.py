"""What a data file is: its format, encoding and separator, found from its bytes, not its name."""

from __future__ import annotations

import codecs
import csv
import hashlib
from dataclasses import dataclass
from io import StringIO
from typing import TYPE_CHECKING, Final

from engine.io.reasons import DataError

if TYPE_CHECKING:
    from collections.abc import Iterator
    from io import BufferedReader
    from pathlib import Path
    from typing import TextIO

    from engine.manifest import DataFormat

_CHUNK: Final = 1 << 22
_SAMPLE: Final = 1 << 18
_SAMPLE_ROWS: Final = 50
_SEPARATORS: Final = (",", "\t", ";", "|")
_QUOTE: Final = '"'
_BOMS: Final = (codecs.BOM_UTF8, codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
# Valid UTF-8 with so many more bytes than characters is no accident: the file is UTF-8, and the rest damage.
_SURELY_UTF8: Final = 20
# First bytes of files that are known but not read: what they are, what to save them as.
_REFUSED: Final = (
    (b"\xd0\xcf\x11\xe0", "an old or password-protected Excel file", ".xlsx"),
    (b"\x1f\x8b", "a compressed file (gzip)", "CSV"),
    (b"FEA1", "an old Feather file", "Parquet"),
)


@dataclass(frozen=True, slots=True)
class Stamp:
    """What shows that a file was changed."""

    size: int
    modified: int


@dataclass(frozen=True, slots=True)
class FileFacts:
    """What is known of a data file before its rows are read.

    Attributes:
        path: where it is.
        format: how to read it.
        sha256: of its bytes.
        stamp: to notice a change while it is read.
        encoding: of a text file: utf-8, utf-16 or gb18030.
        separator: between the cells of a text file.
        quotes: whether a text file has any quotes.
    """

    path: Path
    format: DataFormat
    sha256: str
    stamp: Stamp
    encoding: str | None = None
    separator: str | None = None
    quotes: bool = False


def identify(path: Path) -> FileFacts:
    """Find out what a file is, reading it once.

    Raises:
        DataError: if it is not there, empty, not readable, or no data file.
    """
    try:
        if not path.exists():
            raise DataError("D101", {"path": str(path)})
        if path.is_dir():
            raise DataError("D102", {"path": str(path)})
        if not path.is_file():
            raise DataError("D105", {"path": str(path)})
        stamp = stamp_of(path)
        with path.open("rb") as file:
            kind = _kind(path, file.read(_SAMPLE))
            file.seek(0)
            if kind != "csv":
                return FileFacts(path, kind, hashlib.file_digest(file, "sha256").hexdigest(), stamp)
            return _text_facts(path, file, stamp)
    except OSError as error:
        raise DataError("D103", {"path": str(path), "detail": error.strerror or str(error)}) from None


def stamp_of(path: Path) -> Stamp:
    """The present size and time of change of a file."""
    facts = path.stat()
    return Stamp(facts.st_size, facts.st_mtime_ns)


def _kind(path: Path, start: bytes) -> DataFormat:
    shown = str(path)
    if not start.strip():
        raise DataError("D104", {"path": shown})
    for magic, kind, instead in _REFUSED:
        if start.startswith(magic):
            raise DataError("D106", {"path": shown, "kind": kind, "instead": instead})
    if start.startswith(b"PAR1"):
        return "parquet"
    if start.startswith((b"ARROW1", b"\xff\xff\xff\xff")):
        return "arrow"
    if start.startswith(b"PK\x03\x04"):
        return "xlsx"
    if b"\0" in start and not start.startswith(_BOMS):
        raise DataError("D105", {"path": shown})
    return "csv"


# --- text files ---


def _text_facts(path: Path, file: BufferedReader, stamp: Stamp) -> FileFacts:
    digest = hashlib.sha256()
    start = file.read(3)
    file.seek(0)
    marked = start.startswith(_BOMS)
    encoding = "utf-16" if marked and not start.startswith(codecs.BOM_UTF8) else "utf-8"
    reading = codecs.getincrementaldecoder(encoding)()
    quotes = at = characters = 0
    bad: int | None = None
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
        at += len(chunk)
    if bad is None:
        try:
            reading.decode(b"", final=True)
        except UnicodeDecodeError:
            bad = at - len(reading.getstate()[0])
    if bad is not None:
        if marked or bad - characters >= _SURELY_UTF8:
            raise DataError("D109", {"path": str(path), "encoding": encoding.upper(), "byte": bad + 1})
        encoding, quotes = "gb18030", _check_gb18030(path)
    separator = _separator(path, encoding)
    if quotes % 2 and (line := _unclosed_quote(path, encoding, separator)):
        raise DataError("D110", {"path": str(path), "line": line})
    return FileFacts(path, "csv", digest.hexdigest(), stamp, encoding, separator, quotes > 0)


def _check_gb18030(path: Path) -> int:
    """The number of quotes in a file that is all GB18030."""
    reading = codecs.getincrementaldecoder("gb18030")()
    quotes = at = 0
    with path.open("rb") as file:
        while True:
            chunk = file.read(_CHUNK)
            held = len(reading.getstate()[0])
            try:
                quotes += reading.decode(chunk, final=not chunk).count(_QUOTE)
            except UnicodeDecodeError as error:
                raise DataError("D108", {"path": str(path), "byte": at - held + error.start + 1}) from None
            at += len(chunk)
            if not chunk:
                return quotes


def header_of(facts: FileFacts) -> list[str]:
    """The header of a text file, also if nothing follows it, not even the end of its line."""
    with _open_text(facts.path, facts.encoding) as file:
        rows = split_rows(file.read(_SAMPLE), facts.separator or ",", 1)
    return rows[0] if rows else []


def _separator(path: Path, encoding: str) -> str:
    """The separator that gives most of the first rows equally many cells; of several, the most cells."""
    with _open_text(path, encoding) as file:
        sample = file.read(_SAMPLE)
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


def _open_text(path: Path, encoding: str | None) -> TextIO:
    return path.open(encoding="utf-8-sig" if encoding == "utf-8" else encoding, newline="")


def _texts(path: Path, encoding: str) -> Iterator[str]:
    with _open_text(path, encoding) as file:
        while text := file.read(_CHUNK):
            yield text
