"""Which folders and files of a repository are policies.

A folder says so with a `policy` sentence, or is used by name. Where files say nothing, the folder that was named on the
command line is one, and else the highest folder that has such files itself. A path of "" is the top.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from collections.abc import Set as AbstractSet
from posixpath import dirname

from dsl.headers import Header
from engine.policy_files import SUFFIX

_Headers = Mapping[str, Header]


def policies_among(headers: _Headers, named: Collection[str] = ()) -> tuple[str, ...]:
    """The policies that files belong to: paths of folders, or of files that are policies of their own.

    Args:
        headers: of all files, by path.
        named: folders of which somebody says that they are policies; believed if the files do not say otherwise.
    """
    sure = _outermost({*_declared(headers), *_used(headers)})
    silent = _outside(headers, sure)
    believed = {folder for folder in named if folder not in headers and _may_be_one(folder, silent, sure)}
    return tuple(sorted({*sure, *believed, *_unsaid(_outside(silent, believed), sure)}))


def within(path: str, folder: str) -> bool:
    """Whether a path is a folder, or lies in it."""
    return folder in ("", path) or path.startswith(f"{folder}/")


def places_of(files: Iterable[str]) -> set[str]:
    """Files, and the folders they lie in."""
    return {place for file in files for place in (file, *_above(file))}


def used_as(name: str, home: str, places: Collection[str], *, is_folder: bool) -> str | None:
    """What ``use NAME`` means in a policy, as on disk: the folder or file of that name, inside or beside it."""
    base = home if is_folder else dirname(home)
    for place in dict.fromkeys((base, dirname(base))):
        for candidate in (_join(place, name), _join(place, f"{name}{SUFFIX}")):
            if candidate in places:
                return candidate
    return None


def _declared(headers: _Headers) -> Iterator[str]:
    """The folders of `policy` sentences; if a folder has several, the files with them."""
    saying = {path: len(header.policies) for path, header in headers.items() if header.policies}
    for path in saying:
        folder = dirname(path)
        several = sum(number for file, number in saying.items() if within(file, folder)) > 1
        yield path if several else folder


def _used(headers: _Headers) -> Iterator[str]:
    """What is used by name, from any folder above the file that says so."""
    places = places_of(headers)
    for path, header in headers.items():
        for name in header.uses:
            found = (used_as(name, folder, places, is_folder=True) for folder in _above(path))
            target = next((one for one in found if one is not None), None)
            if target is not None:
                yield target


def _outermost(paths: Collection[str]) -> set[str]:
    return {path for path in paths if not any(path != other and within(path, other) for other in paths)}


def _outside(headers: _Headers, homes: AbstractSet[str]) -> dict[str, Header]:
    """The files that lie in no policy that is known already."""
    return {path: header for path, header in headers.items() if homes.isdisjoint((path, *_above(path)))}


def _may_be_one(folder: str, silent: _Headers, sure: Collection[str]) -> bool:
    """Whether a folder that was named can be a policy: it has files, no other lies in it, and it is no part of one."""
    is_part = any(holder != folder and within(folder, holder) for holder in map(dirname, silent))
    return not is_part and not _is_mixed(folder, silent, sure) and any(within(path, folder) for path in silent)


def _unsaid(rest: _Headers, sure: Collection[str]) -> Iterator[str]:
    """The policies of files that nothing is said about: the highest folders that have such files themselves."""
    holders = {dirname(path) for path in rest}
    single = {folder for folder in holders if not _is_mixed(folder, rest, sure)}
    for path in rest:
        yield next((folder for folder in reversed(_above(path)) if folder in single), path)


def _is_mixed(folder: str, silent: _Headers, sure: Collection[str]) -> bool:
    """Whether other policies lie in a folder, or several records, which no policy has."""
    records = sum(header.records for path, header in silent.items() if within(path, folder))
    return records > 1 or any(within(home, folder) for home in sure)


def _above(path: str) -> list[str]:
    """The folders a path lies in, the nearest first."""
    found = [dirname(path)]
    while found[-1]:
        found.append(dirname(found[-1]))
    return found


def _join(folder: str, name: str) -> str:
    return f"{folder}/{name}" if folder else name
