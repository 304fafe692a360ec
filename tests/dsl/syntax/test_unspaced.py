"""Chinese without spaces means the same as with them, or is a reported ambiguity; never something else in silence."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dsl.source import Source
from dsl.syntax.build import build
from dsl.syntax.parse import outline

# Names chosen to be hard: they contain keywords, or other names, or begin like units.
FIELDS = (
    "贷款 存款 贷款余额 存款余额 是否代发 是否逾期 最近交易日期 到期日 "
    "到期金额 按揭余额 加息券 从业年限 当前余额 当月消费 前月余额 非居民 "
    "非标资产 不良贷款 不良 近三月消费 近30天交易 无贷户 渠道偏好 层级分 "
    "客群数 推荐人数 产品数 活动次数 到账天数 资产 理财 总资产 "
    "年龄 POS机 VIP等级 信用卡额度 风险偏好 或有负债 若干 当期 "
    "天数 万达会员 元老 倍数 年收入 "
).split()
RUNGS = "普通 潜力 优质 重点 核心".split()
OFFERS = "贷款置换 基金定投 净值理财 结构性存款 置换 定投 理财升级 产品推荐 大额存单".split()
CLASSES = "代发薪 商户 外汇 信用卡未激活".split()
NAMES = frozenset(FIELDS + RUNGS + OFFERS + CLASSES)

fields = st.sampled_from(FIELDS)
amounts = st.builds(lambda n, u: f"{n}{u}", st.integers(1, 99), st.sampled_from(["万", "亿", "元", "万元", "%"]))
lengths = st.builds(lambda n, u: f"{n}{u}", st.integers(1, 90), st.sampled_from(["天", "个月", "年", "周"]))
comparisons = st.one_of(
    st.tuples(fields, st.sampled_from([">", ">=", "<", "超过", "不低于", "不满", "不超过"]), amounts),
    st.tuples(fields, st.sampled_from([">", "超过"]), st.integers(2, 9).map(lambda n: f"{n}倍"), fields),
    st.tuples(fields, st.sampled_from([">=", "不足"]), fields, st.just("的"), st.sampled_from(["90%", "3倍", "5bp"])),
    st.tuples(fields, st.just("<"), st.just("30%"), st.just("的"), fields),
    st.tuples(fields, st.just("缺失")),
    st.tuples(fields, st.sampled_from(["是", "不是"]), st.sampled_from(RUNGS)),
    st.tuples(fields, st.sampled_from(["近", "未来"]), st.integers(1, 90).map(lambda n: f"{n}天")),
    st.tuples(
        fields,
        st.sampled_from(["在", "不在"]),
        st.sampled_from(["近", "过去", "未来"]),
        lengths,
        st.sampled_from(["内", "以内", "之内"]),
    ),
    st.tuples(fields, st.sampled_from(["满", "不满", "已满"]), lengths),
    st.tuples(st.just("非"), fields),
    st.tuples(fields, st.just("从"), st.integers(1, 9).map(lambda n: f"{n}万"), st.just("到"), st.just("20万")),
)
actions = st.one_of(
    st.tuples(st.just("层级"), st.sampled_from(RUNGS)),
    st.tuples(st.just("推荐"), st.sampled_from(OFFERS)),
    st.tuples(st.just("客群"), st.sampled_from(CLASSES)),
)


@st.composite
def sentences(draw: st.DrawFn) -> list[str]:
    words = ["如果", *draw(comparisons)]
    for joined in draw(st.lists(st.tuples(st.sampled_from(["且", "并且", "或"]), comparisons), max_size=2)):
        words += [joined[0], *joined[1]]
    words.append("则")
    for i, action in enumerate(draw(st.lists(actions, min_size=1, max_size=3))):
        words += (["并且"] if i else []) + list(action)
    return words


def read(text: str):
    return build(outline(Source("t.policy", text)), NAMES)


@given(sentences())
def test_unspaced_is_spaced_or_a_reported_ambiguity(words):
    spaced = read(" ".join(words))
    assert not spaced.diagnostics
    unspaced = read("".join(words))
    ambiguous = [d for d in unspaced.diagnostics if d.code == "E109"]
    if not ambiguous:
        assert not unspaced.diagnostics
        assert unspaced.file.statements == spaced.file.statements


@given(sentences())
def test_full_width_characters_change_nothing(words):
    wide = str.maketrans({c: chr(ord(c) + 0xFEE0) for c in "0123456789<>=%"} | {" ": "\u3000"})
    text = " ".join(words)
    assert read(text.translate(wide)).file.statements == read(text).file.statements


@pytest.mark.parametrize(
    ("run", "spaced"),
    [
        ("如果贷款大于5万且存款不属于(1万,2万)则推荐定投", "如果 贷款 > 5万 且 存款 不属于 (1万, 2万) 则 推荐 定投"),
        ("剔除所有推荐如果年龄不缺失", "剔除 所有 推荐 如果 年龄 已知"),
        ("如果不良则永不推荐任何产品渠道短信", "如果 不良 则 永不 推荐 任何产品 渠道 短信"),
        ("永不安排任何待办由资产，如果非不良", "如果 非 不良 则 永不 安排 任何待办 由 资产"),
        ("则理财每满5000元加1到层级分并且推荐定投", "则 加 理财 / 5000元 舍到 1 到 层级分 并且 推荐 定投"),
        ("如果资产的3倍大于存款的90%则推荐定投", "如果 3倍 资产 > 90% 的 存款 则 推荐 定投"),
        ("如果资产不足(存款+贷款)的20%则推荐定投", "如果 资产 < 20% 的 (存款 + 贷款) 则 推荐 定投"),
        ("如果到期日在今后3天则推荐定投", "如果 到期日 未来 3天 则 推荐 定投"),
    ],
)
def test_one_meaning_cut_in_two_ways_is_no_ambiguity(run, spaced):
    assert read(run).diagnostics == ()
    assert read(run).file.statements == read(spaced).file.statements


def test_a_long_run_with_two_cuts_of_one_meaning_everywhere_takes_no_time():
    run = "如果" + "且".join(["存款不属于(1)"] * 40) + "则推荐定投"
    assert read(run.replace("(1)", "")).diagnostics
    assert read(run).diagnostics == ()


@pytest.mark.parametrize(
    ("typed", "spaced"),
    [
        ("分层 甲级 按贷款\n  低\n  高 从5万\n  极高 从存款", "分层 甲级 按 贷款\n  低\n  高 从 5万\n  极高 从 存款"),
        ("积分 里程 从0到100", "积分 里程 从 0 到 100"),
        ("选项 礼物 取值鲜花、蛋糕", "选项 礼物 取值 鲜花, 蛋糕"),
        ("客群 大户 如果存款大于5万", "客群 大户 如果 存款 > 5万"),
        ("规则 甲 则推荐定投", "规则 甲\n  则 推荐 定投"),
        ("产品 新品\n  从2026-01-01至2026年2月1日", "产品 新品\n  从 2026-01-01 至 2026-02-01"),
        ('测试 "甲"\n  截至2026-06-01\n  已知年龄缺失', '测试 "甲"\n  截至 2026-06-01\n  已知 年龄 缺失'),
    ],
)
def test_behind_a_new_name_the_sentence_goes_on(typed, spaced):
    scanned = outline(Source("t.policy", typed))
    assert build(scanned, NAMES | scanned.names).diagnostics == ()
    assert build(scanned, NAMES | scanned.names).file.statements == read(spaced).file.statements


@pytest.mark.parametrize("name", ["从业年限", "按揭余额", "则例", "取值范围", "从前存款"])
def test_a_new_name_may_begin_like_a_keyword(name):
    for text in (f"定义 {name} = 存款", f"定义 {name} x = 存款", f"定义 x {name} = 存款"):
        (define,) = read(text).file.statements
        assert name in define.name.all


def test_a_name_is_taken_whole_only_where_a_name_can_stand():
    text = "参数 线 = 5万\n分层 级 按 存款\n  低\n  高 从线\n客群 甲 如果 贷款 从线 到 9万\n"
    scanned = outline(Source("t.policy", text))
    built = build(scanned, NAMES | scanned.names)
    assert built.diagnostics == ()
    spaced = read(text.replace("从线", "从 线"))
    assert built.file.statements == spaced.file.statements
