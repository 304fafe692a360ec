"""The demo in a folder that is there already, and what it says to try next."""

import pytest
from click.testing import CliRunner

from commands.demo import command
from dsl.width import display_width


@pytest.fixture
def demo(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)

    def called(*args, **env):
        return CliRunner().invoke(
            command, ["--customers", "20", *args], env={"TIERCEL_LANG": "en", "COLUMNS": "80", **env}
        )

    return called


def test_a_mistake_in_the_copied_policy_leaves_the_customers_alone(demo, tmp_path):
    assert demo().exit_code == 0
    customers = tmp_path / "tiercel-demo" / "customers.csv"
    before = customers.read_bytes()
    (tmp_path / "tiercel-demo" / "policies" / "retail" / "mine.policy").write_text("class x if\n", encoding="utf-8")
    again = demo("--customers", "30")
    assert again.exit_code == 2
    assert "making up" not in again.stderr
    assert customers.read_bytes() == before


def test_a_file_in_the_place_of_the_folder(demo, tmp_path):
    (tmp_path / "tiercel-demo").write_text("", encoding="utf-8")
    assert demo().stderr == "error: tiercel-demo is a file; name another folder with --out\n"
    assert demo("--lang", "zh").stderr == "错误：tiercel-demo 是文件；请用 --out 指定另一个文件夹\n"


@pytest.mark.parametrize("columns", [60, 80])
@pytest.mark.parametrize("lang", ["en", "zh"])
def test_what_to_try_speaks_the_same_language_and_fits(demo, lang, columns):
    said = demo("--lang", lang, COLUMNS=str(columns)).stdout
    advice = said[said.index({"en": "what to try next", "zh": "接下来可以试"}[lang]) :].splitlines()
    commands = " ".join(advice).replace(" \\ ", " ").split("tiercel ")[1:]
    assert [line.split()[0] for line in commands] == ["explain", "run", "demo"]
    assert ["--lang zh" in line for line in commands[:2]] == [lang == "zh"] * 2
    assert all(display_width(line) <= columns for line in advice)
