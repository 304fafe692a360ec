"""What a person has to settle about a drafted record, in both languages: what was seen, what was taken for granted.

Nothing here quotes a cell that may be about somebody: only words that stand for missing, numbers and shapes.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from fractions import Fraction
from typing import Final

from dsl.diagnostics.model import Words
from dsl.syntax.vocabulary import VOCABULARY
from engine.show import many

_SHOWN: Final = 3
_ONE_ROW: Final = Words(
    "; if a customer has several rows, each would be counted as somebody else: bring the file to one row a customer",
    "；如果一位客户有多行，每行会被当作不同的人：请先把文件整理成一位客户一行",
)


def _share(times: int, of: int) -> str:
    """A part in percent, never rounded to nothing or to all."""
    percent = Fraction(100 * times, max(of, 1))
    if 0 < percent < Fraction(1, 10):
        return "<0.1%"
    if percent < 100 and percent >= Fraction(9995, 100):
        return ">99.9%"
    return f"{float(percent):.1f}%".replace(".0%", "%")


def _mark(mark: str | Fraction | date) -> str:
    return f'"{mark}"' if isinstance(mark, str) else str(mark)


def counts_as_empty(marks: Mapping[str | Fraction | date, int], of: int) -> Words:
    """Cells that count as empty."""
    en = ", ".join(f"{_mark(mark)} ({times:,}, {_share(times, of)})" for mark, times in marks.items())
    zh = "、".join(f"{_mark(mark)}（{times:,} 次，{_share(times, of)}）" for mark, times in marks.items())
    return Words(f"taken as empty: {en}", f"算作空值：{zh}")


def all_empty() -> Words:
    """A column without a value."""
    return Words("every cell is empty, so the type is not known", "所有单元格都是空的，看不出类型")


def not_readable() -> Words:
    """A column of a type that no field can have."""
    return Words("left out: no field can be read from values of this type", "未列入：这种类型的列无法读作字段")


def digits_lost() -> Words:
    """Long identifiers that a file keeps as numbers."""
    return Words(
        "left out: long numbers that seem to name something; export the column as text, or digits may be lost",
        "未列入：像是编号的长数字；请按文本导出这一列，否则可能丢失数位",
    )


def not_calculated() -> Words:
    """Formulas whose results the file does not have."""
    return Words(
        "left out: many formulas without a result; open the workbook in Excel, calculate, save and try again",
        "未列入：有许多没有结果的公式；请用 Excel 打开，重新计算并保存后重试",
    )


def names_as_numbers() -> Words:
    """Identifiers that a file keeps as numbers."""
    return Words(
        "numbers that seem to name something; export the column as text if zeros in front matter",
        "像是编号的数值；如果开头的 0 有意义，请按文本导出这一列",
    )


def not_writable() -> Words:
    """A column whose name no sentence can hold."""
    return Words("left out: its name cannot be written down; rename the column", "未列入：列名无法写入政策；请改列名")


def zero_and_one(ones: int, of: int) -> Words:
    """Numbers 0 and 1 read as no and yes."""
    return Words(
        f"only 0 and 1 ({ones:,} times 1, {_share(ones, of)}), taken as no and yes; if it is a count, write `whole`",
        f"只有 0 和 1（1 有 {ones:,} 次，{_share(ones, of)}），当作否和是；如果是个数，请写“整数”",
    )


def one_answer(empty: int) -> Words:
    """A column of yes or no in which all agree."""
    return Words(
        f"all answers are the same, {many(empty, 'cell')} empty; if these mean the other one, say so under `missing`",
        f"回答全都一样，另有 {empty:,} 个空单元格；如果空着表示相反的回答，请在“缺失”列写明",
    )


def zone(name: str) -> Words:
    """The time zone in which the date of a moment is taken."""
    return Words(
        f"moments with a time zone, whose date is taken in {name}; is that where your customers are?",
        f"是带时区的时刻，按 {name} 取日期；客户在这个时区吗？",
    )


def day_or_month(shown: str) -> Words:
    """Dates in which nothing shows what comes first."""
    return Words(
        f"dates such as {shown}: nothing shows whether the day or the month comes first; the day was assumed",
        f"日期形如 {shown}：看不出是日在前还是月在前；暂按日在前",
    )


def no_dates() -> Words:
    """A column that by its name holds dates, which cannot be read."""
    return Words(
        "by its name a date, but not written as one that can be read; export it like 2026-06-01",
        "从列名看是日期，但写法无法识别；请按 2026-06-01 的形式导出",
    )


def no_numbers() -> Words:
    """A text column of what people read as numbers or amounts."""
    return Words(
        "looks like numbers or amounts, but written in a way that is not read; export it like 1234.5",
        "像是数值或金额，但写法无法识别；请按 1234.5 的形式导出",
    )


def no_days() -> Words:
    """A text column of what people read as dates."""
    return Words(
        "looks like dates, but written in a way that is not read; export it like 2026-06-01",
        "像是日期，但写法无法识别；请按 2026-06-01 的形式导出",
    )


def ticked(empty: int) -> Words:
    """A column in which a sign stands, or nothing."""
    return Words(
        f"the same sign or nothing, {many(empty, 'cell')} empty; if it means yes, export Y and N for a yes/no field",
        f"要么是同一个符号，要么是空的（{empty:,} 个单元格）；如果符号表示“是”，请导出为 Y 和 N，用作“是/否”",
    )


def without_sign(times: int) -> Words:
    """Percentages without their sign."""
    return Words(
        f"{many(times, 'cell')} without a % sign: 0.05 is read as 5%",
        f"有 {times:,} 个单元格没有百分号：0.05 读作 5%",
    )


def ratio() -> Words:
    """Ratios taken for percentages."""
    return Words("without a % sign: 0.05 is read as 5%", "没有百分号：0.05 读作 5%")


def decimal_comma(*, certain: bool) -> Words:
    """Numbers with a comma for the point."""
    if not certain:
        return Words(
            "read with a decimal comma, as other columns are: 1,234 is 1.234, and not one thousand",
            "与其他列一样把逗号读作小数点：1,234 即 1.234，不是一千多",
        )
    return Words("written with a decimal comma: 1.234,5 is 1,234.5", "小数点写成逗号：1.234,5 即 1,234.5")


def rounded(times: int, places: int) -> Words:
    """Numbers finer than what is kept."""
    return Words(
        f"{many(times, 'cell')} finer than {places} decimal places, rounded as they are read",
        f"有 {times:,} 个单元格的小数超过 {places} 位，读入时四舍五入",
    )


def scaled() -> Words:
    """Amounts that count thousands or more."""
    return Words(
        "the header names a larger unit (such as 万元), so this is kept as a plain number, not as money;"
        " export whole currency units to compare it with money",
        "列名写的是较大的单位（如万元），因此按普通数值保留，不作金额；若要与金额比较，请改按元导出",
    )


def order() -> Words:
    """A list with an order."""
    return Words("the order of the list, lowest first, is a guess", "取值由低到高的顺序是推测的")


def answers(yes: str, no: str) -> Words:
    """Answers in a language in which no yes or no is read."""
    return Words(
        f"{yes} and {no} seem to mean yes and no, and are kept as a list; export them as Y and N for a yes/no field",
        f"{yes} 和 {no} 像是“是”和“否”，暂作取值列表；要用作“是/否”，请导出为 Y 和 N",
    )


def rare(distinct: int, times: int) -> Words:
    """What could be a list, but has values that may be about somebody."""
    return Words(
        f"{distinct} different texts, {times} of them very rare, so they are not listed here;"
        " write `one of …` if the list is known",
        f"有 {distinct} 种不同的文字，其中 {times} 种极少见，未列出；如果取值是固定的，请写“取值 …”",
    )


def currency(code: str) -> Words:
    """Amounts without a currency."""
    in_zh = VOCABULARY.word("CURRENCY", "zh")
    return Words(
        f"amounts show no currency and are taken as {code}; for euros, write `customer customer in EUR` below",
        f"金额没有写币种，按 {code} 处理；如果是港元，请在下面写成：客户 customer 客户 {in_zh} HKD",
    )


def unsigned(times: int, code: str) -> Words:
    """Amounts without a sign among others that have the sign of a foreign currency."""
    return Words(
        f"{many(times, 'cell')} without a sign of a currency, taken as {code} like the others",
        f"有 {times:,} 个单元格没有写币种，与其他单元格一样按 {code} 处理",
    )


def quarantined(shapes: Mapping[str, int]) -> Words:
    """Cells that cannot be read, by their shape: 9 for a digit, a for a letter."""
    rows = sum(shapes.values())
    shown = list(shapes.items())[:_SHOWN]
    en = [_shape(shape).en + (f" ({times:,})" if len(shapes) > 1 else "") for shape, times in shown]
    zh = [_shape(shape).zh + (f"（{times:,}）" if len(shapes) > 1 else "") for shape, times in shown]
    more = len(shapes) > _SHOWN
    legend = _legend([shape for shape, _ in shown if not shape.isalpha()])
    return Words(
        f"{many(rows, 'cell')} cannot be read, so the rows go to quarantine; written like"
        f" {', '.join(en)}{', …' if more else ''}{legend.en}",
        f"有 {rows:,} 个单元格无法读取，所在的行会被隔离；写法形如：{'、'.join(zh)}{'…' if more else ''}{legend.zh}",
    )


def _legend(shapes: list[str]) -> Words:
    """What stands for what in shapes."""
    signs = [sign for sign in ("9", "a") if any(sign in shape for shape in shapes)]
    if not signs:
        return Words("", "")
    en, zh = {"9": "9 for a digit", "a": "a for a letter"}, {"9": "9 代表数字", "a": "a 代表文字"}
    return Words(
        f"; {' and '.join(en[sign] for sign in signs)}",
        f"；{'，'.join(zh[sign] for sign in signs)}",
    )


def _shape(shape: str) -> Words:
    """A shape as people say it: a single word by its length."""
    if not shape.isalpha():
        return Words(shape, shape)
    return Words(f"a word of {many(len(shape), 'letter')}", f"{len(shape)} 个字")


def no_key() -> Words:
    """No column names the customers."""
    return Words(
        "no column tells all customers apart, so the row number does; name one with --key, or as `key` here",
        "没有能区分所有客户的列，暂用行号；可用 --key 指定一列，或在这里改成“主键”",
    )


def likely_key() -> Words:
    """A key chosen without much to go by."""
    return Words(
        "taken for the key because no two rows have the same; is it the customer's number?",
        "因为没有重复的值，暂作主键；它是客户号吗？",
    )


def repeated(rows: int) -> Words:
    """A key that is not one of every row."""
    return Words(
        f"{many(rows, 'row')} with the same value as another, put into quarantine",
        f"有 {rows:,} 行与别的行值相同，会被隔离",
    )


def without_key(rows: int) -> Words:
    """Rows without a key."""
    return Words(
        f"{many(rows, 'row')} without one, put into quarantine",
        f"有 {rows:,} 行没有值，会被隔离",
    )


def no_customer(rows: int) -> Words:
    """Rows that are no customers."""
    return Words(
        f"{many(rows, 'row')} with a total, a heading or a remark in its place, put into quarantine",
        f"有 {rows:,} 行在这一列是合计、表头或备注，不是客户，会被隔离",
    )


def unreadable_key(rows: int) -> Words:
    """Rows whose key cannot be read."""
    return Words(
        f"{many(rows, 'row')} with a value that cannot be read as a name, put into quarantine",
        f"有 {rows:,} 行的值不能作编号，会被隔离",
    )


def no_key_after_all(column: str, repeated: int, without: int) -> Words:
    """A column that is called like a key and was refused."""
    en = [f"{many(repeated, 'row')} with the same value as another"] if repeated else []
    zh = [f"{repeated:,} 行与别的行值相同"] if repeated else []
    en += [f"{many(without, 'row')} without a usable one"] if without else []
    zh += [f"{without:,} 行没有可用的值"] if without else []
    advice = _ONE_ROW if repeated else Words("", "")
    return Words(
        f"{column} was not taken for the key: {' and '.join(en)}{advice.en}",
        f"{column} 未作主键：{'，'.join(zh)}{advice.zh}",
    )


def small(rows: int) -> Words:
    """A file from which little can be learnt."""
    return Words(
        f"only {many(rows, 'row')} seen: types, ranges and lists may be wrong",
        f"只看到 {rows:,} 行：类型、范围和取值都可能不准",
    )


def in_part(looked_at: int, rows: int) -> Words:
    """A file too long to be looked at closely throughout."""
    return Words(
        f"{looked_at:,} of {rows:,} rows were looked at closely; types, ranges and lists were tried on all of them",
        f"仔细看了 {rows:,} 行中的 {looked_at:,} 行；类型、范围和取值已在全部行上核对",
    )
