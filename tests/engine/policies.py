"""Small policies over one record, and the decisions they make: a test is a few lines of the policy language.

Customers are given in human values (``deposit="20万"``, ``opened="2026-01-31"``); a field that is not given is
missing. Literals are read here, not by the language, so that a mistake there cannot hide.
"""

from __future__ import annotations

from datetime import date
from fractions import Fraction
from functools import cache
from typing import TYPE_CHECKING

from dsl.load import Analysis, Folder, analyse
from dsl.program import expr as e
from dsl.program.types import Bool, Date, Days, Money, Num
from dsl.source import Source
from engine.binding import bind
from engine.reference import Reference

if TYPE_CHECKING:
    from dsl.program.model import Program
    from dsl.program.types import Type, Value
    from engine.decision import Decision

RECORD = """
customer 客户
  | name     | 又名     | type                             |
  | id       | 客户号   | key                              |
  | deposit  | 存款     | money from 0 to 100亿            |
  | loan     | 贷款     | money from 0 to 100亿            |
  | wealth   | 理财     | money from 0 to 100亿            |
  | balance  | 余额     | money from -100亿 to 100亿       |
  | usd      | 美元存款 | money in USD                     |
  | yen      | 日元存款 | money in JPY                     |
  | age      | 年龄     | whole from 0 to 120              |
  | visits   | 次数     | whole from 0 to 1000             |
  | score    | 评分     | number from -1000 to 1000        |
  | rate     | 利率     | percent                          |
  | term     | 期限     | days                             |
  | opened   | 开户日   | date                             |
  | matures  | 到期日   | date                             |
  | risk     | 风险偏好 | one of 保守 < 稳健 < 平衡 < 进取 |
  | wish     | 意愿     | one of 保守 < 稳健 < 平衡 < 进取 |
  | city     | 城市     | one of 北京, 上海, 广州          |
  | payroll  | 代发     | yes/no                           |
  | vip      | 贵宾     | yes/no                           |
  | child    | 有子女   | yes/no                           |
  | nickname | 姓名     | text                             |
  | mobile   | 手机     | text                             |
"""
_TITLE, _HEADER, *_ROWS = RECORD.strip().splitlines()
_NAMES = {row: [cell.strip() for cell in row.split("|")[1:3]] for row in _ROWS}
_FIELDS = {names[0] for names in _NAMES.values()}
_SCALES = {"万": 10**4, "亿": 10**8}
_DIGITS = {"CNY": 2, "USD": 2, "JPY": 0}


class _Others:
    def __init__(self, folders: dict[str, Folder]) -> None:
        self._folders = folders

    def used(self, name: str, by: Folder) -> Folder | None:
        return self._folders.get(name)


def record(*files: str) -> str:
    """The part of the standard record that a policy may speak of: to read it whole takes longer than the rest."""
    text = "\n".join(("id", *files))
    return "\n".join([_TITLE, _HEADER, *(row for row in _ROWS if any(name in text for name in _NAMES[row]))])


@cache
def analysed(*files: str, name: str = "测试") -> Analysis:
    """A folder of one or more files; unless one has a record, the standard one is beside them."""
    texts = files if any(t.startswith("customer") or "\ncustomer" in t for t in files) else (record(*files), *files)
    sources = tuple(Source(f"{i}.policy", text) for i, text in enumerate(texts))
    return analyse(Folder(name, name, sources), _Others({}))


def program_using(main: str, **used: str) -> Program:
    """A policy and the folders it may use, each of one file; they all may use the standard record as 档案."""
    folders = {name: Folder(name, name, (Source(f"{name}.policy", text),)) for name, text in used.items()}
    folders["档案"] = Folder("档案", "档案", (Source("档案.policy", RECORD),))
    return program_of(analyse(Folder("测试", "测试", (Source("main.policy", main),)), _Others(folders)))


def program_of(analysis: Analysis) -> Program:
    """The program of a policy that must be sound."""
    if analysis.program is None:
        raise AssertionError([(d.code, d.span.line, dict(d.args)) for d in analysis.errors])
    return analysis.program


def program(*files: str) -> Program:
    """A sound policy, checked."""
    return program_of(analysed(*files))


def errors(*files: str) -> set[str]:
    """The codes of what is wrong with a policy."""
    return {d.code for d in analysed(*files).errors}


def row(policy: Program, **given: object) -> dict[str, Value | None]:
    """A customer in base units; what is not given is missing."""
    unknown = given.keys() - policy.record.fields.keys() - _FIELDS
    if unknown:
        raise AssertionError(unknown)
    given.setdefault("id", "C1")
    return {name: _value(field.type, given.get(name)) for name, field in policy.record.fields.items()}


def _value(of: Type, given: object) -> Value | None:
    if given is None:
        return None
    match of:
        case Money(currency):
            units = _exact(given) * 10 ** _DIGITS[currency]
            assert units.denominator == 1, given
            return units.numerator
        case Num() | Days():
            value = _exact(given)
            return value.numerator if value.denominator == 1 else value
        case Date():
            return date.fromisoformat(str(given))
        case Bool():
            assert isinstance(given, bool), given
            return given
        case _:
            return str(given)


def _exact(given: object) -> Fraction:
    text = str(given).replace("_", "")
    if text.endswith("%"):
        return Fraction(text[:-1]) / 100
    return Fraction(text.rstrip("万亿")) * _SCALES.get(text[-1], 1)


def reference(policy: Program, as_of: str | None = None, profile: str | None = None, **params: Value) -> Reference:
    """The evaluator for a run; parameter values are given in base units."""
    return Reference(policy, bind(policy, date.fromisoformat(as_of) if as_of else None, profile, params))


def decide(*files: str, as_of: str | None = None, profile: str | None = None, **customer: object) -> Decision:
    """What a policy decides about one customer."""
    policy = program(*files)
    return reference(policy, as_of, profile).decide(row(policy, **customer))


def truth(condition: str, *, as_of: str | None = None, **customer: object) -> bool | None:
    """Whether a condition holds: a class of its own."""
    return decide(f"class 甲 if {condition}", as_of=as_of, **customer).classes["甲"]


def value(expression: str, *, as_of: str | None = None, **customer: object) -> Value | None:
    """The value of an expression, in base units."""
    policy = program(f"define 值 = {expression}")
    look = reference(policy, as_of).evaluate(row(policy, **customer))
    return look.value(e.Ref("define", "值", policy.defines["值"].expr.type))
