"""On Spark: Tiercel by mapInArrow against the same rules in Spark SQL, from Parquet to nowhere (Spark's ``noop``)."""

from __future__ import annotations

import os
import shutil
import sys
from functools import partial
from importlib.metadata import version
from importlib.util import find_spec

import pyarrow as pa
import pytest

from benchmarks.peers import spark_sql
from benchmarks.peers.peer import THREADS
from benchmarks.peers.tiercel_peer import checked
from benchmarks.peers.tiercel_run import renamed, write_yuan
from benchmarks.race import race, replayed
from benchmarks.settings import FILE_RULES, SPARK_ROWS
from benchmarks.workload import truth
from benchmarks.workload.columns import AS_OF
from benchmarks.workload.customers import customers, write_customers
from benchmarks.workload.outcome import compare, read_outcome
from benchmarks.workload.policy_text import policy_text
from benchmarks.workload.rules import make_rules
from engine.binding import bind
from engine.io.read import Needs, open_data
from engine.io.tables import quarantine_schema
from engine.spark.pieces import pieces_of
from engine.spark.work import Policy

TIERCEL, FRAME, SQL, FEN, READ = (
    "Tiercel", "Tiercel, of a DataFrame", "Spark SQL", "Spark SQL, money in fen", "reading alone",
)  # fmt: skip
FORMS = {
    TIERCEL: "On Spark: as `tiercel run --engine spark` decides; executors read pieces of the file themselves.",
    FRAME: "`policy.decide_spark(...).decisions`: Spark reads, and hands its rows over to Python.",
    SQL: spark_sql.FORM,
    FEN: "The same, of a file in which money is whole numbers; the others read decimals, as banks have them.",
    READ: "All columns of the file with decimals, and nothing else.",
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
    from engine.spark.customers import FileRows  # noqa: PLC0415 - Spark is there by now
    from engine.spark.decisions import Outcomes, decide_frame  # noqa: PLC0415

    rules = make_rules(FILE_RULES)
    in_fen, in_yuan = folder / "spark_fen.parquet", folder / "spark_yuan.parquet"
    write_customers(SPARK_ROWS, in_fen)
    write_yuan(SPARK_ROWS, in_yuan)
    program = checked(policy_text(rules))
    binding = bind(program, AS_OF)
    policy = Policy.of(program, binding, why=False, lang="en")
    reader = open_data(in_yuan, program.record)
    columns = quarantine_schema(program, reader.parts[0].columns, file=False)
    customers_of_file = FileRows(spark, pieces_of(reader.parts, -(-SPARK_ROWS // (2 * THREADS))), policy)
    frame = spark.read.parquet(str(in_yuan))
    frame.createOrReplaceTempView("in_yuan")
    spark.read.parquet(str(in_fen)).createOrReplaceTempView("in_fen")
    frames = {
        TIERCEL: Outcomes(customers_of_file, policy, columns).table("decisions"),
        FRAME: decide_frame(program, binding, frame, Needs(), why=False, lang="en").decisions,
        SQL: spark.sql(spark_sql.query(rules, "in_yuan", yuan=True)),
        FEN: spark.sql(spark_sql.query(rules, "in_fen", yuan=False)),
        READ: frame,
    }
    expected = _outcome(renamed(frames[TIERCEL].toArrow()))
    compare(TIERCEL, expected.head(_JUDGED), truth.decide(rules, customers(SPARK_ROWS).slice(0, _JUDGED)))
    for name in (FRAME, SQL, FEN):
        compare(name, _outcome(renamed(frames[name].toArrow())), expected)
    contestants = {name: partial(_nowhere, frame) for name, frame in frames.items()}
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
