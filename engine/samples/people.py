"""Who the customers of a bank in a Chinese prefecture are: what does not depend on how its record calls it.

A maker gives a whole column for a block of customers. What goes together in life goes together here: age, work and luck
make a fortune; fortune, age and appetite for risk decide what is held, and all of them how somebody is looked after.
"""

from __future__ import annotations

from typing import Final

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from engine.samples import names
from engine.samples.model import Customers
from engine.samples.shapes import Bools, Floats, Ints, Weighted, along

YEAR: Final = 365.2425
INDUSTRIES: Final = ("公务", "教育", "医疗", "金融", "科技", "制造", "商贸", "其他")
STAFF, EXPERT, HEAD = 0, 1, 2  # positions at work
AT_WORK, OWNER, RETIRED, OTHER = 0, 1, 2, 3  # how somebody lives

_EMPLOYERS: Final = tuple(
    text.split()
    for text in (
        "市税务局 县财政局 县公安局 市自然资源局 县法院 街道办事处 县住建局 市水利局 县档案馆 镇人民政府",
        "第一中学 实验小学 师范学院 第二中学 职业技术学院 城东小学 机关幼儿园 第三中学 附属小学 阳光培训学校",
        "市人民医院 中医院 县人民医院 妇幼保健院 第二医院 社区卫生服务中心 疾控中心 康宁医院 口腔门诊部 仁济药房",
        "人寿保险公司 财产保险公司 证券营业部 村镇银行 小贷公司 担保公司 期货营业部 信托代表处 典当行 保险代理公司",
        "云帆软件 数智科技 联创电子 移动公司 电信公司 联通公司 华芯半导体 星河网络 启明信息 蓝图设计",
        "江南机械厂 电机厂 宏达纺织公司 新材料公司 食品公司 陶瓷厂 家具公司 汽车零部件公司 建材公司 制药公司",
        "百货公司 万家超市 宏图商行 建材市场 汽车销售公司 物流公司 家电卖场 服装批发部 粮油公司 进出口公司",
        "供电公司 自来水公司 公交公司 建筑公司 物业公司 旅行社 星级酒店 装饰公司 农业合作社 劳务公司",
    )
)
_EACH: Final = 10
EMPLOYERS: Final = pa.array([name for those in _EMPLOYERS for name in those])
# The first so many of each industry are employers that the bank courts.
_KEY: Final = np.array([place < most for most in (5, 3, 3, 1, 1, 1, 0, 1) for place in range(_EACH)])
_EMPLOYER: Final = Weighted(*[1 / (place + 2) for place in range(_EACH)])
_INDUSTRY_AT_WORK: Final = Weighted(8, 10, 8, 4, 8, 28, 20, 14)
_INDUSTRY_OWNED: Final = Weighted(0, 3, 2, 1, 8, 26, 42, 18)
_EXPERTS: Final = np.array([0.10, 0.68, 0.66, 0.30, 0.52, 0.16, 0.06, 0.10])  # by industry
_PAID_HERE: Final = np.array([0.50, 0.46, 0.44, 0.30, 0.30, 0.28, 0.16, 0.20])

BRANCHES: Final = 40
_BRANCH: Final = Weighted(*[(place + 2) ** -0.8 for place in range(BRANCHES)])
_MANAGERS: Final = np.array([round(18 * (place + 2) ** -0.5) for place in range(BRANCHES)])

_PREFIXES: Final = np.array(
    "130 131 132 133 134 135 136 137 138 139 150 151 152 153 155 156 157 158 159 166 173 175 176 177 178 "
    "180 181 182 183 185 186 187 188 189 191 198 199".split(),
    np.int64,
)  # fmt: skip
_COMMON_PREFIX: Final = Weighted(*[3.0 if 134 <= prefix <= 139 else 1.0 for prefix in _PREFIXES])


def key(c: Customers) -> pa.Array:
    """The number of a customer."""
    digits = pc.utf8_lpad(pa.array(c.numbers + 10_000).cast(pa.string()), 8, "0")
    return pc.binary_join_element_wise("C", digits, "")


# --- age, sex and name ---


def age(c: Customers) -> Floats:
    """In years, with their fractions."""
    ages = {0.0: 16, 0.04: 20, 0.12: 25, 0.25: 31, 0.42: 38, 0.6: 46, 0.78: 56, 0.9: 66, 0.975: 77, 0.998: 88, 1.0: 99}
    return along(c.even("age"), ages)


def birthday(c: Customers) -> Ints:
    """The day of birth: as many in every week of the year."""
    born: Ints = c.day - np.ceil(c(age) * YEAR).astype(np.int64)
    return born


def birth_year(c: Customers) -> Ints:
    """The year of birth."""
    year: Ints = c(birthday).astype("datetime64[D]").astype("datetime64[Y]").astype(np.int64) + 1970
    return year


def woman(c: Customers) -> Bools:
    """Whether a woman."""
    return c.odds("woman", 0.51)


def surname(c: Customers) -> Ints:
    """Which surname."""
    return names.SURNAME(c.even("surname"))


def name(c: Customers) -> pa.Array:
    """Surname and given name."""
    group = names.generation(c(birth_year), woman=c(woman).astype(np.int64))
    even, place = c.even("given name"), np.zeros(c.rows, np.int64)
    for number, (choice, begin) in enumerate(zip(names.GIVEN, names.BEGINS, strict=True)):
        mine = group == number
        place[mine] = begin + choice(even[mine])
    return pc.binary_join_element_wise(names.SURNAMES.take(pa.array(c(surname))), names.NAMES.take(pa.array(place)), "")


# --- work ---


def life(c: Customers) -> Ints:
    """At work, with a business of their own, retired, or something else."""
    here = c.even("life")
    owners = along(c(age), {20: 0.0, 28: 0.06, 40: 0.12, 55: 0.11, 65: 0.04, 72: 0.0})
    workers = along(c(age), {17: 0.0, 21: 0.35, 25: 0.76, 35: 0.78, 50: 0.70, 57: 0.45, 60: 0.16, 66: 0.02, 72: 0.0})
    idle = np.where(c(age) >= 55, RETIRED, OTHER)
    lives: Ints = np.select([here < owners, here < owners + workers], [OWNER, AT_WORK], idle)
    return lives


def works(c: Customers) -> Bools:
    """Whether there is work, for others or oneself."""
    working: Bools = c(life) <= OWNER
    return working


def owner(c: Customers) -> Bools:
    """Whether a business is owned."""
    owning: Bools = c(life) == OWNER
    return owning


def industry(c: Customers) -> Ints:
    """Which industry the work is in."""
    even = c.even("industry")
    return np.where(c(owner), _INDUSTRY_OWNED(even), _INDUSTRY_AT_WORK(even))


def position(c: Customers) -> Ints:
    """Staff, expert or head."""
    here = c.even("position")
    heads = np.where(c(owner), 0.7, along(c(age), {28: 0.005, 40: 0.05, 52: 0.09}))
    found: Ints = np.select([here < heads, here < heads + _EXPERTS[c(industry)] * (1 - heads)], [HEAD, EXPERT], STAFF)
    return found


def _employer(c: Customers) -> Ints:
    """Which employer."""
    return c(industry) * _EACH + _EMPLOYER(c.even("employer"))


def employer(c: Customers) -> pa.Array:
    """The name of the employer."""
    return EMPLOYERS.take(pa.array(c(_employer)))


def key_employer(c: Customers) -> Bools:
    """Whether the bank courts the employer."""
    key: Bools = (c(life) == AT_WORK) & _KEY[c(_employer)]
    return key


def payroll(c: Customers) -> Bools:
    """Whether the wages are paid here."""
    share = np.where(c(key_employer), 0.62, _PAID_HERE[c(industry)])
    return c.odds("payroll", np.where(c(life) == AT_WORK, share, 0.0))


# --- fortune and temper ---


def fortune(c: Customers) -> Floats:
    """How well off somebody is, compared with others: about 0, most between -1 and 1."""
    by_age = along(c(age), {17: -1.9, 24: -0.7, 32: -0.1, 45: 0.3, 56: 0.55, 68: 0.4, 85: 0.1})
    by_work = np.select([c(owner), c(works)], [0.9, np.array([-0.1, 0.35, 1.1])[c(position)]], -0.15)
    courted = np.where(c(payroll), 0.28, 0.0) + np.where(c(key_employer), 0.11, 0.0)
    found: Floats = 0.39 * by_age + 0.5 * by_work + courted + 0.94 * c.normal("fortune") - 0.1
    return found


def appetite(c: Customers) -> Floats:
    """How willingly somebody takes risks, compared with others."""
    by_age = along(c(age), {20: 0.6, 35: 0.35, 50: -0.1, 65: -0.8, 80: -1.2})
    return 0.7 * by_age + 0.3 * c(fortune) + 0.8 * c.normal("appetite")


# --- where they bank, and how they are reached ---


def branch_place(c: Customers) -> Ints:
    """Which branch: the first ones are far larger than the last."""
    return _BRANCH(c.even("branch"))


def manager_place(c: Customers) -> Ints:
    """Which manager of the branch, from 1."""
    mine: Ints = 1 + np.floor(c.even("manager") * _MANAGERS[c(branch_place)]).astype(np.int64)
    return mine


def mobile(c: Customers) -> pa.Array:
    """A mobile number."""
    prefix = _PREFIXES[_COMMON_PREFIX(c.even("mobile prefix"))]
    digits: Ints = prefix * 10**8 + np.floor(c.even("mobile") * 10**8).astype(np.int64)
    return pa.array(digits).cast(pa.string())


def landline(c: Customers) -> pa.Array:
    """A landline number with its area code."""
    digits = 8_000_000 + np.floor(c.even("landline") * 999_999).astype(np.int64)
    return pc.binary_join_element_wise("0796", pa.array(digits).cast(pa.string()), "-")


def wechat(c: Customers) -> pa.Array:
    """A WeChat name: the surname, the year of birth and some digits."""
    year = c(birth_year) % 100
    digits = np.floor(c.even("wechat") * 900).astype(np.int64) + 100 + (year + 100) * 1000
    tail = pc.utf8_slice_codeunits(pa.array(digits).cast(pa.string()), 1)
    return pc.binary_join_element_wise(names.SPELLED.take(pa.array(c(surname))), tail, "_")
