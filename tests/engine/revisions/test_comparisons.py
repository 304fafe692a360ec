"""What OLD and NEW mean, and what is read then: the policies as they stood, with the work tree left alone."""

import os
from pathlib import Path

import pytest

from dsl.load import analyse
from engine.revisions.pairs import one_file_changed
from engine.revisions.repository import RevisionError
from engine.revisions.sides import comparisons
from tests.engine.revisions.repositories import CLASSES, RECORD, RETAIL

PLACE = "政策 库"
RETAIL_FILE, CLASSES_FILE = f"{PLACE}/retail/retail.policy", f"{PLACE}/retail/客群/大户.policy"
RECORD_FILE = f"{PLACE}/record/customer.policy"


def told(found):
    """Each comparison in short: path, and whether it is the same, changed, added or removed."""
    return {
        c.path: "added" if not c.old else "removed" if not c.new else "same" if c.is_same else "changed" for c in found
    }


def sides(found):
    return [(c.old.side.en, c.new.side.en) for c in found]


def texts(version):
    return {source.path: source.text for source in version.sources().values()}


def only(found):
    (one,) = found
    return one


def test_a_revision_is_compared_with_the_work_tree_which_is_left_alone(repo):
    repo.put({CLASSES_FILE: CLASSES.replace("100万", "200万")})
    before = {path: path.stat().st_mtime_ns for path in repo.folder.rglob("*")}
    one = only(comparisons(["HEAD"], [f"{PLACE}/retail"]))
    assert (one.path, one.is_same) == (f"{PLACE}/retail", False)
    assert texts(one.old) == {CLASSES_FILE: CLASSES, RETAIL_FILE: RETAIL, RECORD_FILE: RECORD}
    assert texts(one.new)[CLASSES_FILE] == CLASSES.replace("100万", "200万")
    assert {path: path.stat().st_mtime_ns for path in repo.folder.rglob("*")} == before


def test_both_sides_have_no_mistakes(repo):
    repo.commit(**{"政策 库__retail__客群__大户": CLASSES.replace("100万", "200万")})
    one = only(comparisons(["HEAD~1", "HEAD"], [f"{PLACE}/retail"]))
    for version in (one.old, one.new):
        analysis = analyse(version.folder, version.loader)
        assert analysis.program is not None, analysis.diagnostics
        assert set(analysis.sources) == set(texts(version))


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        ([], ("HEAD", "work tree")),
        (["HEAD~1"], ("HEAD~1", "work tree")),
        (["v1", "main"], ("v1", "main")),
        (["v1..main"], ("v1", "main")),
        (["v1.."], ("v1", "HEAD")),
        (["..v1"], ("HEAD", "v1")),
        (["topic...main"], ("where topic and main parted", "main")),
    ],
)
def test_revisions_and_ranges(repo, given, expected):
    repo.git("tag", "v1")
    repo.git("checkout", "-q", "-b", "topic")
    repo.commit(**{"政策 库__retail__客群__大户": CLASSES.replace("100万", "200万")})
    repo.git("checkout", "-q", "main")
    repo.commit(**{"政策 库__retail__retail": RETAIL.replace("5万", "6万")})
    one = only(comparisons(given, [f"{PLACE}/retail"]))
    assert [side.side.en.partition(" (")[0] for side in (one.old, one.new)] == list(expected)
    if "..." in "".join(given):
        assert texts(one.old)[CLASSES_FILE] == CLASSES
        assert texts(one.new)[RETAIL_FILE] == RETAIL.replace("5万", "6万")


def test_two_paths_are_files(repo, tmp_path):
    other = tmp_path / "other"
    other.mkdir()
    (other / "a.policy").write_text("policy a\n")
    one = only(comparisons([str(other), f"{PLACE}/retail"]))
    assert (one.old.folder.name, one.new.folder.name) == ("other", "retail")
    (tmp_path / "alone.policy").write_text(RECORD)
    one = only(comparisons([str(tmp_path / "alone.policy"), RECORD_FILE]))
    assert list(texts(one.old).values()) == list(texts(one.new).values()) == [RECORD]


def test_two_folders_of_policies_are_compared_policy_by_policy(repo, tmp_path):
    repo.git("worktree", "add", "-q", str(tmp_path / "other"))
    repo.put({CLASSES_FILE: CLASSES.replace("100万", "200万")})
    assert told(comparisons([str(tmp_path / "other" / PLACE), PLACE])) == {
        f"{PLACE}/record": "same",
        f"{PLACE}/retail": "changed",
    }


def test_a_path_at_a_revision(repo):
    repo.git("mv", f"{PLACE}/retail", f"{PLACE}/banking")
    one = only(comparisons([f"HEAD:{PLACE}/retail", f"{PLACE}/banking"]))
    assert (one.old.path, one.new.path) == (f"{PLACE}/retail", f"{PLACE}/banking")
    assert set(texts(one.old)) == {CLASSES_FILE, RETAIL_FILE, RECORD_FILE}
    repo.git("mv", f"{PLACE}/banking", f"{PLACE}/retail")
    assert told(comparisons([f"HEAD:{PLACE}/retail"])) == {f"{PLACE}/retail": "same"}


def test_a_policy_that_came_at_a_path_of_two_revisions(repo):
    repo.commit(**{f"{PLACE}__new": "policy new\n"})
    assert told(comparisons([f"HEAD~1:{PLACE}/new.policy", f"HEAD:{PLACE}/new.policy"])) == {
        f"{PLACE}/new.policy": "added"
    }


def test_paths_may_follow_revisions_without_dashes(repo):
    repo.commit(**{"政策 库__retail__客群__大户": CLASSES.replace("100万", "200万")})
    assert told(comparisons(["HEAD~1", "HEAD", PLACE])) == {f"{PLACE}/record": "same", f"{PLACE}/retail": "changed"}
    assert sides(comparisons([PLACE])) == sides(comparisons(["HEAD"]))


def test_a_file_stands_for_its_policy(repo):
    assert told(comparisons(["HEAD"], [CLASSES_FILE])) == {f"{PLACE}/retail": "same"}


def test_a_change_of_what_is_used_changes_all_that_use_it(repo):
    repo.put({RECORD_FILE: RECORD.replace("as 0", "unknown"), f"{PLACE}/own.policy": "policy own\n"})
    assert told(comparisons(["HEAD"], [PLACE])) == {
        f"{PLACE}/own.policy": "added",
        f"{PLACE}/record": "changed",
        f"{PLACE}/retail": "changed",
    }
    assert told(comparisons(["HEAD"], [f"{PLACE}/record"])) == {f"{PLACE}/record": "changed"}


def test_policies_that_come_go_and_move(repo):
    repo.commit(
        new="policy new\nuse record\n", **{"政策 库__retail__客群__大户": None, "政策 库__retail__retail": None}
    )
    repo.put({"new.policy": None, "moved/new.policy": "policy new\nuse record\n"})
    assert told(comparisons(["HEAD~1"])) == {"moved": "added", f"{PLACE}/record": "same", f"{PLACE}/retail": "removed"}
    moved = next(c for c in comparisons(["HEAD"]) if c.path == "moved")
    assert moved.old.path == "new.policy"
    assert told(comparisons(["HEAD~1", "HEAD"], [f"{PLACE}/retail"])) == {f"{PLACE}/retail": "removed"}


def test_a_policy_that_moved_is_found_from_where_it_was_and_from_where_it_is(repo):
    repo.commit(new="policy new\nuse record\n")
    repo.commit(new=None, moved__new="policy new\nuse record\n", other__own="policy own\nuse record\n")
    for path in ("new.policy", "moved"):
        (found,) = comparisons(["HEAD~1", "HEAD"], [path])
        assert (found.old.path, found.new.path) == ("new.policy", "moved")
    assert [(x.old, x.new.path) for x in comparisons(["HEAD~1", "HEAD"], ["other"])] == [(None, "other")]


def test_line_ends_are_no_change(repo):
    repo.put({CLASSES_FILE: CLASSES.replace("\n", "\r\n")})
    assert told(comparisons(["HEAD"], [f"{PLACE}/retail"])) == {f"{PLACE}/retail": "same"}


def test_from_a_folder_below(repo, monkeypatch):
    repo.put({CLASSES_FILE: CLASSES.replace("100万", "200万")})
    monkeypatch.chdir(repo.folder / PLACE / "retail")
    one = only(comparisons(["HEAD"], ["."]))
    assert set(texts(one.old)) == {"客群/大户.policy", "retail.policy", "../record/customer.policy"}
    assert set(texts(one.new)) == set(texts(one.old))
    assert not one.is_same
    assert told(comparisons(["HEAD"], ["../record"])) == {str(repo.folder / PLACE / "record"): "same"}
    assert len(comparisons(["HEAD"], [str(repo.folder / PLACE)])) == 2


def test_from_outside_the_repository(repo, monkeypatch, tmp_path):
    monkeypatch.chdir(tmp_path)
    assert len(comparisons(["HEAD"], [str(repo.folder / PLACE)])) == 2


def test_a_bare_repository(repo, monkeypatch, tmp_path):
    repo.commit(**{"政策 库__retail__客群__大户": CLASSES.replace("100万", "200万")})
    repo.git("clone", "-q", "--bare", str(repo.folder), str(tmp_path / "bare.git"))
    monkeypatch.chdir(tmp_path / "bare.git")
    assert told(comparisons(["HEAD~1", "HEAD"], [PLACE])) == {f"{PLACE}/record": "same", f"{PLACE}/retail": "changed"}
    with pytest.raises(RevisionError, match="bare repository"):
        comparisons(["HEAD"], [PLACE])


def test_ignored_files_are_no_policies(repo):
    repo.put({".gitignore": "/build/\n", "build/copy.policy": RECORD})
    assert set(told(comparisons([]))) == {f"{PLACE}/record", f"{PLACE}/retail"}


def test_links_are_followed_within_the_commit(repo, tmp_path):
    (tmp_path / "far.policy").write_text("class far if deposit > 1万\n")
    (repo.folder / PLACE / "retail" / "linked.policy").symlink_to("../shared.txt")
    (repo.folder / PLACE / "retail" / "far.policy").symlink_to(tmp_path / "far.policy")
    repo.put({f"{PLACE}/shared.txt": "class small if deposit < 1万\n"})
    repo.commit()
    one = only(comparisons(["HEAD", "HEAD"], [f"{PLACE}/retail"]))
    assert texts(one.old)[f"{PLACE}/retail/linked.policy"] == "class small if deposit < 1万\n"
    assert f"{PLACE}/retail/far.policy" not in texts(one.old)


def test_one_file_as_difftool_hands_it_over(repo, tmp_path):
    (tmp_path / "LOCAL_大户.policy").write_text(CLASSES)
    changed = CLASSES.replace("100万", "200万")
    repo.put({CLASSES_FILE: changed})
    one = one_file_changed(tmp_path / "LOCAL_大户.policy", repo.folder / CLASSES_FILE, repo.folder / CLASSES_FILE)
    assert one.path == f"{PLACE}/retail"
    assert (texts(one.old)[CLASSES_FILE], texts(one.new)[CLASSES_FILE]) == (CLASSES, changed)
    assert all(analyse(v.folder, v.loader).program for v in (one.old, one.new))
    one = one_file_changed(Path(os.devnull), repo.folder / CLASSES_FILE, Path(CLASSES_FILE))
    assert CLASSES_FILE not in texts(one.old)
    assert texts(one.new)[CLASSES_FILE] == changed
