"""Broken workbooks, Parquet files and things that are no files at all."""

import os
import zipfile
from datetime import date, datetime
from functools import cache
from io import BytesIO

import openpyxl
import pyarrow as pa
import pyarrow.parquet as pq

from tests.cli.bad_data.broken_texts import HEADER, csv, made_of

COLUMNS = HEADER.split(",")
OPENED = date(2018, 5, 1)
GOOD = (
    ("C1", "王芳", "0101", 2_000_000, "是", OPENED, 0.035, "稳健"),
    ("C2", "李雷", "0102", 60_000.5, "否", OPENED, 0.05, "平衡"),
)
MOMENT = datetime(2026, 1, 2, 9, 30)  # noqa: DTZ001 - workbooks know no zones
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(512)


def workbook(*rows, above=(), header=COLUMNS):
    """A workbook of some rows behind the good ones, or only some above."""
    book = openpyxl.Workbook()
    book.active.title = "客户"
    for cells in (*above, header, *GOOD, *rows):
        book.active.append(cells)
    return book


def row(key="C3", **cells):
    """A row that is good but for some cells."""
    good = dict(zip(COLUMNS, GOOD[0], strict=True))
    return list({**good, "客户号": key, **cells}.values())


def saved(book):
    return book.save


def merged_header(path):
    book = workbook(above=[["客户信息", None, None, "资产", None, None, None, None]])
    book.active.merge_cells("A1:C1")
    book.active.merge_cells("D1:H1")
    book.save(path)


def hidden_first_sheet(path):
    book = workbook()
    book.create_sheet("旧数据", 0).append(["C9"])
    book.worksheets[0].sheet_state = "hidden"
    book.save(path)


def second_sheet(path):
    book = workbook()
    for cells in (COLUMNS, *GOOD):
        book.create_sheet("六月" if len(book.worksheets) == 1 else None).append(cells)
    book.save(path)


@cache
def swollen_bytes():
    """A workbook whose sheet unpacks to more than anyone's memory: a few megabytes on the disk."""
    held = BytesIO()
    workbook().save(held)
    with (
        zipfile.ZipFile(held, "a", zipfile.ZIP_DEFLATED, compresslevel=1) as archive,
        archive.open("xl/worksheets/sheet9.xml", "w", force_zip64=True) as part,
    ):
        for _ in range(40):
            part.write(bytes(1 << 25))
    return held.getvalue()


def swollen(path):
    path.write_bytes(swollen_bytes())


def table(**columns):
    """A Parquet file of two good rows, with some columns otherwise."""
    good = {name: [cells[at] for cells in GOOD] for at, name in enumerate(COLUMNS)}
    good["存款"], good["代发"] = [2_000_000, 60_000], [True, False]
    return lambda path: pq.write_table(pa.table({**good, **columns}), path)


def truncated(path):
    table()(path)
    path.write_bytes(path.read_bytes()[:-40])


def damaged_inside(path):
    table()(path)
    held = path.read_bytes()
    path.write_bytes(held[:4] + bytes(200) + held[204:])


def beginning(magic, rest=b""):
    return lambda path: path.write_bytes(magic + rest)


HTML = "<html><body><table><tr><td>客户号</td></tr></table></body></html>"
# name: (file, how it is made, rows that must be accounted for; None if the file is refused)
TABLES = {
    # --- workbooks ---
    "csv_called_xlsx": ("customers.xlsx", made_of(csv()), 3),
    "old_excel": ("customers.xls", beginning(OLE + "Workbook".encode("utf-16-le")), None),
    "password": ("customers.xlsx", beginning(OLE + "EncryptedPackage".encode("utf-16-le")), None),
    "web_page_called_xls": ("customers.xls", beginning(HTML.encode()), None),
    "json": ("customers.csv", beginning(b'[{"id": "C1"}]\n'), None),
    "swollen": ("customers.xlsx", swollen, None),
    "title_rows": ("customers.xlsx", saved(workbook(above=[["客户清单", "2026年5月"], []])), None),
    "merged_header": ("customers.xlsx", merged_header, None),
    "hidden_first_sheet": ("customers.xlsx", hidden_first_sheet, 2),
    "second_sheet": ("customers.xlsx", second_sheet, 2),
    "long_ids": ("customers.xlsx", saved(workbook(row(6222021234567890123), row(6222021234567890.0))), 4),
    "zeros_lost": ("customers.xlsx", saved(workbook(row(网点=101), row("C4", 网点=102))), 4),
    "excel_cells": (
        "customers.xlsx",
        saved(workbook(
            row("C3", 开户日=46024), row("C4", 开户日=MOMENT), row("C5", 开户日="#REF!"),
            row("C6", 存款="=D2+D3"), row("C7", 代发=True), row("C8", 存款="１，０００元"), row("C9", 利率=3.5),
            [],
            ["合计", None, None, 2_060_000.5], ["C10", "张伟", "0103", 5, "是", OPENED, 0.03, "稳健", "备注"],
        )), 11,
    ),
    "formulas_in_a_workbook": (
        "customers.xlsx", saved(workbook(row("C3", 姓名="@SUM(1)"), row("C4", 姓名="+86 138"))), 4,
    ),
    # --- Parquet ---
    "floats": ("customers.parquet", table(存款=[0.1 + 0.2, 1e20]), 2),
    "not_a_number": ("customers.parquet", table(存款=[float("nan"), float("inf")]), 2),
    "empty_column": ("customers.parquet", table(存款=[None, None]), 2),
    "branch_as_number": ("customers.parquet", table(网点=[101, 102]), None),
    "list_column": ("customers.parquet", table(存款=[[1], [2]]), None),
    "truncated": ("customers.parquet", truncated, None),
    "damaged_inside": ("customers.parquet", damaged_inside, None),
    "wrong_magic": ("customers.parquet", beginning(b"PAR2" + bytes(20)), None),
    "gzip": ("customers.csv.gz", beginning(b"\x1f\x8b\x08\0"), None),
    # --- no file ---
    "no_such_file": ("customers.csv", lambda path: path, None),
    "not_a_file": ("customers", os.mkfifo, None),
}  # fmt: skip
