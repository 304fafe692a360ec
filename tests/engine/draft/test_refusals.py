"""Files for which nothing can be drafted, and which column becomes the key."""

import pytest

from engine.draft.draft import RECORD_FILE, draft
from engine.draft.error import DraftError
from engine.io.reasons import DataError
from tests.engine.draft.files import workbook


@pytest.fixture
def save(tmp_path):
    def save(text):
        path = tmp_path / "data.csv"
        path.write_text(text, encoding="utf-8")
        return path

    return save


def rows(*columns, number=30):
    return "\n".join(",".join(column(i) for column in columns) for i in range(number))


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("客户清单\n客户号,余额\n" + rows(str, str), "a title seems to stand above"),
        ("客户清单\n客户号;余额\n" + rows(str, str).replace(",", ";"), "a title seems to stand above"),
        ("1001,13800000000,20.5\n" + rows(str, str, str), "holds values rather than column names"),
        ("id,balance\n", "no rows"),
    ],
)
def test_files_without_a_header(save, text, says):
    with pytest.raises(DraftError, match=says) as caught:
        draft(save(text), "mine", "en")
    assert caught.value.words.zh


def test_a_workbook_with_a_title(tmp_path):
    with pytest.raises(DraftError, match="title"):
        draft(workbook(tmp_path / "a.xlsx", title=True), "mine", "en")


def test_files_that_no_run_takes_are_refused_alike(save, tmp_path):
    with pytest.raises(DataError) as caught:
        draft(save("a,a\n1,2\n"), "mine", "en")
    assert caught.value.code == "D112"
    with pytest.raises(DataError):
        draft(tmp_path / "none.csv", "mine", "en")


def key_row(path, key=None):
    text = draft(path, "mine", "en", key).files[RECORD_FILE]
    return next(line for line in text.splitlines() if line.startswith("  |") and " key" in line)


def test_a_column_that_names_everybody_is_the_key(save):
    assert "customer_id" in key_row(save("balance,customer_id\n" + rows(str, lambda i: f"C{i}")))
    assert "| code" in key_row(save("code,balance\n" + rows(lambda i: f"A{i:03d}", str)))


def test_names_phones_and_amounts_are_nobodys_key(save):
    assert "row number" in key_row(save("mobile,balance\n" + rows(lambda i: f"1380000{i:04d}", lambda i: f"{i}.5")))
    assert "row number" in key_row(save("姓名,余额\n" + rows(lambda i: f"人{i}", str)))


def test_a_key_may_fail_a_few_rows_but_not_many(save):
    few = save("cust_no,x\n" + rows(lambda i: f"C{max(i, 1)}", str, number=300))
    assert "cust_no" in key_row(few)
    assert draft(few, "mine", "en").refused == 2
    many = save("cust_no,x\n" + rows(lambda i: f"C{i // 2}", str, number=300))
    assert "row number" in key_row(many)
    assert draft(many, "mine", "en").refused == 0


def test_a_key_whose_name_cannot_be_written_is_left_out(save):
    path = save('"cust""”no",x\n' + rows(lambda i: f"C{i}", str))
    assert "row number" in key_row(path)
    assert "cannot be written" in draft(path, "mine", "en").files[RECORD_FILE]


def test_a_person_names_the_key(save):
    path = save("a,b\n" + rows(lambda i: f"n{i}", lambda i: f"m{i}"))
    assert "| b " in key_row(path, "B")
    with pytest.raises(DraftError, match="no column c; the file has a, b"):
        draft(path, "mine", "en", "c")
    with pytest.raises(DraftError, match="no value"):
        draft(save("a,b\n,1\n,2\n"), "mine", "en", "a")


def test_what_only_later_rows_show_is_learnt_too(save):
    late = [f"C{i},{i % 50},{'ab'[i % 2]}" for i in range(60_000)] + [f"D{i},2.5,c" for i in range(9)]
    drafted = draft(save("cust_no,visits,kind\n" + "\n".join(late)), "mine", "en")
    assert drafted.refused == 0
    assert "number 1 places" in drafted.files[RECORD_FILE]
    assert "one of a, b, c" in drafted.files[RECORD_FILE]
