"""What git is told about policies: how to show them, where a sentence begins, and how to compare them.

The settings are those of one clone; the line of ``.gitattributes`` belongs to the project.
"""

from __future__ import annotations

import shlex
import shutil
import sys
from itertools import cycle
from pathlib import Path
from typing import Final, Literal

from dsl.diagnostics.model import Words
from dsl.lean import dataclass
from dsl.syntax.vocabulary import HEADS, LANGS, VOCABULARY
from engine.policy_files import SUFFIX, write_whole
from engine.revisions.repository import Repository, RevisionError

ATTRIBUTES: Final = ".gitattributes"
LINE: Final = f"*{SUFFIX} diff=tiercel"
TEXTCONV, XFUNCNAME, DIFFTOOL = "diff.tiercel.textconv", "diff.tiercel.xfuncname", "difftool.tiercel.cmd"

# Git cuts a heading at 80 bytes. That no character of three bytes is cut in two, not even where git counts bytes,
# headings end earlier, and behind whole characters. (Ranges over all of ASCII mean something else in some locales.)
_ASCII: Final = """[A-Za-z0-9 _"'(),.<>=!%*/+|:-]"""
_OTHER: Final = _ASCII.replace("[", "[^")
_RUNS: Final = ((60,), (10, 12, 24), (4, 21), (10, 6, 10, 6, 10))  # of ASCII and other characters by turns

Done = Literal["set", "changed", "kept", "removed", "absent", "elsewhere"]


@dataclass(frozen=True, slots=True)
class Step:
    """One thing that was set or removed, or needed not be: a setting of git, or the line of the attributes.

    ``elsewhere`` is a line of somebody's own, which does the same and is left alone.
    """

    name: str
    done: Done


def set_up(repository: Repository) -> list[Step]:
    """Tell git about policies.

    Raises:
        RevisionError: git does not take it, or the repository has no work tree.
        OSError: the attributes cannot be written.
    """
    attributes = _attributes(repository)
    steps = [_set(repository, name, value) for name, value in settings(program()).items()]
    return [*steps, _add_line(attributes)]


def take_back(repository: Repository) -> list[Step]:
    """Remove what `set_up` did, and nothing else.

    Raises:
        RevisionError: git does not take it, or the repository has no work tree.
        OSError: the attributes cannot be written.
    """
    attributes = _attributes(repository)
    return [*(_unset(repository, name) for name in settings("")), _remove_line(attributes)]


def settings(command: str) -> dict[str, str]:
    """The settings of git, by name.

    Args:
        command: how a shell calls tiercel.
    """
    return {
        # A git that cannot show a file stops, so the file itself is the last resort.
        TEXTCONV: f'show() {{ {command} fmt --stdout "$1" 2>/dev/null || cat "$1"; }}; show',
        XFUNCNAME: headings(),
        DIFFTOOL: f'{command} diff "$LOCAL" "$REMOTE" --at "$MERGED"',
    }


def headings() -> str:
    """What a line that begins a sentence looks like, in either language, for git to show above a change."""
    en, zh = ("|".join(sorted(word for head in HEADS for word in VOCABULARY.words[head, lang])) for lang in LANGS)
    rest = "|".join("".join(f"{kind}{{0,{most}}}" for kind, most in zip(cycle((_ASCII, _OTHER)), run)) for run in _RUNS)
    return f"^((({en}) |({zh}))({rest}))"


def program() -> str:
    """How a shell calls this very tiercel, whatever its PATH."""
    called, beside = Path(sys.argv[0]), Path(sys.executable).parent
    if called.stem == "tiercel" and called.is_file():
        return shlex.quote(called.resolve().as_posix())
    found = shutil.which("tiercel", path=str(beside)) or shutil.which("tiercel")
    return shlex.quote(Path(found).as_posix()) if found else "tiercel"


def _set(repository: Repository, name: str, value: str) -> Step:
    before = repository.setting(name)
    if before == value:
        return Step(name, "kept")
    repository.set(name, value)
    return Step(name, "set" if before is None else "changed")


def _unset(repository: Repository, name: str) -> Step:
    if repository.setting(name) is None:
        return Step(name, "absent")
    repository.set(name, None)
    return Step(name, "removed")


def _attributes(repository: Repository) -> Path:
    path = repository.on_disk(ATTRIBUTES)
    if path.is_symlink():
        raise RevisionError(
            Words(
                f"{ATTRIBUTES} is a symbolic link, which git does not follow; make it a file",
                f"{ATTRIBUTES} 是符号链接，git 不会读取；请改成普通文件",
            )
        )
    return path


def _add_line(path: Path) -> Step:
    data = path.read_bytes() if path.exists() else b""
    if any(_says_so(line) for line in data.splitlines()):
        return Step(ATTRIBUTES, "kept")
    end = b"\r\n" if b"\r\n" in data else b"\n"
    data += end if data and not data.endswith((b"\n", b"\r")) else b""
    write_whole(path, data + LINE.encode() + end)
    return Step(ATTRIBUTES, "set")


def _remove_line(path: Path) -> Step:
    lines = path.read_bytes().splitlines(keepends=True) if path.exists() else []
    kept = [line for line in lines if line.strip() != LINE.encode()]
    if len(kept) < len(lines):
        if kept:
            write_whole(path, b"".join(kept))
        else:
            path.unlink()
        return Step(ATTRIBUTES, "removed")
    return Step(ATTRIBUTES, "elsewhere" if any(_says_so(line) for line in lines) else "absent")


def _says_so(line: bytes) -> bool:
    pattern, *attributes = line.split() or [b""]
    return pattern == f"*{SUFFIX}".encode() and b"diff=tiercel" in attributes
