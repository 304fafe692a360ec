"""A git repository, through git's own plumbing; nothing in it is changed, but for settings on demand."""

from __future__ import annotations

import os
import re
import subprocess
from collections.abc import Iterator, Sequence
from pathlib import Path, PurePosixPath
from typing import Final

from dsl.diagnostics.model import Words
from dsl.lean import dataclass
from dsl.syntax.nearest import nearest

_OLDER: Final = re.compile("[~^]")  # in what names a commit before another
_SHOWN: Final = 8  # digits of a commit: enough to find it again
# Reading must neither take locks nor ask for a password, and complaints are read.
_ENVIRONMENT: Final = {"GIT_OPTIONAL_LOCKS": "0", "GIT_TERMINAL_PROMPT": "0", "LC_ALL": "C"}


class RevisionError(Exception):
    """What is asked of git cannot be had; ``words`` says why in both languages."""

    def __init__(self, words: Words) -> None:
        super().__init__(words.en)
        self.words = words


@dataclass(frozen=True, slots=True)
class Entry:
    """A file of a commit: its path from the top, and what names its content for git."""

    path: str
    content: str


@dataclass(frozen=True, slots=True)
class Repository:
    """A git repository.

    Attributes:
        place: where git is started.
        top: the folder of its work tree; None for a bare one.
        prefix: of the place within the work tree.
    """

    place: Path
    top: Path | None
    prefix: PurePosixPath

    @classmethod
    def at(cls, place: Path) -> Repository:
        """The repository a folder lies in.

        Raises:
            RevisionError: it lies in none, or git is missing or refuses to look.
        """
        inside = run_git(place, "rev-parse", "--is-inside-work-tree")
        if inside.returncode != 0:
            raise RevisionError(_no_repository(place, _said(inside)))
        if inside.stdout.strip() != b"true":
            return cls(place, None, PurePosixPath())
        top, prefix = (_line(run_git(place, "rev-parse", option)) for option in ("--show-toplevel", "--show-prefix"))
        return cls(place, Path(top), PurePosixPath(prefix))

    def commit(self, text: str) -> str | None:
        """The commit that a revision means, or None if it means none."""
        if not text or text.startswith("-"):
            return None
        done = run_git(self.place, "rev-parse", "--verify", "--quiet", f"{text}^{{commit}}")
        return _line(done) if done.returncode == 0 else None

    def known_commit(self, text: str) -> str:
        """The commit that a revision means.

        Raises:
            RevisionError: it means none; says which name is like it.
        """
        found = self.commit(text)
        if found is None:
            raise RevisionError(self.unknown(text))
        return found

    def common_ancestor(self, one: str, other: str) -> str:
        """Where two revisions parted.

        Raises:
            RevisionError: one is unknown, or there is no such commit here.
        """
        commits = [self.known_commit(text) for text in (one, other)]
        done = run_git(self.place, "merge-base", *commits)
        if done.returncode != 0:
            raise RevisionError(
                Words(
                    f"{one} and {other} have no commit in common here; if this is a shallow clone, fetch the rest: "
                    "git fetch --unshallow",
                    f"{one} 与 {other} 在这里没有共同的提交；如果这是浅克隆，请先取回全部历史：git fetch --unshallow",
                )
            )
        return _line(done)

    def title(self, text: str, commit: str) -> str:
        """A revision as people know it, and its commit."""
        return commit[:_SHOWN] if commit.startswith(text) else f"{text} ({commit[:_SHOWN]})"

    def committed(self, commit: str, suffix: str) -> list[Entry]:
        """The files of a commit whose names end in some way."""
        listed = self._output("ls-tree", "-r", "-z", "--full-tree", commit)
        return [entry for entry in _entries(listed, commit) if entry.path.endswith(suffix)]

    def in_work_tree(self, suffix: str) -> list[str]:
        """The paths, from the top, of files of the work tree that git keeps or would: all but the ignored ones."""
        top = self._work_tree()
        args = ("ls-files", "-z", "--cached", "--others", "--exclude-standard", "--", f":(glob)**/*{suffix}")
        done = run_git(top, *args)
        paths = {os.fsdecode(path) for path in done.stdout.split(b"\0") if path}
        return sorted(path for path in paths if (top / path).is_file())

    def contents(self, entries: Sequence[Entry]) -> dict[str, bytes]:
        """What is in some files, by path; links that lead nowhere in the commit are left out."""
        asked = "".join(f"{entry.content}\n" for entry in entries)
        output = self._output("cat-file", "--batch", "--follow-symlinks", given=os.fsencode(asked))
        return dict(_contents(output, entries))

    def setting(self, name: str) -> str | None:
        """A setting of this clone; None if it is not set."""
        done = run_git(self.place, "config", "--local", "--null", "--get", name)
        return os.fsdecode(done.stdout).removesuffix("\0") if done.returncode == 0 else None

    def set(self, name: str, value: str | None) -> None:
        """Change a setting of this clone, and nothing else in it; None removes it.

        Raises:
            RevisionError: git cannot.
        """
        if value is None:
            self._output("config", "--local", "--unset-all", name)
        else:
            self._output("config", "--local", "--replace-all", name, value)

    def from_top(self, path: str) -> str:
        """A path that is relative to here, from the top of the repository.

        Raises:
            RevisionError: it leads outside.
        """
        inside = PurePosixPath(os.path.normpath(self.prefix / Path(path).as_posix()))
        if Path(path).is_absolute():
            inside = PurePosixPath(os.path.relpath(os.path.realpath(path), os.path.realpath(self.top or self.place)))
        if inside.parts[:1] == ("..",):
            raise RevisionError(
                Words(f"{path} is outside the git repository {self._name}", f"{path} 不在 git 仓库 {self._name} 之内")
            )
        return "" if inside == PurePosixPath() else inside.as_posix()

    def on_disk(self, path: str) -> Path:
        """A path from the top, as one of the work tree."""
        return self._work_tree() / path

    def _work_tree(self) -> Path:
        if self.top is None:
            raise RevisionError(
                Words(
                    f"{self._name} is a bare repository, which has no work tree; name two revisions",
                    f"{self._name} 是裸仓库，没有工作区；请写出两个版本",
                )
            )
        return self.top

    @property
    def _name(self) -> str:
        return str(self.top or self.place)

    def names(self) -> list[str]:
        """The names of its branches and tags."""
        return [*self._output("for-each-ref", "--format=%(refname:short)").decode().split(), "HEAD"]

    @property
    def is_shallow(self) -> bool:
        """Whether only the last commits were fetched, as CI servers do."""
        return run_git(self.place, "rev-parse", "--is-shallow-repository").stdout.strip() == b"true"

    def may_lack(self, text: str) -> bool:
        """Whether it is the name of a revision that was not fetched: a remote's, or any where few were."""
        return self._remote(text) is not None or (self.is_shallow and re.fullmatch(r"[\w-]+", text) is not None)

    def _remote(self, text: str) -> tuple[str, str] | None:
        """The remote and its branch, if a name is one."""
        remote, _, branch = text.partition("/")
        remotes = run_git(self.place, "remote").stdout.decode().split()
        return (remote, branch) if remote in remotes and branch else None

    def unknown(self, text: str) -> Words:
        """What is said of a revision that is not here, and how it is had."""
        of_remote = self._remote(text)
        if of_remote is not None:
            # A clone of one branch would fetch another, and not keep it under that name.
            fetch = f"git fetch {of_remote[0]} {of_remote[1]}:refs/remotes/{text}"
            return Words(
                f"there is no revision {text} here; it may have to be fetched: {fetch}",
                f"这里没有版本 {text}；也许要先取回：{fetch}",
            )
        older = _OLDER.search(text) is not None
        if self.is_shallow:
            lacks = (
                Words("older commits: git fetch --unshallow", "缺少更早的提交：git fetch --unshallow")
                if older
                else Words("what was not fetched", "没有取回的都没有")
            )
            return Words(
                f"there is no revision {text} here; this is a shallow clone, which lacks {lacks.en}",
                f"这里没有版本 {text}；这是浅克隆，{lacks.zh}",
            )
        meant = None if older else nearest(text, (name for name in self.names() if name != text))
        return Words(
            f"there is no revision {text} here" + (f"; did you mean {meant}?" if meant else ""),
            f"这里没有版本 {text}" + (f"；是否指 {meant}？" if meant else ""),
        )

    def _output(self, *args: str, given: bytes = b"") -> bytes:
        done = run_git(self.place, *args, given=given)
        if done.returncode != 0:
            raise RevisionError(Words(f"git {args[0]} failed: {_said(done)}", f"git {args[0]} 失败：{_said(done)}"))
        return done.stdout


def run_git(place: Path, *args: str, given: bytes = b"") -> subprocess.CompletedProcess[bytes]:
    """Run git in a folder.

    Raises:
        RevisionError: there is no git, or no such folder.
    """
    try:
        return subprocess.run(  # noqa: S603 - the arguments are ours, and no shell reads them
            ["git", *args],  # noqa: S607 - whichever git people use
            cwd=place, input=given, capture_output=True, check=False, env={**os.environ, **_ENVIRONMENT},
        )  # fmt: skip
    except FileNotFoundError as error:
        raise RevisionError(
            Words(
                "git was not found; without it, revisions cannot be read",
                "没有找到 git；没有它就无法读取各个版本",
            )
        ) from error
    except OSError as error:
        reason = error.strerror or str(error)
        raise RevisionError(Words(f"git cannot be started: {reason}", f"无法启动 git：{reason}")) from error


def _entries(listed: bytes, commit: str) -> Iterator[Entry]:
    for line in listed.split(b"\0"):
        if not line:
            continue
        about, _, path = line.partition(b"\t")
        mode, kind, content = about.decode().split()
        # A link is followed by git, which takes its path for that.
        named = f"{commit}:{os.fsdecode(path)}" if mode == "120000" else content
        if kind == "blob" and "\n" not in named:
            yield Entry(os.fsdecode(path), named)


def _contents(output: bytes, entries: Sequence[Entry]) -> Iterator[tuple[str, bytes]]:
    """The answers of cat-file: a line about each file, with what is in it below."""
    at = 0
    for entry in entries:
        end = output.index(b"\n", at)
        told = output[at:end].split(b" ")
        at = end + 1
        if told[-1] == b"missing" or not told[-1].isdigit():
            continue
        size = int(told[-1])
        if told[1] == b"blob":
            yield entry.path, output[at : at + size]
        at += size + 1


def _line(done: subprocess.CompletedProcess[bytes]) -> str:
    return os.fsdecode(done.stdout).removesuffix("\n")


def _said(done: subprocess.CompletedProcess[bytes]) -> str:
    """The first line of what git complains about."""
    lines = done.stderr.decode(errors="replace").splitlines() or [f"exit {done.returncode}"]
    return lines[0].removeprefix("fatal: ")


def _no_repository(place: Path, said: str) -> Words:
    if "not a git repository" in said:
        return Words(f"{place} is in no git repository", f"{place} 不在任何 git 仓库之内")
    return Words(f"git refuses to read {place}: {said}", f"git 拒绝读取 {place}：{said}")
