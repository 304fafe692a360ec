"""What is shown after a command: run for real, and compared with the page.

``…`` stands for what a page leaves out: alone on a line for any lines, within a line for any text. Nothing else is
masked, so what a command prints must not depend on the machine, the day or the terminal.
"""

import difflib
import io
import os
import re
import shlex
import subprocess
import sys
from contextlib import chdir, redirect_stderr, redirect_stdout
from unittest.mock import patch

import cli

PROMPT = "$ "
CUT = "…"
ALIKE = 0.6  # lines at which a cut is found again although a number in them has changed


def exchanges(lines):
    """The commands of a block, each with the lines shown after it; a line that ends in \\ goes on."""
    found = []
    for line in lines:
        if line.startswith(PROMPT):
            found.append(([line], []))
        elif found and found[-1][0][-1].endswith("\\"):
            found[-1][0].append(line)
        else:
            found[-1][1].append(line)
    return found


class Shell:
    """Runs the commands of one page, one after the other; tiercel within this process, because a start takes long."""

    def __init__(self, folder, lang):
        self.folder = folder
        self._env = {
            "TIERCEL_LANG": lang, "COLUMNS": "80", "NO_COLOR": "1", "LC_ALL": "C.UTF-8",
            "GIT_CONFIG_GLOBAL": os.devnull, "GIT_CONFIG_NOSYSTEM": "1", "GIT_PAGER": "cat",
            "GIT_AUTHOR_NAME": "Wang Fang", "GIT_AUTHOR_EMAIL": "wangfang@bank.example",
            "GIT_COMMITTER_NAME": "Wang Fang", "GIT_COMMITTER_EMAIL": "wangfang@bank.example",
        }  # fmt: skip

    def run(self, lines):
        """The lines that a command prints, on both streams; trailing blanks are not compared."""
        command = "\n".join(lines).removeprefix(PROMPT).replace("\\\n", "")
        if command.startswith("cd "):
            self.folder = (self.folder / command.split()[1]).resolve()
            return []
        run = self._tiercel if command.startswith("tiercel ") else self._bash
        return [line.rstrip() for line in run(command).rstrip().splitlines()]

    def _tiercel(self, command):
        printed = io.StringIO()
        before, argv = dict(os.environ), sys.argv
        os.environ.update(self._env)
        sys.argv = shlex.split(command)
        try:
            with (
                chdir(self.folder),
                redirect_stdout(printed),
                redirect_stderr(printed),
                patch.object(os, "_exit", sys.exit),  # a command that fails may end its process, which is ours
            ):
                cli.main()
        except SystemExit:
            pass  # a page shows what a person sees, and nobody sees an exit code
        finally:
            sys.argv = argv
            os.environ.clear()
            os.environ.update(before)
        return printed.getvalue()

    def _bash(self, command):
        return subprocess.run(
            ["bash", "-c", command],  # noqa: S607 - whichever bash there is
            cwd=self.folder, env={**os.environ, **self._env}, check=False, timeout=60,
            stdout=subprocess.PIPE, stderr=subprocess.STDOUT, encoding="utf-8",
        ).stdout  # fmt: skip


def matches(shown, real):
    """Whether what a page shows is what was printed."""
    pattern = "".join(
        "(?:.*\n)*?" if line == CUT else re.escape(line).replace(CUT, ".*?") + "\n" for line in _trimmed(shown)
    )
    return re.fullmatch(pattern, "".join(f"{line}\n" for line in real)) is not None


def rewritten(shown, real):
    """What was printed, cut where the page cut it, as long as the lines around each cut are still to be found."""
    pieces = _pieces(_trimmed(shown))
    if len(pieces) == 1:
        return real
    kept, at = [], 0
    for i, piece in enumerate(pieces):
        span = _span(piece, real, at)
        if span is None:
            return real
        start = 0 if i == 0 and piece else span[0]
        at = len(real) if i == len(pieces) - 1 and piece else span[1]
        kept += [CUT] * bool(i) + real[start:at]
    return kept


def _pieces(lines):
    pieces = [[]]
    for line in lines:
        if line == CUT:
            pieces.append([])
        else:
            pieces[-1].append(line)
    return pieces


def _span(piece, real, at):
    """From where to where a piece stands in what was printed, by its first and last line that is not blank."""
    told = [i for i, line in enumerate(piece) if line]
    if not told:
        return at, at
    first = _find(piece[told[0]], real, at)
    last = None if first is None else _find(piece[told[-1]], real, first)
    return None if last is None else (first - told[0], last + len(piece) - told[-1])


def _find(line, real, start):
    close = difflib.get_close_matches(line, real[start:], 1, ALIKE)
    return real.index(close[0], start) if close else None


def _trimmed(lines):
    end = len(lines)
    while end and not lines[end - 1].strip():
        end -= 1
    return [line.rstrip() for line in lines[:end]]
