"""On Spark: Tiercel by mapInArrow against the same rules in Spark SQL, from Parquet to nowhere (Spark's ``noop``)."""

from __future__ import annotations

import os
import shutil
import sys
from importlib.metadata import version
from importlib.util import find_spec

import pyarrow as pa
import pytest

import tiercel
from benchmarks.peers import spark_sql
from benchmarks.peers.peer import THREADS
from benchmarks.peers.tiercel_run import renamed, write_yuan
from benchmarks.race import race, replayed
from benchmarks.settings import FILE_RULES, SPARK_ROWS
from benchmarks.workload import truth
from benchmarks.workload.columns import AS_OF
from benchmarks.workload.customers import customers, write_customers
from benchmarks.workload.outcome import compare, read_outcome
from benchmarks.workload.policy_text import policy_text
from benchmarks.workload.rules import make_rules
from dsl.load import Folder, analyse
from dsl.source import Source
from engine.policy_files import FileLoader

TIERCEL, SEARCHED, SQL, READ = "Tiercel", "Tiercel, with the search for duplicate keys", "Spark SQL", "reading alone"
FORMS = {
    TIERCEL: "`policy.decide_spark(...).decisions`: cells are checked, and money comes as decimals.",
    SEARCHED: "The same, with the pass over the keys that comes before.",
    SQL: spark_sql.FORM,
    READ: "All columns that SQL reads, and nothing else.",
}
_JUDGED = 500  # customers that are decided in plain Python


@pytest.fixture(scope="module")
def spark():
    if find_spec("pyspark") is None or (shutil.which("java") is None and "JAVA_HOME" not in os.environ):
        pytest.skip("Spark or Java is not installed")
    from pyspark.sql import SparkSession  # noqa: PLC0415 - once it is known to be there

    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("SPARK_LOCAL_IP", "127.0.0.1")
        patch.setenv("PYSPARK_PYTHON", sys.executable)
        settings = {
            "spark.ui.enabled": "false",
            "spark.ui.showConsoleProgress": "false",
            "spark.log.level": "OFF",
            "spark.driver.memory": "4g",
            "spark.sql.shuffle.partitions": str(THREADS),
        }
        builder = SparkSession.builder.master(f"local[{THREADS}]")
        for name, value in settings.items():
            builder = builder.config(name, value)
        session = builder.getOrCreate()
        yield session
        session.stop()


@pytest.fixture(scope="module")
def course(spark, folder, timed):
    rules = make_rules(FILE_RULES)
    in_fen, in_yuan = folder / "spark_fen.parquet", folder / "spark_yuan.parquet"
    write_customers(SPARK_ROWS, in_fen)
    write_yuan(SPARK_ROWS, in_yuan)
    spark.read.parquet(str(in_fen)).createOrReplaceTempView("customers")
    policy = tiercel.Policy(
        analyse(Folder("bench", "bench", (Source("bench.policy", policy_text(rules)),)), FileLoader())
    )

    def decided():
        return policy.decide_spark(spark.read.parquet(str(in_yuan)), as_of=AS_OF).decisions

    by_policy, by_sql = decided(), spark.sql(spark_sql.query(rules, "customers"))
    expected = _outcome(renamed(by_policy.toArrow()))
    compare(TIERCEL, expected.head(_JUDGED), truth.decide(rules, customers(SPARK_ROWS).slice(0, _JUDGED)))
    compare(SQL, _outcome(by_sql.toArrow()), expected)
    contestants = {
        TIERCEL: lambda: _nowhere(by_policy),
        SEARCHED: lambda: _nowhere(decided()),
        SQL: lambda: _nowhere(by_sql),
        READ: lambda: _nowhere(spark.table("customers")),
    }
    return race(contestants, timed=timed)


def _nowhere(frame):
    frame.write.format("noop").mode("overwrite").save()


def _outcome(table):
    table = table.set_column(0, "id", table["id"].cast(pa.int64()))
    return read_outcome(table.sort_by("id"))


@pytest.mark.benchmark(timer=replayed)
@pytest.mark.parametrize("peer", FORMS)
def bench_spark(benchmark, course, peer):
    benchmark.group = f"on Spark, {FILE_RULES} rules"
    benchmark.extra_info |= {
        "table": "spark",
        "peer": peer,
        "order": list(FORMS).index(peer),
        "rules": FILE_RULES,
        "rows": SPARK_ROWS,
        "form": FORMS[peer],
        "version": f"pyspark {version('pyspark')}",
    }
    course.replay(benchmark, peer)
