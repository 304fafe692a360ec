"""What warnings say besides their place: fixes, the values of their messages, further places."""

import pytest

from dsl.program.identity import decisions_hash

RULE = "rule a\n  then offer 基金, 存单, 信用卡\n"


def one(found):
    assert len(found) == 1, found
    return found[0]


def fixed(text, diagnostic):
    """The text with the fix put in the place of what it is for."""
    lines, span = text.split("\n"), diagnostic.span
    before, after = lines[span.line - 1][: span.column - 1], lines[span.end_line - 1][span.end_column - 1 :]
    lines[span.line - 1 : span.end_line] = (before + diagnostic.fix + after).split("\n")
    return "\n".join(lines)


FIXED = {
    "W501": [
        "if payroll or age > 60 and deposit > 5万 then offer 基金",
        "规则 甲\n  如果 存款 > 5万 且  # 都要\n    年龄 > 60 或 代发\n  则 推荐 基金",
        "if not payroll and age > 60 or (risk is 进取 and deposit > 5万) then offer 基金",
    ],
    "W503": [
        "如果贷款＞３倍存款,则推荐基金",
        "规则 甲\n  如果年龄大于60且存款不低于5万  # 说明\n  则推荐基金、存单",
        "表 丙 收集\n  | 条件             => 推荐 |\n  | 年龄大于60且代发 => 基金 |",
    ],
}


@pytest.mark.parametrize(("code", "text"), [(code, text) for code, texts in FIXED.items() for text in texts])
def test_a_fix_ends_the_warning_and_changes_no_decision(analysed, lint, code, text):
    after = fixed(text, one(lint(text, code)))
    assert not lint(after, code)
    assert decisions_hash(analysed(after).program) == decisions_hash(analysed(text).program)


def test_spaces_are_put_only_where_a_run_was_cut(lint):
    found = one(lint("如果贷款＞３倍存款,则推荐基金", "W503"))
    assert found.fix == "如果 贷款＞３倍存款,则 推荐 基金"
    assert found.args["found"] == "如果贷款"


def test_written_twice_points_at_the_first(lint):
    found = one(lint("then offer 基金\nthen offer 存单\n则 推荐 基金", "W502"))
    assert (found.span.line, found.labels[0].span.line) == (3, 1)


@pytest.mark.parametrize(
    ("text", "what"),
    [
        ("param p = 5", "read"),
        ("define d = deposit", "read"),
        ("offer 保险", "offered"),
        ("class 空的", "granted"),
        ("points 里程", "added"),
        ("choice 礼物 one of 书, 花", "set"),
        ("tiers 等级\n  初\n  高", "lifted"),
        ("tasks 致电 call", "created"),
        ("groups 清贷 cleared", "joined"),
    ],
)
def test_unused_says_what_does_not_happen(lint, text, what):
    assert one(lint(RULE + text, "W504")).args["what"] == what


def test_keyword_name_points_at_the_name(lint):
    found = one(lint("param line 最大 = 5万", "W505"))
    assert (found.span.column, found.span.end_column, found.args["name"]) == (12, 14, "最大")


def test_near_duplicate_names_the_other(lint):
    rules = "".join(
        f"rule r{i}\n  if age > {i} then task {task}\n" for i, task in enumerate(("走访客户", "走访客户", "走访客户们"))
    )
    found = one(lint(rules, "W506"))
    assert (found.args["name"], found.args["near"], found.labels[0].span.line) == (
        "走访客户们",
        "走访客户",
        2,
    )


def test_touching_ranges_shows_both(lint):
    text = "class 青年 if age from 18 to 30\nclass 中年 if age from 30 to 60"
    found = one(lint(text, "W507"))
    assert (found.args["lower"], found.args["upper"]) == ("age from 18 to 30", "age from 30 to 60")
    assert (found.span.line, found.labels[0].span.line) == (1, 2)


@pytest.mark.parametrize(
    ("condition", "found", "what", "label"),
    [
        ("age > 60 and payroll and age < 50", "age < 50", "clash", "age > 60"),
        ("(payroll and age > 60) and (age < 50 or risk is 进取 and age < 0)", "age < 0", "never", None),
        ("deposit from 10万 to 5万", "deposit from 10万 to 5万", "swapped", None),
        ("age from 40 below 30 and payroll", "age from 40 below 30", "swapped", None),
        ("deposit from -2元 to -1元", "deposit from -2元 to -1元", "never", None),
        ("not (age > 120)", "not (age > 120)", "always", None),
        ("risk is not 保守 or risk is not 稳健", "risk is not 保守 or risk is not 稳健", "always", None),
        ("age is missing and deposit > 0元 and age > 60", "age > 60", "clash", "age is missing"),
        (
            'city contains "州" and not city contains "州"',
            'not city contains "州"',
            "clash",
            'city contains "州"',
        ),
    ],
)
def test_foregone_points_at_the_part(lint, condition, found, what, label):
    text = f"if {condition} then offer 基金"
    warning = one(lint(text, "W509"))
    assert (warning.args["found"], warning.args["what"]) == (found, what)
    labels = [text[s.span.column - 1 : s.span.end_column - 1] for s in warning.labels]
    assert labels == ([label] if label else [])


def test_unreachable_row_counts_from_one(lint):
    table = "table t first\n  | deposit => offer |\n  | - => 基金 |\n  | >= 5万 => 存单 |"
    found = one(lint(table, "W510"))
    assert (found.args["row"], found.args["by"], found.labels[0].span.line) == (2, 1, 3)


def test_long_first_tables_are_still_compared(lint):
    rows = "\n".join(f"  | {i}万 => 基金 |" for i in range(1, 400))
    text = f"table t first\n  | deposit => offer |\n{rows}\n  | 7万 => 存单 |\n  | - => - |\n  | 9万 => 存单 |"
    assert [d.args["by"] for d in lint(text, "W510")] == [7, 9]


@pytest.mark.parametrize(
    "text",
    [
        "param p = 5万\nrule a\n  if age > 60 and age < 50 then offer 没有",
        "offer 保险\nthen offer 基金\nthen offer 基金\nrule b\n  if age > then offer 存单",
    ],
)
def test_errors_leave_only_lints_of_the_text(lint, text):
    codes = {d.code[0] for d in lint(text)}
    assert codes == {"E"}


def test_a_broken_sentence_is_not_asked_for_spaces(lint):
    found = lint("如果年龄大于大于60则推荐基金\n如果年龄大于60则推荐基金")
    assert [(d.span.line, d.code) for d in found if d.severity == "warning"] == [(2, "W503")]
