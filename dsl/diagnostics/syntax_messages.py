"""Messages of E1 about words: one that cannot stand where it does, one that is missing, one that says two things."""

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
}  # fmt: skip
