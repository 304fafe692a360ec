"""A policy as it stands somewhere: its files, and those of all that it uses."""

from __future__ import annotations

import os.path
from dataclasses import replace
from pathlib import Path

from dsl.diagnostics.model import Words
from dsl.headers import header_of
from dsl.lean import dataclass
from dsl.load import Folder, Loader
from dsl.source import Source


@dataclass(frozen=True, slots=True)
class Version:
    """A policy at one side of a comparison, to be read with ``analyse(version.folder, version.loader)``.

    Attributes:
        folder: its files.
        loader: finds what it uses, at the same side.
        path: of the policy as people see it.
        side: the revision, the work tree or the path that it is read from, as people know it.
    """

    folder: Folder
    loader: Loader
    path: str
    side: Words

    @property
    def name(self) -> str | None:
        """What its `policy` sentence calls it."""
        return next((name for source in self.folder.sources for name in header_of(source).policies), None)

    def sources(self) -> dict[tuple[str, str], Source]:
        """Every file that it is made of, those of all that it uses too: by policy, and place within that."""
        found: dict[tuple[str, str], Source] = {}
        seen: set[str] = set()
        waiting = [self.folder]
        while waiting:
            current = waiting.pop()
            if current.location in seen:
                continue
            seen.add(current.location)
            for path, source in zip(_within(current), current.sources, strict=True):
                found[current.name, path] = source
                used = (self.loader.used(name, current) for name in header_of(source).uses)
                waiting += [folder for folder in used if folder is not None]
        return found

    def same_as(self, other: Version) -> bool:
        """Whether two versions consist of the same texts, however their lines end."""
        one, two = self.sources(), other.sources()
        return one.keys() == two.keys() and all(_text(one[key]) == _text(two[key]) for key in one)


def exchanged(folder: Folder, path: str, text: str | None) -> Folder:
    """A folder in which one file has another text; None for no such file."""
    files = {source.path: source for source in folder.sources if source.path != path}
    if text is not None:
        files[path] = Source(path, text)
    return replace(folder, sources=tuple(files[key] for key in sorted(files)))


def _within(folder: Folder) -> list[str]:
    """The paths of the files of a folder without the folders that they have in common."""
    paths = [source.path for source in folder.sources]
    top = os.path.commonpath([Path(path).parent for path in paths])
    return [os.path.relpath(path, top) for path in paths]


def _text(source: Source) -> str:
    return source.text.replace("\r\n", "\n")
