"""Chinese without spaces means the same as with them, or is a reported ambiguity; never something else in silence."""

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
comparisons = st.one_of(
    st.tuples(fields, st.sampled_from([">", ">=", "<", "超过", "不低于", "不满", "不超过"]), amounts),
    st.tuples(fields, st.sampled_from([">", "超过"]), st.integers(2, 9).map(lambda n: f"{n}倍"), fields),
    st.tuples(fields, st.just("缺失")),
    st.tuples(fields, st.sampled_from(["是", "不是"]), st.sampled_from(RUNGS)),
    st.tuples(fields, st.sampled_from(["近", "未来"]), st.integers(1, 90).map(lambda n: f"{n}天")),
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
