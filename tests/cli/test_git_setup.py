"""Git, once it is set up: what it shows of policies, where, and that nothing else of its settings is touched."""

import re
import stat
from contextlib import chdir

import pytest
from click.testing import CliRunner

from commands.git_setup import command
from dsl.syntax.vocabulary import HEADS, VOCABULARY
from dsl.width import display_width
from engine.revisions.setup import DIFFTOOL, LINE, TEXTCONV, XFUNCNAME, settings
from tests.engine.revisions.repositories import ENVIRONMENT, Repo

CHINESE = """\
规则 大额贷款推断 loan_inference
  如果 贷款 >= 300万 且 贷款 >= 3倍 存款
  则 层级 核心
  因为 "贷款很多"
决策表 按层推荐 首个
  | 层级 => 推荐 |
  | 优质 => 存单 |
  | 核心 => 基金 |
"""
ENGLISH = """\
rule loan_inference
  if loan >= 3 million and loan >= 3x deposit
  then tier core
  because "a large loan"
test "three million is large"
  given loan 3 million
  expect tier core
"""


@pytest.fixture
def repo(tmp_path, monkeypatch):
    for name in ("GIT_DIR", "GIT_WORK_TREE", "GIT_INDEX_FILE"):
        monkeypatch.delenv(name, raising=False)
    for name, value in {**ENVIRONMENT, "GIT_CEILING_DIRECTORIES": str(tmp_path)}.items():
        monkeypatch.setenv(name, value)
    return Repo(tmp_path / "仓库 one")


def set_up(repo, *args, code=0, **env):
    """What the command prints, in the folder of the repository; within this process, because a start takes long."""
    with chdir(repo.folder):
        done = CliRunner().invoke(command, args, env={"TIERCEL_LANG": "en", "COLUMNS": "80", **env})
    assert done.exit_code == code, done.output
    assert done.exception is None or isinstance(done.exception, SystemExit)
    return done.output


def changed(repo, name, before, after):
    """What git shows of a change of a file, without context."""
    repo.put({name: before})
    repo.commit()
    repo.put({name: after})
    return repo.git("diff", "-U0")


def headings(shown):
    return re.findall(r"^@@ .+ @@ ?(.*)$", shown, re.MULTILINE)


@pytest.mark.parametrize(
    ("text", "old", "new", "heading"),
    [
        (CHINESE, "很多", "不少", "规则 大额贷款推断 loan_inference"),
        (CHINESE, "核心 =>", "重点 =>", "决策表 按层推荐 首个"),
        (ENGLISH, "a large", "the large", "rule loan_inference"),
        (ENGLISH, "expect tier core", "expect tier prime", 'test "three million is large"'),
    ],
)
def test_the_rule_stands_above_a_change(repo, text, old, new, heading):
    set_up(repo)
    shown = changed(repo, "政策.policy", text, text.replace(old, new))
    assert headings(shown) == [heading]
    assert new in shown


def test_layout_is_no_difference(repo):
    set_up(repo)
    untidy = CHINESE.replace("  如果", "      如果").replace(" >= 3", ">=3").replace("| 层级 => 推荐 |", "|层级=>推荐|")
    assert changed(repo, "p.policy", CHINESE, untidy) == ""
    assert repo.git("status", "--porcelain") != ""
    repo.put({"p.policy": untidy.replace("很多", "不少")})
    assert re.findall("^[-+] .*", repo.git("diff"), re.MULTILINE) == ['-  因为 "贷款很多"', '+  因为 "贷款不少"']


NAMES = ["名" * 60, "a名" * 30, f"{'名' * 9} {'n' * 30} {'名' * 9}", f"{'n' * 20} {'名' * 30}", "n" * 90]


@pytest.mark.parametrize(("locale", "shortest"), [("C", 7), ("C.UTF-8", 21)])
def test_no_heading_ends_within_a_character(repo, locale, shortest, monkeypatch):
    monkeypatch.setenv("LC_ALL", locale)
    set_up(repo)
    repo.git("config", TEXTCONV, "cat")
    heads = sorted(word for head in HEADS for lang in ("en", "zh") for word in VOCABULARY.words[head, lang])
    text = "".join(f"{head} {name}\n  x\n" for head in heads for name in NAMES)
    shown = headings(changed(repo, "p.policy", text, text.replace("  x", "  y")))  # read as UTF-8, or it ends here
    assert len(shown) == len(heads) * len(NAMES)
    assert all(heading.startswith(head) for head, heading in zip(heads, shown[:: len(NAMES)], strict=True))
    assert min(heading.count("名") for heading in shown[:: len(NAMES)]) == shortest


def test_every_word_that_begins_a_sentence_is_a_heading():
    pattern = re.compile(settings("")[XFUNCNAME])
    for head in HEADS:
        for word in VOCABULARY.words[head, "en"]:
            assert pattern.match(f"{word} x")
            assert not pattern.match(f"{word}x")
        for word in VOCABULARY.words[head, "zh"]:
            assert pattern.match(f"{word} 甲")
            assert pattern.match(f"{word}甲")
    assert not pattern.match("  if x")
    assert not pattern.match("# rule")


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        (b"rule x if and\n   class y if z\n", b"+   class y if z\n"),
        ("规则 甲 如果\n".encode("gb18030"), "+规则 甲 如果\n".encode("gb18030")),
        (b"", b"@@ -1,3 +0,0 @@\n-rule y\n"),
    ],
    ids=["broken", "not UTF-8", "empty"],
)
def test_what_is_no_policy_is_shown_as_it_is(repo, text, shown):
    set_up(repo)
    repo.put({"p.policy": "rule y if z then offer a\n"})
    repo.commit()
    repo.put({"p.policy": text})
    assert shown in repo.raw("diff", "-U0")


def test_git_still_shows_files_when_tiercel_is_gone(repo):
    set_up(repo)
    repo.git("config", TEXTCONV, settings("/nowhere/tiercel")[TEXTCONV])
    assert "+  因为" in changed(repo, "p.policy", CHINESE, CHINESE.replace("很多", "不少"))


def test_difftool_gets_both_files_and_their_place(repo):
    set_up(repo)
    repo.git("config", DIFFTOOL, settings("echo tiercel")[DIFFTOOL])
    changed(repo, "政策 一.policy", CHINESE, CHINESE.replace("很多", "不少"))
    shown = repo.git("difftool", "-y", "-t", "tiercel")
    assert re.fullmatch(r"tiercel diff \S.*\.policy 政策 一\.policy --at 政策 一\.policy\n", shown)


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (None, f"{LINE}\n"),
        ("", f"{LINE}\n"),
        ("*.policy text eol=lf\n# 注释\n", f"*.policy text eol=lf\n# 注释\n{LINE}\n"),
        ("*.csv binary", f"*.csv binary\n{LINE}\n"),
        ("*.csv binary\r\n", f"*.csv binary\r\n{LINE}\r\n"),
        ("*.policy  text   diff=tiercel\n", "*.policy  text   diff=tiercel\n"),
        (f"# {LINE}\n", f"# {LINE}\n{LINE}\n"),
    ],
)
def test_the_attributes_keep_what_they_hold(repo, before, after):
    path = repo.folder / ".gitattributes"
    if before is not None:
        path.write_bytes(before.encode())
        path.chmod(0o640)
    for _ in range(2):
        set_up(repo)
        assert path.read_bytes() == after.encode()
        assert repo.git("check-attr", "diff", "--", "a/b.policy") == "a/b.policy: diff: tiercel\n"
    if before is not None:
        assert stat.S_IMODE(path.stat().st_mode) == 0o640
    set_up(repo, "--remove")
    if before:
        end = "" if before.endswith("\n") else "\n"
        assert path.read_bytes() == (before + end).encode()
    else:
        assert not path.exists()
    assert [p.name for p in repo.folder.iterdir() if p.name not in (".git", ".gitattributes")] == []


def test_taking_it_back_leaves_the_settings_of_others(repo):
    before = repo.git("config", "--local", "--list")
    set_up(repo)
    assert "was there already" in set_up(repo)
    repo.git("config", "diff.tiercel.cachetextconv", "true")
    assert set_up(repo, "--remove").count("removed") == 4
    assert repo.git("config", "--local", "--list") == before + "diff.tiercel.cachetextconv=true\n"
    assert set_up(repo, "--remove").count("was not there") == 4


def test_another_tiercel_is_told(repo):
    set_up(repo)
    repo.git("config", TEXTCONV, "cat")
    assert re.search(f"{TEXTCONV} +changed\n", set_up(repo))


def test_from_a_folder_below(repo):
    repo.put({"政策/a.policy": CHINESE})
    with chdir(repo.folder / "政策"):
        assert CliRunner().invoke(command, []).exit_code == 0
    assert (repo.folder / ".gitattributes").read_text() == f"{LINE}\n"
    assert not (repo.folder / "政策" / ".gitattributes").exists()


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_it_says_what_it_did_in_eighty_columns(repo, lang):
    told = set_up(repo, "--lang", lang)
    for name in (TEXTCONV, XFUNCNAME, DIFFTOOL, LINE):
        assert re.search(rf"^  {re.escape(name)} +{'added' if lang == 'en' else '已添加'}$", told, re.MULTILINE)
    assert max(display_width(line) for line in told.splitlines()) <= 80


def test_where_it_cannot_be_set_up(repo, tmp_path):
    plain = tmp_path / "plain"
    plain.mkdir()
    with chdir(plain):
        done = CliRunner().invoke(command, [], env={"TIERCEL_LANG": "en"})
    assert (done.exit_code, done.output.split()) == (2, f"error: {plain} is in no git repository".split())
    with chdir(repo.folder / ".git"):
        done = CliRunner().invoke(command, ["--lang", "zh"])
    assert done.exit_code == 2
    assert "是裸仓库，没有工作区" in done.output
    (repo.folder / ".gitattributes").symlink_to("other")
    assert "symbolic link" in set_up(repo, code=2)
    assert repo.git("config", "--local", "--get", TEXTCONV, code=1) == ""
    assert "没有找到 git" in set_up(repo, "--lang", "zh", code=2, PATH="")
