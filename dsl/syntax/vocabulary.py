"""The words of the language: one table, two surfaces.

Every keyword is a *terminal* of the grammar with words in English and in Chinese; the first word of each
surface is the one `tiercel fmt` prints. A Chinese word may stand for several terminals in a row
(``不是`` is IS NOT), and one word may be read as different terminals depending on where it stands
(``推荐`` declares an offer at the margin and grants one in an action); the lexer asks the parser which
reading it can take.
"""

from __future__ import annotations

from typing import Final, Literal

from dsl.lean import dataclass

Lang = Literal["en", "zh"]
LANGS: Final[tuple[Lang, Lang]] = ("en", "zh")


def lang_of(name: str) -> Lang:
    """The language of a name, by its script."""
    return "en" if name.isascii() else "zh"


Terminals = tuple[str, ...]

# terminal: english words / chinese words. Words of several parts are matched longest first.
_TABLE: Final = """
POLICY          policy                          / 政策
USE             use                             / 引用
CUSTOMER        customer                        / 客户
ASSUME          assume                          / 假定
PARAM           param                           / 参数
PROFILE         profile                         / 方案
DEFINE          define                          / 定义
TIERS           tiers                           / 分层, 层级
CLASS           class, classes                  / 客群
PRODUCT         offer                           / 产品, 推荐
OFFER           offer, offers                   / 推荐, 产品
POINTS          points                          / 积分
CHOICE          choice                          / 选项
CHANNELS        channels                        / 渠道
ROLES           roles                           / 角色
TASKS           tasks                           / 待办清单
GROUPS          groups                          / 分组清单
RULE            rule                            / 规则
EXCLUDE         exclude                         / 剔除
TABLE           table                           / 决策表, 表
NEVER           never                           / 永不, 绝不
ANY             any                             / 任何, 有任何
BAN             ban                             / 禁用词
EXCEPT          except                          / 除了
REQUIRE         require                         / 要求
TEST            test                            / 测试
PRIORITY        priority                        / 优先级
GROUP           group, groups                   / 分组, 组
VIA             via                             / 渠道
CHANNEL         channel, channels, via          / 渠道
SAY             say                             / 话术
BECAUSE         because                         / 因为
GIVEN           given                           / 已知, 给定
EXPECT          expect                          / 期望
AS_OF           as of                           / 截至
FROM            from                            / 从, 自
SOURCE          from                            / 来自
UNTIL           until                           / 至
TO              to                              / 到
BELOW           below                           / 不足
BY              by                              / 按
BY_ROLE         by                              / 由, 角色
DUE             within                          / 在, 限期
INSIDE          inside                          / 内, 之内, 以内
ON              on                              / 于
IF              if                              / 如果, 若, 当, 条件
THEN            then                            / 则, 那么
AND             and                             / 且, 并且, 而且
OR              or                              / 或, 或者
NOT             not                             / 非, 不
IS              is                              / 是, 为
IN              in                              / 属于
CURRENCY        in                              / 币种, 属于
ZONE            in                              / 时区, 属于
CONTAINS        contains                        / 包含
STARTS          starts with                     / 开头是
WITHIN          within                          / 在
LAST            the last, last                  / 近, 过去
NEXT            the next, next                  / 未来, 今后
AGO             ago                             / 以前, 之前, 前
BEFORE          before                          / 前, 之前, 以前
AFTER           after                           / 后, 之后, 以后
EVERY_YEAR      every year on, every            / 每年
MISSING         missing                         / 缺失
KNOWN           known                           / 已知
UNKNOWN         unknown                         / 未知
DEFAULT         default                         / 缺省
OF              of                              / 的
TODAY           today                           / 今天
ANNIVERSARY     anniversary                     / 周年
DAYS_SINCE      days since                      / 距今天数
MONTHS_SINCE    months since                    / 距今月数
YEARS_SINCE     years since                     / 距今年数
MIN             min                             / 最小
MAX             max                             / 最大
ROUND_DOWN      rounded down to                 / 舍到
ROUND_UP        rounded up to                   / 进到
ROUND_HALF      rounded to                      / 四舍五入到
TIER            tier                            / 层级
ADD             add                             / 加
EACH_FULL       per full, for each full, for every full / 每满
TASK            task                            / 待办, 安排
ALL             all                             / 所有
AT_MOST         at most                         / 至多
COLLECT         collect                         / 收集
UNIQUE          unique                          / 唯一
FIRST           first                           / 首个
NO              no                              / 不, 非, 无
YES             yes                             / 是
NOT_YES         no                              / 否
ONE_OF          one of                          / 取值
T_KEY           key                             / 主键
ROW_NUMBER      row number                      / 行号
T_TEXT          text                            / 文本
T_DATE          date                            / 日期
T_WHOLE         whole                           / 整数
T_NUMBER        number                          / 数值
T_PERCENT       percent                         / 百分比
T_MONEY         money                           / 金额
T_DAYS          days                            / 天数
PLACES          places                          / 位小数
DECIMAL_COMMA   decimal comma                   / 逗号小数
ROUNDED         rounded                         / 四舍五入
DAY_FIRST       day first                       / 日在前
MONTH_FIRST     month first                     / 月在前
AS              as                              / 视为
REQUIRED        required                        / 必填
H_NAME          name                            / 名称
H_ALSO          also                            / 又名
H_COLUMN        column                          / 列
H_TYPE          type                            / 类型
H_MISSING       missing                         / 缺失
H_EMPTY         empty                           / 空值
H_TYPICAL       typical                         / 典型
"""

# Chinese words that stand for several terminals in a row.
_MERGED: Final[dict[str, Terminals]] = {
    "不是": ("IS", "NOT"),
    "不属于": ("NOT", "IN"),
    "不推荐": ("NO", "OFFER"),
    "近": ("WITHIN", "LAST"),
    "过去": ("WITHIN", "LAST"),
    "未来": ("WITHIN", "NEXT"),
    "今后": ("WITHIN", "NEXT"),
    "不在": ("NOT", "WITHIN"),
    "所有推荐": ("ALL", "OFFER"),
    "所有产品": ("ALL", "OFFER"),
    "任何推荐": ("ANY", "OFFER"),
    "任何产品": ("ANY", "OFFER"),
    "任何待办": ("ANY", "TASK"),
    "有任何推荐": ("ANY", "OFFER"),
    "有任何待办": ("ANY", "TASK"),
    "不缺失": ("IS", "NOT", "MISSING"),
}

# Chinese words that stand where English has another order of words: 资产 的 30% is `30% of assets`.
_ONLY_CHINESE: Final[dict[str, Terminals]] = {"的": ("ITS",)}
# And those that stand only there: 到期日 前 3个月 is `3 months before fix_ends`.
_ELSEWHERE: Final[dict[str, str]] = {"BEFORE": "EARLIER", "AFTER": "LATER"}

# One unit of time, where the length of a window stands: `within the last month`, 在 近一个月 内.
ONE_UNIT: Final[dict[str, str]] = {
    "day": "day", "week": "week", "month": "month", "year": "year",
    "一天": "day", "一周": "week", "一个月": "month", "一年": "year",
}  # fmt: skip

# Comparison words with their legal meaning (民法典 1259: 以上/不低于 include the number, 超过/不满 do not).
COMPARISONS: Final[dict[str, str]] = {
    "超过": ">", "大于": ">", "高于": ">", "多于": ">", "more than": ">", "greater than": ">",
    "higher than": ">", "larger than": ">", "older than": ">", "over": ">", "above": ">", "exceeds": ">",
    "不低于": ">=", "不少于": ">=", "不小于": ">=", "大于等于": ">=", "大于或等于": ">=", "等于或大于": ">=",
    "满": ">=", "已满": ">=", "年满": ">=",
    "达到": ">=", "达到或超过": ">=", "至少": ">=", "高于等于": ">=", "高于或等于": ">=", "大于或者等于": ">=",
    "at least": ">=", "greater than or equal to": ">=",
    "more than or equal to": ">=", "no less than": ">=", "no fewer than": ">=", "no lower than": ">=",
    "no smaller than": ">=", "no younger than": ">=",
    "不满": "<", "不足": "<", "未满": "<", "小于": "<", "低于": "<", "少于": "<", "less than": "<",
    "lower than": "<", "smaller than": "<", "fewer than": "<", "younger than": "<", "under": "<", "below": "<",
    "不超过": "<=", "不大于": "<=", "不高于": "<=", "不多于": "<=", "小于等于": "<=",
    "小于或等于": "<=", "等于或小于": "<=", "低于等于": "<=", "低于或等于": "<=", "小于或者等于": "<=",
    "至多": "<=", "at most": "<=", "no more than": "<=", "no greater than": "<=",
    "no higher than": "<=", "no larger than": "<=", "no older than": "<=",
    "less than or equal to": "<=",
    "等于": "=", "equals": "=", "equal to": "=", "不等于": "!=", "not equal to": "!=",
}  # fmt: skip

# Suffixes that say a comparison after the number; they are mistakes with a known mend.
SUFFIX_COMPARISONS: Final[dict[str, str]] = {"以上": ">=", "及以上": ">=", "以下": "<=", "及以下": "<=", "以内": "<="}

# Terminals that begin a statement at the left margin.
HEADS: Final = frozenset(
    "POLICY USE CUSTOMER PARAM PROFILE DEFINE TIERS CLASS PRODUCT POINTS CHOICE CHANNELS ROLES TASKS GROUPS RULE"
    " EXCLUDE TABLE NEVER BAN REQUIRE TEST AT_MOST IF THEN".split()
)

# Terminals that begin a clause line inside a statement.
CLAUSES: Final = frozenset(
    "PRIORITY GROUP VIA SAY BECAUSE GIVEN EXPECT AS_OF UNTIL ASSUME PROFILE PARAM EQ FROM IF".split()
)

_RESERVED_TERMINALS: Final = frozenset("IF THEN AND OR NOT IS".split())

# 条件 heads a table column, and is a word that a name may well be.
_NEVER_RESERVED: Final = frozenset({"条件"})


# Behind a new name, a run that begins with one of these is no further name: 客群 大户 如果存款…, 选项 礼物 取值鲜花.
GLUED_KEYWORDS: Final = ("如果", "则", "取值")


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """All words of both surfaces.

    Attributes:
        readings: word → the sequences of terminals it may stand for, likeliest first.
        phrases: first part → the phrases of several parts that start with it, longest first.
        words: (terminal, language) → the words for it, the printed one first.
        reserved: words that are never names without backquotes.
    """

    readings: dict[str, tuple[Terminals, ...]]
    phrases: dict[str, tuple[tuple[str, ...], ...]]
    words: dict[tuple[str, Lang], tuple[str, ...]]
    reserved: frozenset[str]

    def word(self, terminal: str, lang: Lang) -> str:
        """The printed word for a terminal."""
        return self.words[terminal, lang][0]

    def heads(self, word: str) -> frozenset[str]:
        """The terminals a word may begin with."""
        return frozenset(reading[0] for reading in self.readings.get(word.lower(), ()))


def _make() -> Vocabulary:
    readings: dict[str, list[Terminals]] = {}
    words: dict[tuple[str, Lang], tuple[str, ...]] = {}
    reserved: set[str] = set()
    for line in _TABLE.strip().splitlines():
        terminal, rest = line.split(maxsplit=1)
        en, zh = ([w.strip() for w in part.split(",")] for part in rest.split("/"))
        words[terminal, "en"], words[terminal, "zh"] = tuple(en), tuple(zh)
        for word in en + zh:
            elsewhere = _ELSEWHERE.get(terminal, terminal) if word in zh else terminal
            readings.setdefault(word, []).append((elsewhere,))
            if terminal in _RESERVED_TERMINALS and word not in _NEVER_RESERVED:
                reserved.add(word)
    for word, terminals in (*_MERGED.items(), *_ONLY_CHINESE.items()):
        readings.setdefault(word, []).append(terminals)
    for word in COMPARISONS:
        readings.setdefault(word, []).append(("CMP",))
    for word in ONE_UNIT:
        readings.setdefault(word, []).append(("ONE_UNIT",))
    phrases: dict[str, list[tuple[str, ...]]] = {}
    for word in readings:
        if " " in word:
            parts = tuple(word.split())
            phrases.setdefault(parts[0], []).append(parts)
    return Vocabulary(
        readings={word: tuple(rs) for word, rs in readings.items()},
        phrases={first: tuple(sorted(ps, key=len, reverse=True)) for first, ps in phrases.items()},
        words=words,
        reserved=frozenset(reserved),
    )


VOCABULARY: Final = _make()
