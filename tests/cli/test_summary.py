"""What a run says on the screen, in both languages."""

import re
from datetime import date
from pathlib import Path

import openpyxl
import pyarrow as pa
import pytest

from commands.summary.former import compare
from commands.summary.screen import summary
from dsl.width import display_width
from engine.binding import bind
from engine.deciding import ReferenceDecider
from engine.io.folder import read_run
from engine.io.read import Needs, open_data, read_table
from engine.run import run
from tests.engine.policies import analysed

POLICY = """
policy 零售
customer 客户
  | name    | also   | type                  | missing |
  | id      | 客户号 | key                   |         |
  | deposit | 存款   | money from 0 to 100亿 | unknown |
  | consent | 同意   | yes/no                | unknown |
  | vip     | 贵宾   | yes/no                | as no   |
  | call    | 称呼   | text                  | unknown |
channels phone 电话, sms 短信
tiers 层级 level by deposit
  普通 plain
  核心 core from 100万
class 大户 rich if deposit >= 100万
points 积分 score from 0 to 100
choice 礼物 gift one of 报纸, 摆件
offer 理财 wealth_plan
  via 电话, 短信
  say "{{ call }}您好"
offer 短信产品 texting
  via 短信
rule 甲 then offer 理财, 短信产品
rule 乙 if deposit >= 50万 then tier 核心 and add 5 to 积分
rule 丙 if vip then gift is 报纸
rule 丁 if vip and deposit >= 1万 then gift is 摆件
table 选一 pick unique
  | vip | consent => class |
  | yes | -       => 大户  |
  | -   | no      => 大户  |
exclude from channel 短信 if not consent
never class 大户 and vip
"""
ROWS = [
    {"id": "C1", "deposit": "200万", "consent": "是", "vip": "否", "call": "王先生"},
    {"id": "C2", "deposit": None, "consent": None, "vip": "否", "call": None},
    {"id": "C3", "deposit": "2万", "consent": "否", "vip": "是", "call": "李女士"},
    {"id": "C4", "deposit": "-5", "consent": "是", "vip": "否", "call": None},
    {"id": "C4", "deposit": "1", "consent": "是", "vip": "否", "call": None},
]
# Nothing in it is worse than what a policy may mean to do.
CALM = """
customer 客户
  | name    | also   | type                  | missing  |
  | id      | 客户号 | key                   |          |
  | deposit | 存款   | money from 0 to 100亿 | as 0     |
  | job     | 职业   | text                  | unknown  |
  | asked   | 请求日 | date                  | unknown  |
  | risk    | 风险   | one of 低, 高         | unknown  |
channels phone 电话, sms 短信
points 积分 score from 0 to 100
class 上班族 salaried if job is known and job starts with "工"
class 白领 office if job starts with "白"
offer 理财 wealth_plan
  group 投资
offer 基金 funds
  group 投资
offer 过期 bygone
  until 2020-01-01
offer 无人 forgotten
rule 甲 then offer 理财, 过期
rule 乙 if asked is known then task 答复 on asked
rule 丙 if deposit > 99亿 then task 拜访 within 10 days
rule 丁 if risk is 高 then add 5 to 积分
if deposit > 98亿 then class 白领
exclude from group 投资 if risk is 低
  because "偏好{{ risk }}"
"""
CALM_ROWS = [
    {"id": "C1", "deposit": "1", "job": None, "asked": "2026-05-01", "risk": None},
    {"id": "C2", "deposit": "1", "job": None, "asked": "2026-06-01", "risk": "低"},
    {"id": "C3", "deposit": "1", "job": "工人", "asked": None, "risk": "高"},
]


def made(folder, rows=ROWS, text=POLICY, **bound):
    """A run of rows, and its policy."""
    table = pa.table({name: pa.array([row[name] for row in rows], pa.string()) for name in rows[0]})
    program = analysed(text).program
    return made_of(folder, read_table(table, program.record), text, **bound), program


def made_of(folder, reader, text=POLICY, as_of=date(2026, 6, 1)):
    analysis = analysed(text)
    binding = bind(analysis.program, as_of)
    decider = ReferenceDecider(analysis.program, binding, why=False)
    return run(analysis=analysis, binding=binding, decider=decider, reader=reader, out=folder)


def look_at(text, lang):
    title = "要你看的" if lang == "zh" else "to look at"
    return text.partition(f"\n{title}\n")[2].splitlines()


ENGLISH = """\
customers 5 = decided 3 + quarantined 2 (key used more than once 2, below the
  least allowed 1)

level
  plain      1  33.3%  ████████████████████████
  core       1  33.3%  ████████████████████████
  undecided  1  33.3%  ████████████████████████

classes (? so many unknown)
  rich  2 ?1

offers         made  lost  mostly to
  wealth_plan     3
  texting         1     2  no channel left 2

exclusions     offers  mostly
  0.policy:30       2  texting 2

to look at
  • 1 customer breaks “never rich if vip” (0.policy:31)
  • gift: rules disagree for 1 customer, no value given
  • pick: several rows apply to 1 customer, where one may
  • level: 1 customer undecided; it reads deposit (missing for 1)
  • level: 1 customer might belong higher, but a condition is unknown; it reads
    deposit (missing for 1)
  5 smaller things besides; run.json has all counts
"""
CHINESE = """\
客户 5 = 已判定 3 + 隔离 2（客户号重复 2，低于下限 1）

层级
  普通  1  33.3%  ████████████████████████
  核心  1  33.3%  ████████████████████████
  未定  1  33.3%  ████████████████████████

客群（? 后面是未知的人数）
  大户  2 ?1

推荐        得到  失去  主要因为
  理财         3
  短信产品     1     2  无可用渠道 2

剔除           取走  最多的是
  0.policy:30     2  短信产品 2

要你看的
  • 1 位客户违反“如果 贵宾 则 永不 大户”（0.policy:31）
  • 礼物：1 位客户的规则互相冲突，未取值
  • 选一：1 位客户同时满足多行，而最多只应有一行
  • 层级：1 位客户未定；要看存款（1 人缺失）
  • 层级：1 位客户也许应更高，但条件未知；要看存款（1 人缺失）
  另有 5 项较小的，数字都在 run.json
"""


@pytest.mark.parametrize(("lang", "expected"), [("en", ENGLISH), ("zh", CHINESE)])
def test_the_screen(tmp_path, lang, expected):
    first, _, rest = summary(*made(tmp_path), lang).partition("\n")
    start = "零售 · as of 2026-06-01 · profile default" if lang == "en" else "零售 · 基准日 2026-06-01 · 方案 缺省"
    assert first.startswith(start)
    assert ("(1 file)" if lang == "en" else "（1 个文件）") in first
    assert rest == expected


CALM_ENGLISH = """\
customers 3 = decided 3 + quarantined 0

classes (? so many unknown)
  salaried  1       office    0 ?2

offers         made  lost  mostly to
  wealth_plan     1     2  excluded 2

exclusions  offers  mostly
  偏好…          2  wealth_plan 2

tasks due  tasks  overdue  today
  答复         2        1      1

to look at
  • 1 task overdue: 答复 1
  • office: unknown for 2 customers (66.7%); it reads job (missing for 2)
  • nobody got: funds (granted to nobody), bygone (not in force 3),
    forgotten (granted to nobody)
  • 1 offer excluded because a condition is unknown, most often by “偏好…” (1);
    it reads risk (missing for 1)
  • 3 rules apply to nobody: class office (0.policy:12), 丙, rule (0.policy:24)
  1 smaller thing besides; run.json has all counts
"""
CALM_CHINESE = """\
客户 3 = 已判定 3 + 隔离 0

客群（? 后面是未知的人数）
  上班族  1       白领    0 ?2

推荐    得到  失去  主要因为
  理财     1     2  剔除 2

剔除     取走  最多的是
  偏好…     2  理财 2

待办    件数  已逾期  今天
  答复     2       1     1

要你看的
  • 1 件待办已逾期：答复 1
  • 白领：2 位客户（66.7%）未知；要看职业（2 人缺失）
  • 没有人得到：基金（没有规则给出）、过期（不在有效期 3）、无人（没有规则给出）
  • 1 个推荐因剔除条件未知而剔除，最多的是“偏好…”（1 个）；要看风险（1 人缺失）
  • 3 条规则没有客户符合：客群 白领（0.policy:12）、丙、规则（0.policy:24）
  另有 1 项较小的，数字都在 run.json
"""


@pytest.mark.parametrize(("lang", "expected"), [("en", CALM_ENGLISH), ("zh", CALM_CHINESE)])
def test_a_screen_without_anything_bad(tmp_path, lang, expected):
    assert summary(*made(tmp_path, CALM_ROWS, CALM), lang).partition("\n")[2] == expected


UNASKED = """
customer 客户
  | name  | type            | missing |
  | id    | key             |         |
  | risk  | one of 低, 高   | unknown |
  | alone | yes/no          | unknown |
offer 基金
offer 保险
rule 甲 if risk is 高 then offer 基金
rule 乙 then offer 保险
exclude from offer 基金 if risk is 低
  because "偏好低"
exclude from offer 保险 if alone
  because "单身"
"""


def test_the_exclusion_that_is_named_is_the_one_that_took_offers(tmp_path):
    rows = [{"id": f"C{i}", "risk": None, "alone": None if i < 2 else "是"} for i in range(5)]
    manifest, program = made(tmp_path, rows, UNASKED)
    unknown = {"".join(r.because.parts): manifest.results.rules_unknown[r.id] for r in program.all_rules if r.because}
    assert unknown == {"偏好低": 5, "单身": 2}
    said = "2 offers excluded because a condition is unknown, most often by “单身” (2); it reads alone (missing for 2)"
    assert said in summary(manifest, program, "en", width=200)
    assert "，最多的是“单身”（2 个）；要看alone（2 人缺失）" in summary(manifest, program, "zh", width=200)


def test_numbers_of_several_things(tmp_path):
    text = summary(*made(tmp_path, [{**ROWS[1], "id": str(number)} for number in range(1200)]), "en")
    assert "level: 1,200 customers undecided; it reads deposit (missing for 1,200)" in text
    assert "  undecided  1,200  100%" in text
    assert "plain" not in text  # nobody is on that rung


@pytest.mark.parametrize("width", [40, 50, 60, 80, 120])
@pytest.mark.parametrize("lang", ["en", "zh"])
def test_no_line_is_wider_than_the_screen_and_no_number_is_cut(tmp_path, width, lang):
    rows = [{**ROWS[i % 3], "id": str(i)} for i in range(1234)]
    manifest, program = made(tmp_path, rows)
    text = summary(manifest, program, lang, compare(manifest, manifest, program), width=width)
    assert [line for line in text.splitlines() if display_width(line) > width] == []
    whole = re.findall(r"[0-9][0-9,.]*", summary(manifest, program, lang, width=500))
    found = re.findall(r"[0-9][0-9,.]*", text)
    assert not set(found) - set(whole) - {"2026", "06", "01"}


def test_colours_are_only_asked_for(tmp_path):
    manifest, program = made(tmp_path)
    plain, coloured = (summary(manifest, program, "zh", color=color) for color in (False, True))
    assert "\x1b" not in plain
    assert "\x1b[1m要你看的\x1b[0m" in coloured
    assert re.sub(r"\x1b\[[0-9]*m", "", coloured) == plain


def compared(folder, before, now, lang="en"):
    """The screen of a run after another one, each (rows, text, day)."""
    (former, _), (manifest, program) = (made(folder / str(i), *x[:2], as_of=x[2]) for i, x in enumerate((before, now)))
    return summary(manifest, program, lang, compare(former, manifest, program))


DAY, LATER = date(2026, 6, 1), date(2026, 7, 1)
RICH = [{**ROWS[0], "id": f"R{i}"} for i in range(3)]


def test_changes_since_the_former_run(tmp_path):
    text = compared(tmp_path, (ROWS, POLICY, DAY), ([*ROWS[:1], *RICH], POLICY, LATER))
    assert "last run: as of 2026-06-01 · policy" in text
    assert "\nchanged since: the day, the data (customers −1)\n" in text
    lines = text.splitlines()
    at = lines.index("level".ljust(22) + "change")
    assert lines[at + 1 : at + 4] == [
        "  plain      0    0%      −1",
        "  core       4  100%      +3  ████████████████████████",
        "  undecided  0    0%      −1",
    ]
    assert "  texting         4      +3" in lines


def test_the_same_input_again(tmp_path):
    text = compared(tmp_path, (ROWS, POLICY, DAY), (ROWS, POLICY, DAY), "zh")
    assert "输入与这次相同" in text
    assert "较上次" not in text


@pytest.mark.parametrize(
    ("before", "said"),
    [
        (POLICY.replace("policy 零售", "policy 私行"), "那是另一个政策 私行"),
        (POLICY.replace("核心 core from", "优质 from 50万\n  核心 core from"), "层级的档不同"),
    ],
)
def test_runs_that_are_not_compared(tmp_path, before, said):
    text = compared(tmp_path, (RICH, before, DAY), (ROWS, POLICY, DAY), "zh")
    assert f"\n不作比较：{said}\n" in text
    assert "较上次" not in text


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"limit": 5}, "only 5 rows were read then"),
        ({"matched": {"id": "CUST"}}, "the key comes from another column"),
    ],
)
def test_other_rows_are_not_compared(tmp_path, change, said):
    manifest, program = made(tmp_path)
    other = manifest.data[0].model_copy(update=change)
    former = manifest.model_copy(update={"data": (other,)})
    text = summary(manifest, program, "en", compare(former, manifest, program), width=120)
    assert f"\nnot compared: {said}\n" in text


def test_a_limit_that_cut_nothing_off_may_be_compared(tmp_path):
    manifest, program = made(tmp_path)
    former = manifest.model_copy(update={"data": (manifest.data[0].model_copy(update={"limit": 50}),)})
    assert compare(former, manifest, program).refused is None


def test_what_of_the_data_was_not_read_or_may_be_wrong(tmp_path):
    book = openpyxl.Workbook()
    book.active.title = "客户"
    for row in (["id", "deposit", "call"], [7, 5, 101], [8, 6, None]):
        book.active.append(row)
    book.create_sheet("旧数据").append(["C9"])
    book.save(tmp_path / "customers.xlsx")
    program = analysed(POLICY).program
    needs = Needs(frozenset({"deposit", "vip"}), absent_ok=True)

    def screen(lang, **how):
        reader = open_data(tmp_path / "customers.xlsx", program.record, needs, **how)
        return summary(made_of(tmp_path / lang, reader), program, lang, width=120)

    english, chinese = screen("en", limit=2), screen("zh", limit=1)
    assert " · only the first 2 rows read\n" in english
    assert " · 只读了前 1 行\n" in chinese
    assert "  • missing for everyone, because the data has no column: vip" in english
    assert "  • missing for everyone, because the column is empty" not in chinese
    assert "  • 数据没有这些列，所有客户都当作缺失：贵宾" in chinese
    assert "  • only the sheet 客户 was read, not: 旧数据" in english
    Path(tmp_path / "more.xlsx").write_bytes((tmp_path / "customers.xlsx").read_bytes())
    reader = open_data(tmp_path / "*.xlsx", program.record, needs, limit=3)
    both = summary(made_of(tmp_path / "both", reader), program, "zh", width=120)
    assert "· 数据 2 个文件 " in both
    assert "  • more.xlsx 只读了工作表 客户，未读：旧数据" in both
    assert both.count("数据没有这些列") == 1
    assert "  • 只读了工作表 客户，未读：旧数据" in chinese
    assert "  • numbers in the workbook were read as texts, and zeros in front may be lost: id, call" in english
    assert "only the first" not in screen("en", limit=3)
    found = read_run(tmp_path / "en").manifest.data[0]
    assert (found.absent, found.absent_read) == (("consent", "vip"), ("vip",))
    assert (found.sheet, found.other_sheets, found.from_numbers) == ("客户", ("旧数据",), ("id", "call"))


FESTIVALS = """
policy 关怀
customer 客户
  | name    | type |
  | id      | key  |
  | born    | date |
param 节日 festival
  = 2027-02-06 until 2027-02-06
  = 2027-06-09 from 2027-02-07
param 季初 quarter
  = 2026-01-01 until 2026-12-31
  = 2027-01-01 from 2027-01-01
param 开业 founded = 1990-01-01
profile 分行 branch
  节日 = 2027-08-01
rule 拜访 visit if festival is within the next 5 days and born > founded and born > quarter then task 拜访
"""


@pytest.mark.parametrize(
    ("day", "english", "chinese"),
    [
        ("2027-04-09", None, None),
        ("2027-04-10", "lists no day after 2027-06-09 (60 days left)", "只列到 2027-06-09（还有 60 天）"),
        ("2027-06-09", "lists no day after 2027-06-09 (0 days left)", "只列到 2027-06-09（还有 0 天）"),
        ("2027-06-10", ", 2027-06-09, has passed", " 的最后一个日期 2027-06-09 已过"),
    ],
)
def test_a_list_of_days_that_runs_out_is_told(tmp_path, day, english, chinese):
    manifest, program = made(tmp_path, [{"id": "C1", "born": "2000-01-01"}], FESTIVALS, as_of=date.fromisoformat(day))
    for lang, told, place in (("en", english, "add the next at 0.policy:7"), ("zh", chinese, "在 0.policy:7 补上")):
        text = summary(manifest, program, lang, width=500)
        said = [line for line in text.splitlines() if place in line]
        assert len(said) == (told is not None)
        assert all(told in line for line in said)
        assert "quarter" not in text
        assert "季初" not in text


@pytest.mark.parametrize("change", [{"profile": "分行"}, {"overrides": {"节日": "2027-09-01"}}])
def test_a_day_from_elsewhere_is_not_of_the_list(tmp_path, change):
    manifest, program = made(
        tmp_path, [{"id": "C1", "born": "2000-01-01"}], FESTIVALS, as_of=date(2027, 7, 1)
    )  # fmt: skip
    assert "has passed" in summary(manifest, program, "en")
    assert "has passed" not in summary(manifest.model_copy(update=change), program, "en")
