"""What OLD and NEW of a comparison mean: paths on disk, or revisions of the policies at some paths."""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path
from typing import Final

from dsl.diagnostics.model import Words
from dsl.syntax.nearest import nearest
from engine.policy_files import shown
from engine.revisions.pairs import Comparison, pairs
from engine.revisions.repository import Repository, RevisionError
from engine.revisions.shelves import CommitShelf, DiskShelf, Shelf, work_tree

_RANGE: Final = re.compile(r"([^.].*?)?(\.\.\.?)([^./].*)?")
_BEFORE: Final = re.compile("[~^@]")  # behind a revision: another that it leads to
_HEAD: Final = "HEAD"


def comparisons(given: Sequence[str], paths: Sequence[str] = ()) -> list[Comparison]:
    """Every policy that a command line asks to compare, changed or not, by path.

    Args:
        given: what stands before ``--``: two paths on disk; or up to two revisions, or a range of them (``a..b``, or
            ``a...b`` from where both parted). One revision is compared with the work tree, and HEAD if there is none.
            ``REVISION:PATH`` is a path, too. Without ``paths``, paths may follow revisions, as git allows.
        paths: what stands behind ``--``: folders with policies in them, or what belongs to a policy; all if empty.

    Raises:
        RevisionError: they mean nothing, or more than one thing.
        PolicyFileError: a policy cannot be read.
    """
    if not paths:
        places = _places(given)
        if places is not None:
            _refuse_nothing(given, places)
            return pairs(*places)
        given, paths = _split(given)
    repository = _repository(paths)
    old, new = _sides(repository, given)
    return pairs(old, new, [repository.from_top(path) for path in paths], paths)


def _places(given: Sequence[str]) -> tuple[Shelf, Shelf] | None:
    """The two places to be compared, if that is what is given."""
    found = [_place(text) for text in given]
    match found:
        case [CommitShelf() as old]:
            return old, DiskShelf(old.repository.on_disk(old.base), Words("work tree", "工作区"))
        case [old, new] if old is not None and new is not None:
            for text in given:
                _refuse_ambiguous(text)
            return old, new
        case _:
            return None


def _place(text: str) -> Shelf | None:
    """A path on disk, or REVISION:PATH."""
    if Path(text).exists():
        place = shown(Path(text))
        return DiskShelf(Path(text), Words(place, place))
    revision, colon, path = text.partition(":")
    repository = _here()
    commit = repository.commit(revision) if repository and colon and revision else None
    if repository is None or commit is None:
        return None
    # As for git, a path begins at the top, unless it begins with a dot.
    base = repository.from_top(path) if path.startswith("./") else path.strip("/")
    title = repository.title(revision, commit)
    return CommitShelf(repository, commit, Words(title, title), base)


def _refuse_nothing(given: Sequence[str], places: tuple[Shelf, Shelf]) -> None:
    """Where two paths are named, each must lead to a policy; at one path of two revisions a policy may come or go."""
    if len({(text.partition(":")[2] or text).strip("./") for text in given}) == 1:
        return
    for text, place in zip(given, places, strict=True):
        if isinstance(place, CommitShelf) and not place.headers:
            raise RevisionError(Words(f"there is no policy at {text}", f"{text} 处没有政策"))


def _split(given: Sequence[str]) -> tuple[Sequence[str], Sequence[str]]:
    """Revisions, and the paths that begin where something is none."""
    end = next((i for i, text in enumerate(given) if not _is_revision(text)), len(given))
    for text in given[:end]:
        _refuse_ambiguous(text)
    for text in given[end:]:
        if not Path(text).exists():
            raise RevisionError(_neither(text))
    return given[:end], given[end:]


def _is_revision(text: str) -> bool:
    repository = _here()
    return repository is not None and all(repository.commit(end) for end in _ends(text))


def _refuse_ambiguous(text: str) -> None:
    if Path(text).exists() and _is_revision(text):
        raise RevisionError(
            Words(
                f"{text} is a path and a revision; write ./{text} for the path, and -- behind revisions",
                f"{text} 既是路径也是版本；指路径请写 ./{text}，指版本请在后面写 --",
            )
        )


def _sides(repository: Repository, given: Sequence[str]) -> tuple[Shelf, Shelf]:
    """What is compared, if it is revisions."""
    ends = [end for text in given for end in _ends(text)]
    if len(ends) > 2:
        raise RevisionError(
            Words(
                f"two revisions can be compared, not {len(ends)}: {', '.join(given)}; paths stand behind --",
                f"只能比较两个版本，这里有 {len(ends)} 个：{'、'.join(given)}；路径要写在 -- 后面",
            )
        )
    old, *new = ends or [_HEAD]
    if not new:
        return _at(repository, old), work_tree(repository)
    if len(given) == 1 and "..." in given[0]:
        return _parting(repository, old, new[0]), _at(repository, new[0])
    return _at(repository, old), _at(repository, new[0])


def _ends(text: str) -> tuple[str, ...]:
    """The revisions of a range, or the one there is."""
    found = _RANGE.fullmatch(text)
    return (found[1] or _HEAD, found[3] or _HEAD) if found else (text,)


def _at(repository: Repository, text: str) -> Shelf:
    commit = repository.known_commit(text)
    title = repository.title(text, commit)
    return CommitShelf(repository, commit, Words(title, title))


def _parting(repository: Repository, one: str, other: str) -> Shelf:
    commit = repository.common_ancestor(one, other)
    short = repository.title(commit, commit)
    side = Words(f"where {one} and {other} parted ({short})", f"{one} 与 {other} 的分叉处（{short}）")
    return CommitShelf(repository, commit, side)


def _here() -> Repository | None:
    try:
        return Repository.at(Path.cwd())
    except RevisionError:
        return None


def _repository(paths: Sequence[str]) -> Repository:
    """The repository people are in; else that of the first path."""
    here = _here()
    if here is None and paths and (parent := next((p for p in Path(paths[0]).absolute().parents if p.is_dir()), None)):
        return Repository.at(parent)
    return here or Repository.at(Path.cwd())


def _neither(text: str) -> Words:
    """What is said of something that is no path here and no revision."""
    repository = _here()
    meant = _path_meant(Path(text)) or nearest(text, repository.names() if repository else ())
    if repository is None:
        return Words(
            f"there is nothing at {text}" + (f"; did you mean {meant}?" if meant else ""),
            f"{text} 处没有文件或文件夹" + (f"；是否指 {meant}？" if meant else ""),
        )
    missing = _missing(repository, text)
    if missing is not None:
        return repository.unknown(missing)
    return Words(
        f"{text} is no file or folder here, and no revision"
        + (f"; did you mean {meant}?" if meant else f"; if it was deleted, write -- {text}"),
        f"{text} 不是这里的文件或文件夹，也不是版本"
        + (f"；是否指 {meant}？" if meant else f"；如果已经删除，请写 -- {text}"),
    )


def _missing(repository: Repository, text: str) -> str | None:
    """The revision that is not here, if it is plain that one is meant: by a range, or a commit before another."""
    ends = _ends(text)
    missing = next((end for end in ends if repository.commit(end) is None), None)
    if missing is None:
        return None
    starts = [*ends, _BEFORE.split(missing)[0]]
    is_meant = any(repository.commit(start) is not None for start in starts) or repository.may_lack(missing)
    return missing if is_meant else None


def _path_meant(path: Path) -> str | None:
    """A path that is there, in which one name is a little different."""
    for end in range(1, len(path.parts) + 1):
        start = Path(*path.parts[:end])
        if not start.exists() and start.parent.is_dir():
            name = nearest(start.name, (other.name for other in start.parent.iterdir()))
            found = name and start.with_name(name).joinpath(*path.parts[end:])
            return str(found) if found and found.exists() else None
    return None
