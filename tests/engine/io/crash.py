"""Kills a run at every step it takes on the disk, and tells what a reader finds after each.

A program of its own, because it forks: Arrow must not have started threads before. Prints a list of
[what the reader found, what it found after the next run, files that are left but belong to no run].
"""

import json
import os
import shutil
import signal
import sys
from pathlib import Path

from engine.io.folder import MANIFEST, read_run
from engine.io.output_errors import OutputError
from engine.io.write import RunWriter
from tests.engine.programs import DECISIONS, REJECTED, manifest_of, program
from tests.engine.runs import tables_of

STEPS = {"os.rename", "os.remove", "os.rmdir", "os.mkdir", "os.truncate", "fsync"}


def write(folder, run_id, decisions, *formats):
    policy = program()
    with RunWriter(folder, policy, formats or {"csv"}, run_id) as writer:
        writer.decided(tables_of(policy, decisions))
        writer.quarantined(REJECTED)
        writer.commit(manifest_of(policy, decisions, REJECTED, run_id))


def forked(action):
    """Whether the action, done in a process of its own, came to its end."""
    child = os.fork()
    if child == 0:
        code = 1
        try:
            action()
            code = 0
        finally:
            os._exit(code)
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 0


def kill_at(step):
    """From now on count steps, and die before one of them."""
    left = step

    def count(event, args):
        nonlocal left
        creates = event == "open" and isinstance(args[0], str | os.PathLike) and args[2] & os.O_CREAT
        if creates or event in STEPS:
            left -= 1
            if left < 0:
                os.kill(os.getpid(), signal.SIGKILL)

    sync = os.fsync

    def counted_sync(descriptor):
        count("fsync", ())
        sync(descriptor)

    os.fsync = counted_sync
    sys.addaudithook(count)


def found(folder):
    try:
        manifest = read_run(folder).manifest
    except OutputError as error:
        return error.code
    return [manifest.run_id, manifest.counts.decided]


def stray(folder):
    named = {output.file for output in read_run(folder).manifest.outputs} | {MANIFEST}
    return sorted(path.name for path in folder.iterdir() if path.name not in named)


def main(work, former, new, then):
    results, step, ended = [], 0, False
    start = work / "start"
    start.mkdir()
    (start / "notes-of-the-team.csv").write_text("kept")
    if former:
        forked(lambda: write(start, former, DECISIONS[:1]))
    while not ended:
        folder = work / "run"
        shutil.copytree(start, folder)

        def run(folder=folder, step=step):
            kill_at(step)
            write(folder, new, DECISIONS, "csv", "xlsx")

        ended = forked(run)
        after = found(folder)
        following = forked(lambda folder=folder: write(folder, then, DECISIONS[:2]))
        results.append([after, found(folder) if following else "failed", stray(folder)])
        shutil.rmtree(folder)
        step += 1
    sys.stdout.write(json.dumps(results))


if __name__ == "__main__":
    main(Path(sys.argv[1]), *sys.argv[2:])
