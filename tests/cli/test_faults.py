"""Whatever goes wrong around a run, a person reads one sentence, and the folder holds the old run or the new one."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

import cli
from engine.io.folder import MANIFEST, read_run
from tests.cli.folding import says

ROOT = Path(__file__).parent.parent.parent
POLICY = """
customer c
  | name    | also | type  | missing |
  | id      |      | key   |         |
  | deposit | 存款 | money | as 0    |
class rich 大户 if deposit >= 100万
"""
DATA = "id,deposit\nC1,20\nC2,3000000\n"


@pytest.fixture
def place(tmp_path, monkeypatch):
    """A folder with a policy, customers, and a run of them in ``decided``."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("TIERCEL_LANG", "zh")
    Path("small.policy").write_text(POLICY, encoding="utf-8")
    Path("customers.csv").write_text(DATA, encoding="utf-8")
    return tmp_path


@pytest.fixture
def tiercel(capsys):
    """The command line in this process: exit code, stdout, stderr."""

    def called(*args):
        capsys.readouterr()
        sys.argv = ["tiercel", *args]
        with pytest.raises(SystemExit) as caught:
            cli.main()
        return caught.value.code, *capsys.readouterr()

    return called


def run(tiercel, data="customers.csv", out="decided"):
    return tiercel("run", "small.policy", "--as-of", "2026-06-01", "--data", data, "--out", out)


def make(path, kind):
    match kind:
        case bytes():
            path.write_bytes(kind)
        case "folder":
            path.mkdir()
        case "pipe":
            os.mkfifo(path)
        case "loop":
            path.symlink_to(path)


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (None, "没有文件 data"),
        ("folder", "data 是文件夹"),
        ("loop", "data"),
        pytest.param(
            "pipe", "不是可读的数据文件", marks=pytest.mark.skipif(sys.platform == "win32", reason="no pipes")
        ),
        (b"", "是空文件"),
        (b"\n\n \n", "是空文件"),
        (b"amount\n1\n", "没有列 id"),
        (b"id,id\n1,2\n", "两列同名"),
        (b'id,deposit\nC1,"20\nC2,30\n', "引号没有结束"),
        (b"id\nC\xff\xff\xff\n", "两者都不符"),
        (b"\0\1\2\3", "不是可读的数据文件"),
        (b"PAR1xxxxPAR1", "无法按 Parquet 读取"),
        (b"PK\3\4xxxx", "无法按 Excel 读取"),
        (b"ARROW1\0\0xxxx", "无法按 Arrow 读取"),
        (b"\x1f\x8bxxxx", "请另存为 CSV"),
    ],
)
def test_data_that_cannot_be_read(place, tiercel, data, said):
    run(tiercel)
    before = read_run(place / "decided").manifest
    make(place / "data", data)
    code, out, err = run(tiercel, "data")
    assert (code, out) == (2, "")
    assert err.startswith("错误")
    assert says(err, said)
    assert read_run(place / "decided").manifest == before


def test_a_header_alone_replaces_no_results(place, tiercel):
    run(tiercel)
    before = read_run(place / "decided").manifest
    for text in ("id,deposit\n", "id,deposit"):
        Path("none.csv").write_text(text, encoding="utf-8")
        code, out, err = run(tiercel, "none.csv")
        assert (code, out) == (2, "")
        assert "错误 D128：none.csv 里没有客户" in err
        assert read_run(place / "decided").manifest == before


@pytest.mark.parametrize("form", ["text", "json"])
def test_a_run_that_decides_nobody_says_so(place, tiercel, form):
    Path("customers.csv").write_text("id,deposit\nC1,x\nC2,20\nC2,30\n", encoding="utf-8")
    command = ("run", "small.policy", "--as-of", "2026-06-01", "--data", "customers.csv", "--out", "decided")
    code, out, err = tiercel(*command, "--format", form)
    assert (code, err) == (1, "错误：没有一位客户得到判定：读取的 3 行全部被隔离\n")
    assert read_run(place / "decided").manifest.counts.quarantined == 3
    assert ("客户 3 = 已判定 0 + 隔离 3" in out) == (form == "text")


@pytest.mark.parametrize(
    ("out", "made", "said"),
    [
        ("file", {"file": b"mine"}, "那里是一个文件"),
        ("file/deeper", {"file": b"mine"}, "那里是一个文件"),
        ("customers.csv", {}, "那里是一个文件"),
        ("other", {"other": "folder", "other/run.json": b"{}"}, "不是运行清单"),
        ("other", {"other": "folder", "other/run.json": "folder"}, "不是运行清单"),
        ("x" * 300, {}, "无法使用"),
        ("", {}, "错误：--out：路径为空"),
    ],
)
def test_a_folder_that_cannot_be_written(place, tiercel, out, made, said):
    for name, kind in made.items():
        make(place / name, kind)
    before = sorted(place.rglob("*"))
    code, stdout, err = run(tiercel, out=out)
    assert (code, stdout) == (2, "")
    assert said in err
    assert sorted(place.rglob("*")) == before


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() == 0, reason="root may do everything")
@pytest.mark.parametrize("closed", ["customers.csv", "small.policy", "decided", "."])
def test_no_permission(place, tiercel, closed):
    Path("decided").mkdir()
    (place / closed).chmod(0o500 if (place / closed).is_dir() else 0)
    try:
        code, out, err = run(tiercel, out="new" if closed == "." else "decided")
    finally:
        (place / closed).chmod(0o700)
    assert (code, out) == (2, "")
    assert err


def test_a_folder_of_data_that_may_not_be_entered(place, tiercel, monkeypatch):
    def refuse(*_, **__):
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(Path, "exists", refuse)
    code, _, err = run(tiercel)
    assert code == 2
    assert "无法打开 customers.csv：Permission denied" in err


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs /dev/full")
def test_a_full_disk_behind_stdout_is_no_mistake_of_ours(place):
    with Path("/dev/full").open("w") as full:
        done = subprocess.run(
            [sys.executable, "-m", "cli", "check", "small.policy"],
            stdout=full, stderr=subprocess.PIPE, text=True, encoding="utf-8", check=False,
            env={**os.environ, "PYTHONPATH": str(ROOT)},
        )  # fmt: skip
    assert done.returncode == 2
    assert done.stderr == "错误：No space left on device\n"


def test_a_file_that_grows_too_large_leaves_the_former_run(place, tiercel):
    """What the system refuses while writing: here a limit on the size of files, as a full disk or a quota."""
    resource = pytest.importorskip("resource")
    run(tiercel)
    before = read_run(place / "decided").manifest
    rows = "".join(f"C{number},x\n" for number in range(3_000))
    Path("large.csv").write_text("id,deposit\n" + rows, encoding="utf-8")
    done = started(place, "large.csv", preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (10_000, 10_000)))
    _, err = done.communicate(timeout=60)
    assert done.returncode == 2
    assert "decided" in err
    assert "Traceback" not in err
    assert read_run(place / "decided").manifest == before
    assert not list((place / "decided").glob(".*"))


def started(place, data, *options, **how):
    command = [sys.executable, "-m", "cli", "run", "small.policy", "--as-of", "2026-06-01"]
    return subprocess.Popen(
        # The slow evaluator leaves the time to stop it.
        [*command, "--data", data, "--out", "decided", "--write", "csv", "--evaluator", "reference", *options],
        cwd=place, env={**os.environ, "PYTHONPATH": str(ROOT)}, encoding="utf-8",
        stdout=subprocess.PIPE, stderr=subprocess.PIPE, **how,
    )  # fmt: skip


@pytest.mark.skipif(sys.platform == "win32", reason="needs signals")
@pytest.mark.parametrize("after", [0.2, 0.6])
@pytest.mark.parametrize("by", [signal.SIGKILL, signal.SIGTERM, signal.SIGINT])
def test_a_run_that_is_stopped_while_it_writes(place, tiercel, by, after):
    run(tiercel)
    before = read_run(place / "decided").manifest
    rows = "".join(f"C{number},{number}\n" for number in range(100_000))
    Path("large.csv").write_text("id,deposit\n" + rows, encoding="utf-8")
    stopped = started(place, "large.csv")
    while stopped.poll() is None and not list((place / "decided").glob(".*")):
        time.sleep(0.01)
    time.sleep(after)
    assert stopped.poll() is None
    stopped.send_signal(by)
    _, err = stopped.communicate(timeout=60)
    assert "Traceback" not in err
    if by == signal.SIGINT:
        assert (stopped.returncode, err.strip()) == (130, "已停止")
        assert not list((place / "decided").glob(".*"))
    else:
        assert stopped.returncode == -by
    assert read_run(place / "decided").manifest == before
    run(tiercel)
    after_all = read_run(place / "decided").manifest
    assert after_all.run_id == before.run_id
    assert sorted(path.name for path in (place / "decided").iterdir()) == sorted(
        [MANIFEST, *(output.file for output in after_all.outputs)]
    )


# --- runs over many files -------------------------------------------------------------------------------


@pytest.fixture
def parts(place):
    """Four files of customers; one of the first file stands in the last one, too."""
    Path("parts").mkdir()
    for part in range(4):
        rows = "".join(f"C{part}{number},{number if number % 999 else 'x'}\n" for number in range(6_000))
        Path(f"parts/{part}.csv").write_text(f"id,deposit\n{rows}" + "C07,1\n" * (part == 3), encoding="utf-8")
    return place


def written(out):
    """The files of the run in a folder, and its manifest but for when."""
    stored = read_run(out)
    assert {path.name for path in out.iterdir()} == {MANIFEST, *(path.name for path in stored.paths.values())}
    manifest = stored.manifest.model_dump(exclude={"clock"})
    return manifest, {path.name: path.read_bytes() for path in stored.paths.values()}


def goes_on(place, tiercel):
    """Continue the run in ``decided``: what is said; the results are those of a run that was not stopped."""
    command = ("run", "small.policy", "--as-of", "2026-06-01", "--data", "parts", "--write", "csv")
    code, out, err = tiercel(*command, "--out", "decided", "--resume")
    assert code == 0
    assert tiercel(*command, "--out", "whole")[0] == 0
    assert written(place / "decided") == written(place / "whole")
    return out, err


@pytest.mark.skipif(sys.platform == "win32", reason="needs signals")
@pytest.mark.parametrize("by", [signal.SIGKILL, signal.SIGINT])
def test_a_run_over_many_files_that_is_stopped_goes_on(parts, tiercel, by):
    run(tiercel)
    before = read_run(parts / "decided").manifest
    stopped = started(parts, "parts")
    while stopped.poll() is None and not list((parts / "decided").glob(".*/progress.json")):
        time.sleep(0.01)
    assert stopped.poll() is None
    stopped.send_signal(by)
    _, err = stopped.communicate(timeout=60)
    assert read_run(parts / "decided").manifest == before
    if by == signal.SIGINT:
        hint, _, last = err.splitlines()
        assert hint.startswith("4 个文件已判定 ")
        assert hint.endswith(" 个，予以保留：同一条命令加上 --resume 可以接着做")
        assert (stopped.returncode, last) == (130, "已停止")
        assert {path.name for path in (parts / "decided").glob(".*/*")} == {"progress.json", "log.0.arrow"}
    out, err = goes_on(parts, tiercel)
    assert "4 个文件（沿用 " in out
    assert not err


def test_a_run_over_many_files_that_cannot_be_written_goes_on(parts, tiercel):
    """Here for a limit on the size of files, which only the table of decisions reaches, and not at first."""
    resource = pytest.importorskip("resource")
    limit = 200_000
    full = started(parts, "parts", preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (limit, limit)))
    _, err = full.communicate(timeout=60)
    assert full.returncode == 2
    error, page, hint = err.splitlines()
    assert error.startswith("错误 O104：decided 无法使用：")
    assert page == "详见：docs/data-errors.md#o104"
    assert hint.startswith("4 个文件已判定 ")
    goes_on(parts, tiercel)


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_what_may_be_continued_is_said(parts, tiercel, monkeypatch, lang):
    monkeypatch.setenv("TIERCEL_LANG", lang)
    command = ("run", "small.policy", "--data", "parts", "--out", "decided")
    code, _, err = tiercel(*command, "--as-of", "2026-06-01", "--resume")
    assert (code, err) == (
        0,
        {
            "zh": "decided 中没有可以接着做的运行；现在从头开始\n",
            "en": "there is nothing in decided to continue; all files are decided anew\n",
        }[lang],
    )
    with monkeypatch.context() as patch:
        patch.setattr("engine.io.folder.RunFolder.publish", lambda *_: (_ for _ in ()).throw(OSError(5, "no")))
        _, _, err = tiercel(*command, "--as-of", "2026-06-01")
    assert err.endswith(
        {
            "zh": "4 个文件已判定 4 个，予以保留：同一条命令加上 --resume 可以接着做\n",
            "en": "4 of 4 files are decided and kept: the same command with --resume goes on from\n  there\n",
        }[lang]
    )
    code, _, err = tiercel(*command, "--as-of", "2026-06-02", "--resume")
    assert code == 2
    assert says(
        err,
        {
            "zh": "错误 O113：decided 中未完成的运行输入不同：当时基准日是 2026-06-01；请用当时的输入接着做，"
            "或去掉 --resume 从头开始",
            "en": "error O113: The unfinished run in decided had another input: the day was 2026-06-01; "
            "give that again, or leave out --resume to start anew",
        }[lang],
    )
    code, _, err = tiercel(*command, "--as-of", "2026-06-01")
    assert code == 0
    assert says(
        err,
        {
            "zh": "decided 中有同一次运行没做完的部分（4/4 个文件），加上 --resume 可以接着做；现在从头开始\n",
            "en": "decided holds this run unfinished (4 of 4 files decided), which --resume would continue; "
            "now all files are decided anew\n",
        }[lang],
    )
