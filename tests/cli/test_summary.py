"""What a run says on the screen, in both languages."""

from datetime import date

import openpyxl
import pyarrow as pa
import pytest

from commands.summary import summary
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
ENGLISH = """\
customers 5 = decided 3 + quarantined 2 (D203 key used more than once 2, D224 below the least allowed 1)

level
  plain      1   33.3%  ████████████████████████
  core       1   33.3%  ████████████████████████
  undecided  1   33.3%  ████████████████████████

classes
  rich  2 (unknown 1)

offers
  wealth_plan  3
  texting      1 (lost: no channel left 2)

to look at
  1 customer breaks the `never` at 0.policy:31
  gift: rules disagree for 1 customer, no value given
  pick: several rows apply to 1 customer, where one may
  level: 1 customer undecided
  level: 1 customer decided with an unknown lift
  1 offer excluded because a condition is unknown
  1 offer left with fewer channels because a condition is unknown
  score: incomplete for 1 customer
  1 text withheld because something is missing"""
CHINESE = """\
客户 5 = 已判定 3 + 隔离 2（D203 客户号重复 2，D224 低于下限 1）

层级
  普通  1   33.3%  ████████████████████████
  核心  1   33.3%  ████████████████████████
  未定  1   33.3%  ████████████████████████

客群
  大户  2（未知 1）

推荐
  理财      3
  短信产品  1（失去：无可用渠道 2）

要你看的
  1 位客户违反 0.policy:31 的“永不”
  礼物：1 位客户的规则互相冲突，未取值
  选一：1 位客户同时满足多行，而最多只应有一行
  层级：1 位客户未定
  层级：1 位客户可能被提升，但条件未知
  1 个推荐因剔除条件未知而剔除
  1 个推荐因剔除条件未知而少了渠道
  积分：1 位客户不完整
  1 段文字因缺少信息未填写"""


def shown(folder, lang, rows=ROWS):
    table = pa.table({name: pa.array([row[name] for row in rows], pa.string()) for name in rows[0]})
    return summary_of(folder, lang, read_table(table, analysed(POLICY).program.record))


def summary_of(folder, lang, reader):
    analysis = analysed(POLICY)
    binding = bind(analysis.program, date(2026, 6, 1))
    decider = ReferenceDecider(analysis.program, binding, why=False)
    made = run(analysis=analysis, binding=binding, decider=decider, reader=reader, out=folder)
    return summary(made, analysis.program, lang)


@pytest.mark.parametrize(("lang", "expected"), [("en", ENGLISH), ("zh", CHINESE)])
def test_the_screen(tmp_path, lang, expected):
    first, _, rest = shown(tmp_path, lang).partition("\n")
    assert first.startswith("as of 2026-06-01 · profile default" if lang == "en" else "基准日 2026-06-01 · 方案 缺省")
    assert first.endswith("1 file" if lang == "en" else "1 个文件")
    assert rest == expected


def test_numbers_of_several_things(tmp_path):
    text = shown(tmp_path, "en", [{**ROWS[1], "id": str(number)} for number in range(1200)])
    assert "level: 1,200 customers undecided" in text
    assert "1,200 offers left with fewer channels" in text


def test_what_of_the_data_was_not_read_or_may_be_wrong(tmp_path):
    book = openpyxl.Workbook()
    book.active.title = "客户"
    for row in (["id", "deposit", "call"], [7, 5, 101], [8, 6, None]):
        book.active.append(row)
    book.create_sheet("旧数据").append(["C9"])
    book.save(tmp_path / "customers.xlsx")
    needs = Needs(frozenset({"deposit", "vip"}), absent_ok=True)

    def lines(lang, **how):
        reader = open_data(tmp_path / "customers.xlsx", analysed(POLICY).program.record, needs, **how)
        return summary_of(tmp_path / lang, lang, reader).splitlines()

    english, chinese = lines("en", limit=2), lines("zh", limit=1)
    assert english[0].endswith("only the first 2 rows read")
    assert chinese[0].endswith("只读了前 1 行")
    assert "  only the sheet 客户 was read, not: 旧数据" in english
    assert "  只读了工作表 客户，未读：旧数据" in chinese
    assert "  numbers in the workbook were read as texts, and zeros in front may be lost: id, call" in english
    assert "  missing for everyone, because the data has no column: vip" in english
    assert "  数据没有这些列，所有客户都当作缺失：贵宾" in chinese
    assert "only the first" not in lines("en", limit=3)[0]
    made = read_run(tmp_path / "en").manifest.data[0]
    assert (made.absent, made.absent_read) == (("consent", "vip"), ("vip",))
    assert (made.sheet, made.other_sheets, made.from_numbers) == ("客户", ("旧数据",), ("id", "call"))
