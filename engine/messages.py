"""What is said about data files (D1..) and their rows (D2..), in both languages.

The reader reports codes and values only; words are here, for the product owner who sent the file.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final
from unicodedata import category

from dsl.diagnostics.model import Words
from dsl.lean import dataclass
from dsl.syntax.vocabulary import Lang, lang_of
from engine.punctuation import ENUMERATION

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from dsl.program.model import Ladder

Arg = str | int | Words | tuple["str | Words", ...] | None

# A longer value is cut where it is shown, and so is a longer list; the row itself is kept whole.
_SHOWN: Final = 60
_LISTED: Final = 20
_PROPOSED: Final = 6
_INVISIBLE: Final = frozenset({"Cc", "Cf"})  # controls, and marks such as a blank of no width
_UNCUT: Final = frozenset({"path", "other", "detail", "held", "told"})

MESSAGES: Final[dict[str, tuple[str, str]]] = {
    # --- the file cannot be used ---
    "D101": ("There is no file {path}", "没有文件 {path}"),
    "D102": ("{path} is a folder; {detail}", "{path} 是文件夹；{detail}"),
    "D103": ("{path} cannot be opened: {detail}", "无法打开 {path}：{detail}"),
    "D104": ("{path} is empty", "{path} 是空文件"),
    "D105": (
        "{path} is not a data file that can be read; give CSV, Excel (.xlsx), Parquet or Arrow",
        "{path} 不是可读的数据文件；请提供 CSV、Excel（.xlsx）、Parquet 或 Arrow 文件",
    ),
    "D106": (
        "{path} is {kind}, which is not read; save it as {instead}",
        "{path} 是{kind}，无法读取；请另存为 {instead}",
    ),
    "D107": (
        "{path} is damaged or cut off and cannot be read as {format}{detail}; export it again",
        "{path} 已损坏或不完整，无法按 {format} 读取{detail}；请重新导出",
    ),
    "D108": (
        "{path} is neither UTF-8 nor GB18030 text: line {line} (byte {byte}) fits neither; save it as CSV UTF-8",
        "{path} 既不是 UTF-8 也不是 GB18030 文本：第 {line} 行（第 {byte} 字节）两者都不符；请另存为 CSV UTF-8",
    ),
    "D109": (
        "{path} is {encoding} text with a damaged place on line {line} (byte {byte}); export it again",
        "{path} 是 {encoding} 文本，但第 {line} 行（第 {byte} 字节）已损坏；请重新导出",
    ),
    "D110": (
        "A quote opens on line {line} of {path} and never closes, so the rows after it cannot be told apart",
        "{path} 第 {line} 行的引号没有结束，其后的各行无法区分",
    ),
    "D111": ("{path} has no header row", "{path} 没有表头行"),
    "D112": (
        "{path} has two columns named {column} (columns {first} and {second}); rename one",
        "{path} 有两列同名 {column}（第 {first} 列和第 {second} 列）；请改名",
    ),
    "D113": (
        "The columns {columns} of {path} all match the field {field}; name its column in the customer record",
        "{path} 的列 {columns} 都对应字段 {field}；请在客户记录中写明用哪一列",
    ),
    "D114": ("{path} lacks columns that are needed:{told}", "{path} 缺少需要的列：{told}"),
    "D115": (
        "The column {column} of {path} holds {held}, which cannot be read as {field}, {type}",
        "{path} 的列 {column} 是 {held} 类型，无法读作 {field}（{type}）",
    ),
    "D116": (
        "The column {column} of {path} holds moments with a time zone; name the zone for dates of {field}",
        "{path} 的列 {column} 是带时区的时刻；请在字段 {field} 写明按哪个时区取日期，例如 Asia/Shanghai",
    ),
    "D117": ("{path} was changed while it was read; run again", "{path} 在读取时被改动；请重新运行"),
    "D118": (
        "A row of {path} {place} is longer than {limit} MB; most likely a quote is not closed",
        "{path} {place}有一行超过 {limit} MB；很可能是引号没有结束",
    ),
    "D119": (
        "{zone} of the field {field} is not a known time zone; write it like Asia/Shanghai",
        "字段 {field} 的时区 {zone} 不存在；请写成 Asia/Shanghai 的形式",
    ),
    "D120": (
        "{held} is not a table that can be read: give Arrow data, or an object that offers it{detail}",
        "{held} 不是可读的表格：请提供 Arrow 数据或能导出 Arrow 数据的对象{detail}",
    ),
    "D121": (
        "The customer record has no field to be absent named {names}{near}",
        "客户记录里没有名为 {names} 的字段可以缺列{near}",
    ),
    "D122": (
        "{path} holds numbers where texts are wanted, which lose zeros in front (0101 is 101); give as text: {told}",
        "{path} 中这些列应为文本却存成了数值，开头的 0 会丢失（0101 成了 101）；请改为文本：{told}",
    ),
    "D123": (
        "{path} holds a NUL on line {line}, which no text has; export it again",
        "{path} 第 {line} 行有 NUL 字符，文本里不该有；请重新导出",
    ),
    "D124": (
        "{path} begins with {first}, and its header ({header}) is only row {row}, blank ones apart; delete the others",
        "{path} 第一行是“{first}”，表头（{header}）却在第 {row} 行（空行不计）；请删去表头上面的内容",
    ),
    "D125": (
        "{path} unpacks to {size} GB, where a workbook may have {limit}; save it as CSV or Parquet",
        "{path} 解压后有 {size} GB，而工作簿最多 {limit} GB；请另存为 CSV 或 Parquet",
    ),
    "D126": (
        "{path} has other columns than {other}; all files of a run must have the same ones, in any order:{told}",
        "{path} 的列与 {other} 不同；一次运行的各个文件必须有同样的列（次序不限）：{told}",
    ),
    "D127": (
        "The column {column} holds {held} in {path}, and {wanted} in {other}; store it in one way in all files",
        "列 {column} 在 {path} 中是{held}，在 {other} 中却是{wanted}；请在各个文件中用同一种类型存储",
    ),
    "D128": (
        "There are no customers in {place}: a header, and no rows below it",
        "{place}里没有客户：只有表头，下面没有数据行",
    ),
    # --- the row is put into quarantine ---
    "D201": (
        "Cells in the row: {value}, in the header: {expected}; perhaps a text with a separator lacks its quotes",
        "该行有 {value} 个单元格，而表头有 {expected} 个；可能是含有分隔符的文字没有加引号",
    ),
    "D202": ("{field} is missing, so nobody knows which customer this is", "缺少 {field}，无法确定是哪位客户"),
    "D203": ("{field} {value} stands in more than one row", "{field} {value} 出现在多行中"),
    "D204": (
        "{field} came as the number {value}, whose first zeros or last digits may be lost; give it as text",
        "{field} 以数值 {value} 的形式给出，开头的 0 或末几位可能已丢失；请改为文本",
    ),
    "D205": ("{field} is {value}, which is not an identifier", "{field} 的值“{value}”不能作为标识"),
    "D206": ("{field} is missing, and every customer must have it", "缺少 {field}，而每位客户都必须有它"),
    "D207": (
        "The cell {column} holds line breaks and what look like whole rows; a quote seems not to be closed",
        "单元格 {column} 里有换行，像是包含了整行数据；可能有引号没有结束",
    ),
    "D208": (
        "The row breaks what the customer record assumes ({value}): {field}",
        "该行不符合客户记录中的前提（{value}）：{field}",
    ),
    "D210": (
        "{field} holds a spreadsheet error or a formula without a result: {value}",
        "{field} 是表格中的错误值或没有结果的公式：{value}",
    ),
    "D209": ("{field} holds bytes that are not text: {value}", "{field} 含有无法识别为文字的字节：{value}"),
    "D211": ("{field} is {value}, which is not a whole number", "{field} 的值“{value}”不是整数"),
    "D212": ("{field} is {value}, which is not a number", "{field} 的值“{value}”不是数字"),
    "D213": (
        "{field} is {value}, which is not a percentage such as 3.5% or 0.035",
        "{field} 的值“{value}”不是百分比（例如 3.5% 或 0.035）",
    ),
    "D214": (
        "{field} is {value}, which is not an amount such as 1,234.56, 5万 or -20",
        "{field} 的值“{value}”不是金额（例如 1,234.56、5万、-20）",
    ),
    "D215": ("{field} is {value}, which is not a number of days", "{field} 的值“{value}”不是天数"),
    "D216": (
        "{field} is {value}, which is not a date such as 2026-06-01",
        "{field} 的值“{value}”不是日期（例如 2026-06-01）",
    ),
    "D217": (
        "{field} is {value}, which is neither yes (Y, 1, 是) nor no (N, 0, 否)",
        "{field} 的值“{value}”既不是“是”（Y、1）也不是“否”（N、0）",
    ),
    "D218": (
        "{field} is {value}, which is not one of {expected}",
        "{field} 的值“{value}”不在 {expected} 之中",
    ),
    "D219": ("{field} is {value}, which is not a text", "{field} 的值“{value}”不是文字"),
    "D221": (
        "{field} is {value}, finer than {expected}, the finest that is kept; round it, or say `rounded` in the record",
        "{field} 的值“{value}”比保留的最小单位 {expected} 更细；请先取整，或在客户记录里写“四舍五入”",
    ),
    "D222": (
        "{field} is {value}: written with an exponent, its last digits may be lost; export it in full",
        "{field} 的值“{value}”是科学记数法，末几位可能已丢失；请完整导出",
    ),
    "D223": ("{field} is {value}, which is not in {expected}", "{field} 的值“{value}”的币种不是 {expected}"),
    "D224": (
        "{field} is {value}, below the least allowed, {expected}",
        "{field} 的值“{value}”低于下限 {expected}",
    ),
    "D225": (
        "{field} is {value}, above the most allowed, {expected}",
        "{field} 的值“{value}”高于上限 {expected}",
    ),
    "D226": (
        "{field} is {value}, and the record does not say whether day or month is first; say so, or write 2026-06-01",
        "{field} 的值“{value}”，而客户记录没有写明日在前还是月在前；请在记录里写明，或写成 2026-06-01 的形式",
    ),
    "D227": ("{field} is {value}, a day that does not exist", "{field} 的值“{value}”是不存在的日期"),
    "D228": (
        "{field} is {value}, a moment with a time zone, and the record names no zone to take its date in",
        "{field} 的值“{value}”是带时区的时刻，而客户记录没有写明按哪个时区取日期",
    ),
    "D229": (
        "{field} is {value} without a percent sign, so nobody knows what is meant; write one of {expected}",
        "{field} 的值“{value}”没有百分号，分不清是哪一个；请写明：{expected}",
    ),
    "D230": (
        "{field} is {value}, whose year has two digits; write it like 2026-06-01",
        "{field} 的值“{value}”的年份只有两位；请写成 2026-06-01 的形式",
    ),
    "D233": (
        "{field} is {value}, how Excel counts the day {expected}; format the column as a date and export it again",
        "{field} 的值“{value}”是 Excel 对 {expected} 这一天的计数；请把该列设为日期格式，再重新导出",
    ),
    "D234": (
        "{field} is {value}: a heading, a total or a remark, and no customer",
        "{field} 的值“{value}”是表头、合计或备注，不是客户",
    ),
    "D235": (
        "Cells in the row: {value}, in the header: {expected}; something stands to the right of the last column",
        "该行有 {value} 个单元格，而表头有 {expected} 个；最后一列的右边还有内容",
    ),
    # --- one customer given from Python ---
    "D231": ("The customer record has no field {value}{near}", "客户记录里没有字段 {value}{near}"),
    "D232": ("{field} is given more than once: {column}", "{field} 给了不止一次：{column}"),
}


@dataclass(frozen=True, slots=True)
class AbsentColumn:
    """A field that must have a column in the data and has none.

    Attributes:
        field: what people call it.
        wanted: the headers that were looked for.
        near: a header that no field reads, and that was likely meant.
        required: whether every customer must have it, so that it cannot be allowed to be absent.
    """

    field: Words
    wanted: tuple[str, ...]
    near: str | None
    required: bool


def called(names: Sequence[str]) -> Words:
    """What people call a thing that has these names, by the script they are written in."""
    english, chinese = (next((name for name in names if lang_of(name) == lang), names[0]) for lang in ("en", "zh"))
    return Words(english, chinese)


def rung_names(ladder: Ladder, rung: str) -> tuple[str, ...]:
    """The name of a rung and its further names."""
    return (rung, *(further for further, name in ladder.further_rungs.items() if name == rung))


def did_you_mean(near: str | None) -> Words:
    """A question to be put behind what was not found; nothing where nothing is like it."""
    return Words(f"; did you mean {near}?", f"；是否指 {near}？") if near else Words("", "")


def absent_columns(
    absent: Sequence[AbsentColumn],
    unused: Sequence[str],
    *,
    in_python: bool,
    any_known: bool = True,
    passed_over: Sequence[str] = (),
) -> Words:
    """Every field that lacks its column, a line each, and what can be done."""
    english, chinese = "", ""
    for column in absent:
        wanted, near = _show(column.wanted, "en"), did_you_mean(column.near)
        english += f"\n  {column.field.en}: no column {wanted}{near.en}"
        chinese += f"\n  {column.field.zh}：没有列 {_show(column.wanted, 'zh')}{near.zh}"
        if column.required:
            english += "; every customer must have it" if not near.en else " Every customer must have it"
            chinese += "；每位客户都必须有" if not near.zh else "每位客户都必须有"
    if unused:
        english += f"\nNo field reads its columns {_show(tuple(unused), 'en')}"
        chinese += f"\n没有字段读取的列：{_show(tuple(unused), 'zh')}"
        if not any_known:
            english += "; does the first row name the columns?"
            chinese += "；第一行是列名吗？"
    if passed_over:
        english += f"\nOnly the first sheet is read, not {_show(tuple(passed_over), 'en')}"
        chinese += f"\n只读取第一张工作表，不读取：{_show(tuple(passed_over), 'zh')}"
    english += "\nCorrect the headers, or the columns in the customer record"
    chinese += "\n请更正表头，或客户记录中的列名"
    optional = [column.field for column in absent if not column.required]
    if optional:
        english += f"; or take them for missing with {_absent_ok([field.en for field in optional], in_python)}"
        chinese += f"；若要当作缺失，请用 {_absent_ok([field.zh for field in optional], in_python)}"
    return Words(english, chinese)


def _absent_ok(fields: Sequence[str], in_python: bool) -> str:  # noqa: FBT001
    """How to say that some fields need no column; which ones is left to the reader where they are many."""
    few = len(fields) <= _PROPOSED
    if in_python:
        return f"absent_ok={list(fields)}" if few else "absent_ok=[…]"
    return f"--absent-ok {','.join(fields)}" if few else "--absent-ok FIELD,…"


def render(code: str, args: Mapping[str, Arg], lang: Lang) -> str:
    """The message of a code in one language, without the code itself."""
    shown = {name: _show(value, lang, cut=name not in _UNCUT) for name, value in args.items()}
    return MESSAGES[code][0 if lang == "en" else 1].format(**shown)


def _show(value: Arg, lang: Lang, *, cut: bool = True) -> str:
    match value:
        case None:
            return ""
        case Words(en, zh):
            return en if lang == "en" else zh
        case tuple():
            shown = [_show(item, lang, cut=cut) for item in value[: _LISTED if cut else None]]
            return ENUMERATION[lang].join(shown if len(shown) == len(value) else [*shown, "…"])
        case _ if not cut:
            return str(value)
        case _:
            text = " ".join(str(value).splitlines())
            return _visible(text if len(text) <= _SHOWN else text[:_SHOWN] + "…")


def _visible(text: str) -> str:
    """A text in which nothing is hidden: a character that shows nothing is named."""
    return "".join(f"<U+{ord(sign):04X}>" if category(sign) in _INVISIBLE else sign for sign in text)


# All of them in a few words: for counts, and for the page that explains them.
_TITLES: Final[dict[str, tuple[str, str]]] = {
    "D101": ("no such file", "没有这个文件"),
    "D102": ("a folder, not a data file", "是文件夹"),
    "D103": ("the file cannot be opened", "文件无法打开"),
    "D104": ("empty file", "空文件"),
    "D105": ("not a data file", "不是数据文件"),
    "D106": ("a kind of file that is not read", "不读取的文件类型"),
    "D107": ("damaged file", "文件已损坏"),
    "D108": ("unknown encoding", "编码无法识别"),
    "D109": ("damaged text", "文本已损坏"),
    "D110": ("quote never closed", "引号没有结束"),
    "D111": ("no header row", "没有表头行"),
    "D112": ("two columns of one name", "两列同名"),
    "D113": ("two columns for one field", "一个字段有两列"),
    "D114": ("columns that are needed are absent", "缺少需要的列"),
    "D115": ("a column of a type that cannot be read", "列的类型无法读取"),
    "D116": ("moments without a declared time zone", "时刻没有写明时区"),
    "D117": ("file changed while it was read", "读取时文件被改动"),
    "D118": ("a row too long", "一行过长"),
    "D119": ("unknown time zone", "时区不存在"),
    "D120": ("not a table", "不是表格"),
    "D121": ("no such field to be absent", "没有可以缺列的这个字段"),
    "D122": ("numbers in columns that are texts", "文本列里是数值"),
    "D123": ("NUL in a text", "文本里有 NUL 字符"),
    "D124": ("header not in the first row", "表头不在第一行"),
    "D125": ("workbook too large", "工作簿过大"),
    "D126": ("files with different columns", "各文件的列不同"),
    "D127": ("a column of different types", "同一列的类型不同"),
    "D128": ("no rows", "没有数据行"),
    "D201": ("wrong number of cells", "单元格数不符"),
    "D202": ("key missing", "客户号缺失"),
    "D203": ("key used more than once", "客户号重复"),
    "D204": ("digits may be lost", "数字末位可能丢失"),
    "D205": ("not an identifier", "不能作为标识"),
    "D206": ("required value missing", "必填项缺失"),
    "D207": ("quote not closed", "引号未结束"),
    "D208": ("breaks an assumption", "不符合前提"),
    "D209": ("bytes that are not text", "无法识别的字节"),
    "D210": ("spreadsheet error", "表格错误值"),
    "D211": ("not a whole number", "不是整数"),
    "D212": ("not a number", "不是数字"),
    "D213": ("not a percentage", "不是百分比"),
    "D214": ("not an amount", "不是金额"),
    "D215": ("not a number of days", "不是天数"),
    "D216": ("not a date", "不是日期"),
    "D217": ("neither yes nor no", "不是是/否"),
    "D218": ("not in the list", "不在取值之中"),
    "D219": ("not a text", "不是文字"),
    "D221": ("finer than what is kept", "比保留的更细"),
    "D222": ("written with an exponent", "科学记数法"),
    "D223": ("other currency", "币种不符"),
    "D224": ("below the least allowed", "低于下限"),
    "D225": ("above the most allowed", "高于上限"),
    "D226": ("day or month first?", "日在前还是月在前"),
    "D227": ("day that does not exist", "日期不存在"),
    "D228": ("time zone not declared", "未写明时区"),
    "D229": ("percent sign missing", "缺少百分号"),
    "D230": ("year of two digits", "两位年份"),
    "D231": ("no such field", "没有这个字段"),
    "D232": ("given more than once", "给了不止一次"),
    "D233": ("a day as Excel counts it", "Excel 的日期数值"),
    "D234": ("not a customer", "不是客户"),
    "D235": ("cells beyond the last column", "最后一列之外有内容"),
}


def title_of(code: str, lang: Lang) -> str:
    """What a code means, in a few words; the code itself where it is not known."""
    return _TITLES[code][0 if lang == "en" else 1] if code in _TITLES else code
