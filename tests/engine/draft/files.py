"""Awkward data files, as banks have them, made small."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

import openpyxl
import pyarrow as pa
import pyarrow.parquet as pq

_SURNAMES = "王李张刘陈杨黄赵周吴"
_RISKS = ("保守", "稳健", "平衡", "进取")


def chinese(path, rows=120):
    """GB18030, semicolons, Chinese headers and units in them."""
    header = "客户编号;姓名;性别;开户日期;存款余额(元);是否代发;风险偏好;手机号;年收入(万元);年利率;最近交易;备注"
    lines = [header]
    for i in range(rows):
        cells = (
            f"6222{i:015d}", f"{_SURNAMES[i % 10]}某{chr(0x4E00 + i)}", "男女"[i % 2],
            f"20{10 + i % 15}/{1 + i % 12}/{1 + i % 28}",
            "-" if i % 40 == 7 else f"{i * 1371.5:,.2f}" if i % 3 else f"{i / 10}万", "是否"[i % 3 == 0],
            "不详" if i % 20 == 3 else _RISKS[i % 4], f"138{i:08d}", f"{i / 4:.1f}", f"{3 + i / 100:.2f}%",
            "2026年5月3日" if i % 4 else "", "" if i else "大客户，请王经理联系",
        )  # fmt: skip
        lines.append(";".join(cells))
    path.write_bytes("\r\n".join(lines).encode("gb18030"))
    return path


def tabs(path, rows=60):
    """UTF-8 with a mark, tabs, headers that look like each other and like words of the language."""
    header = ["Name", "name ", "NAME_", "class", "2023 balance", "if", "Balance  USD", "is_active", "%", "Default?"]
    lines = ["\t".join(header)]
    for i in range(rows):
        cells = (
            f"n{i}",
            f"m{i}",
            f"k{i}",
            "ABC"[i % 3],
            f"{i * 100}",
            i % 7,
            f"${i * 1000:,}.00",
            "YN"[i % 2],
            "",
            i % 2,
        )
        lines.append("\t".join(map(str, cells)))
    path.write_text("\n".join(lines), encoding="utf-8-sig")
    return path


def keywords(path, rows=50):
    """Spaces, digits and words of the language in headers; a column without a value; identifiers of 19 digits."""
    header = "account no,all missing,3 month avg,tier,客群,amount,rate,payroll,vip,today,or"
    lines = [header]
    for i in range(rows):
        cells = (
            f"{6222020000000000000 + i}", "NULL", f"{i * 3.5}", "gold" if i % 2 else "silver", "甲乙"[i % 2],
            f'"{i * 12_345:,}.50"' if i % 2 else f"{i}.5万", f"{i / 10}%", "否是"[i % 3 > 0], "NY"[i % 5 > 0],
            f"2026-0{1 + i % 9}-01", "min" if i % 2 else "known",
        )  # fmt: skip
        lines.append(",".join(cells))
    path.write_text("\n".join(lines), encoding="utf-8")
    return path


def marked(path, rows=200):
    """Everything that stands for missing."""
    lines = ["id,age,visits,contacted,since,housing,guarantor,score,note"]
    for i in range(rows):
        cells = (
            f"C{i:05d}", "?" if i % 10 == 0 else 20 + i % 60, 999 if i % 8 == 0 else i % 20,
            -1 if i % 3 == 0 else i % 300, "9999-12-31" if i % 5 == 0 else f"2020-01-{1 + i % 28:02d}",
            "unknown" if i % 9 == 0 else ("own", "rent")[i % 2], "none" if i % 2 else "parent",
            "N/A" if i % 11 == 0 else i / 8, "-" if i % 2 else f"talked to Mr {i}",
        )  # fmt: skip
        lines.append(",".join(map(str, cells)))
    path.write_text("\n".join(lines), encoding="utf-8")
    return path


def european(path, rows=40):
    """Semicolons, decimal commas, days first."""
    lines = ["client id;Kontostand EUR;Zins;since;next;last"]
    for i in range(rows):
        amount = f"{i * 1_234.5:,.2f}".translate(str.maketrans(".,", ",."))
        days = (f"{1 + i % 28}.{1 + i % 12}.2024", f"0{1 + i % 9}/0{1 + i % 5}/2024", f"{1 + i % 12}/{1 + i % 28}/2024")
        lines.append(";".join((f"K{i}", amount, f"{i / 8:.3f}".replace(".", ","), *days)))
    path.write_text("\n".join(lines), encoding="utf-8")
    return path


def slips(path, rows=300):
    """A few cells that nobody can read, a key that stands twice."""
    lines = ["cust_no,deposit,opened"]
    for i in range(rows):
        deposit = "12O.50" if i == 5 else "n.n." if i == 77 else f"{i * 10}.00"
        opened = "2024-02-30" if i == 9 else f"2024-0{1 + i % 9}-11"
        lines.append(f"C{i if i != 100 else 99},{deposit},{opened}")
    path.write_text("\n".join(lines), encoding="utf-8")
    return path


def workbook(path, rows=40, *, title=False):
    """Excel: dates, long numbers, a header on two lines, errors, answers."""
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.title = "客户"
    if title:
        sheet.append(["客户清单"])
    sheet.append(["客户号", "证件号", "贷款\n余额", "开户日", "登记时间", "有车", "利率", "占用率", "等级"])
    for i in range(rows):
        sheet.append(
            [
                10_000 + i, 6222020000000000000 + i, None if i % 9 == 0 else i * 1000.5,
                dt.date(2020, 1 + i % 12, 1 + i % 28), dt.datetime.fromisoformat(f"2024-05-{1 + i % 28:02d}T08:30"),
                i % 2 == 0,
                round(0.03 + i / 1000, 4), "#N/A" if i % 10 == 0 else i / 50, 1 + i % 3,
            ]
        )  # fmt: skip
    book.save(path)
    return path


def parquet(path, rows=100):
    """Types of a data lake: decimals, dictionaries, moments, nested and empty columns, doubles with noise."""
    moments = [dt.datetime(2026, 5, 1 + i % 28, 23, 30, tzinfo=dt.UTC) for i in range(rows)]
    days = [dt.date(9999, 12, 31) if i % 4 == 0 else dt.date(2030, 1 + i % 12, 1) for i in range(rows)]
    table = pa.table(
        {
            "customerId": pa.array([6222020000000000000 + i for i in range(rows)], pa.int64()),
            "depBal": pa.array([Decimal(i * 1001) / 100 for i in range(rows)], pa.decimal128(18, 2)),
            "loanAmt": pa.array([i * 0.1 + 0.2 for i in range(rows)], pa.float64()),
            "score": pa.array([1 / (i + 3) for i in range(rows)], pa.float64()),
            "segment": pa.array(["retail" if i % 3 else "private" for i in range(rows)]).dictionary_encode(),
            "lastLogin": pa.array(moments, pa.timestamp("us", "UTC")),
            "expiry": pa.array(days, pa.date32()),
            "active": pa.array([i % 2 == 0 for i in range(rows)]),
            "tags": pa.array([["a"]] * rows),
            "nothing": pa.nulls(rows),
            "visits": pa.array([float(i % 50) if i % 7 else None for i in range(rows)], pa.float64()),
            "snapshot": pa.array([20260601] * (rows - 3) + [20260531, 20260530, 20260529], pa.int32()),
        }
    )
    pq.write_table(table, path)
    return path


def without_key(path, rows=30):
    lines = ["city,balance", *(f"{('北京', '上海')[i % 2]},{i % 13}00" for i in range(rows))]
    path.write_text("\n".join(lines), encoding="utf-8")
    return path


def one_row(path):
    path.write_text("cust_id,name,balance,since\nC1,王芳,12000.5,2026-01-31\n", encoding="utf-8")
    return path


def one_column(path):
    path.write_text("cust_id\n" + "".join(f"C{i}\n" for i in range(10)), encoding="utf-8")
    return path


def arrow(path, rows=20):
    table = pa.table({"客户号": [f"{i:04d}" for i in range(rows)], "资产": [i * 10.0 for i in range(rows)]})
    with pa.OSFile(str(path), "wb") as file, pa.ipc.new_file(file, table.schema) as writer:
        writer.write_table(table)
    return path


ALL = {
    "chinese.csv": chinese, "tabs.tsv": tabs, "keywords.csv": keywords, "marked.csv": marked,
    "european.csv": european, "slips.csv": slips, "workbook.xlsx": workbook, "lake.parquet": parquet,
    "without_key.csv": without_key, "one_row.csv": one_row, "one_column.csv": one_column, "table.arrow": arrow,
}  # fmt: skip
