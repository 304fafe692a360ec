"""Files that are broken in the ways files break, and what their owner is told.

Beside each case stands what is on the screen and in the quarantine, in both languages. Every row of a file is decided
or in the quarantine; or the file is refused, and the folder of the results is as it was. With UPDATE_GOLDEN set, the
texts are written anew, to be read in the diff.
"""

import os
import re
import shutil
import sys
from csv import reader
from pathlib import Path

import pyarrow.parquet as pq
import pytest

import cli
from engine.io.csv_source import CsvSource
from engine.io.folder import read_run
from tests.cli.bad_data.broken_folders import FOLDERS
from tests.cli.bad_data.broken_tables import TABLES
from tests.cli.bad_data.broken_texts import TEXTS, csv, made_of

HERE = Path(__file__).parent
GOLDEN = HERE / "golden"
AS_OF = ("--as-of", "2026-06-01")
CASES = {name: ("customers.csv", made_of(content), rows) for name, (content, rows) in TEXTS.items()}
CASES |= TABLES | FOLDERS


@pytest.fixture
def tiercel(capsys):
    def called(*args):
        capsys.readouterr()
        sys.argv = ["tiercel", *args]
        with pytest.raises(SystemExit) as caught:
            cli.main()
        return caught.value.code, *capsys.readouterr()

    return called


@pytest.fixture
def place(tmp_path, monkeypatch, tiercel):
    """A folder with a policy, and a run of good customers in ``decided``."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("COLUMNS", "80")
    shutil.copy(HERE / "customers.policy", tmp_path)
    Path("good.csv").write_text(csv(), encoding="utf-8")
    assert run(tiercel, "good.csv", "zh")[0] == 0
    return tmp_path


def run(tiercel, data, lang, out="decided"):
    return tiercel("run", "customers.policy", "--data", data, "--out", out, *AS_OF, "--lang", lang)


@pytest.mark.parametrize("lang", ["en", "zh"])
@pytest.mark.parametrize("name", CASES)
def test_what_the_owner_is_told(name, lang, place, tiercel):
    file, make, rows = CASES[name]
    make(place / file)
    before = contents(place / "decided")
    code, out, err = run(tiercel, file, lang, "decided" if rows is None else "new")
    shown = f"exit {code}\n{on_rows(out)}{err}"
    if rows is None:
        assert code == 2
        assert contents(place / "decided") == before
    else:
        made = read_run(place / "new")
        assert (code, bool(err)) == ((0, False) if made.manifest.counts.decided else (1, True))
        decided = pq.read_table(made.paths["decisions", "parquet"])
        quarantine = pq.read_table(made.paths["quarantine", "parquet"])
        assert len(decided) + len(quarantine) == made.manifest.counts.rows_in == rows
        shown += "".join(map(told, quarantine.to_pylist()))
    golden(f"{name}.{lang}.txt", shown)


@pytest.mark.parametrize("name", [name for name, case in CASES.items() if case[2] is None])
def test_every_reader_refuses_alike(name, place, tiercel):
    file, make, _ = CASES[name]
    make(place / file)
    said = run(tiercel, file, "zh")
    assert tiercel("explain", "customers.policy", "--data", file, "--id", "C1", *AS_OF, "--lang", "zh") == said


def grown(path):
    with path.open("a", encoding="utf-8") as file:
        file.write("C9,张伟,0103,100,是,2022-01-31,3%,稳健\n")


@pytest.mark.parametrize("change", [grown, Path.unlink])
def test_a_file_that_changes_while_it_is_read(change, place, tiercel, monkeypatch):
    chunks = CsvSource.chunks

    def changing(source, *args, **how):
        yield from chunks(source, *args, **how)
        change(Path("customers.csv"))

    Path("customers.csv").write_text(csv(), encoding="utf-8")
    monkeypatch.setattr(CsvSource, "chunks", changing)
    before = contents(place / "decided")
    code, out, err = run(tiercel, "customers.csv", "zh")
    assert (code, out) == (2, "")
    assert "customers.csv 在读取时被改动" in err
    assert contents(place / "decided") == before


def test_no_permission(place, tiercel, monkeypatch):
    opened = Path.open

    def refuse(path, *args, **how):
        if path.name == "good.csv":
            raise PermissionError(13, "Permission denied")
        return opened(path, *args, **how)

    monkeypatch.setattr(Path, "open", refuse)
    assert run(tiercel, "good.csv", "en")[2].startswith("error D103: good.csv cannot be opened: Permission denied")


def test_what_comes_in_runs_in_no_spreadsheet(place, tiercel):
    (place / "keys.csv").write_text(TEXTS["keys_like_formulas"][0], encoding="utf-8")
    (place / "texts.csv").write_text(TEXTS["formulas_in_texts"][0], encoding="utf-8")
    for name in ("keys", "texts"):
        written = ("--write", "csv", "--write", "parquet")
        assert tiercel("run", "customers.policy", "--data", f"{name}.csv", "--out", name, *AS_OF, *written)[0] == 0
        for path in (place / name).glob("*.csv"):
            cells = [cell for line in reader(path.open(encoding="utf-8-sig", newline="")) for cell in line]
            risky = [cell for cell in cells if re.match(r"[=@]|[+-].*[^\w+/=.,:%-]", cell)]
            assert risky == []
    keys = pq.read_table(read_run(place / "keys").paths["decisions", "parquet"]).column("id").to_pylist()
    assert {"=1+1", "@SUM(1)", "+8613800000000", "-5"} <= set(keys)


def test_there_are_no_texts_without_a_case():
    assert {path.name.split(".")[0] for path in GOLDEN.iterdir()} == set(CASES)


def on_rows(out):
    """What the screen says of the rows of the file, and what to look at; its other parts have tests of their own."""
    told = re.compile(
        r"^(?:customers|客户) [0-9][^\n]*(?:\n [^\n]*)*|^(?:to look at|要你看的)\n(?: [^\n]*\n)+", re.MULTILINE
    )
    return "".join(f"{part.rstrip()}\n" for part in told.findall(out))


def told(row):
    values = list(row.values())
    place = f"row {values[0]}" + (f" of {row['file']}" if "file" in row else "")
    return f"quarantine: {place}, key {values[1]}: {' '.join(row['reasons'])}: {row['messages']}\n"


def contents(folder):
    return {path.name: path.read_bytes() for path in folder.iterdir()}


def golden(name, text):
    path = GOLDEN / name
    if os.environ.get("UPDATE_GOLDEN"):
        path.write_text(text, encoding="utf-8")
    assert text == path.read_text(encoding="utf-8")
