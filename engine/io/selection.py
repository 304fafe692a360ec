"""Which data files a run reads: files, patterns and folders as people give them, as a sorted list of files."""

from __future__ import annotations

import os
import re
from glob import glob, has_magic
from pathlib import Path
from typing import TYPE_CHECKING, Final
from urllib.parse import unquote

from dsl.diagnostics.model import Words
from engine.io.reasons import DataError

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

# What other programs leave beside data: hidden files, _SUCCESS and its like, the lock of a workbook that is open.
_NO_DATA: Final = (".", "_", "~$")
_PART: Final = re.compile(r"(?P<column>[^=]+)=(?P<value>.*)")
_NULL: Final = "__HIVE_DEFAULT_PARTITION__"


def data_files(given: Sequence[Path]) -> tuple[Path, ...]:
    """The files that are meant, in the order of their paths; a file is meant once, however often it is named.

    Args:
        given: each a file, a pattern such as ``data/*.csv``, or a folder, of which all files in it are meant,
            however deep, but for those whose name begins with a dot, an underscore or ``~$``.

    Raises:
        DataError: if a file is not there, a pattern fits nothing, or a folder holds no data file.
    """
    found: dict[str, Path] = {}
    for path in given:
        try:
            files = _files_of(path)
        except OSError as error:
            raise DataError("D103", {"path": str(path), "detail": error.strerror or str(error)}) from None
        for file in files:
            found.setdefault(os.path.realpath(file), file)
    return tuple(sorted(found.values()))


def columns_of_path(path: Path) -> dict[str, str | None]:
    """What the folders of a path say of all rows, as in ``month=2026-06/part-0.parquet``: values by column."""
    parts = (_PART.fullmatch(part) for part in path.parts[:-1])
    return {
        unquote(part["column"]): None if part["value"] == _NULL else unquote(part["value"]) for part in parts if part
    }


def _files_of(path: Path) -> list[Path]:
    if path.is_dir():
        files = list(_inside(path))
        if not files:
            raise DataError("D102", {"path": str(path), "detail": Words("it holds no data file", "里面没有数据文件")})
        return files
    if not path.exists() and has_magic(str(path)):
        matches = (Path(match) for match in glob(str(path), recursive=True))  # noqa: PTH207 - it may be absolute
        files = [file for match in matches if _is_data(match, path) for file in _reached(match)]
        if not files:
            raise DataError("D101", {"path": str(path)})
        return files
    return [path]


def _is_data(match: Path, pattern: Path) -> bool:
    """Whether nothing on the way to a match is left out, but for what the pattern itself names."""
    return not any(part.startswith(_NO_DATA) and part not in pattern.parts for part in match.parts)


def _reached(match: Path) -> Iterator[Path]:
    """What a match of a pattern stands for: itself, or what is in the folder that it is."""
    return _inside(match) if match.is_dir() else iter((match,))


def _inside(folder: Path) -> Iterator[Path]:
    """The data files in a folder, however deep."""
    for path in folder.iterdir():
        if not path.name.startswith(_NO_DATA):
            yield from _reached(path)
