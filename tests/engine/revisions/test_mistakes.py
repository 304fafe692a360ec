"""What cannot be compared is told in one sentence, in both languages, with what may have been meant."""

import subprocess

import pytest

from engine.policy_files import PolicyFileError
from engine.revisions.repository import RevisionError
from engine.revisions.sides import comparisons
from tests.engine.revisions.repositories import RECORD, Repo

PLACE = "政策 库"
FETCH = "git fetch origin main:refs/remotes/origin/main"


def refusal(given, paths=()):
    with pytest.raises(RevisionError) as refused:
        comparisons(given, paths)
    return refused.value.words


@pytest.mark.parametrize(
    ("given", "paths", "en", "zh"),
    [
        (["mian"], [PLACE], "there is no revision mian here; did you mean main?", "这里没有版本 mian；是否指 main？"),
        (["xyz"], [PLACE], "there is no revision xyz here", "这里没有版本 xyz"),
        (["main...xyz"], [PLACE], "there is no revision xyz here", "这里没有版本 xyz"),
        (["--output=x"], [PLACE], "there is no revision --output=x here", "这里没有版本 --output=x"),
        (
            ["政策 库/retial"], [],
            "政策 库/retial is no file or folder here, and no revision; did you mean 政策 库/retail?",
            "政策 库/retial 不是这里的文件或文件夹，也不是版本；是否指 政策 库/retail？",
        ),
        (
            ["HEAD", "gone"], [],
            "gone is no file or folder here, and no revision; if it was deleted, write -- gone",
            "gone 不是这里的文件或文件夹，也不是版本；如果已经删除，请写 -- gone",
        ),
        (
            ["HEAD", "HEAD", "HEAD"], [PLACE],
            "two revisions can be compared, not 3: HEAD, HEAD, HEAD; paths stand behind --",
            "只能比较两个版本，这里有 3 个：HEAD、HEAD、HEAD；路径要写在 -- 后面",
        ),
    ],
)  # fmt: skip
def test_what_means_nothing(repo, given, paths, en, zh):
    words = refusal(given, paths)
    assert (words.en, words.zh) == (en, zh)


def test_a_path_without_policies_at_either_side(repo):
    words = refusal(["HEAD"], ["nowhere"])
    assert words.en.startswith("there is no policy at nowhere; looked in HEAD (")
    assert words.en.endswith("), work tree")
    assert words.zh.startswith("nowhere 处没有政策；查找的范围：HEAD (")


@pytest.mark.parametrize("other", [f"HEAD:{PLACE}/retail", f"{PLACE}/retail"])
def test_a_path_of_a_revision_that_leads_to_no_policy(repo, other):
    words = refusal([other, f"HEAD:{PLACE}/retial"])
    assert words.en == f"there is no policy at HEAD:{PLACE}/retial"
    assert words.zh == f"HEAD:{PLACE}/retial 处没有政策"


def test_a_path_outside(repo, tmp_path):
    assert refusal(["HEAD"], [".."]).en == f".. is outside the git repository {repo.folder}"


def test_a_name_that_is_both_a_path_and_a_branch(repo):
    repo.git("branch", "retail")
    repo.put({"retail/a.policy": RECORD, "other/a.policy": RECORD})
    words = refusal(["retail", "other"])
    assert words.en == "retail is a path and a revision; write ./retail for the path, and -- behind revisions"
    assert len(comparisons(["./retail", "other"])) == 1
    assert comparisons(["retail"], [PLACE])[0].old.side.en.startswith("retail (")


def test_a_remote_branch_that_was_not_fetched(repo):
    repo.git("remote", "add", "origin", "https://git.bank.example/policies.git")
    words = refusal(["origin/main"], [PLACE])
    assert words.en == f"there is no revision origin/main here; it may have to be fetched: {FETCH}"

    assert refusal(["origin/main...HEAD"]) == refusal(["origin/main", "HEAD"]) == words


def test_a_range_or_an_older_commit_that_is_not_there(repo):
    assert refusal(["main...xyz"]).en == refusal(["xyz..main"]).en == "there is no revision xyz here"
    assert refusal(["HEAD~99", "HEAD"]).zh == "这里没有版本 HEAD~99"
    assert (
        refusal(["xyz~1"]).en == "xyz~1 is no file or folder here, and no revision; if it was deleted, write -- xyz~1"
    )


@pytest.fixture
def shallow(repo, monkeypatch):
    """A clone with the last commit of one branch, as CI servers make them."""
    repo.git("branch", "feature")
    repo.git("clone", "-q", "--depth", "1", "-b", "feature", repo.folder.as_uri(), "../shallow")
    monkeypatch.chdir("../shallow")


def test_a_shallow_clone(shallow):
    whole = (
        "there is no revision HEAD~1 here; this is a shallow clone, which lacks older commits: git fetch --unshallow"
    )
    assert refusal(["HEAD~1", "HEAD"]).en == refusal(["HEAD~1...HEAD"]).en == whole
    lacks = "there is no revision main here; this is a shallow clone, which lacks what was not fetched"
    assert refusal(["main", "HEAD"]).en == refusal(["main...HEAD"]).en == lacks
    assert refusal(["main"], [PLACE]).zh == "这里没有版本 main；这是浅克隆，没有取回的都没有"
    assert refusal(["HEAD", "政策 库/gone"]).en.startswith("政策 库/gone is no file or folder here")


def test_what_is_to_be_fetched_is_there_then(shallow):
    command = refusal(["origin/main", "HEAD"]).en.partition("fetched: ")[2]
    assert command == FETCH
    subprocess.run(command.split(), check=True, capture_output=True)
    assert len(comparisons(["origin/main", "HEAD"], [PLACE])) > 0


def test_no_common_ancestor(repo):
    repo.git("checkout", "-q", "--orphan", "other")
    repo.git("commit", "-q", "--allow-empty", "-m", "alone")
    assert "git fetch --unshallow" in refusal(["main...other"], [PLACE]).zh


def test_no_repository(repo, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    assert refusal(["HEAD"], ["nowhere"]).en == f"{tmp_path} is in no git repository"
    assert refusal(["HEAD"]).en == "there is nothing at HEAD"


def test_no_git(repo, monkeypatch):
    monkeypatch.setenv("PATH", "")
    assert refusal(["HEAD"], [PLACE]).zh == "没有找到 git；没有它就无法读取各个版本"


def test_without_git_paths_are_compared_all_the_same(repo, monkeypatch):
    monkeypatch.setenv("PATH", "")
    assert len(comparisons([f"{PLACE}/retail", f"{PLACE}/retail"])) == 1


def test_a_repository_without_commits(repo, tmp_path, monkeypatch):
    monkeypatch.chdir(Repo(tmp_path / "empty").folder)
    assert refusal(["HEAD"], ["."]).en == "there is no revision HEAD here"


def test_a_file_that_is_not_utf8_is_told_with_its_path(repo):
    repo.put({f"{PLACE}/retail/gb.policy": "政策 甲\n".encode("gb18030")})
    repo.commit()
    with pytest.raises(PolicyFileError, match=f"{PLACE}/retail/gb.policy is not UTF-8"):
        comparisons(["HEAD", "HEAD"], [f"{PLACE}/retail"])
