"""Messages of E1 about single tokens: quotes, signs, numbers with their units, dates."""

from __future__ import annotations

from typing import Final

from dsl.diagnostics.entry import Entry, case, entry

MESSAGES: Final[dict[str, Entry]] = {
    "E102": entry(
        "unclosed-quote", "A quotation mark without its other half", "引号没有成对",
        case(
            "The name that begins here has no closing backquote on this line.",
            "这里开始的名称，到行末都没有结束的反引号（`）。",
            "Close it with a backquote, or leave both out if the name has no spaces.",
            "请补上结束的反引号；名称里没有空格时，前后两个都可以不写。",
            what="name",
        ),
        case(
            "The text that begins here has no closing quote on this line.",
            "这里开始的文字，到行末都没有结束的引号。",
            'Close it on the same line; both quotes must be of one kind: `"…"` or `“…”`. A long text may go on in '
            "quotes of its own on the next line.",
            '请在同一行补上结束的引号；前后引号要用同一种："…" 或 “…”。文字太长的，可以分成几行，每行各加一对引号。',
        ),
    ),
    "E103": entry(
        "comma-in-number", "A comma or point between thousands", "数字里有分千位的逗号或点",
        case(
            "`{found}` has signs between its thousands, and only `_` may stand there.",
            "“{found}”用别的符号来分千位，而这里只能用下划线。",
            what="marks",
        ),
        case(
            "`{found}` has commas between its digits, but a comma separates values here.",
            "“{found}”的数字中间有逗号，而逗号在这里用来隔开几个值。",
            "Leave the commas out, or write a scale: `5000`, `5k`; `_` may group digits: `5_000`.",
            "请去掉逗号，或者改用“万”：5000、0.5万；想分段的，可以用下划线：5_000。",
        ),
    ),
    "E104": entry(
        "month-or-months", "March or three months?", "是月份还是月数",
        case(
            "`{found}` may be a month of the year or a number of months.",
            "“{found}”可以指几月份，也可以指几个月，分不清是哪一种。",
            "For a length of time write `3 months`; for a day write the whole date, such as `2026-03-01`.",
            "表示时长请写“3个月”；表示某一天请写完整的日期，如 2026-03-01。",
        ),
    ),
    "E105": entry(
        "unreadable-number", "A number that cannot be read", "看不懂的数",
        case(
            "The `w` in `{found}` is written 万 here.",
            "“{found}”里的 w 要写成“万”。",
            what="wan",
        ),
        case("`{found}` is not a unit here.", "“{found}”不是这里认识的单位。", what="scale"),
        case(
            "`{found}` is not a unit here.",
            "“{found}”不是这里认识的单位。",
            "Units are k, million, billion, CNY, %, x, days, weeks, months, years.",
            "可用的单位有：万、亿、元、%、倍、天、周、个月、年。",
            what="unit",
        ),
        case(
            "`{found}` may be millions or months.",
            "“{found}”可以是百万，也可以是几个月，分不清是哪一种。",
            "Write `{digits} million`, or `{digits} months`.",
            "请写“{digits} million”或“{digits} months”，中文写“{digits}百万”或“{digits}个月”。",
            what="m",
        ),
        case(
            "`{found}` has a number in words, but numbers are written in digits.",
            "“{found}”里的数是用英文写的，这里的数要用阿拉伯数字。",
            what="numeral_en",
        ),
        case(
            "`{found}` may be a day of the month or a number of days.",
            "“{found}”可以指几号，也可以指几天，分不清是哪一种。",
            "For a length of time write `{length}`; for a day write the whole date, such as `2026-03-05`.",
            "表示时长请写“{length}”；表示某一天请写完整的日期，如 2026-03-05。",
            what="days",
        ),
        case(
            "`{found}` has two units; here a number has one.",
            "“{found}”用了两个单位，这里一个数只写一个单位。",
            what="two_scales",
        ),
        case(
            "`{found}` is a number in Chinese characters, but numbers are written in digits.",
            "“{found}”是用汉字写的数，这里的数要用阿拉伯数字。",
            what="numeral", has="digits",
        ),
        case(
            "`{found}` is a number in Chinese characters, but numbers are written in digits.",
            "“{found}”是用汉字写的数，这里的数要用阿拉伯数字。",
            "Write digits and the unit: `3x`, `1 million`, `30%`, `6 months`.",
            "请写成数字加单位，如 3倍、100万、30%、6个月。",
            what="numeral",
        ),
        case(
            "`{found}` runs a number and a word together, and `{tail}` is not a unit known here.",
            "“{found}”里数字和文字连在一起，而“{tail}”不是这里认识的单位。",
            "Put a space between two words. Units are k, million, billion, CNY, %, x, days, months, years.",
            "如果是两个词，请在中间加空格；可用的单位有：万、亿、元、%、倍、天、个月、年。",
        ),
    ),
    "E106": entry(
        "comparison-behind", "A comparison behind its number", "比较写在了数字后面",
        case(
            "`{found}` has its comparison behind the value; here it stands before.",
            "“{found}”把比较写在了后面，这里要写在前面。",
            "`>=` and `<=` include `{value}` itself; if it should not be included, use `>` or `<`.",
            "用 >= 和 <=，“{value}”本身也算在内；不算在内的，请用 > 或 <。",
            what="value",
        ),
        case(
            "`{found}` has its comparison behind the length of time; here it stands before.",
            "“{found}”把比较写在了时长后面，这里要写在时长前面。",
            what="length",
        ),
        case(
            "`{found}` has its comparison behind the number; here it stands before.",
            "“{found}”把比较写在了数字后面，这里要写在数字前面。",
            "`>=` and `<=` include the number itself; if it should not be included, use `>` or `<`.",
            ">= 和 <= 包括本数；如果不包括本数，请用 > 或 <。",
            what="mark",
        ),
        case(
            "`{found}` has its comparison behind the number; here it stands before.",
            "“{found}”把比较写在了数字后面，这里要写在数字前面。",
            "By law `{suffix}` includes the number itself, so it becomes `{fix}`; if it should not, use `>` or `<`.",
            "“{suffix}”按法律规定包括本数，所以是“{fix}”；如果不包括本数，请用 > 或 <。",
        ),
    ),
    "E107": entry(
        "unknown-sign", "A sign without a meaning", "没有意义的符号",
        case(
            "`;` does not end a sentence; the end of the line does.",
            "句子不用分号结束，换行就是结束。",
            "Begin the next sentence on a new line; join two conditions with `and`.",
            "下一句请另起一行；要连接两个条件，请用“且”。",
            what="semicolon",
        ),
        case(
            "`{found}` has no meaning here.",
            "“{found}”这个符号在这里用不上。",
            "Take it away. If it is part of a name, put the whole name in backquotes; a remark begins with `#`.",
            "请删去它；如果它是名称的一部分，请用反引号（`）把整个名称括起来；说明文字请以 # 开头。",
        ),
    ),
    "E108": entry(
        "bad-date", "Not a date", "不是有效的日期",
        case(
            "A date is not written as `{found}` here.",
            "日期不能写成“{found}”。",
            "Write it as `2026-06-01`: year, month, day.",
            "请按年、月、日的次序，写成 2026-06-01 或 2026年6月1日 的样子。",
            what="form",
        ),
        case(
            "The day of every year is not written as `{found}` here.",
            "每年的某一天不能写成“{found}”。",
            what="every",
        ),
        case(
            "`{found}` may be two days: in some countries the month comes first, in others the day.",
            "“{found}”可以是两个日期：有的地方先写月，有的地方先写日。",
            "Write `{one}` or `{other}`, whichever is meant: year, month, day.",
            "请按年、月、日的次序，写成“{one}”或“{other}”。",
            what="order",
        ),
        case(
            "`{found}` is only part of a date.",
            "“{found}”不是完整的日期。",
            "Write the year as well, such as `2026-06-01`; the day of every year is `every year on 1 June`.",
            "请把年份写上，如 2026-06-01；每年的这一天，写“每年 6月1日”。",
            what="no_year",
        ),
        case(
            "`{found}` is only part of a date.",
            "“{found}”不是完整的日期。",
            "Write year, month and day, such as `2026-06-01`.",
            "年、月、日都要写，如 2026-06-01。",
            what="part",
        ),
        case(
            "There is no day `{found}` in the calendar.",
            "日历上没有“{found}”这一天。",
            "Check the month and its last day.",
            "请核对月份，以及这个月的最后一天是几号。",
        ),
    ),
}  # fmt: skip
