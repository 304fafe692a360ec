"""Spark itself: whether it is there, a session for a run, and work on a list of things."""

from __future__ import annotations

import os
import shutil
import sys
from contextlib import contextmanager
from importlib.util import find_spec
from typing import TYPE_CHECKING, Final, TypeVar

from dsl.diagnostics.model import Words

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    from pyspark.sql import SparkSession

T = TypeVar("T")
R = TypeVar("R")

_MOST_TASKS: Final = 10_000  # of a job over a list of things


class SparkError(Exception):
    """Spark is not there, or gives up.

    Attributes:
        words: what is said.
    """

    def __init__(self, words: Words) -> None:
        super().__init__(words.en)
        self.words = words


def need_spark() -> None:
    """See that what Spark needs is installed.

    Raises:
        SparkError: saying what to install.
    """
    if find_spec("pyspark") is None:
        raise SparkError(
            Words(
                "Spark is not installed: pip install 'tiercel[spark]'",
                "没有安装 Spark：pip install 'tiercel[spark]'",
            )
        )
    if shutil.which("java") is None and "JAVA_HOME" not in os.environ:
        raise SparkError(
            Words("Spark needs Java 17 or newer, which was not found", "Spark 需要 Java 17 或更新的版本，没有找到 Java")
        )


@contextmanager
def session(settings: Mapping[str, str], *, progress: bool) -> Iterator[SparkSession]:
    """A session of its own, with settings of Spark by name; Spark's own files of settings hold for what is not set.

    Raises:
        SparkError: Spark cannot start, or gives up a job.
    """
    need_spark()
    from py4j.protocol import Py4JError
    from pyspark.errors import PySparkException
    from pyspark.sql import SparkSession

    # The executors' Python is the driver's, unless Spark is told otherwise.
    os.environ.setdefault("PYSPARK_PYTHON", sys.executable)
    told = {"spark.ui.showConsoleProgress": str(progress).lower(), "spark.log.level": "ERROR", **settings}
    try:
        builder = SparkSession.builder.appName("tiercel")
        for name, value in told.items():
            builder = builder.config(name, value)
        spark = builder.getOrCreate()
        try:
            yield spark
        finally:
            spark.stop()
    except (PySparkException, Py4JError) as error:
        said = " ".join(str(error).split())[:500]
        raise SparkError(Words(f"Spark gave up: {said}", f"Spark 中止：{said}")) from error


def each(spark: SparkSession, work: Callable[[T], R], items: Sequence[T]) -> list[R]:
    """Do something with each of some things, on the executors; results come in their order."""
    if not items:
        return []
    tasks = min(len(items), _MOST_TASKS)
    results: list[R] = spark.sparkContext.parallelize(items, tasks).map(work).collect()
    return results
