"""Hooks: the policies that changed files concern, as pre-commit hands them over."""

import re

import pytest

from tests.cli.folding import says
from tests.cli.test_cases import ROOT, tiercel
from tests.engine.revisions.repositories import CLASSES, ENVIRONMENT, Repo, shipped

PLACE = "政策 库"
TEST = 'test "rich"\n  given deposit 100万\n  expect class 大户\n'


@pytest.fixture
def repo(tmp_path, monkeypatch):
    for name, value in {**ENVIRONMENT, "GIT_CEILING_DIRECTORIES": str(tmp_path)}.items():
        monkeypatch.setenv(name, value)
    repo = Repo(tmp_path / "repo")
    shipped(repo)
    repo.put({f"{PLACE}/own.policy": "policy own\n"})
    return repo


def hook(repo, *args, code=0, **env):
    done = tiercel(["hook", *args], repo.folder, **env)
    assert done.returncode == code, done.stderr
    assert "Traceback" not in done.stderr
    return done


def commands(done):
    return re.findall(r"^\$ tiercel (.+)$", done.stderr, re.MULTILINE)


@pytest.mark.parametrize(
    ("changed", "policies"),
    [
        ([f"{PLACE}/retail/客群/大户.policy"], ["retail"]),
        ([f"{PLACE}/record/customer.policy"], ["record", "retail"]),
        ([f"{PLACE}/retail/retail.policy", f"{PLACE}/retail/客群/大户.policy"], ["retail"]),
        ([], []),
    ],
)
def test_the_policies_that_files_concern(repo, changed, policies):
    done = hook(repo, "check", "--no-proof", *changed)
    assert commands(done) == [f'check --no-proof "{PLACE}/{policy}"' for policy in policies]
    assert done.stdout.count("no mistakes") == len(policies)


def test_a_failing_test_fails_the_hook(repo):
    path = f"{PLACE}/retail/客群/大户.policy"
    repo.put({path: CLASSES + TEST})
    assert "1 passed" in hook(repo, "test", path).stdout
    repo.put({path: CLASSES.replace("100万", "200万") + TEST})
    assert "1 failed" in hook(repo, "test", path, code=1).stdout


def test_the_gravest_code_counts(repo):
    record, path = f"{PLACE}/record/customer.policy", f"{PLACE}/retail/客群/大户.policy"
    repo.put({path: CLASSES.replace("存款", "存宽")})
    done = hook(repo, "check", "--no-proof", "--lang", "zh", record, code=2)
    assert commands(done) == [f'check --no-proof --lang zh "{PLACE}/{policy}"' for policy in ("record", "retail")]
    assert "存宽" in done.stdout


def test_from_a_folder_below(repo):
    done = tiercel(["hook", "check", "--no-proof", "customer.policy"], repo.folder / PLACE / "record")
    assert done.returncode == 0
    assert commands(done)[0] == "check --no-proof ."


def test_mistakes_of_usage(repo, tmp_path):
    assert "没有选项 --nope" in hook(repo, "check", "--nope", f"{PLACE}/own.policy", code=2, TIERCEL_LANG="zh").stderr
    assert "is not one of check, test" in hook(repo, "fmt", "a.policy", code=2).stderr
    assert "no policy is concerned" in hook(repo, "check").stderr
    assert "outside the git repository" in hook(repo, "check", "../a.policy", code=2).stderr
    assert says(tiercel(["hook", "check", "a.policy"], tmp_path).stderr, "is in no git repository")


def test_every_hook_of_pre_commit_runs(repo):
    """With the command line that pre-commit makes of it: entry, args, file names."""
    hooks = (ROOT / ".pre-commit-hooks.yaml").read_text(encoding="utf-8")
    entries = re.findall(r"^  entry: tiercel (.+)\n(?:  args: \[(.+)\]\n)?", hooks, re.MULTILINE)
    assert [entry for entry, _ in entries] == ["fmt", "hook check", "hook test"]
    path = f"{PLACE}/retail/客群/大户.policy"
    repo.put({path: CLASSES.replace(" >= ", ">=")})
    for entry, args in entries:
        done = tiercel([*entry.split(), *args.replace(",", " ").split(), path], repo.folder)
        assert done.returncode == 0, done.stderr
    assert (repo.folder / path).read_text(encoding="utf-8") == CLASSES


def test_the_documentation_names_the_hooks_there_are():
    ids = re.compile(r"- id: (\S+)")
    there = ids.findall((ROOT / ".pre-commit-hooks.yaml").read_text(encoding="utf-8"))
    assert ids.findall((ROOT / "docs" / "git.md").read_text(encoding="utf-8")) == there * 2
