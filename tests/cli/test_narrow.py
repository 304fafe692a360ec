"""What stops a command fits the terminal, in either language, without colour and with wide characters."""

import pytest

from dsl.width import display_width
from tests.cli.folding import says
from tests.cli.test_cases import place, tiercel  # noqa: F401 - a fixture

SENTENCES = [
    # of the data
    (
        ["run", "small.policy", "--data", "renamed.csv", "--out", "decided", "--as-of", "2026-06-01"],
        {"en": "No field reads its columns", "zh": "没有字段读取的列"},
    ),
    # of `tiercel new`
    (
        ["new", "two", "--from", "customers.csv"],
        {"en": "nothing was written, name another folder", "zh": "未写入任何内容，请换一个文件夹"},
    ),
    # of the command line
    (
        ["run", "small.policy", "--data", "few.csv", "few2.csv", "--out", "decided"],
        {"en": "put a pattern in quotes, as in", "zh": "通配写法要加引号，例如"},
    ),
]


@pytest.mark.parametrize("columns", [40, 60, 80])
@pytest.mark.parametrize("lang", ["en", "zh"])
@pytest.mark.parametrize(("args", "said"), SENTENCES, ids=["data", "new", "usage"])
def test_sentences_fit(args, said, lang, columns, place):  # noqa: F811 - the fixture
    done = tiercel(args, place, COLUMNS=str(columns), TIERCEL_LANG=lang)
    assert done.returncode == 2
    assert says(done.stderr, said[lang])
    assert all(display_width(line) <= columns for line in done.stderr.splitlines()), done.stderr


def test_what_goes_on_stands_under_what_began(place):  # noqa: F811 - the fixture
    done = tiercel(["run", "small.policy", "--data", "few.csv", "few2.csv", "--out", "d"], place, COLUMNS="50")
    assert done.stderr == (
        "error: too much was given: few2.csv; put a\n"
        '  pattern in quotes, as in --data "*.csv"\n'
        "example: tiercel run policies/retail \\\n"
        "    --data customers.csv --out decided\n"
        "more: tiercel run --help\n"
    )
