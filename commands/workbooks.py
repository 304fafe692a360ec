"""What is said before a large workbook is read: it takes long, and another kind of file does not."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Final

from commands.shared import tell, words
from dsl.diagnostics.model import Words

if TYPE_CHECKING:
    from collections.abc import Sequence

    from dsl.syntax.vocabulary import Lang

_LARGE: Final = 1_000_000  # bytes, some 8,000 customers: to read so much takes seconds


def tell_of_workbooks(data: Path | Sequence[Path], lang: Lang) -> None:
    """Say on stderr that workbooks are read whole and slowly, if those among the data are large."""
    from engine.io.reasons import DataError
    from engine.io.selection import data_files

    try:
        files = data_files([data] if isinstance(data, Path) else data)
        books = [(file, file.stat().st_size) for file in files if file.suffix.lower() == ".xlsx"]
    except (DataError, OSError):
        return  # whoever reads them says what is wrong
    size = sum(size for _, size in books)
    if size < _LARGE:
        return
    shown = f"{size / 1_000_000:.1f} MB"
    many = len(books) > 1
    tell(
        words(
            Words(
                f"reading {f'{len(books)} workbooks' if many else books[0][0].name} ({shown}): Excel is read whole and"
                " slowly; CSV or Parquet is much faster",
                f"正在读取 {f'{len(books)} 个工作簿' if many else books[0][0].name}（{shown}）：Excel"
                " 要整个读入，比较慢；CSV 或 Parquet 快得多",
            ),
            lang,
        )
    )
