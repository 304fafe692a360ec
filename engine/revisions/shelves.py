"""Where versions of policies stand: a commit, the work tree, or a folder on disk.

A shelf knows the heads of all its policy files, by path from its top, and gives out policies.
"""

from __future__ import annotations

import os
import posixpath
from collections.abc import Mapping
from functools import cached_property
from pathlib import Path
from typing import Protocol

from dsl.alone import Neighbours
from dsl.diagnostics.model import Words
from dsl.headers import Header, header_of
from dsl.lean import dataclass
from dsl.load import Folder
from dsl.source import Source
from engine.policy_files import SUFFIX, FileLoader, decoded, read_folder, shown
from engine.revisions.homes import places_of, policies_among, used_as, within
from engine.revisions.repository import Repository
from engine.revisions.version import Version


class Shelf(Protocol):
    """Where versions of policies stand."""

    @property
    def side(self) -> Words:
        """How people call it."""

    @property
    def headers(self) -> Mapping[str, Header]:
        """The heads of its policy files, by path."""

    def version(self, home: str) -> Version:
        """The policy of a folder or file.

        Raises:
            PolicyFileError: it is not there, or cannot be read.
        """


@dataclass(frozen=True)
class CommitShelf:
    """The policies of a commit, below some folder of it.

    Attributes:
        base: the folder, or a file, from the top of the repository; "" for everything.
    """

    repository: Repository
    commit: str
    side: Words
    base: str = ""

    @cached_property
    def headers(self) -> Mapping[str, Header]:
        """The heads of its policy files; those that are not UTF-8 say nothing."""
        inside = {path: data for path, data in self._files.items() if within(path, self.base)}
        return {
            path[len(self.base) :].lstrip("/"): header_of(Source(path, data.decode("utf-8-sig", "replace")))
            for path, data in inside.items()
        }

    def version(self, home: str) -> Version:
        """The policy of a folder or file."""
        path = posixpath.join(self.base, home).rstrip("/")
        return Version(self.folder(path), _CommitLoader(self), self._shown(path), self.side)

    def folder(self, path: str, *, is_relative: bool = False) -> Folder:
        """The files of a policy.

        Args:
            path: of it.
            is_relative: told from here, even if it does not lie below, as its user is.
        """
        shown = {p: self._shown(p) for p in sorted(self._files) if within(p, path)}
        if is_relative:
            shown = {p: Path(os.path.relpath(told)).as_posix() for p, told in shown.items()}
        found = [decoded(self._files[p], told, told) for p, told in shown.items()]
        name = posixpath.basename(path) or (self.repository.top or self.repository.place.resolve()).name
        return Folder(name.removesuffix(SUFFIX), self.location(path), tuple(found), lambda: self._beside(path))

    def location(self, path: str) -> str:
        """Where a policy is."""
        return f"{self.commit}:{path}"

    def used(self, name: str, path: str) -> str | None:
        """The path of what a policy calls by name."""
        return used_as(name, path, self._places, is_folder=path not in self._files)

    @cached_property
    def _places(self) -> set[str]:
        return places_of(self._files)

    @cached_property
    def _files(self) -> dict[str, bytes]:
        return self.repository.contents(self.repository.committed(self.commit, SUFFIX))

    def _shown(self, path: str) -> str:
        if self.repository.top is None:
            return path
        place, here = self.repository.top / path, Path.cwd()
        # What is a link today was none then.
        return place.relative_to(here).as_posix() if place.is_relative_to(here) else str(place)

    def _beside(self, path: str) -> list[Neighbours]:
        """The folder that a single file may be one of, with its other files."""
        if path not in self._files:
            return []
        folder = posixpath.dirname(path)
        files = [other for other in self._files if other != path and posixpath.dirname(other) == folder]
        sources = (Source(self._shown(p), self._files[p].decode("utf-8-sig", "replace")) for p in sorted(files))
        return [Neighbours(self._shown(folder) or ".", tuple(sources))]


@dataclass(frozen=True)
class _CommitLoader:
    """Loads what policies use from the same commit."""

    shelf: CommitShelf

    def used(self, name: str, by: Folder) -> Folder | None:
        """The folder or file a policy means by ``use NAME``, as on disk."""
        home = by.location.removeprefix(self.shelf.location(""))
        found = self.shelf.used(name, home)
        if found is None:
            return None
        is_relative = all(not Path(source.path).is_absolute() for source in by.sources)
        return by if within(found, home) else self.shelf.folder(found, is_relative=is_relative)


@dataclass(frozen=True)
class DiskShelf:
    """The policies on disk below some folder, or of a single file.

    Attributes:
        top: the folder or file.
        kept: the paths of its files, if git says which; else all there are.
    """

    top: Path
    side: Words
    kept: tuple[str, ...] | None = None

    @cached_property
    def headers(self) -> Mapping[str, Header]:
        """The heads of its policy files; those that are not UTF-8 say nothing."""
        if self.top.is_file():
            return {"": _header(self.top)}
        listed = self.kept
        if listed is None:
            found = (path for path in self.top.rglob(f"*{SUFFIX}") if path.is_file())
            listed = tuple(sorted(path.relative_to(self.top).as_posix() for path in found))
        return {path: _header(self.top / path) for path in listed}

    def version(self, home: str) -> Version:
        """The policy of a folder or file."""
        path = self.top / home if home else self.top
        return Version(read_folder(path), FileLoader(), shown(path), self.side)


def policies_in(place: Path) -> list[Path]:
    """The policies of a folder that cannot be one, because it names several or has several records; else itself.

    Where some lie beside each other in one folder, it stays one: its mistakes say what is wrong.
    """
    headers = DiskShelf(place, Words(str(place), str(place))).headers if place.is_dir() else {}
    named = sum(len(header.policies) for header in headers.values())
    if max(named, sum(header.records for header in headers.values())) < 2:
        return [place]
    homes = policies_among(headers)
    return [place / home for home in homes] if headers.keys().isdisjoint(homes) else [place]


def work_tree(repository: Repository) -> DiskShelf:
    """The policies of the work tree, as git sees it: without what is ignored."""
    kept = repository.in_work_tree(SUFFIX)
    return DiskShelf(repository.on_disk(""), Words("work tree", "工作区"), tuple(kept))


def _header(path: Path) -> Header:
    try:
        return header_of(Source(str(path), path.read_bytes().decode("utf-8-sig", "replace")))
    except OSError:
        return Header((), 0, ())
