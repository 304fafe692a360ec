"""What is guessed of a column."""

import datetime as dt
from collections import Counter
from decimal import Decimal
from fractions import Fraction

import pytest

from engine.draft.figures import amount, amount_of, lines, outward, plain, quantiles, round_figure, two_digits
from engine.draft.guess import guess_column
from engine.draft.lists import list_of
from engine.draft.look import Seen
from engine.io.cells import CellError, WideInt


def guess(cells, header="x", kind="text", **more):
    known = [cell for cell in cells if cell != ""]
    seen = Seen(header, kind, values=Counter(known), empty=len(cells) - len(known), **more)
    return guess_column(seen)


def kind_of(cells, header="x", kind="text", **more):
    found = guess(cells, header, kind, **more)
    written = [found.declared, *found.values]
    written += [word for word in (found.first, found.zone) if word]
    written += ["comma"] * found.decimal_comma + ["rounded"] * found.rounded
    return " ".join(map(str, written))


TWENTY = range(20)


@pytest.mark.parametrize(
    ("header", "cells", "expected"),
    [
        ("x", ["1", "2", "30"], "whole"),
        ("x", ["1", "2.5", "30"], "number"),
        ("x", ["1,234", "20"], "whole"),
        ("balance", ["1", "2", "30"], "money"),
        ("存款余额", ["1.5", "2", "30"], "money"),
        ("存款余额(万元)", ["1.5", "2", "30"], "number"),
        ("loan_count", ["1", "2", "30"], "whole"),
        ("installment_rate_of_income", ["1", "2", "4"], "whole"),
        ("x", ["¥1,234", "¥5"], "money"),
        ("x", ["5万", "12万"], "money"),
        ("x", ["1%", "2.5%"], "percent"),
        ("利率", ["0.035", "0.04"], "percent"),
        ("利率", ["3.5", "4"], "number"),
        ("x", ["yes", "no"], "yes_no"),
        ("x", ["Y", "N", ""], "yes_no"),
        ("x", ["是", "否"], "yes_no"),
        ("x", ["TRUE", "false"], "yes_no"),
        ("x", ["0", "1"], "yes_no"),
        ("visit_count", ["0", "1"], "whole"),
        ("x", ["0", "0"], "whole"),
        ("flag", ["Y", ""], "yes_no"),
        ("sex", ["F"] * 20 + ["M"] * 20, "one_of F M"),
        ("sex", ["F"] * 20, "text"),
        ("x", ["2026-01-31", "2026/1/5"], "date"),
        ("x", ["2026年1月31日"], "date"),
        ("x", ["20260131", "20260201", "20260205"], "date"),
        ("open_date", ["20260131"], "date"),
        ("x", ["20260131", "20261301", "12"], "whole"),
        ("x", ["31/01/2026", "05/02/2026"], "date day"),
        ("x", ["01/31/2026", "02/05/2026"], "date month"),
        ("x", ["2026-01-31T08:00:00+08:00"], "date Asia/Shanghai"),
        ("date", ["31-Jan-26"], "text"),
        ("stay_days", ["1", "90"], "days"),
        ("x", ["3天", "12天"], "days"),
        ("x", ["0101", "0102"], "text"),
        ("x", ["0101", "0102"] * 20, "one_of 0101 0102"),
        ("mobile", ["13800000001", "13800000002"], "text"),
        ("x", ["13800000001", "13800000002"], "text"),
        ("客户等级", ["1", "2", "3"] * 10, "one_of 1 2 3"),
        ("x", ["low", "high", "medium"] * 10, "ordered low medium high"),
        ("x", ["高", "中", "低"] * 10, "ordered 低 中 高"),
        ("x", ["may", "jan", "dec"] * 10, "one_of jan may dec"),
        ("x", ["1.5", "1.123456789"], "number rounded"),
        ("balance", ["1.5", "1.2345"], "money rounded"),
        ("x", ["1.5", "2.5e-07"], "number rounded"),
        ("x", ["1.5", "1.2E+12"], "text"),
        ("x", ["1.234,56", "2,5"], "number comma"),
        ("x", ["0,125", "1,250", "2,000"], "number comma"),
        ("x", ["100 USD", "5 EUR"], "text"),
        ("x", ["王芳", "李雷"], "text"),
    ],
)
def test_types(header, cells, expected):
    assert kind_of(cells, header) == expected


@pytest.mark.parametrize(
    ("header", "kind", "cells", "expected"),
    [
        ("active", "yes_no", [True, False], "yes_no"),
        ("x", "whole", [0, 1], "yes_no"),
        ("x", "whole", [5, 7], "whole"),
        ("snapshot", "whole", [20260131, 20260201, 20260205], "date"),
        ("phone", "whole", [13800000001, 13800000002], "whole"),
        ("card_no", "whole", [6222020000000000000, 6222020000000000001], "None"),
        ("x", "double", [5.0, 7.0], "whole"),
        ("x", "double", [5.25, 7.0], "number"),
        ("amount", "double", [0.1 + 0.2, 7.0], "money rounded"),
        ("amount", "decimal", [Decimal("1.25"), Decimal("7.00")], "money"),
        ("x", "date", [dt.date(2026, 1, 31)], "date"),
        ("x", "timestamp", [dt.datetime(2026, 1, 31, 8)], "date"),  # noqa: DTZ001
        ("x", "other", [], "None"),
        ("x", "nothing", [], "text"),
        ("证件号", "mixed", [WideInt(6222020000000000000), WideInt(6222020000000000001)], "None"),
        ("x", "mixed", [1, 2.5, "3"], "number"),
    ],
)
def test_types_of_typed_files(header, kind, cells, expected):
    assert kind_of(cells, header, kind) == expected


def test_why_a_column_is_left_out():
    def said(*cells, header="x"):
        found = guess(cells, header, "mixed")
        assert found.declared is None
        return [words.en.partition(": ")[2].partition(";")[0] for words in found.questions]

    formulas = [CellError(f"=A{i}+1") for i in range(9)]
    assert said(*formulas, *["老客户"] * 8, "", header="备注") == ["many formulas without a result"]
    assert said(*formulas, WideInt(6222020000000000000)) == ["many formulas without a result"]
    assert said(*(WideInt(6222020000000000000 + i) for i in range(9))) == [
        "long numbers that seem to name something"
    ]  # fmt: skip
    assert said(dt.time(8, 30), dt.time(9)) == ["no field can be read from values of this type"]


def test_a_remark_with_many_formulas_sets_nobody_aside():
    formulas = [CellError(f"=A{i}+1") for i in range(3)]
    assert guess([*formulas, *["老客户"] * 20], "备注", "mixed").declared is None
    assert guess([*formulas, *["老客户"] * 40], "备注", "mixed").declared == "text"


@pytest.mark.parametrize(
    ("header", "cells", "asked"),
    [
        ("solde", ["1 234,56 €", "7,5 €", "1\u202f000 €"], "looks like numbers or amounts"),
        ("x", ["€ 1 234,56", "-€ 5,00", ""], "looks like numbers or amounts"),
        ("x", ["1'234.50", "7'000.00"], "looks like numbers or amounts"),
        ("x", ["31.12.26", "05.01.27"], "looks like dates"),
        ("x", ["31-Jan-26", "5-Feb-26"], "looks like dates"),
        ("x", ["31 janvier 2026", "5 mai 2026"], "looks like dates"),
        ("是否贵宾", ["√", "", "√", ""], "the same sign or nothing"),
        # what only names something
        ("x", ["0101", "0102"], None),
        ("x", ["3 kg", "4 kg"], None),
        ("mobile", ["555 123 456", "555 765 432"], None),
        ("x", ["1.2.3", "1.2.4"], None),
        ("x", ["£5 a month", "7.5", "on request"], None),
        ("x", ["老客户", "", "老客户", ""], None),
        ("x", ["√"] * 9, None),
    ],
)
def test_a_text_that_looks_like_more_is_asked_about(header, cells, asked):
    found = guess(cells, header)
    assert found.declared == "text"
    assert [words.en.partition(",")[0] for words in found.questions] == ([asked] if asked else [])


@pytest.mark.parametrize(("yes", "no"), [("Ja", "Nein"), ("JA", "NEIN"), ("oui", "non"), ("J", "N"), ("√", "×")])
def test_answers_in_another_language_are_a_list_and_asked_about(yes, no):
    found = guess([no, yes, no] * 9)
    assert (found.declared, found.values) == ("one_of", (no, yes))
    assert [words.en.partition(",")[0] for words in found.questions] == [f"{yes} and {no} seem to mean yes and no"]
    assert guess([no, yes, "vielleicht"] * 9).questions == ()


def test_moments_keep_the_zone_that_the_file_names():
    moment = dt.datetime(2026, 1, 31, tzinfo=dt.UTC)
    assert kind_of([moment], "x", "timestamp", zone="Europe/Berlin") == "date Europe/Berlin"
    assert kind_of([moment], "x", "timestamp", zone="+08:00") == "date Asia/Shanghai"


@pytest.mark.parametrize(
    ("header", "cells", "declared", "empty"),
    [
        ("x", ["?", *map(str, TWENTY)], "whole", ("?",)),
        ("x", ["none", *map(str, TWENTY)], "whole", ("none",)),
        ("x", ["own", "rent", "none"] * 9, "one_of", ()),
        ("x", ["own", "rent", "Unknown"] * 9, "one_of", ("Unknown",)),
        ("x", ["是", "否", "未知"] * 9, "yes_no", ("未知",)),
        ("x", ["-1"] * 9 + list(map(str, TWENTY)), "whole", (Fraction(-1),)),
        ("balance", ["-1"] * 9 + [f"{i}.5" for i in TWENTY], "money", (Fraction(-1),)),
        ("x", ["-1"] * 9 + ["-7"] + list(map(str, TWENTY)), "whole", ()),
        ("x", ["-1", *map(str, TWENTY)], "whole", ()),
        ("x", ["999"] * 9 + list(map(str, TWENTY)), "whole", (Fraction(999),)),
        ("x", ["999"] * 9 + [str(i * 50) for i in TWENTY], "whole", ()),
        ("x", ["9999-12-31", "9999-12-31", "2026-01-31"], "date", (dt.date(9999, 12, 31),)),
        ("x", ["0000-00-00", "2026-01-31"], "date", ("0000-00-00",)),
        ("x", ["1900-01-01", "2026-01-31", "2026-01-30"], "date", (dt.date(1900, 1, 1),)),
        ("x", ["n.v.t."] * 9 + list(map(str, TWENTY)), "whole", ("n.v.t.",)),
        ("note", ["-", "talked", "wrote"], "text", ("-",)),
    ],
)
def test_what_stands_for_missing(header, cells, declared, empty):
    found = guess(cells, header)
    assert (found.declared, found.empty) == (declared, empty)
    assert bool(found.questions) == bool(empty)


def test_a_few_slips_do_not_make_a_text_of_a_number():
    found = guess([*(str(i * 10) for i in range(200)), "12O"])
    assert (found.declared, found.odd) == ("whole", (("12O", 1),))
    assert guess([*map(str, TWENTY), "12O", "13O"]).declared == "text"
    assert guess([*(f"2026-01-{1 + i % 28:02d}" for i in range(200)), "2026-02-30"]).declared == "date"


def test_amounts_without_a_sign_among_foreign_ones_are_asked_about():
    assert [w.en for w in guess(["€100", "200", "300", "400"]).questions] == [
        "3 cells without a sign of a currency, taken as EUR like the others"
    ]
    assert guess(["€100", "€200"]).questions == ()
    assert guess(["€100", "200"], "balance_eur").questions == ()
    assert guess(["¥100", "200"]).questions == ()


def test_a_column_of_remarks_is_no_list_however_few_there_are():
    for header in ("备注", "客户备注", "remark", "Comments"):
        assert guess(["无"] * 30 + ["老客户"] * 20, header).declared == "text"


def test_nobodys_texts_are_listed():
    often = Counter({"none": 990, "王芳": 1, "李雷": 2})
    assert list_of(often, personal=False).values == ()
    assert list_of(often, personal=False).rare == 2
    assert list_of(Counter({"a": 50, "b": 30}), personal=False).values == ("a", "b")
    assert list_of(Counter({"a": 50, "b": 9}), personal=True).values == ()
    assert list_of(Counter({f"v{i}": 50 for i in range(31)}), personal=False).values == ()
    assert list_of(Counter({"a": 50}), personal=False).values == ()
    assert list_of(Counter({"Own": 9, "own": 50, "rent": 7}), personal=False).values == ("own", "rent")
    assert list_of(Counter({'a"b”': 50, "c": 50}), personal=False).values == ()


def test_figures():
    assert [plain(Fraction(x)) for x in ("0", "12", "12000", "-0.35", "1234.5")] == [
        "0", "12", "12_000", "-0.35", "1234.5",
    ]  # fmt: skip
    assert [amount(Fraction(x), "zh") for x in (9000, 50_000, 12_300, 12_345, 3 * 10**8)] == [
        "9000", "5万", "1.23万", "12_345", "3亿",
    ]  # fmt: skip
    assert [amount(Fraction(x), "en") for x in (9000, 50_000, 12_345, 3_500_000)] == [
        "9000", "50k", "12_345", "3.5 million",
    ]  # fmt: skip
    assert amount_of(Fraction(900), "CNY", "zh") == "900元"
    assert amount_of(Fraction(900), "USD", "en") == "900 USD"
    assert [outward(Fraction(x), Fraction(3, 2)) for x in (0, 7, 95, -30)] == [0, 20, 200, -50]
    assert [round_figure(Fraction(x)) for x in ("448", "1859", "130000", "0.37")] == [
        400, 2000, 150_000, Fraction("0.4"),
    ]  # fmt: skip
    assert two_digits(Fraction(1234)) == 1200
    counts = {Fraction(i): 1 for i in range(100)}
    assert quantiles(counts, (Fraction(0), Fraction(1, 2), Fraction(1))) == [0, 49, 99]
    assert lines(counts, (Fraction(1, 2), Fraction(4, 5)), whole=True) == [50, 80]
    assert lines({Fraction(5): 9}, (Fraction(1, 2),), whole=True) == []
