"""Words that bank data files use, in both languages: what columns are called, what is ordered, what is nobody's.

Data only. A column that is not in here is drafted all the same; it only has one name, and no made-up typical text.
"""

from __future__ import annotations

from typing import Final

from dsl.lean import dataclass


@dataclass(frozen=True, slots=True)
class Term:
    """What a column is called.

    Attributes:
        en, zh: names for a field; the first of each is used.
        en_sample, zh_sample: made-up text for the typical customer.
    """

    en: tuple[str, ...]
    zh: tuple[str, ...]
    en_sample: str = ""
    zh_sample: str = ""


# english names / chinese names [/ made-up english text / made-up chinese text]
_TABLE: Final = """
customer_id, cust_id, cust_no, custno, customer_no, customer_number, client_id, client_no / 客户号, 客户编号, 客户代码
account_no, acct_no, account_number, account_id / 账号, 账户号
card_no, card_number / 卡号
full_name, name, cust_nm, cust_name, customer_name, client_name / 姓名, 客户姓名, 客户名称 / Jane Doe / 王芳
gender, sex / 性别
age / 年龄
birthday, birth_date, birth_dt, date_of_birth, dob / 生日, 出生日期
mobile, mobile_no, mobile_phone, cell_phone, phone_no / 手机, 手机号, 手机号码, 联系电话 / 13800000000 / 13800000000
phone, telephone, tel / 座机, 电话 / 010-00000000 / 010-00000000
email, e_mail, email_address / 邮箱, 电子邮箱 / jane@example.com / wang@example.com
address, addr / 地址, 住址 / 1 Example Road / 示例路1号
id_card, id_no, identity_no, id_number / 身份证号, 证件号, 证件号码
branch, branch_no, branch_code, branch_id, brch_no / 网点, 网点号, 机构号, 支行 / 0101 / 0101
city / 城市
province / 省份
region / 地区
occupation, job / 职业
education, edu / 学历, 教育程度
marital, marital_status / 婚姻状况, 婚姻
employer, company / 单位, 工作单位 / Example Ltd / 示例公司
industry / 行业
income, annual_income, yearly_income / 年收入, 收入
monthly_income, salary / 月收入, 工资
balance, bal, acct_bal / 余额, 账户余额
deposit, deposits, deposit_balance, dep_bal / 存款, 存款余额
loan_balance, ln_bal, loan_bal / 贷款余额
loan_amount, loan_amt / 贷款金额
credit_limit, limit_amt / 授信额度, 信用额度, 额度
aum, total_assets, assets / 资产, 总资产, 资产余额
wealth, wealth_balance, wlth_bal / 理财, 理财余额
fund, fund_balance, fund_bal / 基金, 基金余额
open_date, opened, opening_date, open_dt / 开户日, 开户日期
last_contact, last_contact_date, last_ct / 上次联系日, 最近联系日期
last_transaction_date, last_txn_date / 最近交易日, 最近交易日期
due_date, maturity, maturity_date / 到期日, 到期日期
interest_rate, rate / 利率, 年利率
risk_level, risk_lvl, risk_rating, risk_grade / 风险等级
risk_appetite / 风险偏好
credit_score, score / 信用评分, 评分
customer_level, cust_level / 客户等级, 客户级别
has_child, has_children, children / 有子女, 是否有子女
payroll, is_payroll / 代发标志, 是否代发
sms_consent, sms_ok / 同意短信, 是否同意短信
has_credit_card, cc_flag / 有信用卡, 是否有信用卡
vip, is_vip / 贵宾标志, 是否贵宾
channel_name, contact_channel / 联系渠道
remark, remarks, note, notes, comment, comments / 备注
"""


def _terms() -> tuple[Term, ...]:
    terms = []
    for line in _TABLE.strip().splitlines():
        en, zh, *samples = (part.strip() for part in line.split(" / "))
        names = [tuple(word.strip() for word in part.split(",")) for part in (en, zh)]
        terms.append(Term(names[0], names[1], *samples))
    return tuple(terms)


TERMS: Final = _terms()

# Lists whose order nobody disputes, lowest first, as folded texts.
SCALES: Final[tuple[tuple[str, ...], ...]] = tuple(
    tuple(line.split())
    for line in """
low medium high
low middle high
low mid high
very_low low medium high very_high
small medium large
poor fair good excellent
primary secondary tertiary
bronze silver gold platinum diamond
低 中 高
较低 低 中 高 较高
保守 稳健 平衡 进取
保守 稳健 平衡 成长 进取
保守型 稳健型 平衡型 进取型
保守型 稳健型 平衡型 成长型 进取型
保守型 谨慎型 稳健型 积极型 激进型
小学 初中 高中 大专 本科 硕士 博士
高中及以下 大专 本科 研究生
普通 银卡 金卡 白金 钻石
普通 白银 黄金 白金 钻石
一星 二星 三星 四星 五星
r1 r2 r3 r4 r5
c1 c2 c3 c4 c5
""".strip().splitlines()
)
# Lists that have a usual sequence but no more and less.
SEQUENCES: Final[tuple[tuple[str, ...], ...]] = tuple(
    tuple(line.split())
    for line in """
jan feb mar apr may jun jul aug sep oct nov dec
january february march april may june july august september october november december
mon tue wed thu fri sat sun
monday tuesday wednesday thursday friday saturday sunday
周一 周二 周三 周四 周五 周六 周日
星期一 星期二 星期三 星期四 星期五 星期六 星期日
""".strip().splitlines()
)
