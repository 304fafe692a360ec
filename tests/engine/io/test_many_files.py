"""Several files read as one: which files, their columns, their rows, and what is told of them."""

import json
import os
from datetime import date
from pathlib import Path

import pyarrow as pa
import pytest
from pyarrow import parquet

from engine.binding import bind
from engine.deciding import ReferenceDecider
from engine.io.folder import read_run
from engine.io.output_errors import OutputError
from engine.io.read import open_data
from engine.io.reasons import DataError
from engine.io.selection import data_files, refuse_results_among
from engine.run import run
from tests.engine.io.test_read_csv import rejected, typed
from tests.engine.policies import analysed
from tests.engine.records import field, record

RECORD = record(field("id", "key", "客户号"), field("deposit", "money", "存款"), field("month", "text", "月份"))
POLICY = """
customer 客户
  | name    | also   | type  | missing |
  | id      | 客户号 | key   |         |
  | deposit | 存款   | money | unknown |
class 大户 if deposit >= 100万
"""


@pytest.fixture
def save(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)

    def write(**files):
        for name, content in files.items():
            path = tmp_path / name
            path.parent.mkdir(parents=True, exist_ok=True)
            if isinstance(content, str):
                path.write_text(content, encoding="utf-8")
            else:
                parquet.write_table(pa.table(content), path)
        return tmp_path

    return write


def refused(data, a_record=RECORD):
    with pytest.raises(DataError) as caught:
        list(open_data(data, a_record))
    return caught.value


def decided(out, data):
    analysis = analysed(POLICY)
    binding = bind(analysis.program, date(2026, 6, 1))
    reader = open_data(data, analysis.program.record)
    decider = ReferenceDecider(analysis.program, binding, why=False)
    return run(analysis=analysis, binding=binding, decider=decider, reader=reader, out=out)


# --- which files ---


def chosen(place, *given):
    return [path.relative_to(place).as_posix() for path in data_files([place / each for each in given])]


def test_folders_and_patterns_stand_for_the_files_in_them(save):
    names = ("b.csv", "a.csv", "month=1/x.csv", "month=2/deep/y.csv", ".c.csv", "_SUCCESS", "~$d.xlsx", "_tmp/z.csv")
    place = save(**dict.fromkeys(names, "id\n1\n"))
    every = ["a.csv", "b.csv", "month=1/x.csv", "month=2/deep/y.csv"]
    assert chosen(place, ".") == every
    assert chosen(place, "*.csv") == ["a.csv", "b.csv"]
    assert chosen(place, "*") == every
    assert chosen(place, "month=*") == every[2:]
    assert chosen(place, "month=2") == every[3:]
    assert chosen(place, "**/*.csv") == every
    assert chosen(place, ".c.csv") == [".c.csv"]  # named on purpose
    assert chosen(place, "b.csv", "a.csv", "?.csv", "month=1/../a.csv") == ["a.csv", "b.csv"]
    (place / "[1].csv").write_text("id\n1\n")
    assert chosen(place, "[1].csv") == ["[1].csv"]


@pytest.mark.parametrize(
    ("data", "out"),
    [("d", "d"), (".", "decided"), ("d", "d/deep/out"), ("link", "d/out"), ("d/*.csv", "d"), ("d/**/*.csv", "d/e")],
)
def test_results_are_not_written_where_they_would_be_read(save, data, out):
    place = save(**{"d/a.csv": "x", "d/e/b.csv": "x"})
    (place / "link").symlink_to("d")
    with pytest.raises(OutputError, match="O115"):
        refuse_results_among([Path("d/a.csv"), Path(data)], Path(out))


@pytest.mark.parametrize(
    ("data", "out"),
    [
        ("d/a.csv", "d"),
        ("d/e", "d"),
        ("d", "out"),
        ("d", "d/_out"),
        ("d", ".out"),
        ("d/*.csv", "d/e"),
        ("none", "none"),
    ],
)
def test_results_may_lie_beside_data(save, data, out):
    save(**{"d/a.csv": "x", "d/e/b.csv": "x"})
    refuse_results_among([Path(data)], Path(out))


def test_a_link_that_leads_back_is_named(save):
    place = save(**{"d/a.csv": "x", "d/e/b.csv": "x"})
    (place / "d" / "e" / "again").symlink_to(place / "d")
    with pytest.raises(DataError, match=r"D103: d/e/again cannot be opened.* link to a folder that it lies in"):
        data_files([Path("d")])


def test_nothing_that_fits(save):
    place = save(**{"empty/_SUCCESS": "", "a.csv": "id\n1\n"})
    assert refused(place / "*.parquet").code == "D101"
    assert refused([place / "a.csv", place / "b.csv"]).code == "D101"
    assert refused(place / "empty").code == "D102"
    assert refused(place / "emp*").code == "D101"


# --- their columns ---


def test_columns_may_stand_in_another_order(save):
    place = save(**{"a.csv": "id,deposit,note\n1,5,x\n", "b.csv": "note,deposit,id\ny,6,2\nz,7,8,3\n"})
    reader = open_data(place, RECORD)
    assert [(row["id"], row["deposit"]) for row in typed(reader)] == [("1", 500), ("2", 600)]
    *_, last = reader
    # The cells of a row that does not fit stand below the headings of its own file.
    assert last.rejected.raw.to_pylist() == [{"id": "8", "deposit": "7", "note": "z"}]
    assert (last.rejected.file, last.rejected.row_numbers.to_pylist()) == (str(place / "b.csv"), [2])


@pytest.mark.parametrize(
    ("first", "second", "told"),
    [
        ("id,deposit\n1,5\n", "id\n2\n", ["only in a.csv: deposit"]),
        ("id\n1\n", "id,x,y\n2,3,4\n", ["only in b.csv: x, y"]),
        ("id,x\n1,5\n", "id,y\n2,5\n", ["only in a.csv: x", "only in b.csv: y"]),
    ],
)
def test_other_columns_are_refused(save, first, second, told):
    save(**{"a.csv": first, "b.csv": second})
    error = refused([Path("a.csv"), Path("b.csv")])
    assert error.code == "D126"
    assert [line.strip() for line in error.message("en").splitlines()[1:]] == told


def test_types_are_alike_or_refused(save):
    numbers = {"id": ["1"], "deposit": [5]}
    for others in ({"id": ["2"], "deposit": [5.5]}, {"id": ["2"], "deposit": pa.nulls(1)}):
        place = save(**{"a.parquet": numbers, "b.parquet": others})
        assert [row["id"] for row in typed(open_data(place, RECORD))] == ["1", "2"]
    save(**{"b.parquet": {"id": [2], "deposit": [5]}})
    error = refused(place)
    assert error.code == "D127"
    assert "column id holds numbers in" in error.message("en")
    save(**{"b.parquet": {"id": ["2"], "deposit": [5], "note": [1]}})
    save(**{"a.parquet": {"id": ["1"], "deposit": [5], "note": ["x"]}})
    assert len(typed(open_data(place, RECORD))) == 2  # no field reads the notes


def test_what_the_path_says_is_a_column(save):
    place = save(
        **{
            "month=2026-05/a.csv": "id,deposit\n1,5\n",
            "month=2026%2D06/b.csv": "id,deposit\n2,6\n2,x\n3,7\n",
            "month=__HIVE_DEFAULT_PARTITION__/region=x/c.csv": "id,deposit\n4,8\n",
        }
    )
    reader = open_data(place, RECORD)
    assert {row["id"]: row["month"] for row in typed(reader)} == {"1": "2026-05", "3": "2026-06", "4": None}
    assert reader.unused == ()  # nothing asks for the region
    raw = [row for batch in reader for row in batch.rejected.raw.to_pylist()]
    assert {row["month"] for row in raw} == {"2026-06"}
    assert [row["month"] for row in typed(open_data(place / "month=2026-05", RECORD))] == ["2026-05"]
    save(**{"month=2026-05/a.csv": "id,deposit,月份\n1,5,4\n"})
    assert [row["month"] for row in typed(open_data(place / "month=2026-05", RECORD))] == ["4"]


# --- their rows ---


def test_duplicates_are_found_across_files(save):
    place = save(**{"a.csv": "id\n1\n2\n3\n", "b.csv": "id\n 2\n4\n", "c.csv": "id\n5\n"})
    reader = open_data(place, RECORD)
    assert [row["id"] for row in typed(reader)] == ["1", "3", "4", "5"]
    assert [(number, codes) for number, _, _, codes in rejected(reader)] == [(2, ("D203",)), (1, ("D203",))]
    assert [part.rows for part in reader.parts] == [3, 2, 1]


@pytest.mark.parametrize("limit", [1, 3, 4, 5, 9])
def test_a_limit_counts_all_rows(save, limit):
    place = save(**{"a.csv": "id\n1\n2\n3\n", "b.csv": "id\n4\n1\n6\n"})
    reader = open_data(place, RECORD, limit=limit)
    wanted = ["1", "2", "3", "4", "1", "6"][:limit]
    assert [row["id"] for row in typed(reader)] == [key for key in wanted if wanted.count(key) == 1]
    assert sum(part.rows for part in reader.parts) == len(wanted)


def test_rows_without_a_key_are_numbered_throughout(save):
    place = save(**{"a.csv": "deposit\n1\n2\n", "b.csv": "deposit\n3\n"})
    a_record = record(field("id", "row_number"), field("deposit", "money"))
    assert [row["id"] for row in typed(open_data(place, a_record))] == ["1", "2", "3"]


def test_some_files_may_be_empty(save):
    place = save(**{"a.csv": "id\n", "b.csv": "id\n1\n"})
    assert [row["id"] for row in typed(open_data(place, RECORD))] == ["1"]
    save(**{"b.csv": "id\n"})
    assert refused(place).code == "D128"


def test_a_part_of_a_file_may_be_empty(save):
    place = save(**{"a.parquet": {"id": ["1", "2"]}})
    table = pa.table({"id": ["3", "4"]})
    with parquet.ParquetWriter(place / "b.parquet", table.schema) as file:
        for part in (table, table.slice(0, 0)):
            file.write_table(part)
    save(**{"c.parquet": {"id": pa.array([], pa.string())}, "d.parquet": {"id": ["5"]}})
    reader = open_data(place, RECORD)
    assert [number for batch in reader for number in batch.row_numbers.to_pylist()] == [1, 2, 3, 4, 5]
    assert [part.rows for part in reader.parts] == [2, 2, 0, 1]


def test_a_change_of_any_file_is_noticed(save):
    place = save(**{"a.csv": "id\n1\n", "b.csv": "id\n2\n"})
    reader = open_data(place, RECORD)
    os.utime(place / "a.csv", ns=(1, 1))
    with pytest.raises(DataError) as caught:
        list(reader)
    assert (caught.value.code, caught.value.values["path"]) == ("D117", str(place / "a.csv"))


# --- what a run tells of them ---


def test_the_manifest_has_every_file(save, tmp_path_factory):
    place = save(**{"a.csv": "id,deposit\n1,5\n2,x\n", "b.csv": "id,deposit\n3,6\n2,7\n"})
    out = tmp_path_factory.mktemp("out")
    made = decided(out, place)
    assert [(file.path, file.rows) for file in made.data] == [(str(place / name), 2) for name in ("a.csv", "b.csv")]
    quarantine = parquet.read_table(read_run(out).paths["quarantine", "parquet"]).to_pylist()
    assert [(row["row_number"], row["file"]) for row in quarantine] == [
        (2, str(place / "a.csv")),
        (2, str(place / "b.csv")),
    ]
    assert json.loads((out / "run.json").read_text())["counts"]["rows_in"] == 4
    one = decided(out, place / "a.csv")
    assert one.run_id != made.run_id
    quarantine = parquet.read_table(read_run(out).paths["quarantine", "parquet"])
    assert "file" not in quarantine.column_names


def test_a_path_that_says_something_else_is_another_run(save, tmp_path):
    text = "id\n1\n"
    place = save(**{"存款=5/a.csv": text, "存款=6/a.csv": text, "other=5/a.csv": text})
    made = [decided(tmp_path / "out", place / name) for name in ("存款=5", "存款=6", "other=5")]
    assert [run.data[0].from_path for run in made] == [{"存款": "5"}, {"存款": "6"}, {}]
    assert len({run.run_id for run in made}) == 3
