"""Kills a run over several files at the steps it takes on the disk, and continues it: see ``crash``.

The run that continues may be killed, too, some steps on, and continued again. Prints the id of the run, and a list of
[what the reader found, what it found in the end, whether that is as of a run that was not stopped, files kept].
"""

import json
import shutil
import sys
from datetime import date
from pathlib import Path

from engine.binding import bind
from engine.deciding import ReferenceDecider
from engine.io.folder import MANIFEST, read_run
from engine.io.read import open_data
from engine.run import run
from tests.engine.io.crash import forked, found, kill_at, stray
from tests.engine.policies import analysed

POLICY = """
customer c
  | name    | type  | missing |
  | id      | key   |         |
  | deposit | money | unknown |
class rich if deposit >= 100万
"""
# The same key in two files, a cell that is no amount, a file without rows.
FILES = ["A1,1\nA2,3000000\n", "B1,x\nA2,5\n", "", "C1,1\nC2,2\n"]
ANALYSIS = analysed(POLICY)


def decide(data, out, *, resume):
    binding = bind(ANALYSIS.program, date(2026, 6, 1))
    run(
        analysis=ANALYSIS,
        binding=binding,
        decider=ReferenceDecider(ANALYSIS.program, binding, why=False),
        reader=open_data(data, ANALYSIS.program.record),
        out=out,
        formats=("parquet", "csv"),
        resume=resume,
    )


def killed(data, out, step, *, resume):
    """Whether a run came to its end before a step."""

    def action():
        kill_at(step)
        decide(data, out, resume=resume)

    return forked(action)


def written(out):
    manifest = json.loads((out / MANIFEST).read_text(encoding="utf-8"))
    kept = manifest.pop("clock")["kept_files"]
    return manifest, {path.name: path.read_bytes() for path in out.iterdir() if path.name != MANIFEST}, kept


def main(work, stride, again):
    data, whole, out = work / "data", work / "whole", work / "run"
    data.mkdir()
    for number, rows in enumerate(FILES):
        (data / f"{number}.csv").write_text("id,deposit\n" + rows, encoding="utf-8")
    forked(lambda: decide(data, whole, resume=False))
    results, step, ended = [], 0, False
    while not ended:
        ended = killed(data, out, step, resume=False)
        after = found(out)
        if again:
            killed(data, out, again, resume=True)
        forked(lambda: decide(data, out, resume=True))
        equal = written(out)[:2] == written(whole)[:2]
        results.append([after, found(out), equal and not stray(out), written(out)[2]])
        shutil.rmtree(out)
        step += stride
    sys.stdout.write(json.dumps([read_run(whole).manifest.run_id, results]))


if __name__ == "__main__":
    main(Path(sys.argv[1]), int(sys.argv[2]), int(sys.argv[3]))
