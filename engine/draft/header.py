"""What a column header says about its column: an amount, an identifier, somebody's name. Hints, never proof."""

from __future__ import annotations

import re
from functools import cache
from typing import Final

from dsl.lean import dataclass
from engine.draft.glossary import TERMS, Term
from engine.io.cells import fold
from engine.io.numerals import WIDE

_CAMEL: Final = re.compile(r"(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])")
_PARTS: Final = re.compile(r"[A-Za-z]+|[0-9]+")


def _english(words: str) -> frozenset[str]:
    return frozenset(words.split())


def _chinese(words: str) -> re.Pattern[str]:
    return re.compile("|".join(words.split()))


# What is said in English is looked for among the words of a header, in Chinese anywhere in it.
_MONEY: Final = (
    _english(
        "balance bal amount amt income salary wage wages deposit deposits loan loans debt price cost revenue spend"
        " spending payment payments asset assets wealth aum turnover fee fees savings limit principal"
    ),
    _chinese("余额 金额 存款 贷款 资产 收入 工资 薪 额度 限额 月供 消费额 支出 费用 价格 市值 本金 利息 理财"),
)
_NO_MONEY: Final = (
    _english(
        "num number count cnt times days day months month years year no rate ratio pct percent percentage score flag"
        " age term duration level code type id is has indicator index rank date time"
    ),
    _chinese("次数 笔数 个数 天数 月数 年限 期限 期数 率 评分 占比 比例 标志 户数 数量 等级 代码 类型 是否 日期 时间"),
)
_COUNT: Final = (_english("num number count cnt times qty"), _chinese("次数 笔数 个数 户数 数量 人数"))
_DAYS: Final = (_english("days pdays"), _chinese("天数"))
_RATIO: Final = (
    _english("rate ratio pct percent percentage apr yield share"),
    _chinese("率 占比 比例 百分比"),
)
_DATE: Final = (_english("date dt dob birthday birth"), _chinese("日期 生日 日$"))
_CODE: Final = (
    _english("code type kind category class status state level grade gender sex flag group segment rating"),
    _chinese("代码 类型 类别 状态 级别 等级 性别 标志 分组"),
)
_ID: Final = (
    _english(
        "id no nbr code zip postcode phone mobile tel telephone account acct card passport ssn custno cust_no uid uuid"
    ),
    _chinese("号$ 号码 编号 代码 账号 卡号 证件 电话 手机 座机 邮编"),
)
_KEY: Final = (
    _english("id uid uuid custno key"),
    _chinese("客户号 客户编号 客户代码 客户id 编号$ 户号 流水号 会员号 主键"),
)
_PERSONAL: Final = (
    _english(
        "name names surname nm phone mobile tel telephone email mail address addr passport ssn identity wechat qq"
        " employer company"
    ),
    _chinese("姓名 名字 户名 客户名称 手机 电话 座机 邮箱 地址 住址 身份证 证件 微信 单位"),
)
_REMARK: Final = (
    _english("remark remarks note notes comment comments memo description"),
    _chinese("备注 附注 说明 摘要 描述 留言"),
)
_NOBODYS_KEY: Final = (
    _english("phone mobile tel telephone email mail address passport ssn identity card name nm"),
    _chinese("姓名 手机 电话 座机 邮箱 地址 身份证 证件"),
)
_CURRENCIES: Final = {
    "usd": "USD", "eur": "EUR", "gbp": "GBP", "hkd": "HKD", "jpy": "JPY", "cny": "CNY", "rmb": "CNY", "sgd": "SGD",
    "美元": "USD", "欧元": "EUR", "英镑": "GBP", "港元": "HKD", "港币": "HKD", "日元": "JPY", "人民币": "CNY",
}  # fmt: skip
_SIDE_NOTE: Final = re.compile(r"[(\[【].*?[)\]】]")
_SCALED: Final = re.compile(
    r"万元|千元|亿元|[(（](?:万|亿|千|百万)[)）]|\bin (?:thousands|millions)\b|\b(?:k|mn)\b", re.IGNORECASE
)


@dataclass(frozen=True, slots=True)
class Hints:
    """What a header says.

    Attributes:
        money, count, days, ratio, date, code, id, key, personal: what it may head.
        remark: headed so, texts are written freely, and tomorrow's are others, however few there are today.
        no_key: headed so, a column must not name customers, even if no two are alike.
        currency: the one it names.
        scaled: whether amounts count thousands or more (``万元``).
        term: the entry of the glossary.
    """

    money: bool
    count: bool
    days: bool
    ratio: bool
    date: bool
    code: bool
    id: bool
    key: bool
    personal: bool
    remark: bool
    no_key: bool
    currency: str | None
    scaled: bool
    term: Term | None


def snake(header: str) -> str:
    """A header in lower case with its words set apart by underscores: ``CustNo`` is ``cust_no``."""
    text = _CAMEL.sub("_", header.translate(WIDE).strip())
    return re.sub(r"[\s_\-./]+", "_", text).strip("_").lower()


def without_side_note(header: str) -> str:
    """A header without what stands in brackets, unless it names a unit that changes what the numbers mean."""
    plain = fold(header)
    return header if _SCALED.search(plain) else _SIDE_NOTE.sub("", header.translate(WIDE)).strip()


def hints_of(header: str) -> Hints:
    """What a header says about its column."""
    text = snake(header)
    words = frozenset(_PARTS.findall(text))
    plain = fold(header)

    def says(table: tuple[frozenset[str], re.Pattern[str]]) -> bool:
        return not words.isdisjoint(table[0]) or table[1].search(plain) is not None

    named = (code for word, code in _CURRENCIES.items() if word in words or (not word.isascii() and word in plain))
    currency = next(named, None)
    return Hints(
        money=(says(_MONEY) and not says(_NO_MONEY)) or (currency is not None and not says(_RATIO)),
        count=says(_COUNT) or words >= {"no", "of"},
        days=says(_DAYS),
        ratio=says(_RATIO),
        date=says(_DATE),
        code=says(_CODE),
        id=says(_ID),
        key=says(_KEY) or (says(_ID) and not words.isdisjoint({"cust", "customer", "client", "member"})),
        personal=says(_PERSONAL),
        remark=says(_REMARK),
        no_key=says(_NOBODYS_KEY),
        currency=currency,
        scaled=_SCALED.search(plain) is not None,
        term=_by_name().get(snake(without_side_note(header))),
    )


@cache
def _by_name() -> dict[str, Term]:
    return {name: term for term in TERMS for name in (*term.en, *term.zh)}
