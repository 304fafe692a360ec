"""The folder that holds a run: whoever follows ``run.json`` finds the former run whole or the new one whole.

A run writes into a temporary folder inside. To commit, it lists there which files it is about to add and
which of the former run it will remove (the journal), moves its data files out, and moves ``run.json`` last:
that one rename is the commit. Cleaning up is then the same whether a run was committed, failed or was killed:
of the files in the journal, those that ``run.json`` does not name are removed, then the temporary folder is.
Only what serves to continue a run over many files stays, until that or another one is committed; there is one
such run at most.
"""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import sys
import tempfile
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Final

from pydantic import ValidationError

from dsl.lean import dataclass
from engine.io.leftovers import JOURNAL, PREFIX, SUFFIX, Unfinished, sweep, temporary_folders, unfinished_runs
from engine.io.output_errors import OutputError, told_as_output_error
from engine.io.progress import PROGRESS, check_logs
from engine.manifest import RunManifest

if sys.platform != "win32":
    import fcntl

if TYPE_CHECKING:
    from collections.abc import Mapping
    from typing import BinaryIO

    from engine.io.progress import Progress
    from engine.manifest import Format, TableName

MANIFEST: Final = "run.json"


@dataclass(frozen=True, slots=True)
class StoredRun:
    """A committed run.

    Attributes:
        manifest: of the run.
        paths: its files, by table and format.
    """

    manifest: RunManifest
    paths: dict[tuple[TableName, Format], Path]


def read_run(directory: Path, *, verify: bool = True) -> StoredRun:
    """Find the committed run of a folder.

    Args:
        directory: where it was written.
        verify: whether to compare the contents of all files, not only their sizes, with the manifest.

    Raises:
        OutputError: if there is no run, or a file is missing or not as it was written.
    """
    with told_as_output_error(directory):
        while True:
            text = _manifest_text(directory)
            if text is None:
                raise OutputError("O110", {"path": str(directory)})
            manifest = _parse(text, directory)
            try:
                _check(manifest, directory, verify=verify)
            except (OutputError, FileNotFoundError):
                if _manifest_text(directory) == text:
                    raise
                continue  # a new run was committed meanwhile, and the files of this one removed
            paths = {(output.name, output.format): directory / output.file for output in manifest.outputs}
            return StoredRun(manifest, paths)


def sha256_of(path: Path) -> str:
    """The SHA-256 of a file, in hexadecimal; of a folder, of the list that ``sha256sum *`` prints in it."""
    if path.is_dir():
        return sha256_of_list({part.name: sha256_of(part) for part in path.iterdir()})
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def sha256_of_list(parts: Mapping[str, str]) -> str:
    """The SHA-256 of a folder, by those of its files."""
    lines = (f"{digest}  {name}\n" for name, digest in sorted(parts.items()))
    return hashlib.sha256("".join(lines).encode()).hexdigest()


def _size_of(path: Path) -> int:
    return sum(part.stat().st_size for part in (path.iterdir() if path.is_dir() else (path,)))


@dataclass(frozen=True, slots=True)
class Attempt:
    """A run that may be stopped and continued by another.

    Attributes:
        inputs: all that it depends on, by name: runs that differ in any are not the same.
        files: how many data files it has; only one with several is kept file by file.
        resume: whether to continue one that was stopped, if there is one.
    """

    inputs: Mapping[str, str]
    files: int
    resume: bool = False


class RunFolder:
    """Writes one run into a folder; holds it locked from ``open`` to ``close``.

    Attributes:
        kept: how far the run came that is continued; None if none is.
        passed_over: how far an equal run came that could have been continued.
    """

    def __init__(self, path: Path) -> None:
        self.kept: Progress | None = None
        self.passed_over: Progress | None = None
        self._unfinished: list[Unfinished] = []
        self._path = path
        self._lock: int | None = None
        self._temporary: Path | None = None
        self._files: list[BinaryIO] = []
        self._renamed = False

    def open(self, attempt: Attempt | None = None) -> None:
        """Create the folder if need be, remove what killed runs left in it, and begin, or go on with one of them.

        Raises:
            OutputError: if another run is writing here, or ``run.json`` is none of ours; if a run is to be continued
                and its input was another, or what is left of it is damaged.
        """
        self._path.mkdir(parents=True, exist_ok=True)
        self._lock = _lock(self._path)
        named = _named(self._path)  # a run.json that we cannot read is not ours to replace
        for leftover in temporary_folders(self._path):
            sweep(self._path, leftover, named)
        self._unfinished = unfinished_runs(self._path)
        if attempt is not None and self._unfinished:
            self._consider(attempt)
        if self._temporary is None:
            self._temporary = Path(tempfile.mkdtemp(SUFFIX, PREFIX, self._path))

    def _consider(self, attempt: Attempt) -> None:
        """Go on with a run of the same input that was stopped, if that is wanted."""
        equal = [run for run in self._unfinished if not run.progress.other_input(attempt.inputs)]
        if not attempt.resume:
            self.passed_over = equal[0].progress if equal else None
        elif equal:
            chosen = equal[0]
            check_logs(chosen.temporary, chosen.progress, self._path)
            self._unfinished.remove(chosen)
            self._temporary, self.kept = chosen.temporary, chosen.progress
        else:
            other = self._unfinished[0].progress.other_input(attempt.inputs)
            raise OutputError("O113", {"path": str(self._path), "other": other or ""})

    def give_up_others(self) -> None:
        """Remove what serves to continue other runs: this one is further, or is done."""
        for run in self._unfinished:
            shutil.rmtree(run.temporary, ignore_errors=True)
        self._unfinished.clear()

    def temporary(self, name: str) -> Path:
        """The path of a file until the commit."""
        if self._temporary is None:
            raise RuntimeError("the folder is not open")
        return self._temporary / name

    def create(self, name: str) -> BinaryIO:
        """A new temporary file that only its owner can read; it is closed with the folder if not before."""
        flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0)
        file = os.fdopen(os.open(self.temporary(name), flags, 0o600), "wb")
        self._files.append(file)
        return file

    def final_name(self, name: str, wanted: str) -> str:
        """Under which name a temporary file will be committed.

        A file that already has the wanted name is never replaced, for the former run may own it: the same
        input gives the same name. If it is equal it serves the new run too, else the new one gets a number.
        """
        stem, _, suffix = wanted.rpartition(".")
        number = 1
        while (self._path / wanted).exists():
            if sha256_of(self._path / wanted) == sha256_of(self.temporary(name)):
                break
            number += 1
            wanted = f"{stem}.{number}.{suffix}"
        return wanted

    def publish(self, manifest: RunManifest, names: Mapping[str, str]) -> None:
        """Commit a run.

        Args:
            manifest: complete, with its outputs.
            names: under which final name each temporary file goes, whole and on the disk already.
        """
        moves = {name: final for name, final in names.items() if not (self._path / final).exists()}
        self._write(JOURNAL, json.dumps(sorted(_named(self._path).union(moves.values()))))
        self._write(MANIFEST, manifest.to_json())
        sync_folder(self.temporary("."))
        for name, final in moves.items():
            self.temporary(name).replace(self._path / final)
        sync_folder(self._path)
        if self.temporary(PROGRESS).exists():
            self.temporary(PROGRESS).unlink()  # a run that is committed is not to be continued
        self.temporary(MANIFEST).replace(self._path / MANIFEST)
        self._renamed = True
        sync_folder(self._path)
        self.give_up_others()
        self._clean()

    def close(self) -> None:
        """Remove what was not committed and does not serve to continue the run, and unlock."""
        for file in self._files:
            with suppress(OSError):
                file.close()
        try:
            # If the rename may not have reached the disk, both runs stay until the next run cleans up.
            if not self._renamed:
                self._clean()
        finally:
            if self._lock is not None:
                os.close(self._lock)
                self._lock = None

    def _write(self, name: str, text: str) -> None:
        with self.create(name) as file:
            file.write(text.encode())
            file.flush()
            os.fsync(file.fileno())

    def _clean(self) -> None:
        """Whether the run was committed is settled by now; what cannot be removed is left to the next run."""
        if self._temporary is not None:
            with suppress(OSError, OutputError):
                sweep(self._path, self._temporary, _named(self._path))
            self._temporary = None


def committed(directory: Path) -> RunManifest | None:
    """The manifest in a folder, or None if there is none."""
    text = _manifest_text(directory)
    return None if text is None else _parse(text, directory)


def _manifest_text(directory: Path) -> bytes | None:
    try:
        return (directory / MANIFEST).read_bytes()
    except FileNotFoundError:
        return None
    except IsADirectoryError:
        raise OutputError("O106", {"path": str(directory / MANIFEST)}) from None


def _parse(text: bytes, directory: Path) -> RunManifest:
    try:
        return RunManifest.model_validate_json(text)
    except ValidationError as error:
        raise OutputError("O106", {"path": str(directory / MANIFEST)}) from error


def _check(manifest: RunManifest, directory: Path, *, verify: bool) -> None:
    for output in manifest.outputs:
        path = directory / output.file
        values = {"path": str(directory), "file": output.file}
        if not (path.is_dir() if output.parts else path.is_file()):
            raise OutputError("O111", values)
        if _size_of(path) != output.bytes or (verify and sha256_of(path) != output.sha256):
            raise OutputError("O112", values)


def _named(directory: Path) -> set[str]:
    """The files of the committed run."""
    run = committed(directory)
    return {output.file for output in run.outputs} if run else set()


def _lock(directory: Path) -> int | None:
    """Lock a folder until the descriptor is closed, which also happens when the process is killed."""
    if sys.platform == "win32":
        return None
    descriptor = os.open(directory, os.O_RDONLY)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        os.close(descriptor)
        raise OutputError("O105", {"path": str(directory)}) from None
    except OSError:
        pass  # some network file systems cannot lock a folder; a run there is alone by agreement
    return descriptor


def sync_folder(directory: Path) -> None:
    """Wait until the names in a folder are on the disk."""
    if sys.platform == "win32":
        return
    descriptor = os.open(directory, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
