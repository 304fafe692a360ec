"""What a data file is: its format, encoding and separator, found from its bytes, not its name."""

from __future__ import annotations

import hashlib
import re
from typing import TYPE_CHECKING, Final

from dsl.diagnostics.model import Words
from dsl.lean import dataclass
from engine.io.reasons import DataError
from engine.io.texts import BOMS, SAMPLE, text_facts

if TYPE_CHECKING:
    from pathlib import Path

    from engine.manifest import DataFormat

_OLE: Final = b"\xd0\xcf\x11\xe0"  # of old Excel files, and of new ones with a password
# Files that are known but not read, by how they begin: what they are, what to save them as.
_REFUSED: Final = (
    (_OLE, Words("an old or password-protected Excel file", "旧版或带密码的 Excel 文件"), ".xlsx"),
    (rb"\x1f\x8b", Words("a compressed file (gzip)", "压缩文件（gzip）"), "CSV"),
    (rb"FEA1", Words("an old Feather file", "旧版 Feather 文件"), "Parquet"),
    (rb"%PDF", Words("a PDF", " PDF 文件"), ".xlsx"),
    (rb"(?i)\s*<(?:!doctype|html|head|meta|style|table|\?xml)\b", Words("a web page", "网页"), ".xlsx"),
    (rb'\s*(?:\[\s*[\[{]|\{\s*")', Words("JSON", " JSON 文件"), "CSV"),
)
_ENCRYPTED: Final = "EncryptedPackage".encode("utf-16-le")
_WITH_PASSWORD: Final = (
    Words("a workbook with a password", "带密码的工作簿"), Words(".xlsx without a password", ".xlsx，并去掉密码"),
)  # fmt: skip
_UNMARKED: Final = (Words("UTF-16 text without a mark at its beginning", "开头没有标记的 UTF-16 文本"), "CSV UTF-8")
_CONTROL: Final = re.compile(rb"[\x00-\x08\x0e-\x1a\x1c-\x1f]")
_LOOKED_AT: Final = 200
_UNITS_PER_ASCII: Final = 8  # bytes for each NUL, in a table with digits and separators at the least


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
            raise DataError("D102", {"path": str(path), "detail": Words("give one data file", "请给出一个数据文件")})
        if not path.is_file():
            raise DataError("D105", {"path": str(path)})
        stamp = stamp_of(path)
        with path.open("rb") as file:
            kind = _kind(path, file.read(SAMPLE))
            file.seek(0)
            if kind != "csv":
                return FileFacts(path, kind, hashlib.file_digest(file, "sha256").hexdigest(), stamp)
            text = text_facts(path, file)
            return FileFacts(path, kind, text.sha256, stamp, text.encoding, text.separator, text.quotes)
    except OSError as error:
        raise DataError("D103", {"path": str(path), "detail": error.strerror or str(error)}) from None


def stamp_of(path: Path) -> Stamp:
    """The present size and time of change of a file."""
    facts = path.stat()
    return Stamp(facts.st_size, facts.st_mtime_ns)


def is_as_it_was(facts: FileFacts) -> bool:
    """Whether a file is still there and was not changed since it was looked at."""
    try:
        return stamp_of(facts.path) == facts.stamp
    except OSError:
        return False


def _kind(path: Path, start: bytes) -> DataFormat:
    shown = str(path)
    if not start.strip():
        raise DataError("D104", {"path": shown})
    refused = _refused(start)
    if refused is not None:
        kind, instead = refused
        raise DataError("D106", {"path": shown, "kind": kind, "instead": instead})
    if start.startswith(b"PAR1"):
        return "parquet"
    if start.startswith((b"ARROW1", b"\xff\xff\xff\xff")):
        return "arrow"
    if start.startswith(b"PK\x03\x04"):
        return "xlsx"
    if b"\0" in start and not start.startswith(BOMS) and not _is_text_with_nul(start):
        raise DataError("D105", {"path": shown})
    return "csv"


def _refused(start: bytes) -> tuple[Words, Words | str] | None:
    """What a file is that is known but not read, and what to save it as."""
    if start.startswith(_OLE) and _ENCRYPTED in start:
        return _WITH_PASSWORD
    for beginning, kind, instead in _REFUSED:
        if re.match(beginning, start.removeprefix(BOMS[0])):
            return kind, instead
    return _UNMARKED if _is_unmarked_utf16(start) else None


def _is_unmarked_utf16(start: bytes) -> bool:
    for newline, encoding in ((b"\n\0", "utf-16-le"), (b"\0\n", "utf-16-be")):
        if newline in start and start.count(b"\0") * _UNITS_PER_ASCII >= len(start):
            text = start[: 2 * _LOOKED_AT].decode(encoding, "replace")
            if all(sign.isprintable() or sign.isspace() for sign in text):
                return True
    return False


def _is_text_with_nul(start: bytes) -> bool:
    """Whether a whole line of text stands before the first NUL, which is then a damaged place in a text."""
    before = start[: start.index(b"\0")]
    return b"\n" in before and not _CONTROL.search(before)
