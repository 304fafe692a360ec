"""Which data files a run reads: files, patterns and folders as people give them, as a sorted list of files."""

from __future__ import annotations

import os
import re
from contextlib import suppress
from glob import glob, has_magic
from pathlib import Path
from typing import TYPE_CHECKING, Final
from urllib.parse import unquote

from dsl.diagnostics.model import Words
from engine.io.output_errors import OutputError
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


def refuse_results_among(given: Sequence[Path], out: Path) -> None:
    """Refuse a folder of results that a folder or pattern takes in: the next run would read them as customers.

    Args:
        given: as to ``data_files``.
        out: folder of the results, which need not be there yet.

    Raises:
        OutputError: naming what takes it in.
        DataError: a pattern fits nothing.
    """
    results = Path(os.path.realpath(out))
    for path in given:
        with suppress(OSError):  # what cannot be looked at is told of when it is opened
            if _takes_in(path, results):
                raise OutputError("O115", {"path": str(out), "data": str(path)})


def _takes_in(given: Path, results: Path) -> bool:
    if given.is_dir():
        folder = Path(os.path.realpath(given))
        return results.is_relative_to(folder) and not any(
            part.startswith(_NO_DATA) for part in results.relative_to(folder).parts
        )
    return _is_pattern(given) and any(Path(os.path.realpath(x)).is_relative_to(results) for x in data_files([given]))


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
    if _is_pattern(path):
        matches = (Path(match) for match in glob(str(path), recursive=True))  # noqa: PTH207 - it may be absolute
        files = [file for match in matches if _is_data(match, path) for file in _reached(match)]
        if not files:
            raise DataError("D101", {"path": str(path)})
        return files
    return [path]


def _is_pattern(path: Path) -> bool:
    return not path.exists() and has_magic(str(path))


def _is_data(match: Path, pattern: Path) -> bool:
    """Whether nothing on the way to a match is left out, but for what the pattern itself names."""
    return not any(part.startswith(_NO_DATA) and part not in pattern.parts for part in match.parts)


def _reached(match: Path) -> Iterator[Path]:
    """What a match of a pattern stands for: itself, or what is in the folder that it is."""
    return _inside(match) if match.is_dir() else iter((match,))


def _inside(folder: Path) -> Iterator[Path]:
    """The data files in a folder, however deep."""
    for path in folder.iterdir():
        if path.name.startswith(_NO_DATA):
            continue
        if path.is_symlink() and path.is_dir() and folder.resolve().is_relative_to(path.resolve()):
            detail = Words("it is a link to a folder that it lies in", "它是链接，指向它自己所在的文件夹")
            raise DataError("D103", {"path": str(path), "detail": detail})
        yield from _reached(path)
