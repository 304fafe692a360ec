"""A small cluster on this machine: a master, and two workers with an executor each, which is a process of its own."""

import os
import shutil
import sys

import pytest


@pytest.fixture(scope="session")
def spark(tmp_path_factory):
    pytest.importorskip("pyspark", reason="Spark is not installed: pip install 'tiercel[spark]'")
    if shutil.which("java") is None and "JAVA_HOME" not in os.environ:
        pytest.skip("Spark needs Java, which is not here")
    from pyspark.sql import SparkSession  # noqa: PLC0415 - once it is known to be there

    place = tmp_path_factory.mktemp("spark")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("SPARK_LOCAL_IP", "127.0.0.1")
        patch.setenv("SPARK_WORKER_DIR", str(place / "workers"))
        patch.setenv("PYSPARK_PYTHON", sys.executable)
        brief = "-XX:TieredStopAtLevel=1 -XX:+UseSerialGC"
        settings = {
            # Nothing runs long enough here for code that is compiled well to pay.
            "spark.driver.extraJavaOptions": brief,
            "spark.executor.extraJavaOptions": brief,
            "spark.sql.codegen.wholeStage": "false",
            "spark.sql.codegen.factoryMode": "NO_CODEGEN",
            "spark.ui.enabled": "false",
            "spark.ui.showConsoleProgress": "false",
            "spark.log.level": "OFF",
            "spark.executor.memory": "600m",
            "spark.sql.shuffle.partitions": "2",
            "spark.sql.warehouse.dir": str(place / "warehouse"),
            "spark.local.dir": str(place / "local"),
            "spark.executorEnv.PYTHONPATH": os.pathsep.join(filter(None, sys.path)),
        }
        builder = SparkSession.builder.appName("tests").master("local-cluster[2,1,1024]")
        for name, value in settings.items():
            builder = builder.config(name, value)
        session = builder.getOrCreate()
        yield session
        session.stop()
