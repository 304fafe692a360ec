"""Workbooks: cells with types of their own, formulas, damaged files."""

import datetime as dt
import re
import zipfile

import openpyxl
import pytest
from openpyxl.chart import BarChart, Reference

from engine.io import excel_source
from engine.io.read import Needs, open_data
from engine.io.reasons import DataError
from tests.engine.records import field, record

RECORD = record(
    field("id", "key", "客户号"),
    field("deposit", "money", "存款"),
    field("birthday", "date", "生日"),
    field("rate", "percent", "利率"),
    field("sms", "yes_no", "短信"),
    field("mobile", "text", "手机"),
)
HEADER = ["客户号", "存款", "生日", "利率", "短信", "手机"]


@pytest.fixture
def save(tmp_path):
    def write(*rows):
        book = openpyxl.Workbook()
        book.active.title = "客户"
        for row in rows:
            book.active.append(row)
        book.create_sheet("other").append(["nothing"])
        path = tmp_path / "customers.xlsx"
        book.save(path)
        return path

    return write


def edit(path, pattern, replacement):
    """Change the XML of the first sheet, to what other programs write."""
    with zipfile.ZipFile(path) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    sheet = "xl/worksheets/sheet1.xml"
    parts[sheet], changes = re.subn(pattern, replacement, parts[sheet])
    assert changes
    with zipfile.ZipFile(path, "w") as archive:
        for name, content in parts.items():
            archive.writestr(name, content)


def typed(reader):
    return [tuple(row.values()) for batch in reader for row in batch.rows.to_pylist()]


def codes(reader):
    return {
        number: tuple(reason.code for reason in reasons)
        for batch in reader
        for number, reasons in zip(batch.rejected.row_numbers.to_pylist(), batch.rejected.reasons, strict=True)
    }


def refused(path):
    with pytest.raises(DataError) as caught:
        list(open_data(path, RECORD))
    return caught.value.code


def test_cells_keep_their_types(save):
    path = save(
        HEADER,
        ["001", 12.5, dt.datetime.fromisoformat("1990-06-01T08:00:00"), 0.123, True, 13800000000],
        [2, "1,234.56", dt.date(1990, 6, 1), "12.3%", "否", "138"],
        [3.0, 1, "1990年6月1日", 1, 0, None],
        [4, None, 19900601, None, None, "NULL"],
    )
    day = dt.date(1990, 6, 1)
    reader = open_data(path, RECORD)
    assert typed(reader) == [
        ("001", 1250, day, 123000, True, "13800000000"),
        ("2", 123456, day, 123000, False, "138"),
        ("3", 100, day, 10**6, False, None),
        ("4", None, day, None, None, None),
    ]
    source = reader.parts[0].source
    assert (source.format, source.sheet, source.encoding, source.separator) == ("xlsx", "客户", None, None)
    assert reader.matched["birthday"] == "生日"


def test_numbers_longer_than_excel_keeps_them_name_nobody(save):
    path = save(
        ["客户号", "手机", "存款"],
        [1234567890123456789, None, None],
        [622202123456789012, None, None],
        [6222021234567890, None, None],
        [1.23456789012345e18, None, None],
        ["6222021234567890123", None, None],
        [622202123456789, 6222021234567890, 10**15],
    )
    reader = open_data(path, RECORD)
    assert codes(reader) == {1: ("D204",), 2: ("D204",), 3: ("D204",), 4: ("D204",), 6: ("D204",)}
    assert [row[0] for row in typed(reader)] == ["6222021234567890123"]
    [batch] = reader
    assert batch.rejected.reasons[2][0].value == "6222021234567890"
    assert batch.rejected.raw.to_pylist()[2] == {"客户号": "6222021234567890", "手机": None, "存款": None}


def test_errors_and_formulas(save):
    path = save(
        ["客户号", "存款", "手机"],
        ["1", "=1+1", "=A2"],
        ["2", 5, '=IF(A2="","",A2)'],
        ["3", "#REF!", "#N/A"],
        ["4", 1, "#NAME?"],
    )
    # As Excel writes the results of formulas: here a number and an empty text, but none for the first text.
    edit(path, rb"(<f>1\+1</f>)<v\s*/>|(<f>1\+1</f>)<v></v>", rb"<f>1+1</f><v>2.5</v>")
    edit(path, rb'<c r="C3"( t="[a-z]+")?>(<f>IF[^/]*</f>)<v\s*/?>(</v>)?', rb'<c r="C3" t="str">\2<v></v>')
    reader = open_data(path, RECORD)
    assert typed(reader) == [("2", 500, None, None, None, None)]
    assert codes(reader) == {1: ("D210",), 3: ("D210",), 4: ("D210",)}
    [batch] = reader
    assert [reason.value for (reason,) in batch.rejected.reasons] == ["=A2", "#REF!", "#NAME?"]
    assert batch.rejected.raw.to_pylist()[0] == {"客户号": "1", "存款": "2.5", "手机": "=A2"}


def test_blank_rows_and_ragged_rows(save):
    path = save([], HEADER[:2], [None, None], ["1", 5], [" "], ["2"], ["3", 5, None, "note"], [None, 7])
    reader = open_data(path, RECORD)
    assert [row[:2] for row in typed(reader)] == [("1", 500), ("2", None)]
    assert codes(reader) == {3: ("D235",), 4: ("D202",)}
    [batch] = reader
    assert batch.rejected.lines == ("3\t5\t\tnote", None)
    assert [number for b in open_data(path, RECORD, batch_rows=1) for number in b.row_numbers.to_pylist()] == [1, 2]


def test_columns_without_a_name(save):
    path = save(["客户号", None, "存款"], ["1", "x", 5])
    reader = open_data(path, RECORD)
    assert reader.unused == ("column 2",)
    assert typed(reader)[0][:2] == ("1", 500)


def test_a_size_that_is_too_small_loses_no_rows(save):
    path = save(["客户号", "存款"], ["1", 5], ["2", 6])
    edit(path, rb'<dimension ref="[^"]*"\s*/>', b'<dimension ref="A1:A2"/>')
    assert [row[:2] for row in typed(open_data(path, RECORD))] == [("1", 500), ("2", 600)]


def test_a_date_that_excel_does_not_know(save):
    path = save(["客户号", "生日"], ["1", dt.date(2026, 6, 1)])
    edit(path, rb'(r="B2"[^>]*>)<v>[^<]*</v>', rb"\1<v>99999999999</v>")
    assert codes(open_data(path, RECORD)) == {1: ("D210",)}


def test_unusable_workbooks(save, tmp_path):
    assert refused(save()) == "D111"
    assert refused(save([None, " "])) == "D111"
    path = save(HEADER, ["1"])
    content = path.read_bytes()
    for size in (100, 1000, len(content) - 30):
        path.write_bytes(content[:size])
        assert refused(path) == "D107"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("readme.txt", "no workbook")
    assert refused(path) == "D105"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("xl/workbook.xml", "<broken")
    assert refused(path) == "D107"


def test_columns_that_another_sheet_may_have(save):
    with pytest.raises(DataError) as caught:
        open_data(save(["2026年客户清单"], ["封面"]), RECORD, Needs(frozenset({"deposit"})))
    assert "\nOnly the first sheet is read, not other\n" in caught.value.message("en")
    assert "\n只读取第一张工作表，不读取：other\n" in caught.value.message("zh")


def test_other_sheets_that_hold_something_are_told(save, tmp_path):
    assert open_data(save(HEADER, ["1"]), RECORD).parts[0].source.other_sheets == ("other",)
    book = openpyxl.Workbook()
    book.active.append(["客户号"])
    for title in ("empty", "spaces", "full"):
        book.create_sheet(title)
    book["spaces"].append([None, "  "])
    book["full"].append([None])
    book["full"].append([None, 0])
    chart = BarChart()
    chart.add_data(Reference(book["full"], min_col=2, min_row=1, max_row=2))
    book.create_chartsheet("chart").add_chart(chart)
    book.save(tmp_path / "book.xlsx")
    assert open_data(tmp_path / "book.xlsx", RECORD).parts[0].source.other_sheets == ("full",)


def test_numbers_in_place_of_names_are_told(save):
    reader = open_data(save(["客户号", "手机", "存款"], ["C1", "138", 5], ["C2", None, 6]), RECORD)
    assert len(typed(reader)) == 2
    assert reader.parts[0].from_numbers == set()
    reader = open_data(save(["客户号", "手机"], ["C1", 101], ["C2", "0101"]), RECORD)
    assert [row[-1] for row in typed(reader)] == ["101", "0101"]
    assert reader.parts[0].from_numbers == {"mobile"}
    reader = open_data(save(["客户号"], [7], [True]), RECORD)
    assert codes(reader) == {2: ("D205",)}
    assert reader.parts[0].from_numbers == {"id"}


def test_duplicates_in_a_workbook(save):
    reader = open_data(save(["客户号"], ["1"], [1], [1.0], ["2"]), RECORD)
    assert [row[0] for row in typed(reader)] == ["2"]
    assert codes(reader) == {1: ("D203",), 2: ("D203",), 3: ("D203",)}


def test_what_may_be_the_key_of_a_ragged_row_counts_as_a_second_one(save):
    reader = open_data(save(HEADER, ["1", 5], ["2", 6], ["1", 5, None, None, None, None, "note"]), RECORD)
    assert codes(reader) == {1: ("D203",), 3: ("D235",)}


def test_a_hidden_sheet_is_not_the_first(save):
    path = save(HEADER, ["1", 5])
    book = openpyxl.load_workbook(path)
    book.create_sheet("hidden", 0).append(["nothing"])
    book.worksheets[0].sheet_state = "hidden"
    book.save(path)
    reader = open_data(path, RECORD)
    assert (reader.parts[0].source.sheet, reader.parts[0].source.other_sheets) == ("客户", ("hidden", "other"))


def test_a_workbook_too_large_to_unpack(save, monkeypatch):
    monkeypatch.setattr(excel_source, "_MOST_UNPACKED", 5000)
    assert refused(save(HEADER, ["1", 5])) == "D125"


def test_days_as_excel_counts_them(save):
    reader = open_data(save(HEADER, ["1", None, 46174], ["2", None, 46174.5], ["3", None, "2026-06-01"]), RECORD)
    assert codes(reader) == {1: ("D233",), 2: ("D233",)}
    [batch] = reader
    assert batch.rejected.reasons[1][0].expected == "2026-06-01"
