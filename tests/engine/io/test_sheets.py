"""CSV and Excel files, as a spreadsheet opens them."""

import csv
import gc
import io
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from zipfile import ZipFile

import pyarrow as pa
import pytest
from openpyxl import load_workbook

from engine.io import excel_file
from engine.io.csv_file import CsvFile
from engine.io.excel_file import ExcelFile
from engine.io.output_errors import OutputError

TEXT = pa.schema([("text", pa.string())])


def _csv(*batches):
    file = io.BytesIO()
    content = CsvFile(file, batches[0].schema)
    for batch in batches:
        content.write(batch)
    content.finish()
    return file.getvalue()


def _csv_rows(*batches):
    return list(csv.reader(io.StringIO(_csv(*batches).decode("utf-8-sig"), newline="")))


def _excel(tmp_path, *batches):
    file = io.BytesIO()
    content = ExcelFile(file, batches[0].schema, "decisions", tmp_path / "sheet.xml")
    for batch in batches:
        content.write(batch)
    content.finish()
    return file


def _texts(*values):
    return pa.RecordBatch.from_pydict({"text": list(values)}, TEXT)


# text: what stands in the CSV file
GOLDEN = {
    "=1+1": "'=1+1",
    "=cmd|' /C calc'!A0": "'=cmd|' /C calc'!A0",
    "+86 138": "'+86 138",
    "-@SUM(A1)": "'-@SUM(A1)",
    "@SUM(A1)": "'@SUM(A1)",
    "\t=1": "'\t=1",
    "\r=1": "'\r=1",
    "\n=1": "'\n=1",
    "＝1+1": "'＝1+1",
    "＋1": "'＋1",
    "－1": "'－1",
    "＠x": "'＠x",
    "-": "'-",
    "-1+cmd|'x'!A0": "'-1+cmd|'x'!A0",
    "-5\n=1": "'-5\n=1",
    # numbers and harmless texts stay as they are
    "-5": "-5",
    "+8613800000000": "+8613800000000",
    "-1,234.50": "-1,234.50",
    "-3.5e-7": "-3.5e-7",
    "-12%": "-12%",
    "a=1": "a=1",
    " =1": " =1",
    "'=1": "'=1",
    "您好": "您好",
    "": "",
}


def test_formulas_are_neutralised_and_nothing_else():
    rows = _csv_rows(_texts(*GOLDEN))
    assert [row[0] for row in rows[1:]] == list(GOLDEN.values())


def test_numbers_and_keys_that_may_be_hashes_are_untouched():
    schema = pa.schema([
        pa.field("id", pa.string(), metadata={"tiercel.kind": "key"}), ("points", pa.decimal128(20, 4)),
    ])  # fmt: skip
    batch = pa.RecordBatch.from_pydict({"id": ["+00/7=", "-x", "=1+1"], "points": [Decimal(-5), None, None]}, schema)
    assert _csv_rows(batch)[1:] == [["+00/7=", "-5.0000"], ["-x", ""], ["'=1+1", ""]]


def test_lists_are_joined_and_no_item_begins_a_formula():
    batch = pa.RecordBatch.from_pydict({"=l": [["a", "=b", "-5"], [], None, ["+x"]]})
    rows = _csv_rows(batch, batch.slice(1))
    assert rows[0] == ["'=l"]
    assert [row[0] if row else "" for row in rows[1:]] == ["a;'=b;'-5", "", "", "'+x", "", "", "'+x"]


def test_csv_is_utf8_with_bom():
    batch = pa.RecordBatch.from_pydict({"层级": ["核心", None], "b": [True, None], "d": [date(2026, 6, 1), None]})
    assert _csv(batch) == b"\xef\xbb\xbf" + '"层级","b","d"\n"核心",true,2026-06-01\n,,\n'.encode()


def test_excel_opens_again(tmp_path):
    schema = pa.schema([
        ("id", pa.string()), ("文字", pa.string()), ("l", pa.list_(pa.string())),
        ("n", pa.decimal128(20, 4)), ("b", pa.bool_()), ("d", pa.date32()),
    ])  # fmt: skip
    batch = pa.RecordBatch.from_pydict(
        {
            "id": ["007", "=1", None],
            "文字": ["=1+1", "#N/A", "a\nb "],
            "l": [["a", "=b"], [], None],
            "n": [Decimal("-1.5"), Decimal("1234567890123456.1234"), Decimal(10**15)],
            "b": [True, False, None],
            "d": [date(2026, 6, 1), None, None],
        },
        schema,
    )
    sheet = load_workbook(_excel(tmp_path, batch)).active
    assert [[cell.value for cell in row] for row in sheet] == [
        ["id", "文字", "l", "n", "b", "d"],
        ["007", "=1+1", "a;=b", -1.5, True, datetime(2026, 6, 1)],  # noqa: DTZ001
        ["=1", "#N/A", None, "1234567890123456.1234", False, None],
        [None, "a\nb ", None, 10**15, None, None],
    ]
    assert {cell.data_type for row in sheet.iter_rows(max_col=3) for cell in row if cell.value} == {"s"}
    assert {cell.number_format for row in sheet.iter_rows(max_col=2) for cell in row if cell.value} == {"@"}
    assert (sheet.title, sheet.freeze_panes) == ("decisions", "A2")
    assert all(cell.font.b for cell in sheet[1])
    assert not sheet["A2"].font.b
    assert not list(tmp_path.iterdir())


def test_widths_count_chinese_twice_and_have_limits(tmp_path):
    batch = pa.RecordBatch.from_pydict({"a": ["x"], "b": ["一二三四五六"], "c": ["长" * 100]})
    sheet = load_workbook(_excel(tmp_path, batch)).active
    assert [sheet.column_dimensions[letter].width for letter in "ABC"] == [8, 14, 60]


@pytest.mark.parametrize("rows", [0, 1, 199, 200, 201, 450])
def test_no_row_is_lost_while_widths_are_measured(tmp_path, rows):
    values = [str(number) for number in range(rows)]
    batches = [_texts(*values[at : at + 70]) for at in range(0, rows, 70)] or [_texts()]
    sheet = load_workbook(_excel(tmp_path, *batches)).active
    assert [cell.value for cell in sheet["A"]] == ["text", *values]


def test_what_xml_cannot_hold_is_escaped_as_excel_does(tmp_path):
    file = _excel(tmp_path, _texts("a\x01b\r_x0041_"))
    assert "a_x0001_b_x000D__x005F_x0041_" in ZipFile(file).read("xl/worksheets/sheet1.xml").decode()


def test_excel_says_when_it_cannot_hold_the_rows(tmp_path, monkeypatch):
    monkeypatch.setattr(excel_file, "EXCEL_ROWS", 3)
    content = ExcelFile(io.BytesIO(), TEXT, "offers", tmp_path / "sheet.xml")
    content.write(_texts("a", "b"))
    with pytest.raises(OutputError) as caught:
        content.write(_texts("c"))
    assert (caught.value.code, caught.value.values) == ("O107", {"table": "offers", "limit": 2})
    assert "Parquet" in str(caught.value)


def test_excel_does_not_cut_texts(tmp_path):
    content = ExcelFile(io.BytesIO(), TEXT, "offers", tmp_path / "sheet.xml")
    content.write(_texts("长" * 32_767))
    content.write(_texts("长" * 32_768))
    with pytest.raises(OutputError) as caught:
        content.finish()
    content.discard()
    assert caught.value.code == "O108"


def test_excel_carries_no_time(tmp_path):
    archive = ZipFile(_excel(tmp_path, _texts("a")))
    assert {entry.date_time for entry in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}
    core = archive.read("docProps/core.xml").decode()
    assert core.count("1980-01-01T00:00:00Z") == 2


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs a device that is always full")
@pytest.mark.filterwarnings("error")
def test_a_full_disk_ends_quietly(tmp_path):
    scratch = tmp_path / "sheet.xml"
    scratch.symlink_to("/dev/full")
    content = ExcelFile(io.BytesIO(), TEXT, "offers", scratch)
    with pytest.raises(OSError, match="No space left"):
        content.write(_texts(*["长" * 100] * 1000))
    content.discard()
    del content
    gc.collect()
