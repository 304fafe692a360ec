"""The policies that a change of some files concerns: those they belong to, and those that use these."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from engine.policy_files import PolicyFileError, shown
from engine.revisions.homes import policies_among, within
from engine.revisions.repository import Repository
from engine.revisions.shelves import DiskShelf, work_tree


def touched_policies(files: Sequence[Path]) -> list[Path]:
    """The folders and files of the work tree whose decisions may depend on some files.

    Raises:
        RevisionError: this is no work tree, or a file lies outside.
    """
    repository = Repository.at(Path.cwd())
    shelf = work_tree(repository)
    changed = [repository.from_top(str(file)) for file in files]
    return [
        repository.on_disk(home)
        for home in policies_among(shelf.headers)
        if any(within(file, home) for file in changed) or not _uses(shelf, home).isdisjoint(map(shown, files))
    ]


def _uses(shelf: DiskShelf, home: str) -> set[str]:
    """The files that a policy is made of, as people see them; none, if it cannot be read."""
    try:
        return {source.path for source in shelf.version(home).sources().values()}
    except PolicyFileError:
        return set()
