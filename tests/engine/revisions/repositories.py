"""Real git repositories for tests: small policies, Chinese paths and blanks in them."""

import os
import subprocess

# Nothing of whoever runs the tests: neither settings nor hooks, nor a repository around them.
ENVIRONMENT = {
    "GIT_CONFIG_GLOBAL": os.devnull, "GIT_CONFIG_NOSYSTEM": "1", "LC_ALL": "C.UTF-8", "GIT_PAGER": "cat",
    "GIT_AUTHOR_NAME": "Wang Fang", "GIT_AUTHOR_EMAIL": "wangfang@bank.example",
    "GIT_COMMITTER_NAME": "Wang Fang", "GIT_COMMITTER_EMAIL": "wangfang@bank.example",
}  # fmt: skip

RECORD = """\
policy record
customer c
  | name    | also | type                 | missing | typical |
  | id      |      | key                  |         |         |
  | deposit | 存款 | money from 0 to 1亿  | as 0    | 2万     |
"""
RETAIL = """\
policy retail
use record
tiers level by deposit
  basic
  prime from 5万
"""
CLASSES = """\
客群 大户 如果 存款 >= 100万
"""


class Repo:
    """A repository in a folder; files are written with ``write``, and kept with ``commit``."""

    def __init__(self, folder):
        self.folder = folder
        folder.mkdir(parents=True, exist_ok=True)
        self.git("init", "-q", "-b", "main")

    def git(self, *args, code=0):
        """What git prints, which must be UTF-8."""
        return self.raw(*args, code=code).decode()

    def raw(self, *args, code=0):
        done = subprocess.run(
            ["git", *args],  # noqa: S607
            cwd=self.folder, capture_output=True, check=False, env={**ENVIRONMENT, **os.environ},
        )  # fmt: skip
        assert done.returncode == code, done.stderr
        return done.stdout

    def write(self, **files):
        """Write files, by path with ``__`` for ``/``; None deletes one."""
        self.put({f"{name.replace('__', '/')}.policy": text for name, text in files.items()})

    def put(self, files):
        for name, text in files.items():
            path = self.folder / name
            if text is None:
                path.unlink()
                continue
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(text if isinstance(text, bytes) else text.encode())

    def commit(self, message="a change", **files):
        self.write(**files)
        self.git("add", "-A")
        self.git("commit", "-q", "-m", message)
        return self.git("rev-parse", "HEAD").strip()


def shipped(repo):
    """Two policies: a record, and one of two files that uses it, in a folder with a blank and Chinese in its name."""
    repo.put({
        "政策 库/record/customer.policy": RECORD,
        "政策 库/retail/retail.policy": RETAIL,
        "政策 库/retail/客群/大户.policy": CLASSES,
    })  # fmt: skip
    return repo.commit("first")
