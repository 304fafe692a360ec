"""Files for which nothing can be drafted, and which column becomes the key."""

import openpyxl
import pytest

from engine.draft.draft import RECORD_FILE, draft
from engine.draft.error import DraftError
from engine.io.reasons import DataError
from tests.engine.draft.files import workbook


@pytest.fixture
def save(tmp_path):
    def save(text):
        path = tmp_path / "data.csv"
        path.write_text(text, encoding="utf-8")
        return path

    return save


def rows(*columns, number=30):
    return "\n".join(",".join(column(i) for column in columns) for i in range(number))


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("客户清单\n客户号,余额\n" + rows(str, str), "a title seems to stand above"),
        ("客户清单\n客户号;余额\n" + rows(str, str).replace(",", ";"), "a title seems to stand above"),
        ("1001,13800000000,20.5\n" + rows(str, str, str), "holds values rather than column names"),
        ("C001,2026-05-01,¥20\n" + rows(lambda i: f"C{i:03d}", str, str), "holds values rather than column names"),
        ("A1,3万\n" + rows(lambda i: f"A{i}", lambda i: f"{i}万"), "holds values rather than column names"),
        ("客户清单,,\n,,\n客户号,姓名,余额\n" + rows(str, str, str), "most cells of the first row .* a title seems"),
        ("清单,,,\n日期：2026-06-01,,,\nid,a,b,c\n" + rows(str, str, str, str), "most cells of the first row"),
        ("id,balance\n", "no rows"),
    ],
)
def test_files_without_a_header(save, text, says):
    with pytest.raises(DraftError, match=says) as caught:
        draft(save(text), "mine", "en")
    assert caught.value.words.zh


@pytest.mark.parametrize(
    "header",
    [
        ["Time", *(f"V{i}" for i in range(1, 29)), "Amount", "Class"],
        ["客户号", "2024年余额", "2025年余额", "2026年余额", "1月", "2月", "3月"],
        [f"col {i}" for i in range(1, 100)],
    ],
)
def test_headers_with_many_digits_are_headers(save, header):
    text = "\n".join(",".join(f"{row}.{column}5" for column in range(len(header))) for row in range(40))
    drafted = draft(save(",".join(header) + "\n" + text), "mine", "en")
    assert sum(drafted.types.values()) - drafted.types["row_number"] == len(header)


@pytest.mark.parametrize(
    ("header", "cells"),
    [
        (",balance", "{0},{0}.5"),  # an index without a name, as pandas writes it
        ("id,balance,,,,", "{0},{0}.5,,,a remark,"),
        ("column 1,column 2,column 3", "{0},{0}.5,1"),
    ],
)
def test_headers_with_empty_cells_are_headers(save, header, cells):
    text = "\n".join(cells.format(i) for i in range(40))
    assert draft(save(f"{header}\n{text}"), "mine", "en").rows == 40


def test_a_workbook_with_a_title(tmp_path):
    with pytest.raises(DraftError, match="title"):
        draft(workbook(tmp_path / "a.xlsx", title=True), "mine", "en")


def test_a_workbook_whose_first_sheet_is_a_cover(tmp_path):
    book = openpyxl.Workbook()
    book.active.title = "封面"
    book.active.append(["2026年客户清单"])
    customers = book.create_sheet("客户")
    customers.append(["客户号", "余额"])
    customers.append(["C1", 5])
    book.save(tmp_path / "a.xlsx")
    with pytest.raises(DraftError, match=r"first sheet of .*, 封面, has no rows .* no other sheet is read \(客户\)"):
        draft(tmp_path / "a.xlsx", "mine", "en")


def test_files_that_no_run_takes_are_refused_alike(save, tmp_path):
    with pytest.raises(DataError) as caught:
        draft(save("a,a\n1,2\n"), "mine", "en")
    assert caught.value.code == "D112"
    with pytest.raises(DataError):
        draft(tmp_path / "none.csv", "mine", "en")


def key_row(path, key=None):
    text = draft(path, "mine", "en", key).files[RECORD_FILE]
    return next(line for line in text.splitlines() if line.startswith("  |") and " key" in line)


def test_a_column_that_names_everybody_is_the_key(save):
    assert "customer_id" in key_row(save("balance,customer_id\n" + rows(str, lambda i: f"C{i}")))
    assert "| code" in key_row(save("code,balance\n" + rows(lambda i: f"A{i:03d}", str)))


def test_names_phones_and_amounts_are_nobodys_key(save):
    assert "row number" in key_row(save("mobile,balance\n" + rows(lambda i: f"1380000{i:04d}", lambda i: f"{i}.5")))
    assert "row number" in key_row(save("姓名,余额\n" + rows(lambda i: f"人{i}", str)))


def test_a_key_may_fail_a_few_rows_but_not_many(save):
    few = save("cust_no,x\n" + rows(lambda i: f"C{max(i, 1)}", str, number=300))
    assert "cust_no" in key_row(few)
    assert draft(few, "mine", "en").refused == 2
    many = save("cust_no,x\n" + rows(lambda i: f"C{i // 2}", str, number=300))
    assert "row number" in key_row(many)
    assert draft(many, "mine", "en").refused == 0


def settled(path, name, lang="en", key=None):
    found = next((one for one in draft(path, "mine", lang, key).findings if one.name == name), None)
    return [getattr(words, lang) for words in found.questions] if found else []


@pytest.mark.parametrize("key", [None, "客户号"])
def test_a_total_is_no_customer_and_does_not_cost_the_others_their_number(save, key):
    for number in (8, 120):
        path = save(
            "客户号,姓名,存款\n" + rows(lambda i: f"C{i}", lambda i: f"人{i}", str, number=number) + "\n合计,,999"
        )
        assert "客户号" in key_row(path, key)
        assert draft(path, "mine", "zh", key).quarantined == {"D234": 1}
        assert settled(path, "客户号", "zh", key) == ["有 1 行在这一列是合计、表头或备注，不是客户，会被隔离"]
    assert "row number" in key_row(save("客户号,存款\n" + "合计,1\n" * 9))


def test_totals_that_a_spreadsheet_has_padded_are_set_aside(save):
    table = rows(lambda i: f"C{i}", lambda i: f"人{i}", str)
    path = save(f"客户号,姓名,存款\n{table}\n小计,,435\n,,\n合计：30人,,435")
    assert draft(path, "mine", "zh").quarantined == {"D234": 2, "D202": 1}


@pytest.mark.parametrize("total", ["", "\nTotal,99000000"])
def test_a_total_does_not_widen_the_range(save, total):
    path = save("cust_no,balance\n" + rows(lambda i: f"C{i}", lambda i: f"{i * 2200}.50", number=300) + total)
    assert "money from 0 to 10 million" in draft(path, "mine", "en").files[RECORD_FILE]


def test_a_row_without_a_number_is_set_aside_and_not_counted_as_somebody(save):
    path = save("客户号,存款\n" + rows(lambda i: f"C{i}", str, number=8) + "\n,999")
    assert settled(path, "customer_id") == ["1 row without one, put into quarantine"]
    assert settled(path, "客户号", "zh") == ["有 1 行没有值，会被隔离"]
    half = save("客户号,存款\n" + rows(lambda i: f"C{i}" if i % 2 else "", str))
    assert "客户号 was not taken for the key: 15 rows without a usable one" in settled(half, "")


def test_a_number_that_several_rows_have_is_refused_aloud(save):
    path = save("cust_no,x\n" + rows(lambda i: f"C{i // 2}", str, number=300))
    assert settled(path, "")[1] == (
        "cust_no was not taken for the key: 300 rows with the same value as another; if a customer has several rows,"
        " each would be counted as somebody else: bring the file to one row a customer"
    )
    assert settled(path, "", "zh")[1].startswith("cust_no 未作主键：300 行与别的行值相同；如果一位客户有多行")


def test_how_cells_are_written_that_cannot_be_read(save):
    def said(*cells, lang="en"):
        path = save(
            "cust_no,visits\n" + rows(lambda i: f"C{i}", str, number=200) + "".join(f"\nX{c},{c}" for c in cells)
        )
        return settled(path, "visits", lang)[-1].partition("like " if lang == "en" else "：")[2]

    assert said("oops") == "a word of 4 letters"
    assert said("oops", lang="zh") == "4 个字"
    assert said("1O2", "oops") == "9a9 (1), a word of 4 letters (1); 9 for a digit and a for a letter"
    assert said("1O2", lang="zh") == "9a9；9 代表数字，a 代表文字"


def test_a_key_whose_name_cannot_be_written_is_left_out(save):
    path = save('"cust""”no",x\n' + rows(lambda i: f"C{i}", str))
    assert "row number" in key_row(path)
    assert "cannot be written" in draft(path, "mine", "en").files[RECORD_FILE]


def test_a_person_names_the_key(save):
    path = save("a,b\n" + rows(lambda i: f"n{i}", lambda i: f"m{i}"))
    assert "| b " in key_row(path, "B")
    with pytest.raises(DraftError, match="no column c; the file has a, b"):
        draft(path, "mine", "en", "c")
    with pytest.raises(DraftError, match="no value"):
        draft(save("a,b\n,1\n,2\n"), "mine", "en", "a")


def test_what_only_later_rows_show_is_learnt_too(save):
    late = [f"C{i},{i % 50},{'ab'[i % 2]}" for i in range(60_000)] + [f"D{i},2.5,c" for i in range(9)]
    drafted = draft(save("cust_no,visits,kind\n" + "\n".join(late)), "mine", "en")
    assert drafted.refused == 0
    assert "number 1 places" in drafted.files[RECORD_FILE]
    assert "one of a, b, c" in drafted.files[RECORD_FILE]
