"""The temporary folders of runs: what those that were killed left in them, and what of it serves to continue them."""

from __future__ import annotations

import json
import re
import shutil
from typing import TYPE_CHECKING, Final

from dsl.lean import dataclass
from engine.io.progress import PROGRESS, Progress, read_progress
from engine.manifest import OUTPUT_FILE

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable
    from pathlib import Path

JOURNAL: Final = "files.json"
PREFIX, SUFFIX = ".tiercel-", ".tmp"  # hidden: engines that read a whole folder pass over it
_TEMPORARY: Final = re.compile(rf"{re.escape(PREFIX)}\w{{8}}{re.escape(SUFFIX)}")
_OUTPUT_FILE: Final = re.compile(OUTPUT_FILE)


@dataclass(frozen=True, slots=True)
class Unfinished:
    """A run that was stopped after some of its files, and where that is kept."""

    temporary: Path
    progress: Progress


def temporary_folders(directory: Path) -> list[Path]:
    """The temporary folders in the folder of a run."""
    if not directory.is_dir():
        return []
    found = (path for path in directory.iterdir() if _TEMPORARY.fullmatch(path.name))
    return sorted(path for path in found if path.is_dir() and not path.is_symlink())


def unfinished_runs(directory: Path) -> list[Unfinished]:
    """The runs that may be continued, those first that came furthest; one that is still going on, too."""
    found = ((path, read_progress(path)) for path in temporary_folders(directory))
    known = [Unfinished(path, progress) for path, progress in found if progress]
    return sorted(known, key=lambda run: -len(run.progress.files))


def sweep(directory: Path, temporary: Path, named: Collection[str]) -> None:
    """Remove what a run wrote, but for files that are named and what serves to continue it.

    Args:
        directory: of the run.
        temporary: its folder in that.
        named: the files that ``run.json`` names.
    """
    for name in _journal(temporary):
        if name not in named:
            path = directory / name
            shutil.rmtree(path) if path.is_dir() else path.unlink(missing_ok=True)
    progress = read_progress(temporary)
    if progress is None:
        shutil.rmtree(temporary)
        return
    kept = {PROGRESS, *(log.file for log in progress.logs)}
    for path in temporary.iterdir():
        if path.name not in kept:
            path.unlink()


def _journal(temporary: Path) -> Iterable[str]:
    """The files of a journal; none if the run ended before the journal was whole, and so before any move."""
    try:
        names = json.loads((temporary / JOURNAL).read_bytes())
    except (FileNotFoundError, ValueError):
        return ()
    return [name for name in names if isinstance(name, str) and _OUTPUT_FILE.fullmatch(name)]
