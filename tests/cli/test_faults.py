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
    assert said in err
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


def started(place, data, **how):
    command = [sys.executable, "-m", "cli", "run", "small.policy", "--as-of", "2026-06-01"]
    return subprocess.Popen(
        # The slow evaluator leaves the time to stop it.
        [*command, "--data", data, "--out", "decided", "--write", "csv", "--evaluator", "reference"],
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
