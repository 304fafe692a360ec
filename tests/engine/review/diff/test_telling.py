"""What is told of classes of change: for whom, what is refused, who is next to them, where, and in which language."""

import pytest

from dsl.load import Folder, analyse
from dsl.source import Source
from engine.review.diff.comparing.compare import compared
from engine.review.diff.render.build import story
from engine.review.diff.review import Version, review
from engine.review.diff.telling.deciding import Decider
from tests.engine.review.diff.statements.policies import Nowhere

OLD = """policy bank
customer client 客户
  as of 2026-06-01
  | name    | also     | type                                     | missing | typical    |
  | id      | 客户号   | key                                      |         |            |
  | deposit | 存款     | money from 0 to 100 million              | as 0    | 20k        |
  | fund    | 基金     | money from 0 to 100 million              | as 0    | 0          |
  | loan    | 贷款     | money from 0 to 100 million              | unknown | 0          |
  | visits  | 到店次数 | whole from 0 to 9                        | unknown | 1          |
  | risk    | 风险     | one of low 低 < middle 中 < high 高      | unknown | middle     |
  assume loan <= 50 million
param line 线 = 50k
profile county 县域
  line = 60k
define assets 资产 = deposit + fund
tiers level 等级 by assets
  basic 普通
  prime 优质 from line
offer bond 债券
exclude from offer bond if loan >= 10k
rule savers 储户
  if level is prime and visits = 0
  then offer bond
"""


def version(text):
    analysis = analyse(Folder("bank", "bank", (Source("bank.policy", text),)), Nowhere())
    assert analysis.program is not None, analysis.errors
    return Version("bank", analysis, analysis.program)


def reviewed(*edits):
    new = OLD
    for before, after in edits:
        assert new.count(before) == 1, before
        new = new.replace(before, after)
    return review(version(OLD), version(new), "0.1.0")


def told(found, kind, lang="en"):
    """The lines of the first class of a kind."""
    sections = [section for section in story(found, lang).sections if section.kind == kind]
    return {line.kind: line.text for line in sections[0].groups[0].entries[0].lines}


def test_both_bounds_of_a_moved_line_and_what_only_numbers_show():
    found = reviewed(("line = 60k\n", "line = 45k\n"))
    assert told(found, "tier")["who"] == "assets from 45,000 CNY below 60,000 CNY"
    assert told(found, "offer")["who"] == ("assets from 45,000 CNY below 60,000 CNY; visits = 0; loan < 10,000 CNY")


def test_a_single_number_between_two_is_told_as_that():
    old, new = (version(OLD.replace("visits = 0", f"visits < {most}")) for most in (3, 2))
    lines = told(review(old, new, "0.1.0"), "offer")
    assert "; visits = 2; " in lines["who"]


@pytest.mark.parametrize(
    ("define", "condition", "who"),
    [
        ("deposit - loan", "net >= 0 CNY", "net < 0 CNY"),
        ("deposit - loan", "net > 0 CNY", "net ≤ 0 CNY"),
        ("loan - deposit", "net <= 0 CNY", "net > 0 CNY"),
        ("loan - deposit", "net < 0 CNY", "net ≥ 0 CNY"),
    ],
)
def test_a_sum_is_compared_with_the_number_that_people_write(define, condition, who):
    named = ("offer bond 债券\nexclude", f"define net 净额 = {define}\noffer bond 债券\nexclude")
    lines = told(reviewed(named, ("visits = 0", f"visits = 0 and ({condition} or loan is missing)")), "offer")
    assert f"; {who} · profile county" in lines["who"]


WORDS = """policy bank
customer client
  as of 2026-06-01
  | name     | type                          | missing | typical    |
  | id       | key                           |         |            |
  | deposit  | money from 0 to 100 million   | as 0    | 20k        |
  | loan     | money from 0 to 100 million   | as 0    | 0          |
  | rate     | percent from 0% to 30%        | unknown | 4%         |
  | visits   | whole from 0 to 90            | as 0    | 1          |
  | calls    | whole from 0 to 90            | as 0    | 0          |
  | valid_to | date                          | unknown | 2027-06-01 |
  | born     | date                          | unknown | 1986-06-01 |
  | opened   | date                          | unknown | 2020-06-01 |
  | town     | text                          | unknown | "Leeds"    |
points loyalty from 0 to 20
rule ties
  if visits > 2
  then add 10 to loyalty
rule calls
  if calls > 2
  then add 5 to loyalty
class a_settled if today - opened > 9 days
class shown if deposit < 0
"""


@pytest.mark.parametrize(
    ("before", "after", "who"),
    [
        ("valid_to < today", "valid_to < today + 30 days", "valid_to from today below today + 30 days"),
        ("valid_to < today", "valid_to <= today + 9 days", "valid_to from today below today + 10 days"),
        ("opened < today - 9 days", "opened <= today", "opened from today − 9 days to today"),
        (
            "born at least 18 years ago",
            "born at least 16 years ago",
            "born at least 16 years and less than 18 years ago",
        ),
        ("loan > 10k", "loan > 5k", "loan above 5,000 CNY up to 10,000 CNY"),
        ("rate > 5%", "rate > 4%", "rate above 4% up to 5%"),
        ("loan >= 3x deposit", "loan > 3x deposit", "loan = 3 × deposit"),
        ("loan > 50% of deposit", "loan > 25% of deposit", "4 × loan > deposit; 2 × loan ≤ deposit"),
        ("visits + calls > 10", "visits + calls > 8", "visits + calls from 9 below 11"),
        (
            "valid_to - opened > 9 days",
            "valid_to - opened > 5 days",
            "opened from valid_to − 9 days below valid_to − 5 days",
        ),
        (
            "opened is within the last 6 months",
            "opened is within the last 4 months",
            "opened ≥ today − 6 months; opened ≤ today; opened < today − 4 months",
        ),
        (
            "born anniversary is within the next 7 days",
            "born anniversary is within the next 9 days",
            "next anniversary of born from today + 8 days below today + 10 days",
        ),
        ('town starts with "Lee"', 'town contains "Lee"', 'town does not start with "Lee"; town contains "Lee"'),
        ("loyalty >= 10", "loyalty >= 5", "loyalty from 5 below 10"),
        ("(valid_to default opened) < today", "(valid_to default opened) < today + 30 days",
         "valid_to default opened from today below today + 30 days"),
        ("valid_to is known and (valid_to default opened) < today",
         "valid_to is known and (valid_to default opened) < today + 30 days",
         "valid_to known; valid_to default opened from today below today + 30 days"),
        ("(rate default 5%) >= 4%", "(rate default 5%) > 5%", "rate from 4% to 5%, or missing"),
    ],
)  # fmt: skip
def test_what_is_compared_has_words(before, after, who):
    old, new = (version(WORDS.replace("deposit < 0", condition)) for condition in (before, after))
    lines = told(review(old, new, "0.1.0"), "class")
    assert (lines.get("who") or "among " + lines["among"]).replace("\n", " ") == who


def test_where_the_calendar_ends_is_told_of_nobody():
    tasks = "rule call_up if valid_to > today then task call_up on max({} before valid_to, today)\n"
    old, new = (version(WORDS + tasks.format(f"{x} months")) for x in (3, 4))
    lines = told(review(old, new, "0.1.0"), "due")
    assert "valid_to" in lines["among"]
    assert "0001-" not in lines["among"]


DECIDED = (
    OLD.replace("  prime 优质 from line\n", "  prime 优质 from line\n  core 核心 from 1 million\n")
    .replace("profile county 县域\n  line = 60k\n", "")
    .replace("rule savers", "rule lift\n  if fund >= 2k and risk is high\n  then tier prime\nrule savers")
    + """class quiet 沉寂
  if visits = 0 and loan >= 1k
  if fund >= 30k and risk is low
choice gift 礼物 one of cup 杯, pen 笔
table gifts first
  | visits | risk   => gift |
  | 0      | high   => cup  |
  | -      | middle => pen  |
  | -      | -      => -    |
rule call_on 致电
  if quiet and level is prime
  then task call_on
rule thank 致谢
  if gift is known and level >= prime
  then task thank
"""
)


@pytest.mark.parametrize(
    ("before", "after", "en", "zh"),
    [
        ("call_on\nrule", "call_up\nrule", "quiet: yes; level is prime", "沉寂：是；等级是优质"),
        ("task thank", "task thanks", "gift is cup, pen; level is prime, core", "礼物是杯、笔；等级是优质、核心"),
    ],
)
def test_a_class_is_told_by_what_is_decided_where_what_that_is_made_of_does_not_tell(before, after, en, zh):
    assert DECIDED.count(before) == 1
    found = review(version(DECIDED), version(DECIDED.replace(before, after)), "0.1.0")
    for lang, said in (("en", en), ("zh", zh)):
        assert told(found, "task", lang)["who"].startswith(said)


@pytest.mark.parametrize(
    ("promise", "en", "zh"),
    [
        ("never saver if loan >= 1k or visits > 3", "never saver if loan ≥ 1,000 CNY or visits > 3", None),
        (
            "never saver and (loan >= 1k or visits > 3) and visits > 1",
            None,
            "如果 (贷款 ≥ 1,000元 或 到店次数 > 3) 且 到店次数 > 1 则 永不 saver",
        ),
    ],
)
def test_a_promise_keeps_its_conditions_together(promise, en, zh):
    new = OLD + "class saver if level is prime\n" + promise + "\n"
    found = review(version(OLD + "class saver if level is prime\n"), version(new), "0.1.0")
    for lang, said in (("en", en), ("zh", zh)):
        (section,) = (x for x in story(found, lang).sections if x.kind == "never")
        title = section.groups[0].entries[0].title
        assert said is None or said in title
        assert title.endswith("no such promise → broken" if lang == "en" else "无此承诺 → 违反")


def test_whoever_may_be_missing_is_told_as_such():
    lines = told(reviewed(("if loan >= 10k", "if loan >= 10k or risk is high")), "offer")
    assert "risk is high, or missing" in lines["who"]
    assert lines["neighbour"] == "the same customer with risk low"


LOAN = "loan    | 贷款     | money from 0 to 100 million              | "
VISITS = "visits  | 到店次数 | whole from 0 to 9                        | "


@pytest.mark.parametrize(
    ("before", "after", "en", "zh"),
    [
        (LOAN + "unknown", LOAN + "required", "loan missing", "贷款缺失"),
        (
            "whole from 0 to 9",
            "whole from 1 to 8",
            "visits < 1; or visits > 8",
            "到店次数 < 1；或到店次数 > 8",
        ),
        (" < high 高", "", "risk is high", "风险是高"),
        (
            "loan <= 50 million",
            "loan <= 40 million",
            "breaks the assumption loan ≤ 40,000,000 CNY",
            "违反假定 贷款 ≤ 4,000万元",
        ),
    ],
)
def test_who_is_set_aside_is_told_by_what_is_refused(before, after, en, zh):
    found = reviewed((before, after))
    assert (told(found, "quarantine")["refused"], told(found, "quarantine", "zh")["refused"]) == (en, zh)
    assert "who" not in told(found, "quarantine")


def test_the_nearest_unchanged_customer_differs_in_what_was_edited():
    lines = told(reviewed(("loan >= 10k", "loan >= 5k")), "offer")
    assert lines["shown"].startswith("deposit 50,000 CNY, loan 5,000 CNY, visits 0")
    assert lines["neighbour"] == "the same customer with loan 4,999.99 CNY"


def test_what_is_so_of_all_changes_stands_at_the_top_only():
    found = story(reviewed(("line = 60k\n", "line = 70k\n")), "en")
    assert found.where == "where it changes: profile county"
    assert found.notes == ("no test expects any of the changes",)
    assert not {"where", "tests"} & {line.kind for x in found.sections[0].groups[0].entries for line in x.lines}
    assert story(reviewed(("= 50k\nprofile", "= 55k\nprofile"), ("line = 60k\n", "line = 70k\n")), "en").where is None


def test_an_exclusion_has_a_title_in_either_language():
    found = reviewed(("exclude from offer bond if loan >= 10k\n", ""))
    assert "removed: exclusion “exclude from offer bond if loan >= 10k”" in story(found, "en").edit
    assert "删除：剔除 推荐 债券 如果 贷款 >= 1万" in story(found, "zh").edit


EXCLUSION = "exclude from offer bond if loan >= 20k"


@pytest.mark.parametrize(
    ("before", "after", "en", "zh"),
    [
        ("line 线 = 50k", "line 线 = 40k", "parameter line: 50k → 40k", "参数 线：5万 → 4万"),
        ("line = 60k\n", "line = 70k\n", "line in profile county: 60k → 70k", "方案 县域 的 线：6万 → 7万"),
        (
            VISITS + "unknown",
            VISITS + "as 0   ",
            "field visits of client, when missing: unknown → as 0",
            "客户的字段 到店次数，缺失时：未知 → 视为 0",
        ),
        (
            "level is prime and ",
            "",
            "rule savers, condition removed: level is prime",
            "规则 储户，删去条件：等级 是 优质",
        ),
        (
            "if loan >= 10k",
            "if loan >= 20k",
            f"exclusion “{EXCLUSION}”, threshold loan >=: 10k → 20k",
            "剔除 推荐 债券 如果 贷款 >= 2万，门槛 贷款 >=：1万 → 2万",
        ),
    ],
)
def test_an_edit_is_told_in_the_language_of_its_reader(before, after, en, zh):
    found = reviewed((before, after))
    shown = [story(found, lang).edit.partition(" ·")[0] for lang in ("en", "zh")]
    assert shown == [f"one edit: {en}", f"改动 1 处：{zh}"]


def test_a_value_that_holds_from_a_day_on():
    found = reviewed(("param line 线 = 50k", "param line 线\n  = 50k until 2026-12-31\n  = 40k from 2027-01-01"))
    parts = [(x.label, x.short) for x in story(found, "zh").statements[0].parts]
    assert parts == [("值（从 2027-01-01）", "5万 → 4万")]
    assert story(found, "en").where.startswith("where it changes: default values, from 2027-01-01")


def lines_of(found, kind, lang="en"):
    """The lines of the first class of a kind, with those of a kind that come twice."""
    sections = [section for section in story(found, lang).sections if section.kind == kind]
    return [(line.kind, line.text) for line in sections[0].groups[0].entries[0].lines]


def who_of(found, kind, lang="en"):
    return [x for x in lines_of(found, kind, lang) if x[0] in ("who", "among")]


def test_what_all_have_in_common_is_told_of_each_scope_in_which_it_differs():
    found = reviewed(("= 50k\nprofile", "= 55k\nprofile"), ("line = 60k\n", "line = 70k\n"))
    assert who_of(found, "tier") == [
        ("who", "assets from 50,000 CNY below 55,000 CNY · default values"),
        ("who", "assets from 60,000 CNY below 70,000 CNY · profile county"),
    ]
    assert who_of(found, "tier", "zh") == [
        ("who", "资产 从 5万元 不足 5.5万元 · 默认取值"),
        ("who", "资产 从 6万元 不足 7万元 · 方案 县域"),
    ]


def test_an_edit_that_no_parameter_is_in_is_for_others_where_a_parameter_is_another():
    found = reviewed(("and visits = 0", "and visits = 1"))
    assert who_of(found, "offer") == [
        ("who", "assets ≥ 50,000 CNY; visits = 0; loan < 10,000 CNY · default values"),
        ("who", "assets ≥ 60,000 CNY; visits = 0; loan < 10,000 CNY · profile county"),
    ]


def test_a_value_from_a_day_on_makes_it_others_from_then_on():
    value = "param line 线\n  = 50k until 2026-12-31\n  = 40k from 2027-01-01"
    old = ("param line 线 = 50k", value), ("profile county 县域\n  line = 60k\n", "")
    new = *old, ("and visits = 0", "and visits = 1")
    texts = [OLD, OLD]
    for at, edits in enumerate((old, new)):
        for before, after in edits:
            texts[at] = texts[at].replace(before, after)
    assert who_of(review(version(texts[0]), version(texts[1]), "0.1.0"), "offer") == [
        ("who", "assets ≥ 50,000 CNY; visits = 0; loan < 10,000 CNY · until 2026-12-31"),
        ("who", "assets ≥ 40,000 CNY; visits = 0; loan < 10,000 CNY · from 2027-01-01"),
    ]


def test_what_does_not_settle_who_is_in_the_class_is_not_told_as_if_it_did():
    found = reviewed(("if loan >= 10k", "if loan >= 10k or risk is high and deposit >= 1 million or fund >= 2 million"))
    assert who_of(found, "offer") == [
        ("among", "assets ≥ 50,000 CNY; visits = 0; loan < 10,000 CNY · default values"),
        ("among", "assets ≥ 60,000 CNY; visits = 0; loan < 10,000 CNY · profile county"),
    ]


def test_a_sum_that_was_edited_is_told_as_the_old_one_or_the_new_one():
    found = reviewed(("= deposit + fund", "= deposit - fund"))
    assert who_of(found, "tier")[0] == ("who", "old assets ≥ 50,000 CNY; new assets < 50,000 CNY · default values")
    assert who_of(found, "tier", "zh")[0] == ("who", "原资产 ≥ 5万元；新资产 < 5万元 · 默认取值")


def test_the_nearest_unchanged_customer_may_differ_in_what_is_typical():
    lines = told(reviewed(("if level is prime and", "if (level is prime or deposit >= 20k) and")), "offer")
    assert lines["shown"].startswith("visits 0")
    assert lines["neighbour"] == "the same customer with visits 1"
    lines = told(
        reviewed(("if level is prime and visits = 0", "if level is prime and visits = 0 or deposit >= 20k")), "offer"
    )
    assert lines["shown"].startswith("the typical customer")
    assert lines["neighbour"] == "the same customer with deposit 19,999.99 CNY"


def test_who_is_called_unchanged_has_the_same_from_both_policies():
    """From the line on she is prime, and below it nothing; next to a class of change there often is another one."""
    edits = ("line 线 = 50k", "line 线 = 60k"), ("line = 60k", "line = 90k"), ("visits = 0", "visits <= 1")
    edits = (*edits, ("prime 优质 from line", "silver 银 from 40k\n  prime 优质 from line"), (">= 10k", ">= 8k"))
    old, new = OLD, OLD
    for before, after in edits:
        new = new.replace(before, after)
    programs = version(old).program, version(new).program
    found = compared(*programs)
    neighbours = [(x, x.neighbour) for x in found.people.values() if x.neighbour is not None]
    assert len(neighbours) == len(found.changes) > 3
    for person, neighbour in neighbours:
        row = person.row | {neighbour.column: neighbour.value}
        before, after = (next(Decider(x).decide([row], person.day, person.profile)).decision for x in programs)
        is_same = _has(before) == _has(after)
        assert neighbour.is_untouched is is_same, neighbour


def _has(decision):
    return {name: x.rung for name, x in decision.tiers.items()}, [(x.offer, x.priority) for x in decision.offers]


def test_somebody_to_whom_something_else_happens_is_not_called_unchanged():
    found = reviewed(("loan >= 10k", "loan >= 5k"))
    each = found.classes[0]
    touched = each.neighbour.model_copy(update={"is_untouched": False})
    found = found.model_copy(update={"classes": (each.model_copy(update={"neighbour": touched}),)})
    like = "the same customer with loan 4,999.99 CNY; something else changes for her"
    assert told(found, "offer")["neighbour"] == like
    assert told(found, "offer", "zh")["neighbour"] == "同一客户，只是贷款 4,999.99元；有别的变化"


def test_an_edit_that_makes_a_change_for_others_is_named_as_well():
    """The bond is lost by the line, or for a risk that is low; who is shown loses it by one of them."""
    found = reviewed(("line 线 = 50k", "line 线 = 55k"), ("visits = 0\n", "visits = 0 and risk >= middle\n"))
    lines = told(found, "offer")
    one, _, other = lines["edits"].partition("; for others: ")
    assert {one.partition(" ·")[0], other.partition(" ·")[0]} == {
        "parameter line: 50k → 55k",
        "rule savers, condition added: risk >= middle",
    }
    assert "对其他客户：" in told(found, "offer", "zh")["edits"]


def test_a_scope_in_which_another_edit_makes_it():
    found = reviewed(("= 50k\nprofile", "= 55k\nprofile"), ("line = 60k\n", "line = 70k\n"))
    assert [x.partition(" ·")[0] for x in told(found, "tier")["edits"].split("; for others: ")] == [
        "parameter line: 50k → 55k",
        "line in profile county: 60k → 70k",
    ]


@pytest.mark.parametrize(
    ("edits", "groups"),
    [
        ([("line 线 = 50k", "line 线 = 55k"), ("line = 60k\n", "line = 50k\n")], [["offer bond", "gold"]]),
        ([("visits = 0", "visits = 1"), ("fund >= line", "fund > line")], [["offer bond"], ["offer gold"]]),
    ],
)
def test_only_classes_that_the_same_edits_make_are_told_as_one(edits, groups):
    old = OLD + "offer gold 黄金\nrule golden 金 if fund >= line then offer gold\n"
    new = old
    for before, after in edits:
        new = new.replace(before, after)
    sections = story(review(version(old), version(new), "0.1.0"), "en").sections
    (offers,) = (section for section in sections if section.kind == "offer")
    lost = [group for group in offers.groups if group.entries[0].title.endswith("given → not granted")]
    told = [[group.entries[0].title.partition(":")[0], *(x.short for x in group.entries[1:])] for group in lost]
    assert told == groups
