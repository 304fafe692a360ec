"""Spark reads the files of a run as they were written, with both of its readers."""

import pytest
from pyarrow import parquet

from engine.io.folder import read_run
from engine.io.parquet import file
from tests.engine.programs import many
from tests.engine.runs import write

SETTINGS = ["spark.sql.parquet.enableVectorizedReader", "spark.sql.parquet.enableNestedColumnVectorizedReader"]


@pytest.fixture(params=["true", "false"], ids=["vectorized", "row by row"])
def reader(request, spark):
    for setting in SETTINGS:
        spark.conf.set(setting, request.param)
    yield spark.read
    for setting in SETTINGS:
        spark.conf.unset(setting)


def test_spark_reads_what_pyarrow_reads(tmp_path, reader, monkeypatch):
    monkeypatch.setattr(file, "ROW_GROUP", 100)
    write(tmp_path, many(250), formats={"parquet"})
    for path in read_run(tmp_path).paths.values():
        rows = [row.asDict() for row in reader.parquet(str(path)).collect()]
        assert rows == parquet.read_table(path).to_pylist()
