"""A run over many files that is stopped goes on with --resume, and gives what it would have given anyway."""

import errno
import json
from datetime import date
from pathlib import Path

import openpyxl
import pytest
from pyarrow import parquet

from engine.binding import bind
from engine.deciding import ReferenceDecider
from engine.evaluator.decider import FastDecider
from engine.io.folder import MANIFEST, read_run
from engine.io.leftovers import unfinished_runs
from engine.io.output_errors import OutputError
from engine.io.progress import Log
from engine.io.read import open_data
from engine.io.reasons import DataError
from engine.rows import Watcher
from engine.run import run
from tests.engine.policies import analysed

POLICY = """
channels 电话, 短信
customer 客户
  | name    | also   | type   | missing |
  | id      | 客户号 | key    |         |
  | deposit | 存款   | money  | unknown |
  | quiet   | 勿扰   | yes/no | unknown |
tiers 层级 by deposit
  潜力
  核心 from 100万
points 积分 from 0 to 100
offer 理财
  via 电话, 短信
rule 存 if deposit > 10元 then offer 理财 and task 回访 via 电话 within 3 days and add 2 to 积分
exclude from channel 电话 if quiet
"""
FILES = {
    "1.csv": "id,deposit,quiet\nA1,20,no\nA2,3000000,\nA3,,yes\nA4,x,no\nA5,1,no\n",
    "2.csv": "id,deposit,quiet\n",
    "3.csv": "deposit,id,quiet\n15,B1,yes\n15,B2\n20,A2,no\n",
    "4.csv": "id,deposit,quiet\nD1,20,no\nD2,99,yes\nD1,30,\nD4,40,maybe\nD5,1000000,\n",
}
BATCHES = 7  # of two rows at most


class Stopped(BaseException):
    """As when somebody presses Ctrl-C."""


class Stops(Watcher):
    """Stops a run behind so many batches, and remembers what it was told."""

    def __init__(self, after=99):
        self.left, self.told = after, []

    def rows(self, number):
        self.left -= 1
        if self.left < 0:
            raise Stopped

    def kept(self, done, of):
        self.told.append(("kept", done, of))

    def passed_over(self, done, of):
        self.told.append(("passed over", done, of))

    def nothing_kept(self):
        self.told.append("nothing")


@pytest.fixture
def data(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    Path("data").mkdir()
    for name, text in FILES.items():
        Path("data", name).write_text(text, encoding="utf-8")
    return Path("data")


def decided(data, out, *, policy=POLICY, by=ReferenceDecider, day=1, why=False, limit=None, **how):
    analysis = analysed(policy)
    assert not analysis.errors
    binding = bind(analysis.program, date(2026, 6, day))
    reader = open_data(data, analysis.program.record, batch_rows=2, limit=limit)
    decider = by(analysis.program, binding, why=why)
    how.setdefault("formats", ("parquet",))
    return run(analysis=analysis, binding=binding, decider=decider, reader=reader, out=Path(out), why=why, **how)


def stopped(data, out, after, **how):
    watcher = Stops(after)
    with pytest.raises(Stopped):
        decided(data, out, watcher=watcher, **how)
    return watcher.told


def written(out):
    """All that a run wrote, but for when; nothing else is in the folder."""
    stored = read_run(Path(out))
    manifest = json.loads((Path(out) / MANIFEST).read_text(encoding="utf-8"))
    del manifest["clock"]
    files = {path.name: path.read_bytes() for path in Path(out).iterdir() if path.name != MANIFEST}
    assert files.keys() == {path.name for path in stored.paths.values()}
    return json.dumps(manifest, ensure_ascii=False, indent=1), files


@pytest.mark.parametrize("by", [ReferenceDecider, FastDecider])
def test_stopped_anywhere_it_ends_as_if_it_had_not_been(data, by):
    decided(data, "whole", by=by)
    kept = []
    for after in range(BATCHES):
        out = f"stopped-{after}"
        told = stopped(data, out, after, by=by)
        kept.append(max((done for _, done, _ in told), default=0))
        with pytest.raises(OutputError, match="O110"):
            read_run(Path(out))
        made = decided(data, out, by=by, resume=True)
        assert written(out) == written("whole")
        assert made.clock.kept_files == kept[after]
    assert kept == [0, 0, 0, 2, 3, 3, 3]


@pytest.mark.parametrize("at", [1, 3, 5])
def test_stopped_while_it_is_committed(data, monkeypatch, at):
    decided(data, "whole")
    replace, renamed = Path.replace, []

    def failing(self, target):
        if not self.name.startswith("progress"):
            renamed.append(target)
            if len(renamed) == at:  # four tables, then run.json
                raise KeyboardInterrupt
        return replace(self, target)

    with monkeypatch.context() as patch:
        patch.setattr(Path, "replace", failing)
        with pytest.raises(KeyboardInterrupt):
            decided(data, "out")
    # What serves to continue a run is gone before the last step, lest a run that is committed be continued.
    assert len(list(Path("out").iterdir())) == (0 if at == 5 else 1)
    assert decided(data, "out", resume=True).clock.kept_files == (0 if at == 5 else 4)
    assert written("out") == written("whole")


def test_the_kernel_goes_on_where_the_reference_was_stopped(data):
    decided(data, "whole", why=True)
    stopped(data, "out", 6, why=True)
    decided(data, "out", why=True, by=FastDecider, resume=True)
    assert written("out") == written("whole")


def test_stopped_again_and_again(data):
    decided(data, "whole", formats=("parquet", "csv", "xlsx"))
    kept = []
    for after in (3, 1, 2, 2, 3):
        told = stopped(data, "out", after, resume=True)
        kept.append(max(x[1] for x in told if x[0] == "kept"))
    made = decided(data, "out", resume=True, formats=("parquet", "csv", "xlsx"))
    assert written("out") == written("whole")
    assert (kept, made.clock.kept_files) == ([2, 2, 3, 3, 3], 3)


def test_other_formats_may_be_asked_for(data):
    decided(data, "whole", formats=("csv",))
    stopped(data, "out", 5, formats=("parquet",))
    decided(data, "out", formats=("csv",), resume=True)
    assert written("out") == written("whole")


@pytest.mark.parametrize("limit", [5, 6, 9])
def test_only_the_first_rows(data, limit):
    decided(data, "whole", limit=limit)
    stopped(data, "out", 2 if limit == 5 else 3, limit=limit)
    assert decided(data, "out", limit=limit, resume=True).clock.kept_files == (0 if limit == 5 else 2)
    assert written("out") == written("whole")


def test_keys_that_are_numbers_of_rows(data):
    policy = POLICY.replace("| key    |", "| key row number |")
    decided(data, "whole", policy=policy)
    stopped(data, "out", 6, policy=policy)
    decided(data, "out", policy=policy, resume=True)
    assert written("out") == written("whole")
    decisions = parquet.read_table(read_run(Path("out")).paths["decisions", "parquet"])
    assert decisions.column("id").to_pylist()[-1] == "13"


def test_what_was_found_in_workbooks_is_remembered(data):
    for name in ("1", "2"):
        book = openpyxl.Workbook()
        book.active.append(["id", "deposit", "quiet"])
        for row in range(3):
            book.active.append([int(f"{name}{row}") if name == "1" else f"{name}{row}", 20, "no"])
        book.save(data / f"{name}.xlsx")
    files = (data / "1.xlsx", data / "2.xlsx")
    decided(files, "whole")
    stopped(files, "out", 3)
    made = decided(files, "out", resume=True)
    assert written("out") == written("whole")
    assert [file.from_numbers for file in made.data] == [("id",), ()]


def test_without_resume_it_starts_anew_and_says_what_could_have_been_continued(data):
    stopped(data, "out", 6)
    first = unfinished_runs(Path("out"))
    assert stopped(data, "out", 1) == [("passed over", 3, 4)]
    assert unfinished_runs(Path("out")) == first  # it came no further than to its first file
    assert stopped(data, "out", 3) == [("passed over", 3, 4), ("kept", 2, 4)]
    assert [len(run.progress.files) for run in unfinished_runs(Path("out"))] == [2]
    watcher = Stops()
    assert decided(data, "out", watcher=watcher).clock.kept_files == 0
    assert watcher.told[0] == ("passed over", 2, 4)
    assert not unfinished_runs(Path("out"))
    decided(data, "whole")
    assert written("out") == written("whole")


def test_a_run_of_one_file_is_not_kept(data):
    watcher = Stops(1)
    with pytest.raises(Stopped):
        decided(data / "4.csv", "out", resume=True, watcher=watcher)
    assert watcher.told == ["nothing"]
    assert not list(Path("out").iterdir())


@pytest.mark.parametrize(
    ("change", "en", "zh"),
    [
        ({"day": 2}, "the day was 2026-06-01", "当时基准日是 2026-06-01"),
        ({"policy": POLICY.replace("100万", "200万")}, "the policy was another", "政策不同"),
        ({"why": True, "lang": "zh"}, "--why was different, --lang was en", "--why 不同、当时 --lang 是 en"),
        ({"overrides": {"a": "1"}}, "other values were set", "设定的取值不同"),
        ({"limit": 20}, "the input was another", "输入不同"),
        ({"data": Path("data/4.csv")}, "the data were others", "数据不同"),
    ],
)
def test_a_run_of_another_input_is_refused(data, change, en, zh):
    stopped(data, "out", 6)
    before = unfinished_runs(Path("out"))
    with pytest.raises(OutputError) as caught:
        decided(**{"data": data, "out": "out", "resume": True} | change)
    assert caught.value.code == "O113"
    assert f"in out had another input: {en};" in caught.value.message("en")
    assert f"未完成的运行输入不同：{zh}；" in caught.value.message("zh")
    assert unfinished_runs(Path("out")) == before


def test_other_data_under_the_same_names_are_refused(data):
    stopped(data, "out", 6)
    (data / "1.csv").write_text(FILES["1.csv"].replace("20", "21"), encoding="utf-8")
    with pytest.raises(OutputError, match="O113"):
        decided(data, "out", resume=True)
    (data / "1.csv").rename(data / "0.csv")
    (data / "0.csv").write_text(FILES["1.csv"], encoding="utf-8")  # the quarantine names the file of each row
    with pytest.raises(OutputError, match="O113"):
        decided(data, "out", resume=True)


@pytest.mark.parametrize("damage", [b"", b"changed in the middle", None])
def test_what_is_damaged_is_refused(data, damage):
    stopped(data, "out", 6)
    (log,) = Path("out").glob(".*/log.0.arrow")
    if damage is None:
        log.unlink()
    else:
        held = log.read_bytes()
        log.write_bytes(damage and held[:200] + damage + held[200 + len(damage) :])
    with pytest.raises(OutputError, match="O114"):
        decided(data, "out", resume=True)
    decided(data, "out")
    decided(data, "whole")
    assert written("out") == written("whole")


@pytest.mark.parametrize("after", [4, 9, 15, 17])
def test_out_of_disk(data, monkeypatch, after):
    decided(data, "whole")
    decided(data / "1.csv", "out")
    before = written("out")
    append, appended = Log.append, []

    def full(self, table, batch):
        appended.append(table)
        if len(appended) > after:
            raise OSError(errno.ENOSPC, "No space left on device")
        append(self, table, batch)

    with monkeypatch.context() as patch:
        patch.setattr(Log, "append", full)
        with pytest.raises(OutputError, match="O103"):
            decided(data, "out")
    assert read_run(Path("out")).manifest.counts.rows_in == 5
    left = [path.name for path in Path("out").glob(".*/*")]
    assert sorted(left) == (["log.0.arrow", "progress.json"] if after > 12 else [])
    assert [path.name for path in Path("out").iterdir() if path.is_file() and path.name not in before[1]] == [MANIFEST]
    decided(data, "out", resume=True)
    assert written("out") == written("whole")


def test_a_file_that_changes_meanwhile_is_not_kept(data):
    class Changes(Stops):
        def rows(self, number):
            (data / "1.csv").write_text(FILES["1.csv"] + "A9,1,no\n", encoding="utf-8")

    with pytest.raises(DataError, match="D117"):
        decided(data, "out", watcher=Changes())
    assert not list(Path("out").iterdir())


def test_seconds_tell_the_search_for_duplicates_apart(data):
    stopped(data, "out", 6)
    seconds = decided(data, "out", resume=True).clock.seconds
    assert seconds.duplicates > 0
    assert seconds.kept > 0
    assert seconds.decisions > 0
