"""Policies as folders: what belongs to them, what `use` brings in."""

from pathlib import Path

import pytest

from dsl.load import analyse
from engine.policy_files import FileLoader, PolicyFileError, read_folder

RECORD = """\
customer 客户
  | name    | also | type  | missing |
  | id      |      | key   |         |
  | deposit | 存款 | money | as 0    |
"""


def write(root, files):
    for name, text in files.items():
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")


def load(path):
    return analyse(read_folder(path), FileLoader())


def codes(analysis):
    return [d.code for d in analysis.errors]


def test_every_file_of_a_folder_and_its_subfolders_belongs_to_the_policy(tmp_path):
    write(tmp_path, {
        "p/a.policy": RECORD,
        "p/sub/b.policy": "offer x\nrule r\n  if deposit > 5万\n  then offer x\n",
        "p/sub/deep/c.policy": "exclude from all offers if deposit < 6万\n",
        "p/notes.txt": "not a policy",
    })  # fmt: skip
    analysis = load(tmp_path / "p")
    assert not analysis.errors
    assert [r.kind for r in analysis.program.rules] == ["rule", "exclude"]


def test_use_brings_in_a_folder_beside_the_policy_and_what_it_decides(tmp_path):
    write(tmp_path, {
        "record/customer.policy": RECORD,
        "common/classes.policy": "use record\nclass 大户 if deposit >= 100万\n",
        "retail/r.policy": "use common\noffer x\nif 大户 then offer x\n",
    })  # fmt: skip
    analysis = load(tmp_path / "retail")
    assert not analysis.errors
    assert set(analysis.program.classes) == {"大户"}
    assert set(analysis.units) == {"retail", "common", "record"}


def test_use_finds_single_files_and_a_single_file_is_a_policy(tmp_path):
    write(tmp_path, {"record.policy": RECORD, "small.policy": "use record\nclass a if deposit > 1万\n"})
    analysis = load(tmp_path / "small.policy")
    assert not analysis.errors
    assert set(analysis.program.classes) == {"a"}


def test_using_what_already_belongs_to_the_folder_changes_nothing(tmp_path):
    write(tmp_path, {"p/record/c.policy": RECORD, "p/a.policy": "use record\nclass a if deposit > 1万\n"})
    assert not load(tmp_path / "p").errors


def test_policies_that_use_each_other_are_read_once(tmp_path):
    write(tmp_path, {
        "a/a.policy": "use b\n" + RECORD + "class ca if cb\n",
        "b/b.policy": "use a\nclass cb if deposit > 1万\n",
    })  # fmt: skip
    assert not load(tmp_path / "a").errors


def test_an_unknown_folder_is_one_mistake(tmp_path):
    write(tmp_path, {"p/a.policy": "use rekord\n" + RECORD})
    assert codes(load(tmp_path / "p")) == ["E004"]


def test_of_a_policy_that_is_not_there_no_name_is_missed_and_no_word_is_cut(tmp_path):
    uses = "use rekord\nclass a if paid\noffer b\n  group c\n如果认定层级优质 则 推荐 b\nclass d if deposit >< 5\n"
    write(tmp_path, {"p/a.policy": uses, "q/a.policy": uses + RECORD})
    assert codes(load(tmp_path / "p")) == codes(load(tmp_path / "q"))
    found = load(tmp_path / "q").diagnostics
    assert [(d.code, d.span.line) for d in found] == [("E004", 1), ("E101", 6)]


def test_one_file_of_a_folder_is_one_mistake(tmp_path):
    write(tmp_path, {
        "p/record.policy": RECORD,
        "p/more/classes.policy": "class rich if deposit > 1万\nclass poor if deposit < 1元\n",
        "p/more/offers.policy": "offer a\n  if rich\noffer b\n  if poor\nclass c if payed\n",
        "p/alone.policy": RECORD + "class d if rich and poor\nclass e if paid\n",
    })  # fmt: skip
    assert codes(load(tmp_path / "p/more/offers.policy")) == ["E005"]
    (mistake,) = load(tmp_path / "p/alone.policy").errors
    assert mistake.args["names"] == ("rich", "poor")
    assert mistake.args["folder"] == str(tmp_path / "p")


@pytest.mark.parametrize(
    ("place", "named", "folder"),
    [
        ("here", "../p/a.policy", "../p"),
        ("p/more", "../a.policy", ".."),
        ("p", "a.policy", "."),
        (".", "p/a.policy", "p"),
    ],
)
def test_the_folder_is_named_as_the_file_was(tmp_path, monkeypatch, place, named, folder):
    write(tmp_path, {
        "here/x.txt": "",
        "p/a.policy": RECORD + "class c if rich\n",
        "p/more/b.policy": "class rich if deposit < 1元\n",
    })  # fmt: skip
    monkeypatch.chdir(tmp_path / place)
    (mistake,) = load(Path(named)).errors
    assert (mistake.code, mistake.args["folder"]) == ("E005", folder)
    (mistake,) = load(Path(named).resolve()).errors
    assert mistake.code == "E005"


@pytest.mark.parametrize(
    ("place", "named", "paths"),
    [
        ("here", "../p", ["../p/a.policy", "../shared/b.policy"]),
        ("p", ".", ["a.policy", "../shared/b.policy"]),
        (".", "p", ["p/a.policy", "shared/b.policy"]),
        ("here", "{}/p", ["{}/p/a.policy", "{}/shared/b.policy"]),
    ],
)
def test_what_is_used_is_named_as_the_policy_was(tmp_path, monkeypatch, place, named, paths):
    write(tmp_path, {
        "here/x.txt": "",
        "p/a.policy": "use shared\n" + RECORD + "class c if deposit > floor\n",
        "shared/b.policy": "param floor = 5万\n",
    })  # fmt: skip
    monkeypatch.chdir(tmp_path / place)
    program = load(Path(named.format(tmp_path))).program
    (rule,) = program.all_rules
    spans = [str(rule.span), str(program.params["floor"].span)]
    assert [span.rpartition(":")[0] for span in spans] == [path.format(tmp_path) for path in paths]


def test_a_folder_that_declares_it_all_is_not_left_for_one_above(tmp_path):
    write(tmp_path, {
        "other.policy": "class poor if deposit < 1元\n",
        "p/a.policy": RECORD + "class c if rich\n",
        "p/b.policy": "class rich if deposit < 1元\n",
    })  # fmt: skip
    (mistake,) = load(tmp_path / "p/a.policy").errors
    assert mistake.args["folder"] == str(tmp_path / "p")


def test_files_far_below_a_single_file_are_no_part_of_its_policy(tmp_path):
    write(tmp_path, {"a.policy": RECORD + "class c if rich\n", "x/y/b.policy": "class rich if deposit < 1元\n"})
    assert codes(load(tmp_path / "a.policy")) == ["E201"]


def test_a_file_that_stands_beside_others_may_have_mistakes_of_its_own(tmp_path):
    write(tmp_path, {"p/a.policy": RECORD + "class c if rich\n", "p/b.policy": "class poor if deposit < 1元\n"})
    assert codes(load(tmp_path / "p/a.policy")) == ["E201"]


def test_two_policies_in_one_folder_are_a_mistake(tmp_path):
    write(tmp_path, {"p/a.policy": "policy one\n" + RECORD, "p/b.policy": "policy two\n"})
    assert codes(load(tmp_path / "p")) == ["E003"]


def test_a_name_that_two_used_policies_declare_must_say_which(tmp_path):
    files = {
        "record/c.policy": RECORD,
        "d1/t.policy": "use record\nclass 潜力客户 if deposit from 1万 below 5万\n",
        "d2/t.policy": "use record\nclass 潜力客户 if deposit >= 100万\n",
    }
    write(tmp_path, files | {"both/b.policy": "use d1, d2\nclass x if 潜力客户\n"})
    assert codes(load(tmp_path / "both")) == ["E204"]
    write(tmp_path, {"both/b.policy": "use d1, d2\nclass x if d1.潜力客户 or d2.潜力客户\n"})
    analysis = load(tmp_path / "both")
    assert not analysis.errors
    assert set(analysis.program.classes) == {"d1.潜力客户", "d2.潜力客户", "x"}


def test_redeclaring_a_used_name_is_a_mistake(tmp_path):
    write(tmp_path, {"record/c.policy": RECORD, "p/a.policy": "use record\ndefine deposit = 5万\n"})
    assert codes(load(tmp_path / "p")) == ["E202"]


@pytest.mark.parametrize(
    ("name", "data", "words"),
    [
        ("p/none.txt", b"", "no .policy file"),
        ("p/a.policy", "客户 一".encode("gb18030"), "not UTF-8"),
    ],
)
def test_what_cannot_be_read_is_said_in_a_sentence(tmp_path, name, data, words):
    path = tmp_path / name
    path.parent.mkdir(parents=True)
    path.write_bytes(data)
    with pytest.raises(PolicyFileError, match=words):
        load(tmp_path / "p")


def test_a_byte_order_mark_and_crlf_change_nothing(tmp_path):
    write(tmp_path, {"p/a.policy": RECORD})
    plain = load(tmp_path / "p")
    (tmp_path / "p/a.policy").write_bytes(b"\xef\xbb\xbf" + RECORD.replace("\n", "\r\n").encode())
    again = load(tmp_path / "p")
    assert not again.errors
    assert again.main.files[0].statements == plain.main.files[0].statements


def test_a_policy_keeps_all_its_names(tmp_path):
    write(tmp_path, {"p/a.policy": 'policy retail 零售 "Retail tiering"\n' + RECORD, "q/a.policy": RECORD})
    assert load(tmp_path / "p").program.all_names == ("retail", "零售")
    assert load(tmp_path / "q").program.all_names == ("q",)
