"""Runs written for tests, and what lies in their folder."""

from engine.io.tables import decisions_table, offers_table, tasks_table
from engine.io.write import RunWriter
from tests.engine.programs import DECISIONS, REJECTED, RUN, manifest_of, program

OTHER = "f" * 16
ALL = {"parquet", "csv", "xlsx"}


def write(directory, decisions=DECISIONS, rejected=REJECTED, *, formats=ALL, run_id=RUN, batch=1000):
    policy = program()
    with RunWriter(directory, policy, formats, run_id) as writer:
        for at in range(0, len(decisions), batch):
            writer.decided(tables_of(policy, decisions[at : at + batch]))
        if rejected:
            writer.quarantined(rejected)
        return writer.commit(manifest_of(policy, decisions, rejected, run_id))


def tables_of(policy, decisions):
    return {
        "decisions": decisions_table(policy).batch(decisions),
        "offers": offers_table(policy).batch(decisions),
        "tasks": tasks_table(policy).batch(decisions),
    }


def names(directory):
    return sorted(path.name for path in directory.iterdir())


def contents(directory):
    return {path.name: path.read_bytes() for path in directory.iterdir()}
