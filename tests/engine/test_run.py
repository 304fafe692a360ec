"""A run: what its manifest says of the data, and what its id depends on."""

from datetime import date

import pyarrow as pa
import pytest
from pyarrow import parquet

from engine.binding import bind
from engine.deciding import ReferenceDecider
from engine.io.folder import read_run
from engine.io.read import open_data, read_table
from engine.run import run
from tests.engine.policies import analysed

POLICY = """
customer 客户
  | name    | also   | type  | missing  |
  | id      | 客户号 | key   |          |
  | deposit | 存款   | money | required |
class 大户 if deposit >= 100万
"""
TABLE = pa.table({"id": ["C1", "C2", "C3"], "deposit": ["20", "x", "3000000"]})


def decided(out, reader, **how):
    analysis = analysed(POLICY)
    binding = bind(analysis.program, date(2026, 6, 1))
    decider = ReferenceDecider(analysis.program, binding, why=False)
    return run(analysis=analysis, binding=binding, decider=decider, reader=reader, out=out, **how)


def of_table(table=TABLE, **how):
    return read_table(table, analysed(POLICY).program.record, **how)


def test_a_table_in_memory_is_told_for_what_it_is(tmp_path):
    made = decided(tmp_path, of_table())
    (data,) = made.data
    assert (data.path, data.format, data.rows) == (None, "table", 3)
    assert data.sha256 == of_table().parts[0].source.sha256
    assert read_run(tmp_path).manifest == made


def test_other_data_in_memory_are_another_run(tmp_path):
    same = [decided(tmp_path / str(i), of_table()).run_id for i in range(2)]
    other = decided(tmp_path / "other", of_table(TABLE.slice(1))).run_id
    assert same[0] == same[1] != other


@pytest.mark.parametrize("format_", ["csv", "parquet", "xlsx", "arrow"])
def test_data_files_and_results_are_called_by_the_same_words(tmp_path, format_):
    path = tmp_path / "customers"
    match format_:
        case "csv":
            path.write_text("id,deposit\nC1,20\nC2,x\n", encoding="utf-8")
        case "parquet":
            parquet.write_table(TABLE, path)
        case "xlsx":
            former = decided(tmp_path / "sheet", of_table(), formats=("xlsx",))
            wanted = next(x.file for x in former.outputs if x.name == "quarantine")
            path = tmp_path / "sheet" / wanted
        case _:
            with pa.ipc.new_file(path, TABLE.schema) as file:
                file.write_table(TABLE)
    made = decided(tmp_path / "out", open_data(path, analysed(POLICY).program.record), formats=("csv", "xlsx"))
    assert made.data[0].format == format_
    assert {output.format for output in made.outputs} == {"csv", "xlsx"}


def test_the_language_of_the_quarantine_is_part_of_the_run(tmp_path):
    english = decided(tmp_path / "en", of_table())
    chinese = decided(tmp_path / "zh", of_table(), lang="zh")
    assert (english.lang, chinese.lang) == ("en", "zh")
    assert english.run_id != chinese.run_id
    messages = {
        lang: parquet.read_table(read_run(tmp_path / lang).paths["quarantine", "parquet"])
        .column("messages")
        .to_pylist()
        for lang in ("en", "zh")
    }
    assert messages == {
        "en": ["deposit is x, which is not an amount such as 1,234.56, 5万 or -20"],
        "zh": ["存款 的值“x”不是金额（例如 1,234.56、5万、-20）"],
    }


def test_a_run_over_the_first_rows_is_another_run(tmp_path):
    whole, first = decided(tmp_path / "a", of_table()), decided(tmp_path / "b", of_table(limit=1))
    assert (whole.data[0].limit, first.data[0].limit) == (None, 1)
    assert whole.data[0].sha256 == first.data[0].sha256
    assert whole.run_id != first.run_id


def test_several_messages_of_a_row_are_one_sentence(tmp_path):
    twice = pa.table({"id": ["C1", "C1"], "deposit": ["x", "1"]})
    decided(tmp_path, of_table(twice), lang="zh")
    quarantine = parquet.read_table(read_run(tmp_path).paths["quarantine", "parquet"])
    assert (
        quarantine.column("messages").to_pylist()[0]
        == "存款 的值“x”不是金额（例如 1,234.56、5万、-20）；客户号 C1 出现在多行中"
    )
