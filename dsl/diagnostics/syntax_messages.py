"""Messages of E0 and E1: files and folders, and sentences that cannot be read."""

from __future__ import annotations

from typing import Final

from dsl.diagnostics.entry import Entry, case, entry

MESSAGES: Final[dict[str, Entry]] = {
    "E003": entry(
        "second-policy", "A second policy in one folder", "一个文件夹里有两项政策",
        case(
            "This folder is the policy `{first}` already, so it cannot be `{name}` as well.",
            "这个文件夹已经是政策“{first}”，不能同时又是“{name}”。",
            "Keep one `policy` line in the folder, or move this file to a folder of its own.",
            "一个文件夹只保留一句“政策”；如果这是另一项政策，请把文件移到单独的文件夹。",
        ),
    ),
    "E004": entry(
        "unknown-policy", "Unknown policy in `use`", "找不到要引用的政策",
        case(
            "There is no policy called `{name}` inside this folder or beside it.",
            "在这个文件夹里面和旁边，都没有名为“{name}”的政策。",
            "Check the spelling, or put the folder `{name}` (or the file `{name}.policy`) beside this policy.",
            "请核对写法，或把文件夹“{name}”（或文件“{name}.policy”）放到本政策旁边。",
        ),
    ),
    "E005": entry(
        "part-of-a-folder", "One file of a folder", "只是文件夹里的一个文件",
        case(
            "This file goes on from others of its folder, which declare {names:names}.",
            "这个文件要和同一文件夹里的其他文件一起用：{names:names}是在那里声明的。",
            "Name the whole folder instead of this file: `{folder}`.",
            "请不要单独检查这个文件，而要检查整个文件夹：{folder}。",
            has="names",
        ),
        case(
            "This file goes on from others of its folder, which say what a customer is.",
            "这个文件要和同一文件夹里的其他文件一起用：客户记录是在那里写明的。",
            "Name the whole folder instead of this file: `{folder}`.",
            "请不要单独检查这个文件，而要检查整个文件夹：{folder}。",
        ),
    ),
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
            "A name stands without quotes or brackets here.",
            "名称不用加引号，也不用加括号。",
            what="quoted",
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
            "An outcome begins with its word: `tier 核心`, `offer 基金`, `class 代发客户`, `add 10 to 积分`, "
            "`task 回访`; a choice is `生日礼物 is 鲜花`.",
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
            "Nothing before `{found}` says whether more, less or equal is meant.",
            "“{found}”前面没有写明是超过、不满还是等于。",
            "Write `> {found}`, `>= {found}`, `< {found}` or `is {found}`, whichever is meant.",
            "请按原意选一种：“> {found}”（超过）、“>= {found}”（不低于）、“< {found}”（不满）或“是 {found}”。",
            what="compare",
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
            "Write the values like this: `home in (自有, 租住)`.",
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
        "comma-in-number", "A comma inside a number", "数字里有逗号",
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
            "For a length of time write `3个月` or `3 months`; for a day write the whole date, such as `2026-03-01`.",
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
            "`{found}` has two units; here a number has one.",
            "“{found}”用了两个单位，这里一个数只写一个单位。",
            what="two_scales",
        ),
        case(
            "`{found}` is a number in Chinese characters, but numbers are written in digits.",
            "“{found}”是用汉字写的数，这里的数要用阿拉伯数字。",
            "Write digits and the unit: `3倍`, `100万`, `30%`, `6个月`.",
            "请写成数字加单位，如 3倍、100万、30%、6个月。",
            what="numeral",
        ),
        case(
            "`{found}` runs a number and a word together, and `{tail}` is not a unit known here.",
            "“{found}”里数字和文字连在一起，而“{tail}”不是这里认识的单位。",
            "Put a space between two words. Units are 万, 亿, million, 元, %, x, days, months, years.",
            "如果是两个词，请在中间加空格；可用的单位有：万、亿、元、%、倍、天、个月、年。",
        ),
    ),
    "E106": entry(
        "comparison-behind", "A comparison behind its number", "比较写在了数字后面",
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
            "Write it as `2026-06-01` or `2026年6月1日`: year, month, day.",
            "请按年、月、日的次序，写成 2026-06-01 或 2026年6月1日 的样子。",
            what="form",
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
            "No statement begins with `{word}`.",
            "没有哪一句政策以“{word}”开头。",
            "A line at the left margin begins with a word such as `rule`, `class`, `offer`, `table` or `test`; what "
            "belongs to the statement above is indented, and a remark begins with `#`.",
            "顶格的一行要以“规则”“客群”“推荐”“决策表”“测试”等词开头；属于上一句的内容要缩进，说明文字以 # 开头。",
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
            "The condition ends here, but no `then` follows that says what it leads to.",
            "条件到这里就结束了，后面没有“则”来说明结果。",
            "Go on with an outcome, such as `then offer 基金定投`.",
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
    "E121": entry(
        "foreign-sign", "A sign or word from elsewhere", "别处的符号或写法",
        case(
            "A range is not written with `{found}` here.",
            "这里不用“{found}”来写范围。",
            "Write `from 5万 to 10万` (10万 included) or `from 5万 below 10万` (10万 not included).",
            "请写“从 5万 到 10万”（含 10万），或“从 5万 不足 10万”（不含 10万）。",
            what="range",
        ),
        case(
            "Remarks begin with `#` here.",
            "说明文字在这里以 # 开头。",
            "It holds to the end of the line; a remark of several lines has it on every line.",
            "从 # 到行末都是说明；有几行说明的，每一行都要写 #。",
            what="remark",
        ),
        case(
            "A cell that takes anything, or gives nothing, is written `-`.",
            "条件不限，或没有结果的单元格写“-”。",
            what="any",
        ),
        case(
            "There is no word for all other customers: `-` in the last row of a `first` table takes them.",
            "其余的情况不用“{found}”，在“首个”决策表的最后一行写“-”。",
            "In a `collect` or `unique` table `-` means everybody, so write the condition out there.",
            "在“收集”和“唯一”决策表里，“-”表示所有客户，所以那里要把条件写出来。",
            what="rest",
        ),
        case(
            "A column is called by the name alone; units stand behind the numbers.",
            "表头只写名称，单位写在每个数字后面，如 5万、30天。",
            what="header_unit",
        ),
        case(
            "A type has no unit; units stand behind the numbers of the policy.",
            "类型里不写单位；单位写在政策里的每个数字后面，如 5万。",
            what="type_unit",
        ),
        case(
            "Every cell says what it takes, even if the row above says the same.",
            "每一格都要写出自己的内容，和上一行相同的也要再写一遍。",
            "Write what the cell above has; or put several values into one cell, with commas between them.",
            "请照上一行写；也可以把几个值写在同一格里，用逗号隔开。",
            what="ditto",
        ),
        case(
            "The rows of a table are not numbered.",
            "表格的行不用编号。",
            "Take this column away.",
            "请删去这一列。",
            what="numbered",
        ),
        case(
            "A task is given with its word, and whose it is stands behind it.",
            "派待办要先写“待办”，再写由谁来办。",
            what="task",
        ),
        case(
            "Several values of a cell stand with commas between them.",
            "一格里写几个值，要用逗号隔开。",
            what="cell_list",
        ),
        case(
            "Points are added in these words: how many, and to which account.",
            "加分要先写加几分，再写加到哪个积分；扣分写成加负数。",
            what="points",
        ),
        case(
            "`{found}` is a function of spreadsheets, and there is none of it here.",
            "“{found}”是表格软件的函数，这里不用函数。",
            "Write {say}.",
            "请改写：{say}。",
            what="function", has="say",
        ),
        case(
            "`{found}` is not a function here.",
            "“{found}”不是这里的函数。",
            "There are `min(a, b)` and `max(a, b)`; all else is written in words and signs, such as `(a + b) / 2`.",
            "函数只有“最小(a, b)”和“最大(a, b)”，其余用词语和符号来写，如 (a + b) / 2。",
            what="function",
        ),
        case(
            "Braces do not hold a statement together here; its indented lines do.",
            "这里不用花括号，缩进的各行就属于同一句。",
            "Take the braces away.",
            "请删去花括号。",
            what="braces",
        ),
        case(
            "A tier is written as its name and where it begins.",
            "层级的每一档，只写名称和起点。",
            "Go from the lowest to the highest: the first line has the name only, the others are like "
            "`重要 from 50万`.",
            "请从低到高一档写一行：最低一档只写名称，其余写成“重要 从 50万”的样子。",
            what="rung",
        ),
        case(
            "A tier has no end of its own: it ends where the next one begins.",
            "每一档只写起点：下一档的起点，就是这一档的终点。",
            "Write only where this tier begins, and take the rest of the line away.",
            "请只保留起点，删去这一行后面的内容。",
            what="rung_end",
        ),
        case(
            "A test says who the customer is with `given`, and what must come out with `expect`.",
            "测试用“已知”写客户的情况，用“期望”写应有的结果。",
            what="test",
        ),
        case(
            "`|` stands between the cells of a table, and this is not a table row.",
            "“|”用来隔开表格的单元格，而这里不是表格的行。",
            "Begin every table row on a line of its own; for one or the other, write `or`.",
            "表格的每一行都要另起一行；表示“两者之一”请用“或”。",
            what="bar",
        ),
        case(
            "No colon is needed here.",
            "这里不用写冒号。",
            "Take it away; a space is enough.",
            "请删去它，用空格隔开即可。",
            what="colon",
        ),
        case(
            "Commas (and 、) do not join values or conditions here.",
            "这里不能用逗号或顿号连接几个值或几个条件。",
            "Write `home in (自有, 租住)` for one of several values, and `and` or `or` between conditions.",
            "是几个值之一的，请写“住房 属于 (自有, 租住)”；几个条件之间请写“且”或“或”。",
            what="list",
        ),
        case(
            "`in` needs no `is` before it.",
            "“in”前面不用写“is”。",
            "Write `home in (自有, 租住)` or `home not in (自有, 租住)`.",
            "请写 home in (自有, 租住) 或 home not in (自有, 租住)。",
            what="is_in",
        ),
        case(
            "A multiple stands before what it multiplies.",
            "倍数要写在被乘的名称前面。",
            "Write `3x deposit`, or `30% of deposit` for a share.",
            "请写“3倍 存款”；几成、百分之几请写“30% 的 存款”。",
            what="times",
        ),
        case("`{found}` is written differently here.", "“{found}”在这里要换一种写法。"),
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
        "not-indented", "A line that should be indented", "这一行应当缩进",
        case(
            "`{word}` belongs to the statement above, but it stands at the left margin.",
            "“{word}”属于上一句，但顶格写了。",
            "Put two spaces before this line, and before the lines below that belong to it as well.",
            "请在这一行前面空两格；下面还有属于同一句的行，也要空两格。",
            what="line",
        ),
        case(
            "`{word}` begins a clause, so it stands on a line of its own.",
            "“{word}”是一个分句，要另起一行。",
            "Write it on the next line, indented by two spaces.",
            "请写到下一行，行首空两格。",
            what="own_line",
        ),
        case(
            "`{word}` stands behind what the rule decides, not before it.",
            "“{word}”要写在规则的结果后面，不能写在前面。",
            "Move it to a line of its own below `if … then …`.",
            "请把它移到“如果……则……”下面，另起一行。",
            what="behind",
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
}  # fmt: skip
