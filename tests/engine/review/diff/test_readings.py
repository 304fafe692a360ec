"""Fields that two policies read differently: linked by what they read, and never called equivalent."""

from datetime import date
from types import SimpleNamespace

import pytest

from dsl.load import Folder, analyse
from dsl.source import Source
from engine.io.read import Needs, open_data
from engine.review.diff.impact.model import Impact
from engine.review.diff.render.build import story
from engine.review.diff.review import Batch, Version, review
from engine.review.diff.verdict import changed_unproved, verdict_line, verdict_of
from tests.engine.review.diff.statements.policies import Nowhere

OLD = """policy bank
customer client 客户 in GBP
  as of 2026-06-01
  | name    | also   | column | type                                | missing | empty  | typical |
  | id      | 客户号 | ID     | key                                 |         |        |         |
  | deposit | 存款   | DEP    | money from 0 to 100 million         | as 0    |        | 20k     |
  | loan    | 贷款   | LOAN   | money from 0 to 100 million         | unknown |        | 0       |
  | age     | 年龄   | AGE    | whole from 0 to 120                 | unknown |        | 40      |
  | born    | 生日   | BORN   | date day first                      | unknown |        |         |
  | joined  | 开户日 | JOINED | date in "Europe/London"             | unknown |        |         |
  | mail    | 邮箱   | MAIL   | text                                | unknown | "none" |         |
  | risk    | 风险   | RISK   | one of low 低 < middle 中 < high 高 | unknown |        | middle  |
  | rate    | 利率   |        | percent from 0% to 36%              | unknown |        |         |
offer bond 债券
offer card 信用卡
rule savers 储户 if deposit >= 50k and loan < 10k then offer bond
rule grown 成人 if age >= 18 and risk >= middle then offer card
rule young 青年 if born >= 2000-01-01 or joined >= 2020-01-01 or mail is missing or rate > 5% then task greet
"""


def version(text, label="bank"):
    analysis = analyse(Folder("bank", "bank", (Source("bank.policy", text),)), Nowhere())
    assert analysis.program is not None, analysis.errors
    return Version(label, analysis, analysis.program)


def edited(*edits):
    new = OLD
    for before, after in edits:
        assert new.count(before) == 1, before
        new = new.replace(before, after)
    return version(new)


def reviewed(*edits, batch=None):
    return review(version(OLD), edited(*edits), "0.1.0", batch=batch)


def notes(found, lang="en"):
    return [x for x in story(found, lang).notes if "test" not in x and "测试" not in x]


ONE_FIELD = (
    "1 field is read differently; otherwise equivalent (proved)",
    "1 个字段的读法不同；此外等价（已证明）",
)


@pytest.mark.parametrize(
    ("before", "after", "en", "zh"),
    [
        ("| DEP    |", "| DEPO   |", "field deposit is read differently, column: DEP → DEPO", "列名：DEP → DEPO"),
        (
            "| rate    | 利率   |        |",
            "| rate    | 利率   | RATE   |",
            "rate or 利率 → RATE",
            "rate 或 利率 → RATE",
        ),
        ("| rate    | 利率   |", "| rate    |        |", "column: rate or 利率 → rate", "列名：rate 或 利率 → rate"),
        ('| "none" |', "|        |", 'mail is read differently, empty is also: "none" → nothing more', "也算空值"),
        ("date day first", "date month first", "type: date day first → date month first", "日期 日在前 → 日期 月在前"),
        ('in "Europe/London"', 'in "Asia/Shanghai"', '→ date in "Asia/Shanghai"', '→ 日期 时区 "Asia/Shanghai"'),
        (
            "whole from",
            "number 2 places from",
            "age is read differently, type: whole → number 2 places",
            "整数 → 数值 2",
        ),
        ("whole from", "number rounded from", "type: whole → number 4 places rounded", "整数 → 数值 4 位小数 四舍五入"),
        (
            "percent from 0% to 36%",
            "number 6 places from 0 to 0.36",
            "type: percent → number 6 places",
            "百分比 → 数值",
        ),
        ("high 高", "high 高级", "names of its values: low 低, middle 中, high 高 → low 低", "取值的名称：low 低、"),
    ],
)
def test_what_is_read_differently_is_never_called_equivalent(before, after, en, zh):
    found = reviewed((before, after))
    assert (found.verdict, found.exit_code, found.classes) == ("differs", 1, ())
    assert (found.told.en, found.told.zh) == ONE_FIELD
    assert [x.compared for x in found.readings] == ["alike"]
    assert en in notes(found)[0]
    assert zh in notes(found, "zh")[0]
    assert story(found, "en").scope.startswith("holds for all customers whose data both read alike")


@pytest.mark.parametrize(
    "edits",
    [
        [("| DEP    |", "| dep    |")],  # headers are compared so
        [('| "none" |', '| "NONE", "none" |')],
        [("| rate    | 利率   |", "| rate    | 利率, pct |")],  # whoever finds its column still does
        [("| deposit | 存款   |", "| balance | deposit, 存款 |"), ("if deposit >=", "if balance >=")],
    ],
)
def test_what_is_read_alike_is_equivalent(edits):
    found = reviewed(*edits)
    assert (found.verdict, found.readings) == ("equivalent", ())


def test_values_of_a_list_are_the_same_by_any_of_their_names():
    turned = ("one of low 低 < middle 中 < high 高", "one of 低 low < 中 middle < 高 high"), ("| middle  |", "| 中  |")
    found = reviewed(*turned)
    assert (found.verdict, found.classes, found.readings) == ("equivalent", (), ())
    found = reviewed(*turned, ("risk >= middle", "risk >= low"))
    assert [x.shown.fields["risk"].value for x in found.classes] == ["低"]
    gone = reviewed(("one of low 低 < middle 中 < high 高", "one of 低 low < middle 中"))
    assert [x.en for x in gone.classes[0].refused] == ["risk is high"]
    assert (gone.told.en, gone.readings) == ("1 behaviour change (complete)", ())


def test_columns_that_are_exchanged_are_followed():
    """A field is what it reads: who had much in DEP gets the bond no more, unless LOAN holds as much."""
    found = reviewed(("| DEP    |", "| X |"), ("| LOAN   |", "| DEP |"), ("| X |", "| LOAN |"))
    assert found.told.en == "2 behaviour changes (complete)"
    assert {x.compared for x in found.readings} == {"all"}
    assert story(found, "en").scope.startswith("holds for all customers, ")
    lost = next(x for x in found.classes if x.after is False)
    # By their new names: the column DEP is the loan now.
    assert lost.shown.fields.keys() == {"loan", "deposit"}
    assert lost.shown.fields["loan"].value == "50000"
    assert "field deposit is read differently, column: DEP → LOAN; below it has its new name" in notes(found)


def test_who_is_set_aside_is_told_by_the_new_names_of_columns():
    mine, other = (
        "money from 0 to 100 million         | as 0 ",
        "money from 0 to 100 million         | unknown |        | 0",
    )
    narrow = (mine, mine.replace("100 million", "1 million  ")), (other, other)
    columns = ("存款   | DEP    |", "存款   | LOAN   |"), ("贷款   | LOAN   |", "贷款   | DEP    |")
    old, new = OLD, OLD
    for before, after in narrow:
        assert old.count(before) == 1
        old = old.replace(before, after)
    for before, after in columns:
        new = new.replace(before, after)
    found = story(review(version(old), version(new), "0.1.0"), "en")
    (entry,) = (x.entries[0] for section in found.sections if section.kind == "quarantine" for x in section.groups)
    lines = {line.kind: line.text for line in entry.lines}
    assert lines["refused"] == "loan > 1,000,000 GBP"
    assert lines["shown"].startswith("loan 1,000,000.01 GBP")


def test_a_field_that_reads_what_another_read_is_that_other():
    found = reviewed(
        ("  | loan    | 贷款   | LOAN   | money from 0 to 100 million         | unknown |        | 0       |\n", ""),
        ("| DEP    |", "| LOAN   |"),
        (" and loan < 10k", ""),
    )
    assert [(x.field, x.compared) for x in found.readings] == [("deposit", "alike")]
    lost = next(x.shown for x in found.classes if x.after is False)
    assert lost.fields["deposit′"].value == "50000"
    assert "deposit (DEP) 50,000 GBP" in lost.told.en


def test_every_field_that_is_read_differently_has_its_name():
    fields = "".join(f"  | f{x} | 字段{x} | | money | unknown | | |\n" for x in range(8))
    texts = (
        text.replace("offer bond 债券\n", fields + "offer bond 债券\n") for text in (OLD, OLD.replace("GBP", "EUR"))
    )
    found = review(*map(version, texts), "0.1.0")
    assert "read differently are also: f4, f5, f6, f7" in notes(found)
    assert "读法不同的还有：字段4、字段5、字段6、字段7" in notes(found, "zh")


def test_an_edit_beside_another_reading_is_told_of_whom_both_read_alike():
    found = reviewed(("whole from", "number 2 places from"), ("age >= 18", "age >= 17.5"))
    assert (found.classes, found.told.en) == ((), ONE_FIELD[0])  # nobody of a whole age is between them
    found = reviewed(("whole from", "number 2 places from"), ("age >= 18", "age >= 16.5"))
    assert found.told.en == "1 field is read differently; 1 behaviour change (complete)"
    assert {name: x.value for name, x in found.classes[0].shown.fields.items()} == {"age": "17"}
    assert found.classes[0].who[0].told[0].en == "age = 17"


def test_a_currency_keeps_the_number_of_a_cell():
    found = reviewed(("in GBP", "in EUR"))
    assert found.told.en == "2 fields are read differently; otherwise equivalent (proved)"
    assert "type: money in GBP → money in EUR" in notes(found)[0]
    found = reviewed(("in GBP", "in EUR"), ("deposit >= 50k", "deposit >= 40k"))
    assert [x.shown.told.en for x in found.classes] == ["deposit 40,000 EUR"]


def test_of_amounts_that_become_numbers_and_back_a_cell_has_one_value():
    found = reviewed(
        ("| DEP    | money from 0 to 100 million         |", "| DEP | whole from 0 to 100 million |"),
        ("deposit >= 50k", "deposit >= 45_000"),
    )
    assert [x.shown.told.en for x in found.classes] == ["deposit 45,000"]
    assert found.told.en == "1 field is read differently; 1 behaviour change (complete)"


def test_what_no_cell_can_be_for_both_is_compared_where_there_is_none():
    found = reviewed(("whole from 0 to 120", "yes/no"), ("age >= 18 and ", "age and "), ("| 40      |", "| yes     |"))
    assert [x.compared for x in found.readings] == ["missing"]
    assert notes(found)[0].endswith("type: whole → yes/no; compared only where it is missing")
    assert found.told.en == ONE_FIELD[0]


def test_what_everybody_has_and_both_read_differently_compares_nobody():
    found = reviewed(
        ("whole from 0 to 120                 | unknown |", "yes/no | required |"),
        ("age >= 18 and ", "age and "),
        ("| 40      |", "| yes     |"),
    )
    assert (found.told.en, found.told.zh) == (
        "1 field is read differently; nobody could be compared",
        "1 个字段的读法不同；没有客户可以比较",
    )
    assert found.exit_code == 1


def test_fields_that_come_and_go_are_read():
    """Cells of every field are looked at, those of fields that decide nothing, too."""
    city = "  | city    | 城市   | CITY   | text | unknown |  |  |\n"
    found = reviewed(("  | rate    |", city + "  | rate    |"))
    assert (found.verdict, found.readings[0].which) == ("differs", "new")
    assert notes(found) == ["field city is new: a row that it cannot take is set aside now"]
    back = review(edited(("  | rate    |", city + "  | rate    |")), version(OLD), "0.1.0")
    assert (back.verdict, back.readings[0].which) == ("differs", "old")
    assert notes(back, "zh") == ["删去字段 城市：以前因它进隔离的行，现在得到判定"]


DATA = (
    "ID,DEP,DEPO,LOAN,AGE,BORN,JOINED,MAIL,RISK,rate\nA,60000,0,0,40,03/05/1990,,none,low,4%\nB,10,,0,9.5,,,x,high,\n"
)


@pytest.mark.parametrize(
    ("before", "after", "changed", "let_in"),
    [
        ("| DEP    |", "| DEPO   |", 1, 0),
        ('| "none" |', "|        |", 1, 0),
        ("whole from", "number from", 0, 1),
        ("offer bond 债券", "offer bond 债券", 0, 0),
    ],
)
def test_nothing_that_the_data_show_is_called_equivalent(tmp_path, before, after, changed, let_in):
    path = tmp_path / "data.csv"
    path.write_text(DATA, encoding="utf-8")
    batch = Batch(lambda record, read: open_data((path,), record, Needs(frozenset(read))), date(2026, 6, 1))
    found = reviewed((before, after), batch=batch)
    assert (found.impact.changed, found.impact.let_in.customers) == (changed, let_in)
    assert found.exit_code == bool(changed or let_in)


def test_what_the_data_show_and_no_class_explains_is_told_as_an_error():
    changed = Impact.model_construct(
        changed_by={"offer": 2, "tier": 3}, set_aside=SimpleNamespace(customers=0), let_in=SimpleNamespace(customers=1)
    )
    lost = next(x for x in reviewed(("deposit >= 50k", "deposit >= 60k")).classes if x.kind == "offer")
    assert changed_unproved(changed, [], []) == 3
    assert changed_unproved(changed, [lost.model_copy(update={"kind": "tier"})], []) == 2
    assert changed_unproved(changed, [lost, lost.model_copy(update={"kind": "tier"})], []) == 1
    assert changed_unproved(changed, [], reviewed(("| DEP    |", "| DEPO   |")).readings) == 0
    assert verdict_of([], [], 3) == "differs"
    told = verdict_line([], [], [], 3, compared=True)
    assert told.en.startswith("3 customers of the data change, which no proof has found (an error of Tiercel")
    assert "otherwise equivalent" not in told.en
