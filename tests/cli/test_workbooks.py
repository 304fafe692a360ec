"""A large workbook is announced, since it takes long to read; nothing else is."""

from pathlib import Path

import pytest

from commands.workbooks import tell_of_workbooks


@pytest.fixture
def said(tmp_path, monkeypatch, capsys):
    monkeypatch.chdir(tmp_path)

    def called(*files, lang="en", data=None):
        for name, size in files:
            Path(name).parent.mkdir(exist_ok=True)
            with Path(name).open("wb") as file:
                file.truncate(size)
        tell_of_workbooks(data or [Path(name) for name, _ in files], lang)
        return capsys.readouterr().err

    return called


def test_a_large_workbook_is_announced(said):
    assert said(("a.xlsx", 6_200_000)) == (
        "reading a.xlsx (6.2 MB): Excel is read whole and slowly; CSV or Parquet is\n  much faster\n"
    )
    assert said(("a.xlsx", 6_200_000), lang="zh") == (
        "正在读取 a.xlsx（6.2 MB）：Excel 要整个读入，比较慢；CSV 或 Parquet 快得多\n"
    )


def test_workbooks_of_a_folder_are_announced_together(said):
    files = [("all/a.xlsx", 600_000), ("all/b.XLSX", 600_000), ("all/c.csv", 9_000_000)]
    assert said(*files, data=Path("all")).startswith("reading 2 workbooks (1.2 MB): ")


def test_nothing_is_said_of_small_ones_other_files_and_what_is_not_there(said):
    assert said(("a.xlsx", 600_000)) == ""
    assert said(("a.parquet", 9_000_000)) == ""
    assert said(data=[Path("none.xlsx")]) == ""
