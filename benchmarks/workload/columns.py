"""The columns of a made-up bank, and the house numbers its rules are written with."""

from datetime import date
from typing import Final

AS_OF: Final = date(2026, 6, 1)
WAN: Final = 10_000 * 100  # 万元, in fen

MONEY: Final = ("deposit", "loan", "wealth", "fund", "insurance", "salary", "card_spend", "fx_volume")
WHOLE: Final = ("age", "products")
DATES: Final = ("birthday", "opened", "last_contact", "wealth_matures")
FLAGS: Final = ("has_card", "card_active", "payroll", "merchant", "fx_customer", "app_user", "sms_consent")
LISTED: Final = {
    "risk": ("R1", "R2", "R3", "R4", "R5"),
    "occupation": tuple(
        "公务员 教师 医生 工程师 个体户 企业主 农民 学生 退休 司机 "
        "律师 会计 销售 军人 金融 自由职业 工人 服务业 护士 其他".split()
    ),
    "industry": tuple(
        "制造 批发零售 农林牧渔 房地产 建筑 餐饮 教育 医疗 信息技术 金融业 "
        "交通 能源 文化 政府 旅游 采矿 科研 电商 物流 其他行业".split()
    ),
    "branch": tuple(f"支行{i:03d}" for i in range(200)),
}
COLUMNS: Final = (*MONEY, *WHOLE, *DATES, *LISTED, *FLAGS)
# An empty cell in any other column sends the row to quarantine; these are unknown.
NULLABLE: Final = frozenset(
    "loan wealth insurance salary last_contact wealth_matures risk occupation industry card_active fx_customer".split()
)
# What `assets` adds up; one that is missing counts as 0.
ASSETS: Final = ("deposit", "wealth", "fund", "insurance")

TIERS: Final = ("普通", "潜力", "优质", "重点", "核心")
TIER_LINES: Final = (1 * WAN, 5 * WAN, 30 * WAN, 100 * WAN)  # of the assets, from the second tier on
CLASSES: Final = tuple(f"k{i:02d}" for i in range(40))
OFFERS: Final = tuple(f"o{i:02d}" for i in range(48))  # by falling priority
OFFER_LIMIT: Final = 3
NO_OFFER: Final = 255

# The thresholds that most rules share.
HOUSE_NUMBERS: Final = {
    "deposit": tuple(n * WAN for n in (1, 5, 10, 20, 50, 100, 300)),
    "loan": tuple(n * WAN for n in (5, 10, 30, 100, 300)),
    "wealth": tuple(n * WAN for n in (5, 10, 30, 50, 100)),
    "fund": tuple(n * WAN for n in (1, 5, 10)),
    "insurance": tuple(n * WAN for n in (1, 3, 10)),
    "salary": tuple(n * 100 for n in (5_000, 8_000, 10_000, 20_000)),
    "card_spend": tuple(n * 100 for n in (1_000, 5_000, 10_000, 30_000)),
    "fx_volume": tuple(n * WAN for n in (1, 5)),
    "age": (18, 25, 30, 35, 45, 55, 60, 65),
    "products": (1, 2, 3, 4, 5),
}


def days(day: date) -> int:
    """Days since 1970, as Arrow counts them."""
    return (day - date(1970, 1, 1)).days
