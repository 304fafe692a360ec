"""What is told of a statement that differs: how, in which parts, and what that can change."""

import tomllib
from pathlib import Path

import pytest

from dsl.load import Folder, analyse
from dsl.source import Source
from engine.binding import bind
from engine.ir.builder import Builder
from engine.ir.nodes import TRUE
from engine.ir.outcomes import Outcomes
from engine.review.diff.statements.compare import compare_statements
from engine.review.diff.statements.meaning import SameFormulas, SameText
from engine.review.shared.scopes import scopes
from tests.engine.policies import program_of
from tests.engine.review.diff.statements.policies import RECORD, Nowhere, analysed, edited

MAIN = """
param line 线 = 50万
param margin
  = 30bp from 2026-01-01 until 2026-06-30
  = 20bp from 2026-07-01
profile county
  line = 30万
require line > 0
define assets = deposit + loan
tiers tier by deposit
  plain
  core from line
class keen if payroll
  because "Is paid here"
points loyalty from 0 to 1_000
choice present one of toy, vase
tasks call 回访, visit
groups investments 投资类, loans
offer fund 基金
  priority 40
  group investments
  via phone, sms
  if risk >= middle
  say "Dear customer"
offer card
at most 3 offers
rule keen_saver 存款户
  if keen and deposit > 1万 and loan = 0
  then offer fund via phone priority 95 and task call by rm within 10 days and add 10 to loyalty
  because "Saves"
if loan > 3x deposit then offer card
if loan > 1万 and risk is high then tier core
exclude from channel sms if risk is low
  because "Too timid"
table presents first
  | tier  | risk     => present | because |
  | core  | >= high  => vase    | "Brave" |
  | core  | -        => toy     | -       |
  | plain | -        => vase    | -       |
never offer card and class keen
ban "guaranteed"
test "saver"
  given payroll, deposit 2万, risk middle
  expect offer fund
test "lines"
  | deposit => tier  |
  | 50万    => core  |
  | 49万    => plain |
"""


def told(*edits, old=MAIN, record=(), equal=None):
    """Every change as a short line; then its parts."""
    changes = compare_statements(analysed(old), analysed(edited(old, *edits), edited(RECORD, *record)), equal)
    assert len({x.id for x in changes}) == len(changes)
    return {
        f"{x.id} {x.status} {x.affects}": [
            f"{p.part} {en(p.of)}: {en(p.old)} → {en(p.new)} ({p.affects})" for p in x.parts
        ]
        for x in changes
    }


def en(told):
    return told.en if told is not None else None


def test_nothing_differs():
    assert told() == {}
    assert told(("param line 线 = 50万\n", "# why\nparam line 线   =   50万\n")) == {}


def cases(kind):
    found = tomllib.loads(Path(__file__).with_name("edits.toml").read_text(encoding="utf-8"))
    return [pytest.param(x, id=f"{x['old']} → {x['new']}".replace("\n", " ")) for x in found[kind]]


@pytest.mark.parametrize("case", cases("statement"))
def test_one_part_differs(case):
    ((key, parts),) = told((case["old"], case["new"])).items()
    name, _, rest = case["change"].partition(" ")
    assert key.startswith(name)
    assert key.endswith(rest)
    assert case.get("parts", parts) == parts


DAYS = f"""{MAIN}rule regular
  if opened at least 10 years ago and opened is not within the last 3 months
  then offer card
"""


@pytest.mark.parametrize(
    ("old", "new", "parts"),
    [
        ("10 years", "8 years", ["threshold opened: at least 10 years ago → at least 8 years ago"]),
        (
            "3 months",
            "1 month",
            ["condition None: opened is not within the last 3 months → opened is not within the last month"],
        ),
    ],
)
def test_how_long_ago_differs(old, new, parts):
    record = edited(RECORD, ("  assume", "  | opened  |      |         | date | unknown | 2020-01-01 |\n  assume"))
    before, after = (analysed(text, record) for text in (DAYS, edited(DAYS, (old, new))))
    (change,) = compare_statements(before, after, SameText())
    assert change.id == "rule:regular"
    said = [" → ".join(x.en for x in (p.old, p.new)) for p in change.parts]
    assert [f"{p.part} {p.of and p.of.en}: {told}" for p, told in zip(change.parts, said, strict=True)] == parts


@pytest.mark.parametrize("case", cases("field"))
def test_an_attribute_of_a_field_differs(case):
    ((key, parts),) = told(record=((case["old"], case["new"]),)).items()
    assert key.startswith("field:c:")
    assert key.endswith(f"changed {case['change']}")
    assert case.get("parts", parts) == parts


def test_a_field_is_renamed_and_what_reads_it_is_not_told_as_changed():
    found = told(
        ("keen and deposit > 1万", "keen and saving > 1万"), ("3x deposit", "3x saving"), ("= deposit +", "= saving +"),
        ("by deposit", "by saving"), ("given payroll, deposit", "given payroll, saving"),
        ("| deposit =>", "| saving =>"),
        record=(("| deposit | 存款 ", "| saving | 存款 "), ("assume deposit", "assume saving")),
    )  # fmt: skip
    assert found.pop("field:c:saving renamed nothing") == ["names None: deposit 存款 → saving 存款 (nothing)"]
    assert {key.split(" ", 1)[1] for key in found} == {"reworded nothing"}


def test_the_title_of_the_policy_is_a_text():
    assert told(record=(('"A bank"', '"The bank"'),)) == {
        "policy:bank changed texts": ["title None: A bank → The bank (texts)"]
    }


def test_statements_come_and_go():
    (gone,) = told(("if loan > 3x deposit then offer card\n", ""))
    assert gone.endswith("removed decisions")
    assert told(("at most 3 offers", "offer book\nat most 3 offers")) == {"offer:book added nothing": []}
    assert told(("  | core  | -        => toy     | -       |\n", "")) == {"row:presents:2 removed decisions": []}
    assert told(record=(("sms 短信", "sms 短信, post"),)) == {"channel:post added nothing": []}


def test_what_is_told_by_itself_has_a_text_of_its_own():
    edits = (
        ("| DEP_BAL |", "| DEPOSIT |"),
        ("assume deposit >= 0", "assume deposit >= 1万"),
        ("sms 短信", "sms 短信, post"),
        ("roles rm", "roles boss, rm"),
    )
    new = analysed(edited(MAIN, ("  line = 30万", "  line = 20万")), edited(RECORD, *edits))
    assert {x.id.split(":")[0]: (x.owner, x.new.text) for x in compare_statements(analysed(MAIN), new)} == {
        "field": ("c", "| deposit | 存款 | DEPOSIT | money from 0 to 1亿 | as 0 | 2万 |"),
        "assume": ("c", "assume deposit >= 1万"),
        "channel": (None, "channels post"),
        "role": (None, "roles boss"),
        "entry": ("county", "line = 20万"),
    }


def test_to_stand_elsewhere_changes_nothing_but_in_a_first_table():
    (moved,) = told(("at most 3 offers\n", ""), ("ban ", "at most 3 offers\nban "))
    assert moved.endswith("moved nothing")
    row = "  | core  | -        => toy     | -       |\n"
    last = "  | plain | -        => vase    | -       |\n"
    assert told((row + last, last + row)) == {"row:presents:2 moved decisions": []}
    collected = MAIN.replace("table presents first", "table presents collect")
    assert told((row + last, last + row), old=collected) == {"row:presents:2 moved nothing": []}


def test_a_rule_moves_to_another_file_and_a_folder_to_another_place():
    rule = "if loan > 3x deposit then offer card\n"
    apart = analysed(MAIN.replace(rule, ""), loans=rule)
    (moved,) = compare_statements(analysed(MAIN), apart)
    assert (moved.kind, moved.status, moved.old.path, moved.new.path) == (
        "rule", "moved", "bank/main.policy", "bank/loans.policy",
    )  # fmt: skip
    elsewhere = (Source("/tmp/other/bank/record.policy", RECORD), Source("/tmp/other/bank/main.policy", MAIN))  # noqa: S108
    assert compare_statements(analysed(MAIN), analyse(Folder("bank", "there", elsewhere), Nowhere())) == []


def test_rules_without_a_name_are_told_apart_by_what_they_say():
    found = told(
        ("if loan > 3x deposit then", "if loan > 2x deposit then"),
        ("if loan > 1万 and risk is high then tier core", "if loan > 2万 and risk is high then tier core"),
    )
    assert sorted(found.values()) == [
        ["threshold loan >: 1万 → 2万 (decisions)"],
        ["threshold loan >: 3x deposit → 2x deposit (decisions)"],
    ]
    (key,) = told(("if loan > 3x deposit then offer card", "rule big_loan\n  if loan > 3x deposit\n  then offer card"))
    assert key == "rule:big_loan renamed nothing"


def test_another_row_is_put_between():
    row = "  | core  | -        => toy     | -       |\n"
    assert told((row, row.replace("| -        =>", "| middle   =>") + row)) == {"row:presents:2 added decisions": []}


def test_a_new_column_that_says_nothing_changes_no_row():
    found = told(
        ("| tier  | risk     => present", "| tier  | payroll | risk     => present"),
        ("| core  | >= high ", "| core  | - | >= high "),
        ("| core  | -        => toy", "| core  | - | -        => toy"),
        ("| plain | -        =>", "| plain | yes | -        =>"),
    )
    assert found == {
        "table:presents reworded nothing": ["columns None: None → payroll (nothing)"],
        "row:presents:3 changed decisions": ["condition payroll: None → yes (decisions)"],
    }


def test_a_column_that_becomes_another_is_one_edit_of_the_head():
    found = told(("| tier  | risk     => present", "| tier  | risk default low => present"))
    assert found == {"table:presents changed decisions": ["columns None: risk → risk default low (decisions)"]}


def test_another_language_is_no_change():
    one = "offer card 卡\nrule big 大\n  if deposit > 300k and loan = 0\n  then offer card via phone\n"
    other = "产品 card 卡\n规则 big 大\n  如果 存款 > 30万 且 贷款 = 0\n  则 推荐 卡 渠道 电话\n"
    found = compare_statements(analysed(one), analysed(other))
    assert [(x.id, x.status, x.affects, x.parts) for x in found] == [
        ("offer:card", "translated", "nothing", ()),
        ("rule:big", "translated", "nothing", ()),
    ]
    assert found[1].new.text == other.split("\n", 1)[1].rstrip("\n")
    (_, changed) = compare_statements(analysed(one), analysed(other.replace("30万", "20万")))
    [part] = changed.parts
    assert [part.part, part.of.zh, part.old.zh, part.new.zh] == ["threshold", "存款 >", "30万", "20万"]
    assert [part.of.en, part.old.en, part.new.en] == ["deposit >", "300k", "200k"]


def same_formulas(one, other):
    builder = Builder()
    for field in ("deposit", "loan"):
        builder.column(field, 0, 10**10)
    worlds = [
        tuple(Outcomes(x, bind(x, scope.first, scope.profile), builder=builder) for x in (one, other))
        for scope in scopes(one, other)
        if scope.first.year > 2025
    ]
    return SameFormulas(worlds, [TRUE] * len(worlds), {"risk": ("low", "middle", "high")})


@pytest.mark.parametrize(
    ("before", "after", "status"),
    [
        ("keen and deposit > 1万 and loan = 0", "loan = 0 and keen and deposit > 1万", "reworded nothing"),
        ("keen and deposit > 1万 and loan = 0", "payroll and deposit > 1万 and loan = 0", "reworded nothing"),
        ("keen and deposit > 1万 and", "keen and not deposit <= 1万 and", "reworded nothing"),
        ("keen and deposit > 1万 and", "keen and deposit >= 10_000.01元 and", "reworded nothing"),
        ("keen and deposit > 1万 and", "keen and deposit >= 1万 and", "changed decisions"),
        ("loan > 3x deposit then", "not (loan <= 3x deposit) then", "reworded nothing"),
        ("  | core  | -        => toy ", "  | >= core | - => toy ", "reworded nothing"),
        ("| core  | >= high  =>", "| core  | high  =>", "reworded nothing"),
        ("deposit > 1万 and loan = 0", "deposit > 1万 and not (loan > 0)", "reworded nothing"),
        ("deposit > 1万 and loan = 0", "deposit > 1万 and not (loan >= 1万)", "changed decisions"),
        ("deposit > 1万 and loan = 0", "deposit + loan > 1万 and loan = 0", "changed decisions"),  # loan missing
    ],
)
def test_what_means_the_same_is_reworded(before, after, status):
    one, other = program_of(analysed(MAIN)), program_of(analysed(edited(MAIN, (before, after))))
    ((key, parts),) = told((before, after), equal=same_formulas(one, other)).items()
    assert key.endswith(status)
    assert {part.rsplit("(", 1)[1] for part in parts} == {"nothing)" if status == "reworded nothing" else "decisions)"}


@pytest.mark.parametrize(("op", "status"), [("<=", "reworded nothing"), ("<", "changed decisions")])
def test_a_class_of_two_conditions_may_mean_the_same(op, status):
    main = edited(MAIN, ('  because "Is paid here"\n', ""))
    by_two = ("if payroll\n", f"\n  if payroll and deposit > 1万\n  if payroll and deposit {op} 1万\n")
    one, other = program_of(analysed(main)), program_of(analysed(edited(main, by_two)))
    (key,) = told(by_two, old=main, equal=same_formulas(one, other))
    assert key == f"class:keen {status}"


def test_a_column_that_means_the_same_is_reworded():
    amounts = ("| risk     => present", "| assets   => present"), ("| >= high  => vase", "| >= 50万  => vase")
    main = edited(MAIN, *amounts)
    written_out = ("| assets   => present", "| deposit + loan => present")
    one, other = program_of(analysed(main)), program_of(analysed(edited(main, written_out)))
    found = told(written_out, old=main, equal=same_formulas(one, other))
    assert found == {"table:presents reworded nothing": ["columns None: assets → deposit + loan (nothing)"]}


def test_a_text_that_changes_with_a_rewording_is_a_text_only():
    found = told(("keen and deposit > 1万 and", "deposit > 1万 and keen and"), ('"Saves"', '"Saves well"'))
    assert found == {
        "rule:keen_saver changed texts": [
            "condition None: keen and deposit > 1万 and loan = 0 → deposit > 1万 and keen and loan = 0 (nothing)",
            "because None: Saves → Saves well (texts)",
        ]
    }


def test_the_same_twice_is_the_same():
    edits = (("deposit > 1万 and", "deposit > 2万 and"), ("at most 3", "at most 2"))
    one, other = (
        [x.model_dump_json() for x in compare_statements(analysed(MAIN), analysed(edited(MAIN, *edits)))] for _ in "12"
    )
    assert one == other
