"""A repository with two commits, and the test in its folder."""

import pytest

from tests.engine.revisions.repositories import ENVIRONMENT, Repo, shipped


@pytest.fixture
def repo(tmp_path, monkeypatch):
    for name in ("GIT_DIR", "GIT_WORK_TREE", "GIT_INDEX_FILE"):
        monkeypatch.delenv(name, raising=False)
    for name, value in ENVIRONMENT.items():
        monkeypatch.setenv(name, value)
    # What lies above the folder of a test is not ours to find.
    monkeypatch.setenv("GIT_CEILING_DIRECTORIES", str(tmp_path))
    repo = Repo(tmp_path / "仓库 one")
    shipped(repo)
    monkeypatch.chdir(repo.folder)
    return repo
