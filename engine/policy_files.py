"""Finds policy files on disk: a folder with everything in it, or a single file.

Every ``.policy`` file of a folder and its subfolders belongs to the policy, so nothing can be forgotten. ``use
NAME`` means the folder or file of that name inside the policy's folder or beside it.
"""

from __future__ import annotations

import hashlib
import os
import tempfile
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

from dsl.alone import Neighbours
from dsl.diagnostics.model import Words
from dsl.headers import header_of
from dsl.lean import dataclass
from dsl.load import Folder
from dsl.source import Source

SUFFIX = ".policy"


class PolicyFileError(Exception):
    """A policy that cannot be read from disk; ``words`` says why in both languages."""

    def __init__(self, words: Words) -> None:
        super().__init__(words.en)
        self.words = words


@dataclass(frozen=True, slots=True)
class FileLoader:
    """Loads what policies use from disk."""

    def used(self, name: str, by: Folder) -> Folder | None:
        """The folder or file a policy means by ``use NAME``; what lies inside it already belongs to it."""
        home = Path(by.location)
        base = home if home.is_dir() else home.parent
        for place in (base, base.parent):
            for candidate in (place / name, place / f"{name}{SUFFIX}"):
                if candidate.exists():
                    inside = home.is_dir() and candidate.resolve().is_relative_to(home.resolve())
                    return by if inside else read_folder(_named_like(by, candidate))
        return None


def _named_like(by: Folder, path: Path) -> Path:
    """A path from where people are, if the files of a folder are named so."""
    named = (Path(source.path) for source in by.sources)
    return path if all(map(Path.is_absolute, named)) else Path(os.path.relpath(path))


def read_folder(path: Path) -> Folder:
    """Read a policy folder or a single policy file.

    Raises:
        PolicyFileError: nothing there, nothing readable, or not UTF-8.
    """
    if path.is_dir():
        files = sorted(p for p in path.rglob(f"*{SUFFIX}") if p.is_file())
        if not files:
            raise PolicyFileError(Words(f"there is no {SUFFIX} file in {path}", f"{path} 中没有 {SUFFIX} 文件"))
    elif path.is_file():
        files = [path]
    else:
        raise PolicyFileError(Words(f"there is no policy at {path}", f"{path} 处没有政策"))
    name = path.resolve().name.removesuffix(SUFFIX)
    return Folder(name, str(path.resolve()), tuple(read_source(file) for file in files), lambda: _beside(path))


def policy_folder(place: Path) -> Path | None:
    """The folder of the policy that the files of a folder are part of: itself or the nearest above it that says so.

    None where there is no `policy` sentence, or where the nearest folder has one in each of several files.
    """
    for folder in (place.resolve(), *place.resolve().parents):
        named = [name for source in _readable(folder.glob(f"*{SUFFIX}")) for name in header_of(source).policies]
        if named:
            return folder if len(named) == 1 else None
        if (folder / ".git").exists():
            break
    return None


def _beside(path: Path) -> list[Neighbours]:
    """The folders a single file may be one of: its own, and the one above if that has policy files too.

    Of each they hold what lies in it and in the folders right below; a single file may have half a disk below it.
    """
    home = path.resolve().parent
    homes = [home, *([home.parent] if any(home.parent.glob(f"*{SUFFIX}")) else [])] if path.is_file() else []
    return [_neighbours(path, home) for home in homes]


def _neighbours(path: Path, home: Path) -> Neighbours:
    """The other files of a folder; those that cannot be read are left out."""
    files = sorted([*home.glob(f"*{SUFFIX}"), *home.glob(f"*/*{SUFFIX}")])
    folder = shown(home) if path.is_absolute() else Path(os.path.relpath(home)).as_posix()
    return Neighbours(folder, tuple(_readable(file for file in files if file.resolve() != path.resolve())))


def _readable(files: Iterator[Path]) -> Iterator[Source]:
    for file in files:
        with suppress(PolicyFileError):
            yield read_source(file)


def read_source(path: Path) -> Source:
    """Read one file as text.

    Raises:
        PolicyFileError: it cannot be read, or is not UTF-8.
    """
    try:
        data = path.read_bytes()
    except OSError as error:
        reason = error.strerror or str(error)
        raise PolicyFileError(Words(f"cannot read {path}: {reason}", f"无法读取 {path}：{reason}")) from error
    return decoded(data, shown(path), str(path))


def decoded(data: bytes, path: str, told: str) -> Source:
    """The bytes of a file as text.

    Args:
        data: what is in it.
        path: of the file as people see it.
        told: what a message calls the file.

    Raises:
        PolicyFileError: it is not UTF-8.
    """
    try:
        return Source(path, data.decode("utf-8-sig"))
    except UnicodeDecodeError as error:
        line = data[: error.start].count(b"\n") + 1
        raise PolicyFileError(
            Words(
                f"{told} is not UTF-8 (line {line}); save it as UTF-8 and try again",
                f"{told} 不是 UTF-8 编码（第 {line} 行）；请另存为 UTF-8 后重试",
            )
        ) from error


def shown(path: Path) -> str:
    """A path as people see it: relative to where they are, if it lies there."""
    try:
        return path.resolve().relative_to(Path.cwd()).as_posix()
    except ValueError:
        return str(path)


def write_whole(path: Path, data: bytes) -> None:
    """Write a file at once, or leave it as it was; it keeps its mode.

    Raises:
        OSError: it cannot be written.
    """
    handle, temporary = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(data)
        if path.exists():
            Path(temporary).chmod(path.stat().st_mode)
        else:
            umask = os.umask(0)
            os.umask(umask)
            Path(temporary).chmod(0o666 & ~umask)
        Path(temporary).replace(path)
    except OSError:
        Path(temporary).unlink(missing_ok=True)
        raise


def source_hash(text: str) -> str:
    """SHA-256 of a source text, in hex."""
    return hashlib.sha256(text.encode()).hexdigest()


def file_hash(path: Path) -> str:
    """SHA-256 of a file, in hex."""
    return hashlib.sha256(path.read_bytes()).hexdigest()
