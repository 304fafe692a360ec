"""A policy of two files or more, analysed."""

from dsl.load import Folder, analyse
from dsl.source import Source

RECORD = """
policy bank "A bank"
customer c
  as of 2026-06-01
  | name    | also | column  | type                       | missing | typical |
  | id      |      |         | key                        |         |         |
  | deposit | 存款 | DEP_BAL | money from 0 to 1亿        | as 0    | 2万     |
  | loan    | 贷款 | LOAN    | money from 0 to 1亿        | unknown | 0       |
  | risk    |      | RISK    | one of low < middle < high | unknown | low     |
  | payroll |      | PAYROLL | yes/no                     | as no   | no      |
  assume deposit >= 0
channels phone 电话, sms 短信
roles rm 客户经理
"""


class Nowhere:
    def used(self, name, by):
        return None


def analysed(main, record=RECORD, **more):
    texts = {"record": record, "main": main, **more}
    sources = tuple(Source(f"bank/{name}.policy", text) for name, text in texts.items())
    found = analyse(Folder("bank", "bank", sources), Nowhere())
    assert found.program is not None, [(d.code, d.span.line, dict(d.args)) for d in found.errors]
    return found


def edited(text, *edits):
    for before, after in edits:
        assert text.count(before) == 1, before
        text = text.replace(before, after)
    return text
