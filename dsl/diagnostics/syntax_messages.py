"""Messages of E1 but E121: sentences that cannot be read."""

from __future__ import annotations

from typing import Final

from dsl.diagnostics.entry import Entry, case, entry

MESSAGES: Final[dict[str, Entry]] = {
    "E101": entry(
        "unexpected-word", "A word that cannot stand here", "这里不能写这个词",
        case(
            "Nothing more is expected here, but `{found}` follows.",
            "这里应当已经写完，后面却还有“{found}”。",
            "Take it away; in a table, a further column begins with another `|`.",
            "请删去它；如果这是表格里的另一列，请用“|”隔开。",
            what="end",
        ),
        case(
            "`{found}` should be a text in quotes.",
            "“{found}”应当是带引号的文字。",
            'Put the whole text in quotes, such as `"{found}"`.',
            '请用引号把整段文字括起来，如 "{found}"。',
            what="quotes",
        ),
        case(
            "A name is needed here, and `{found}` is one of the words that sentences are made of.",
            "这里应当是一个名称，而“{found}”是造句用的词，不能直接当名称。",
            "Write the name, or another one; to keep this one, put it in backquotes wherever it is used.",
            "请写上名称，或换一个名称；确实要用这个词的，每次都要用反引号括起来。",
            what="reserved",
        ),
        case(
            "The name of the rule is missing before `{found}`.",
            "“{found}”前面缺少规则的名称。",
            "Write a name behind the first word, such as `rule silver_card`; all else of the rule stands on the lines "
            "below, indented by two spaces.",
            "请在“规则”后面写上名称，如“规则 银卡”；其余内容写到下面的行，行首空两格。",
            what="no_name",
        ),
        case(
            "A name stands without quotes or brackets here.",
            "名称不用加引号，也不用加括号。",
            what="quoted",
        ),
        case(
            "A value has one name in each language; the one in quotes stands first.",
            "一个取值每种语言只写一个名称；加引号的写在最前面。",
            what="value_in_quotes",
        ),
        case(
            "`{found}` cannot be part of a name as it stands.",
            "名称里不能直接写“{found}”。",
            "Put the whole name in backquotes wherever it is used, or choose one of letters only.",
            "请用反引号（`）把整个名称括起来，每次用到都一样；也可以改成只有文字的名称。",
            what="backquotes",
        ),
        case(
            "`{found}` does not say what the customer gets.",
            "“{found}”没有说明给客户什么结果。",
            "An outcome begins with its word: `tier core`, `offer fund`, `class salaried`, `add 10 to loyalty`, "
            "`task callback`; a choice is `birthday_gift is flowers`.",
            "结果要以这些词开头：层级 核心、推荐 基金、客群 代发客户、加 10 到 积分、待办 回访；"
            "选项写“生日礼物 是 鲜花”。",
            what="outcome",
        ),
        case(
            "`{found}` may be two values with nothing between them, or one value of two words.",
            "“{found}”可能是两个取值，中间少了符号；也可能是一个中间有空格的取值。",
            'Two values are `{two}`; one value of several words stands in quotes: `"{found}"`.',
            '两个取值，请写成“{two}”；一个取值，请加上引号，写成 "{found}"。',
            what="two_values",
        ),
        case(
            "No comma stands between `{first}` and `{second}`, so they would be two names of one thing.",
            "“{first}”和“{second}”之间没有逗号，会成为同一样东西的两个名称。",
            "Put a comma before `{second}`; if both are names of one, write `# allow W514: why` behind the line.",
            "请在“{second}”前面加逗号；确实是同一样的，请在行末写“# 允许 W514：理由”。",
            what="two_names",
        ),
        case("{missing:cap} is missing before `{found}`.", "“{found}”前面缺少{missing}。", what="missing"),
        case(
            "Something is missing before `{found}`: {expected:or}.",
            "“{found}”前面缺少{expected:or}。",
            "Write the one that is meant.",
            "请按原意补上其中一个。",
            what="one_missing",
        ),
        case(
            "`{found}` is not needed here.",
            "这里不用写“{found}”。",
            "Take it away.",
            "请删去它。",
            what="extra",
        ),
        case(
            "`{found}` says more of an offer or a task, and stands right behind it.",
            "“{found}”补充说明前面的推荐或待办，要紧接着写。",
            'Write no comma before it, such as `expect offer fund because "…"`.',
            '它前面不用逗号，如：期望 推荐 基金 因为 "…"。',
            what="detail",
        ),
        case(
            "Nothing before `{found}` says whether more, less or equal is meant.",
            "“{found}”前面没有写明是超过、不满还是等于。",
            "Write `> {found}`, `>= {found}`, `< {found}` or `is {found}`, whichever is meant.",
            "请按原意选一种：“> {found}”（超过）、“>= {found}”（不低于）、“< {found}”（不满）或“是 {found}”。",
            what="compare",
        ),
        case(
            "Nothing before `{found}` says whether it was longer ago or not so long.",
            "“{found}”前面没有写明是满这么久，还是不到这么久。",
            "Write `at least {length} ago`, `less than {length} ago` or `is within the last {length}`, whichever is "
            "meant.",
            "请按原意选一种：“满 {length}”“不满 {length}”或“在 近 {length} 内”。",
            what="compare_length",
        ),
        case(
            "`{found}` does not say what it compares: every comparison has a name before it.",
            "“{found}”前面没有写比较什么：每个比较前面都要有名称。",
            what="left",
        ),
        case(
            "`{found}` does not say what it compares: every comparison has a name before it.",
            "“{found}”前面没有写比较什么：每个比较前面都要有名称。",
            "Write what is compared before it, here too; a range may be `from 50k to 100k`.",
            "请在它前面写上比较的是什么；范围可以写成“从 5万 到 10万”。",
            what="no_left",
        ),
        case(
            "`{found}` is yes or no by itself, so it stands in a condition without `is`.",
            "“{found}”本身就表示是或否，在条件里直接写它的名称。",
            what="asked",
        ),
        case(
            "A second `{found}` follows here, but a rule has one condition.",
            "这里又写了一个“{found}”，而一条规则只有一个条件。",
            "Join both with `and`, a part that has `or` in parentheses; or write a rule for each.",
            "请用“且”把两个条件连起来，其中有“或”的放在括号里；也可以分成两条规则来写。",
            what="if_again",
        ),
        case(
            "A second `{found}` follows here, but a rule has one condition.",
            "这里又写了一个“{found}”，而一条规则只有一个条件。",
            "Join both with `and`, a part that has `or` in parentheses, and indent the lines below the first by two "
            "spaces; or write a rule for each.",
            "请用“且”把两个条件连起来，其中有“或”的放在括号里，第一行以下的各行行首都空两格；也可以分成两条规则来写。",
            what="if_again_at_margin",
        ),
        case(
            "A second `{found}` follows here, but all outcomes of a rule stand behind one.",
            "这里又写了一个“{found}”，而一条规则的结果都写在一起。",
            what="then_again",
        ),
        case(
            "`{found}` does not say what an empty cell of the data means.",
            "单写“{found}”，看不出数据里没有值时怎么办。",
            "`as {found}` stands for a value; otherwise write `unknown` or `required`.",
            "要当作某个值，请写“视为 {found}”；否则请写“未知”或“必填”。",
            what="as",
        ),
        case(
            "A parenthesis that was opened before `{found}` is not closed.",
            "“{found}”前面有一个左括号没有配对的右括号。",
            "Close it with `)` where what belongs together ends.",
            "请在该结束的地方补上“)”。",
            what="open_paren",
        ),
        case(
            "This `)` closes nothing.",
            "这个右括号没有配对的左括号。",
            "Take it away, or open a parenthesis with `(` before it.",
            "请删去它，或在前面补上“(”。",
            what="close_paren",
        ),
        case(
            "A list of values stands in parentheses, but here `{found}` follows.",
            "几个值要写在括号里，这里后面却是“{found}”。",
            "Write the values like this: `home in (owned, rented)`.",
            "请照这样写：住房 属于 (自有, 租住)。",
            what="list",
        ),
        case(
            "`{found}` cannot stand here; it should be {expected:or}.",
            "这里不能写“{found}”，应当是{expected:or}。",
            has="near",
        ),
        case(
            "`{found}` cannot stand here; it should be {expected:or}.",
            "这里不能写“{found}”，应当是{expected:or}。",
            "Look at the words just before it: one is missing, or one is too many.",
            "请看看它前面的几个词：可能漏了一个，也可能多了一个。",
        ),
    ),
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
    "E109": entry(
        "two-readings", "Two ways to read it", "有两种读法",
        case(
            "More than {length} ago may begin on the next day, or when another {another} is full.",
            "超过{length}，可以从次日算起，也可以再满一{another}才算。",
            "Write `at least {length} ago` to begin on the day on which it is full, and `< today - {length}` to begin "
            "on the next.",
            "从满的那天起（含当天），写“满 {length}”；从次日起，写“< 今天 - {length}”。",
            what="more_than",
        ),
        case(
            "At most {length} ago may take in days to come, or not.",
            "不超过{length}，可以包括将来的日子，也可以不包括。",
            "Write `is within the last {length}` without them, `>= today - {length}` with them.",
            "到今天为止，写“在 近 {length} 内”；将来的也算，写“>= 今天 - {length}”。",
            what="at_most",
        ),
        case(
            "`{found}` may be the time up to today, or from today on.",
            "“{found}”可以是到今天为止的这段时间，也可以是从今天起的这段时间。",
            "Write `within the last {length}` up to today, `within the next {length}` from today on.",
            "到今天为止，写“近 {length} 内”；从今天起，写“未来 {length} 内”。",
            what="inside",
        ),
        case(
            "`{found}` before a length of time and `ago` may compare the length, or the day.",
            "“{found}”后面写多久以前，可能是比时长，也可能是比日期。",
            "To compare the length of time, write `{length}`; to compare the day, `{day}`.",
            "比时长，请写“{length}”；比日期，请写“{day}”。",
            what="ago",
        ),
        case(
            "`{found}` so long before or after a day may mean earlier, or later.",
            "“{found}”某天以前或以后多久，可能是更早，也可能是更晚。",
            "Write the sign: `{earlier}` for earlier, `{later}` for later.",
            "请写符号：更早写“{earlier}”，更晚写“{later}”。",
            what="moved",
        ),
        case(
            "Without spaces this reads as `{one}` or as `{other}`.",
            "这里没有空格，可以读成“{one}”，也可以读成“{other}”。",
            "Put spaces between the words, so that one reading is left.",
            "请在词与词之间加空格，让它只有一种读法。",
        ),
    ),
    "E110": entry(
        "no-statement", "Not the beginning of a statement", "不是一句政策的开头",
        case("No statement begins with `{word}`.", "没有哪一句政策以“{word}”开头。", has="near"),
        case(
            "`{word}` begins an outcome, and an outcome stands in a rule.",
            "“{word}”是结果的开头，而结果要写在规则里。",
            "Write `if … then {word} …`; what every customer gets stands below the name of a `rule`.",
            "请写“如果 … 则 {word} …”；所有客户都有的结果，写在“规则”的名称下面。",
            what="outcome",
        ),
        case(
            "No statement begins with `{word}`.",
            "没有哪一句政策以“{word}”开头。",
            "A line at the left margin begins with a word such as `rule`, `if`, `class`, `offer`, `table` or `test`; "
            "what belongs to the statement above is indented, and a remark begins with `#`.",
            "顶格的一行要以“规则”“如果”“客群”“推荐”“决策表”“测试”等词开头；属于上一句的内容要缩进，说明文字以 # 开头。",
        ),
    ),
    "E114": entry(
        "stops-early", "It stops too early", "没有写完",
        case(
            "This stops too early; what should follow is {expected:or}.",
            "这里没有写完，后面应当是{expected:or}。",
            "Write what is missing on this line, or indented on the next.",
            "请在这一行补完，或在下一行缩进后接着写。",
        ),
    ),
    "E119": entry(
        "missing-then", "A rule without `then`", "规则里没有“则”",
        case(
            "`then` is missing between the condition and `{found}`.",
            "条件和“{found}”之间缺少“则”。",
            what="word",
        ),
        case(
            "The rule ends here, but nothing says what it decides.",
            "规则到这里就结束了，没有写结果。",
            "Go on below, indented by two spaces, with an outcome such as `offer fund`, or `if … then offer fund`.",
            "请在下面一行写出结果，行首空两格，如“推荐 基金定投”，或“如果……则 推荐 基金定投”。",
            what="body",
        ),
        case(
            "The condition ends here, but no `then` follows that says what it leads to.",
            "条件到这里就结束了，后面没有“则”来说明结果。",
            "Go on with an outcome, such as `then offer fund`.",
            "请接着写出结果，如“则 推荐 基金定投”。",
        ),
    ),
    "E120": entry(
        "two-comparisons", "Two comparisons in a row", "两个比较连在一起",
        case(
            "A second `{found}` follows here, but a condition compares two things only.",
            "这里接着又写了一个“{found}”，而一个条件只能比较两样东西。",
            "Write a range as `loan from 50k below 100k`, or join two conditions with `and`.",
            "范围请写成“贷款 从 5万 不足 10万”，或用“且”连接两个条件。",
        ),
    ),
    "E122": entry(
        "no-else", "There is no `else`", "没有“否则”",
        case(
            "There is no `{word}`: a rule says only what happens if its condition is true.",
            "这里没有“{word}”的写法：一条规则只说明条件成立时的结果。",
            "Write a second rule with the opposite condition, or a `table … first` whose last row is `-`.",
            "请为相反的情况另写一条规则，或用“决策表 … 首个”，把最后一行的条件写成“-”。",
        ),
    ),
    "E123": entry(
        "not-indented", "A line that is indented wrongly", "缩进得不对",
        case(
            "`{word}` belongs to the statement above, but it stands at the left margin.",
            "“{word}”属于上一句，但顶格写了。",
            "Put two spaces before this line, and before the lines below that belong to it as well.",
            "请在这一行前面空两格；下面还有属于同一句的行，也要空两格。",
            what="line",
        ),
        case(
            "`{word}` begins a sentence of its own, but it is indented.",
            "“{word}”开始新的一句，但前面空了格。",
            "Move this line to the left margin. The lines below that belong to it stay indented.",
            "请把这一行顶格写；下面属于它的行仍然缩进。",
            what="margin",
        ),
        case(
            "`{word}` begins a clause, so it stands on a line of its own.",
            "“{word}”是一个分句，要另起一行。",
            "Write it on the next line, indented by two spaces.",
            "请写到下一行，行首空两格。",
            what="own_line",
        ),
        case(
            "`{word}` does not go on with the line: at the margin `offer` declares what there is to offer.",
            "“{word}”不能接在这里：顶格的“推荐”“产品”是声明有哪个产品。",
            "To say who gets an offer that is declared already, write `if … then offer …`; to say who may have this "
            "one at all, write `if …` on the next line, indented by two spaces.",
            "说明已有的产品推荐给谁，请写“如果 … 则 推荐 …”；说明这个产品限于哪些客户，请写到下一行，行首空两格。",
            what="own_line_or_rule",
        ),
        case(
            "`{word}` stands further in than the clause above, so it was read as part of that.",
            "“{word}”比上面的分句缩进得更多，被当成了那个分句的下半句。",
            "Indent the clauses of a statement alike, by two spaces.",
            "同一句的各个分句要对齐，行首都空两格。",
            what="deeper",
        ),
        case(
            "`{word}` stands behind what the rule decides, not before it.",
            "“{word}”要写在规则的结果后面，不能写在前面。",
            "Move it to a line of its own below `if … then …`.",
            "请把它移到“如果……则……”下面，另起一行。",
            what="behind",
        ),
        case(
            "`{word}` stands before what the rule decides, not behind it.",
            "“{word}”要写在规则的结果前面，不能写在后面。",
            "Move it above the outcomes, which then begin with `then`.",
            "请把它移到结果上面一行，结果前面写“则”。",
            what="before",
        ),
        case(
            "The condition of a rule stands before what it decides, not behind it.",
            "规则的条件要写在结果前面，不能写在后面。",
            "Write `if … then …`; if it limits only one of several outcomes, write a rule for each.",
            "请写成“如果……则……”；只限其中一个结果的，请分成几条规则来写。",
            what="condition_behind",
        ),
        case(
            "`{word}` begins what the rule decides, so it does not stand beside its name.",
            "“{word}”开始写规则的结果，不和名称写在同一行。",
            "Write it on the next line, indented by two spaces.",
            "请写到下一行，行首空两格。",
            what="beside_name",
        ),
        case(
            "`{word}` is not a clause of the statement above.",
            "上面那一句不带“{word}”这个分句。",
            "See whether the first line of its own statement is missing.",
            "请看看它所属的那一句，第一行是不是漏掉了。",
            what="not_here",
        ),
        case(
            "`{word}` begins a clause of a statement, but here no statement stands above it.",
            "“{word}”是一句政策里的分句，而它上面没有那句政策。",
            "Write it indented under the rule, offer or test it belongs to.",
            "请把它缩进写在所属的规则、产品或测试下面。",
        ),
    ),
    "E124": entry(
        "too-long", "Too long to read", "句子太长",
        case(
            "This text has no spaces and is too long to be cut into words.",
            "这段文字没有空格，又太长，没法拆开来读。",
            "Put spaces between the words, or break the sentence into several.",
            "请在词与词之间加空格，或分成几句来写。",
            what="run",
        ),
        case(
            "This sentence is nested too deeply to be read.",
            "这句话里的括号或计算层数太多，没法读懂。",
            "Give its parts names with `define` or `class`, and use these.",
            "请用“定义”或“客群”给其中的部分起个名字，再用这些名字来写。",
        ),
    ),
    "E125": entry(
        "condition-as-name", "A condition read as a name", "条件被当成了名称",
        case(
            "`{found}` stands among the names of {kind}: it would be one more name, and limit nothing.",
            "“{found}”写在{kind}的名称后面，会被当成又一个名称，不起条件的作用。",
            "If some customers are to be left out, write on the next line `if not (…)`; if it is only a name, take it "
            "away.",
            "要把某些客户除外的，请在下一行写“如果 非 (…)”；只是又一个名称的，请去掉它。",
            what="unless",
        ),
        case(
            "`{found}` stands among the names of {kind}: it would be one more name, and limit nothing.",
            "“{found}”写在{kind}的名称后面，会被当成又一个名称，不起条件的作用。",
            "To say who may have this offer at all, write the condition on the next line behind `if`; to say who gets "
            "one that is declared already, write `if … then offer …`; if it is only a name, take it away.",
            "说明这个产品限于哪些客户，请写到下一行，以“如果”开头；说明已有的产品推荐给谁，请写“如果 … 则 推荐 …”；"
            "只是又一个名称的，请去掉它。",
            what="offer",
        ),
        case(
            "`{found}` stands among the names of {kind}: it would be one more name, and limit nothing.",
            "“{found}”写在{kind}的名称后面，会被当成又一个名称，不起条件的作用。",
            "If it is the condition, write it on the next line behind `if`; if it is only a name, take it away.",
            "是条件的，请写到下一行，以“如果”开头；只是又一个名称的，请去掉它。",
        ),
    ),
}  # fmt: skip
