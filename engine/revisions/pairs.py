"""The policies of two sides, each beside what it was."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from pathlib import Path

from dsl.diagnostics.model import Words
from dsl.lean import dataclass
from engine.policy_files import FileLoader, read_folder, read_source, shown
from engine.revisions.homes import policies_among, within
from engine.revisions.repository import Repository, RevisionError
from engine.revisions.shelves import Shelf, work_tree
from engine.revisions.version import Version, exchanged


@dataclass(frozen=True, slots=True)
class Comparison:
    """A policy at both sides; None where it is not there yet, or no more."""

    old: Version | None
    new: Version | None

    @property
    def path(self) -> str:
        """Of the policy as people see it; the new one, if it moved."""
        version = self.new or self.old
        assert version is not None
        return version.path

    @property
    def is_same(self) -> bool:
        """Whether both sides consist of the same texts, those of all that is used too."""
        return self.old is not None and self.new is not None and self.old.same_as(self.new)


def pairs(old: Shelf, new: Shelf, under: Sequence[str] = (), told: Sequence[str] = ()) -> list[Comparison]:
    """Every policy of two sides; one that moved is known by the name in its `policy` sentence.

    Args:
        old: where it was.
        new: where it is.
        under: only policies in these folders, or that were, and those that these files belong to; all if empty.
        told: the same as they were given.

    Raises:
        RevisionError: there is none at a path.
        PolicyFileError: one cannot be read.
    """
    homes = [_homes(shelf, under) for shelf in (old, new)]
    for path, said in zip(under, told, strict=True):
        if not any(_concerns(home, [path]) for side in homes for home in side):
            raise RevisionError(_nothing(said, old, new))
    before, after = (
        {home: shelf.version(home) for home in side} for shelf, side in zip((old, new), homes, strict=True)
    )
    if not before and not after:
        raise RevisionError(_nothing("", old, new))
    gone = [version for home, version in before.items() if home not in after]
    came = [version for home, version in after.items() if home not in before]
    left, arrived = _elsewhere(old, new, homes) if under and (gone or came) else ([], [])
    moved = _moved(gone + left, came + arrived)
    found = [Comparison(before[home], version) for home, version in after.items() if home in before]
    found += [Comparison(moved.get(version.path), version) for version in came]
    gone_to = {version.path: path for path, version in moved.items()}
    there = {version.path: version for version in arrived}
    paired = {one.old.path for one in found if one.old is not None}
    found += [Comparison(v, there.get(gone_to.get(v.path, ""))) for v in gone if v.path not in paired]
    return sorted(found, key=lambda one: one.path)


def one_file_changed(old: Path, new: Path, at: Path) -> Comparison:
    """The policy of a file with two texts of that file, as ``git difftool`` hands them over, and all else as on disk.

    Args:
        old: holds the one text; no regular file, such as the null device, stands for none.
        new: holds the other.
        at: the file in the work tree.

    Raises:
        RevisionError: it lies in no repository.
        PolicyFileError: something cannot be read.
    """
    repository = Repository.at(next(parent for parent in at.absolute().parents if parent.is_dir()))
    shelf, path = work_tree(repository), repository.from_top(str(at.absolute()))
    home = repository.on_disk(next((one for one in policies_among(shelf.headers) if within(path, one)), path))
    place = read_folder(home if home.exists() else next(text for text in (new, old) if text.is_file()))
    versions = []
    for text in (old, new):
        folder = exchanged(place, shown(at), read_source(text).text if text.is_file() else None)
        side = Words(str(text), str(text))
        versions.append(Version(folder, FileLoader(), shown(home), side) if folder.sources else None)
    return Comparison(*versions)


def _homes(shelf: Shelf, under: Sequence[str]) -> list[str]:
    named = under or [""]
    return [home for home in policies_among(shelf.headers, named) if _concerns(home, named)]


def _elsewhere(old: Shelf, new: Shelf, homes: Sequence[Sequence[str]]) -> tuple[list[Version], list[Version]]:
    """Policies that only one side has, outside the paths that are asked for: one may have moved there, or from it."""
    every = [_homes(shelf, ()) for shelf in (old, new)]
    found = []
    for shelf, mine, other, known in ((old, every[0], every[1], homes[0]), (new, every[1], every[0], homes[1])):
        found.append([shelf.version(home) for home in mine if home not in other and home not in known])
    return found[0], found[1]


def _concerns(home: str, paths: Collection[str]) -> bool:
    return any(within(home, path) or within(path, home) for path in paths)


def _moved(gone: Sequence[Version], came: Sequence[Version]) -> dict[str, Version]:
    """Where a policy was before, by the path where it is now; only if no other has its name."""
    found = {}
    for version in came:
        same = [other for other in gone if other.name is not None and other.name == version.name]
        if len(same) == 1 and sum(other.name == version.name for other in came) == 1:
            found[version.path] = same[0]
    return found


def _nothing(path: str, old: Shelf, new: Shelf) -> Words:
    return Words(
        f"there is no policy{path and f' at {path}'}; looked in {old.side.en}, {new.side.en}",
        f"{path and f'{path} 处'}没有政策；查找的范围：{old.side.zh}、{new.side.zh}",
    )
