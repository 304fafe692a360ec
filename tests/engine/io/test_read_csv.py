"""Text files: encodings, separators, quotes, ragged rows."""

import csv
import datetime as dt
import io
import os

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.io import texts
from engine.io.csv_source import CsvSource
from engine.io.formats import identify
from engine.io.many import DataPart
from engine.io.read import DataReader, from_python_row, open_data
from engine.io.reasons import DataError
from tests.engine.records import field, record

RECORD = record(
    field("id", "key", "客户号"),
    field("deposit", "money", "存款", low=0),
    field("name", "text", "姓名"),
)


@pytest.fixture
def save(tmp_path):
    def write(content, name="customers.csv", encoding="utf-8"):
        path = tmp_path / name
        path.write_bytes(content if isinstance(content, bytes) else content.encode(encoding))
        return path

    return write


def typed(reader):
    return [row for batch in reader for row in batch.rows.to_pylist()]


def rejected(reader):
    """Row number, key, raw cells and codes of each rejected row."""
    return [
        (number, key, tuple(raw.values()), tuple(reason.code for reason in reasons))
        for batch in reader
        for number, key, raw, reasons in zip(
            batch.rejected.row_numbers.to_pylist(),
            batch.rejected.keys,
            batch.rejected.raw.to_pylist(),
            batch.rejected.reasons,
            strict=True,
        )
    ]


def refused(path, a_record=RECORD):
    with pytest.raises(DataError) as caught:
        list(open_data(path, a_record))
    for lang in ("en", "zh"):
        assert "{" not in caught.value.message(lang)
    assert str(caught.value).startswith(caught.value.code)
    return caught.value.code, dict(caught.value.values)


def test_a_plain_file(save):
    path = save("客户号,存款,姓名,备注\n001,12.50,张三,a\n002,,李四,b\n")
    reader = open_data(path, RECORD)
    assert typed(reader) == [
        {"id": "001", "deposit": 1250, "name": "张三"},
        {"id": "002", "deposit": None, "name": "李四"},
    ]
    (part,) = reader.parts
    source = part.source
    assert (source.format, source.encoding, source.separator, source.sheet) == ("csv", "utf-8", ",", None)
    assert (part.facts.path, len(source.sha256)) == (path, 64)
    assert reader.matched == {"id": "客户号", "deposit": "存款", "name": "姓名"}
    assert (reader.absent, reader.unused) == ((), ("备注",))
    assert [batch.rows.schema.names for batch in reader] == [["id", "deposit", "name"]]
    assert typed(reader) == typed(reader)


@pytest.mark.parametrize(
    ("encoding", "said"),
    [
        ("utf-8", "utf-8"),
        ("utf-8-sig", "utf-8"),
        ("utf-16", "utf-16"),
        ("gb18030", "gb18030"),
        ("gbk", "gb18030"),
    ],
)
@pytest.mark.parametrize("separator", [",", ";", "\t", "|"])
@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_encodings_and_separators(save, encoding, said, separator, end):
    lines = ["客户号,存款,姓名", '001,12.50,"张,;\t|三"', '002,1,"他说""好"""']
    text = end.join(lines[0:1]).replace(",", separator) + end
    text += f'001{separator}12.50{separator}"张,;\t|三"{end}002{separator}1{separator}"他说""好"""{end}'
    reader = open_data(save(text, encoding=encoding), RECORD)
    assert typed(reader) == [
        {"id": "001", "deposit": 1250, "name": "张,;\t|三"},
        {"id": "002", "deposit": 100, "name": '他说"好"'},
    ]
    assert (reader.parts[0].source.encoding, reader.parts[0].source.separator) == (said, separator)


def test_utf16_of_either_byte_order(save):
    for bom, encoding in ((b"\xff\xfe", "utf-16-le"), (b"\xfe\xff", "utf-16-be")):
        path = save(bom + "客户号,姓名\n1,张\n".encode(encoding))
        assert typed(open_data(path, RECORD))[0]["name"] == "张"


def test_a_character_that_lies_across_two_chunks(save, monkeypatch):
    text = "客户号,姓名\n" + "".join(f"{n},张三丰𠮷\n" for n in range(50))
    names = {"张三丰𠮷"}
    for size in (1, 2, 3, 5, 7):
        monkeypatch.setattr(texts, "_CHUNK", size)
        for encoding in ("utf-8", "gb18030", "utf-16"):
            reader = open_data(save(text, encoding=encoding), RECORD)
            assert reader.parts[0].source.encoding == encoding
            assert {row["name"] for row in typed(reader)} == names


def test_a_utf8_file_with_a_damaged_place_is_not_taken_for_gb18030(save):
    good = "id,name\n" + "".join(f"{n},张三丰李四\n" for n in range(10))
    code, values = refused(save(good.encode() + b"11,\xff\n"))
    assert (code, values["byte"]) == ("D109", len(good.encode()) + 4)
    assert refused(save(b"\xef\xbb\xbfid\n\xd5\xc5\n"))[0] == "D109"
    assert refused(save(good.encode()[:-2]))[0] == "D109"
    assert refused(save("id,name\n1,张\n".encode("utf-16") + b"\0"))[0] == "D109"


def test_neither_utf8_nor_gb18030(save):
    assert refused(save(b"id,name\n1,a\xff\xff\n"))[:2] == ("D108", {"path": str(save(b"x")), "line": 2, "byte": 12})
    assert refused(save(b"id,name\n1,\xd5"))[0] == "D108"


def test_the_separator_is_the_one_that_fits_most_rows(save):
    assert open_data(save("id;name\n1;a,b\n2;c,d\n"), RECORD).parts[0].source.separator == ";"
    assert open_data(save('id;"name, full"\n1;a\n2;c\n'), RECORD).parts[0].source.separator == ";"
    assert open_data(save("id\n1\n2\n"), RECORD).parts[0].source.separator == ","
    assert open_data(save("id\tname\n1\ta,b,c\n2\ta,b,c\n"), RECORD).parts[0].source.separator == "\t"
    assert open_data(save("id,name,x,y\n1,a\n2,b,c,d\n"), RECORD).parts[0].source.separator == ","


def test_quoted_line_breaks_stay_in_their_cell(save):
    path = save('客户号,存款,姓名\n1,5,"张\n三"\n2,6,"李\r\n四"\n')
    reader = open_data(path, RECORD)
    assert [row["name"] for row in typed(reader)] == ["张\n三", "李\r\n四"]
    assert [number for batch in reader for number in batch.row_numbers.to_pylist()] == [1, 2]


def test_ragged_rows_are_put_aside_whole(save):
    path = save('客户号,存款,姓名\n1,5\n2,6,b,c,"d,e"\n\n3,7,c\nx\n4,8,"d\nd"\n5,9\n')
    reader = open_data(path, RECORD)
    assert [row["id"] for row in typed(reader)] == ["3", "4"]
    assert [n for batch in reader for n in batch.row_numbers.to_pylist()] == [3, 5]
    assert rejected(reader) == [
        (1, None, ("1", "5", None), ("D201",)),
        (2, None, ("2", "6", "b"), ("D201",)),
        (4, None, ("x", None, None), ("D201",)),
        (6, None, ("5", "9", None), ("D201",)),
    ]
    [batch] = reader
    assert batch.rejected.lines == ("1,5", '2,6,b,c,"d,e"', "x", "5,9")
    assert batch.rejected.reasons[1][0].message("en") == (
        "Cells in the row: 5, in the header: 3; perhaps a text with a separator lacks its quotes"
    )


def test_a_file_of_only_ragged_rows(save):
    reader = open_data(save("id,name\n1\n2\n"), RECORD)
    assert [len(batch.rejected) for batch in reader] == [2]
    assert typed(reader) == []


@pytest.mark.parametrize("block", [40, 64, 100, 1000])
@pytest.mark.parametrize("encoding", ["utf-8", "gb18030", "utf-16"])
def test_rows_keep_their_numbers_across_blocks(save, block, encoding):
    rows = [f'{n},1,"张\n{n}"' if n % 3 else f"{n},1" if n % 2 else f"{n},1,李,4" for n in range(1, 60)]
    path = save("客户号,存款,姓名\n" + "\n\n".join(rows) + "\n", encoding=encoding)
    reader = DataReader([DataPart(CsvSource(identify(path), block=block))], RECORD, batch_rows=5)
    good = [
        (n, row["id"]) for b in reader for n, row in zip(b.row_numbers.to_pylist(), b.rows.to_pylist(), strict=True)
    ]
    assert good == [(n, str(n)) for n in range(1, 60) if n % 3]
    assert [(number, raw[0]) for number, _, raw, _ in rejected(reader)] == [
        (n, str(n)) for n in range(1, 60) if n % 3 == 0
    ]
    assert max(batch.rows.num_rows for batch in reader) <= 5


def test_a_quote_that_never_closes(save):
    assert refused(save('id,name\n1,a\n2,"b\n3,c\n')) == ("D110", {"path": str(save("x")), "line": 3})
    assert refused(save('id,name\n"1,a\n'))[1]["line"] == 2
    assert refused(save('id,name\n1,"a""\n2,b\n'))[1]["line"] == 2
    # Quotes inside a cell that does not begin with one are only characters.
    assert typed(open_data(save('id,name\n1,5" pipe\n2,b\n'), RECORD))[0]["name"] == '5" pipe'
    assert typed(open_data(save('id,name\n1,a""b"\n2,"c""d"\n'), RECORD))[0]["name"] == 'a""b"'
    assert typed(open_data(save('id,name\n1,"a"b"\n2,c\n'), RECORD))[0]["name"] == 'ab"'


def test_quotes_that_swallow_rows(save):
    path = save('id,deposit,name\n1,5,"a\n2,6,b\n3,7,"c\n4,8,"d\ne"\n5,9,f\n')
    reader = open_data(path, RECORD)
    assert [row["id"] for row in typed(reader)] == ["4", "5"]
    [(number, key, _, codes)] = rejected(reader)
    assert (number, key, codes) == (1, "1", ("D207",))


@pytest.mark.parametrize(("before", "place"), [(0, "near its beginning"), (40, "behind row 40")])
def test_a_row_longer_than_can_be_read(save, before, place):
    path = save("id,name\n" + "".join(f"{n},a\n" for n in range(before)) + "x," + "b" * 500 + "\n")
    with pytest.raises(DataError) as caught:
        list(DataReader([DataPart(CsvSource(identify(path), block=64))], RECORD, batch_rows=5))
    assert caught.value.code == "D118"
    assert caught.value.message("en").startswith(f"A row of {path} {place} is longer")


def test_cells_are_never_guessed(save):
    path = save("id,name\n007,1e5\n1.0,TRUE\n20260601,0x1F\n")
    assert [tuple(row.values()) for row in typed(open_data(path, RECORD))] == [
        ("007", None, "1e5"),
        ("1.0", None, "TRUE"),
        ("20260601", None, "0x1F"),
    ]


def test_every_reason_of_a_row(save):
    a_record = record(
        field("id", "key"),
        field("deposit", "money"),
        field("birthday", "date"),
        field("risk", "ordered", values=("低", "高")),
    )
    path = save("id,deposit,birthday,risk\n,12abc,2026-02-30,中\n7,1,2026-01-01,低\n7,x,,\n")
    reader = open_data(path, a_record)
    assert rejected(reader) == [
        (1, None, ("", "12abc", "2026-02-30", "中"), ("D202", "D214", "D227", "D218")),
        (2, "7", ("7", "1", "2026-01-01", "低"), ("D203",)),
        (3, "7", ("7", "x", "", ""), ("D214", "D203")),
    ]
    [batch] = reader
    assert [reason.message("zh") for reason in batch.rejected.reasons[0]] == [
        "缺少 id，无法确定是哪位客户",
        "deposit 的值“12abc”不是金额（例如 1,234.56、5万、-20）",
        "birthday 的值“2026-02-30”是不存在的日期",
        "risk 的值“中”不在 低、高 之中",
    ]
    assert batch.rejected.reasons[2][0].message("en") == (
        "deposit is x, which is not an amount such as 1,234.56, 5万 or -20"
    )
    assert batch.rejected.reasons[2][0].column == "deposit"


def test_unusable_files(save, tmp_path):
    assert refused(tmp_path / "none.csv")[0] == "D101"
    assert refused(tmp_path)[0] == "D102"
    assert refused(save(b""))[0] == "D104"
    assert refused(save(b" \n\n"))[0] == "D104"
    assert refused(save(b"\xef\xbb\xbf"))[0] == "D111"
    assert refused(save(b"\xef\xbb\xbf,,\n1,2,3\n"))[0] == "D111"
    assert refused(save(b"\x89PNG\r\n\x1a\n\0\0\0"))[0] == "D105"
    assert refused(save(b"\xd0\xcf\x11\xe0" + b"\0" * 600))[0] == "D106"
    assert refused(save(b"\x1f\x8b\x08\0"))[0] == "D106"


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() == 0, reason="root may read anything")
def test_a_file_without_permission(save):
    path = save("id\n1\n")
    path.chmod(0)
    assert refused(path)[0] == "D103"


def test_a_header_without_rows_is_refused(save):
    for text in ("id,name\n", "id,name", "\n\nid,name\n\n"):
        with pytest.raises(DataError) as caught:
            list(open_data(save(text), RECORD))
        assert caught.value.code == "D128"


def test_a_file_that_changes_while_it_is_read(save):
    path = save("id,name\n" + "".join(f"{n},a\n" for n in range(100)))
    reader = open_data(path, RECORD, batch_rows=10)
    rows = iter(reader)
    next(rows)
    path.write_text("id,name\n1,a\n")
    with pytest.raises(DataError) as caught:
        list(rows)
    assert caught.value.code == "D117"
    path.unlink()
    with pytest.raises(DataError):
        list(reader)


def test_a_limit_is_as_if_the_file_ended_there(save):
    path = save("id,name\n1,a\n2\n3,c\n1,d\n5,e\n")
    reader = open_data(path, RECORD, limit=3)
    assert [row["id"] for row in typed(reader)] == ["1", "3"]
    assert [number for number, *_ in rejected(reader)] == [2]
    reader = open_data(path, RECORD, limit=4, batch_rows=1)
    assert [row["id"] for row in typed(reader)] == ["3"]
    assert [number for number, *_ in rejected(reader)] == [1, 2, 4]


def test_row_numbers_as_keys(save):
    a_record = record(field("row", "row_number"), field("deposit", "money"))
    reader = open_data(save("deposit\n5\nx\n7\n"), a_record)
    assert typed(reader) == [{"row": "1", "deposit": 500}, {"row": "3", "deposit": 700}]
    assert rejected(reader) == [(2, "2", ("x",), ("D214",))]
    assert reader.duplicate_seconds == 0


def test_checks_on_whole_rows(save):
    from engine.io.reasons import Reason  # noqa: PLC0415

    reader = open_data(save("id,deposit\n1,5\n2,50\n3,x\n4\n5,60\n"), RECORD)
    reader.reject_when(
        lambda rows: {
            at: [Reason("D208", value="customer.policy:9")]
            for at, value in enumerate(rows.column("deposit").to_pylist())
            if value is not None and value > 1000
        }
    )
    assert [row["id"] for row in typed(reader)] == ["1"]
    assert [(number, codes) for number, _, _, codes in rejected(reader)] == [
        (2, ("D208",)), (3, ("D214",)), (4, ("D201",)), (5, ("D208",)),
    ]  # fmt: skip


CELLS = st.text(st.characters(codec="utf-8", exclude_characters="\0"), max_size=6)


@given(
    st.lists(
        st.tuples(st.sampled_from(["1", "2", "3", "", " 4"]), CELLS, CELLS).map(list) | st.lists(CELLS, max_size=5)
    )
    # A row of one empty cell would be written as a blank line.
    .map(lambda rows: [row for row in rows if row and row != [""]])
    .filter(bool),
    st.sampled_from(["utf-8", "utf-8-sig", "gb18030"]),
    st.sampled_from([1, 2, 1000]),
)
def test_every_row_is_either_typed_or_rejected(tmp_path_factory, rows, encoding, batch_rows):
    text = io.StringIO(newline="")
    writer = csv.writer(text, quoting=csv.QUOTE_ALL)
    writer.writerows([["id", "deposit", "name"], *rows])
    path = tmp_path_factory.getbasetemp() / "property.csv"
    path.write_bytes(text.getvalue().encode(encoding))
    reader = open_data(path, RECORD, batch_rows=batch_rows)
    numbers, keys = [], []
    for batch in reader:
        numbers += batch.row_numbers.to_pylist() + batch.rejected.row_numbers.to_pylist()
        keys += batch.rows.column("id").to_pylist()
        assert batch.rows.num_rows == len(batch.row_numbers)
        assert len(batch.rejected) == len(batch.rejected.row_numbers) == batch.rejected.raw.num_rows
        assert all(batch.rejected.reasons)
        for number, raw in zip(batch.rejected.row_numbers.to_pylist(), batch.rejected.raw.to_pylist(), strict=True):
            assert [cell for cell in raw.values() if cell is not None] == rows[number - 1][:3]
    assert sorted(numbers) == list(range(1, len(rows) + 1))
    whole = [row[0] for row in rows if len(row) == 3]
    assert all(whole.count(key) == 1 for key in keys)


def test_dates_of_a_csv(save):
    a_record = record(field("id", "key"), field("d", "date"))
    reader = open_data(save("id,d\n1,2026/6/1\n2,20260601\n3,\n"), a_record)
    assert [row["d"] for row in typed(reader)] == [dt.date(2026, 6, 1), dt.date(2026, 6, 1), None]


def test_a_blank_cell_behind_the_last_column_is_one_too_many(save):
    """It may as well be the last column, which is blank, behind a name with a separator in it."""
    reader = open_data(save("客户号,姓名,存款,备注\n1,李,5,\n2,李,雷,6,\n"), RECORD)
    assert [row["id"] for row in typed(reader)] == ["1"]
    assert [(number, codes) for number, _, _, codes in rejected(reader)] == [(2, ("D201",))]


@pytest.mark.parametrize("limit", [None, 9])
def test_what_may_be_the_key_of_a_ragged_row_is_no_other_customer(save, limit):
    """A separator too many or too few leaves the key at its place from the left or from the right."""
    reader = open_data(save("姓名,客户号,存款\na,1,5\nb,2,6\nc,3,7\nd,d,1,5\ne,2\n3,7\nf,4,8\n"), RECORD, limit=limit)
    assert [row["id"] for row in typed(reader)] == ["4"]
    assert [(number, codes) for number, _, _, codes in rejected(reader)] == [
        (1, ("D203",)), (2, ("D203",)), (3, ("D203",)), (4, ("D201",)), (5, ("D201",)), (6, ("D201",)),
    ]  # fmt: skip
    first = open_data(save("客户号,存款,姓名\n1,5,a\n2,1,a,b\n"), RECORD, limit=limit)
    assert [row["id"] for row in typed(first)] == ["1"]


def test_keys_that_differ_in_blanks_are_one_customer(save):
    reader = open_data(save("客户号,存款\n1,5\n 1\u00a0,6\n2,7\n"), RECORD)
    assert [row["id"] for row in typed(reader)] == ["2"]


def test_a_header_further_down(save):
    text = "客户清单\n\n制表：零售部,,\n客户号,存款,姓名\n1,5,a\n"
    code, values = refused(save(text))
    assert (code, values["row"], values["header"]) == ("D124", 3, ("客户号", "存款", "姓名"))
    assert refused(save("x,y\n客户号,1\n"))[0] == "D114"


def test_rows_that_are_no_customer(save):
    a_record = record(field("id", "key", "客户号"), field("deposit", "money"))
    reader = open_data(save("客户号,deposit\n1,5\n客户号,deposit\n合计：,x\nTotal,5\n注：含外币,\n总行,6\n"), a_record)
    assert [row["id"] for row in typed(reader)] == ["1", "总行"]
    assert [codes for *_, codes in rejected(reader)] == [("D234",)] * 4
    assert [reason.code for reason in from_python_row({"id": "合计", "deposit": "x"}, a_record)[1]] == ["D234"]


def test_a_nul_is_damage_in_a_text_and_else_no_text(save):
    assert refused(save(b"id,name\n1,a\0\n")) == ("D123", {"path": str(save(b"x")), "line": 2})
    late = b"id,name\n" + b"1,a\n" * 100_000 + b"2,\0\n"
    assert refused(save(late))[1]["line"] == 100_002
    assert refused(save("id,name\n1,张\0\n".encode("gb18030")))[0] == "D123"
    assert refused(save(b"id\0,name\n1,a\n"))[0] == "D105"


def test_text_of_other_encodings(save):
    assert refused(save("id,name\n1,Müller\n2,Gräfin\n".encode("latin-1"))) == (
        "D108", {"path": str(save(b"x")), "line": 2, "byte": 12},
    )  # fmt: skip
    assert typed(open_data(save("id,name\n1,朱镕基\n2,陶喆\n".encode("gbk")), RECORD))[0]["name"] == "朱镕基"
    for encoding in ("utf-16-le", "utf-16-be"):
        assert refused(save("客户号,存款\n1,5\n".encode(encoding)))[0] == "D106"
