"""Messages of W5: what is allowed but likely not meant."""

from __future__ import annotations

from typing import Final

from dsl.diagnostics.entry import Entry, case, entry

MESSAGES: Final[dict[str, Entry]] = {
    "W501": entry(
        "mixed-and-or", "`and` beside `or`", "“且”与“或”连用没有括号",
        case(
            "`{found}` belongs together here, before the `or`; readers may take it otherwise.",
            "这里先算“{found}”，再算“或”；读的人可能有别的理解。",
            "If the `or` is meant to come first, put the parentheses around it instead.",
            "如果想先算“或”，请把括号加在“或”的两边。",
        ),
    ),
    "W502": entry(
        "written-twice", "The same thing twice", "写了两遍",
        case(
            "This row says the same as an earlier one, and both count: points are added twice.",
            "这一行与前面的一行完全相同，两行都算数：加分会加两次。",
            "Delete one of the two rows.",
            "请删去其中一行。",
            what="row",
        ),
        case(
            "This says the same as an earlier sentence; the two count as one.",
            "这一句与前面的一句意思相同，两句只算一句。",
            "Delete one of them; if both are to count, make them rules with names.",
            "请删去其中一句；确实要各算一次的，请写成两条有名称的规则。",
        ),
    ),
    "W503": entry(
        "unspaced", "Chinese without spaces", "中文之间没有空格",
        case(
            "`{found}` has no spaces; a name declared later could change how it is read.",
            "“{found}”没有空格，要拆开来读；以后新增的名称可能改变它的读法。",
            "`tiercel fmt` writes the spaces of a whole file.",
            "用 `tiercel fmt` 可以补上整个文件的空格。",
        ),
    ),
    "W504": entry(
        "unused", "Declared and of no effect", "声明了却没有作用",
        case(
            "Nothing grants the offer `{name}`, so no customer ever gets it.",
            "没有规则或决策表给出产品推荐“{name}”，没有客户会得到它。",
            "Grant it in a rule or a table, or delete it.",
            "请在规则或决策表里给出它，或删去这个声明。",
            what="offered",
        ),
        case(
            "Nothing grants the class `{name}`, so no customer ever belongs to it.",
            "客群“{name}”没有条件，也没有规则给出它，没有客户会属于它。",
            "Give it a condition, `class {name} if …`, grant it in a rule, or delete it.",
            "请写上条件，如“客群 {name} 如果 …”，或在规则里给出它，或删去这个声明。",
            what="granted",
        ),
        case(
            "Nothing adds to `{name}`, so it is 0 for everybody.",
            "没有规则给“{name}”加分，所有客户都是 0 分。",
            "Add to it in a rule, or delete it.",
            "请在规则里加分，或删去这个声明。",
            what="added",
        ),
        case(
            "Nothing decides `{name}`, so no customer has a value of it.",
            "没有规则或决策表决定“{name}”，所有客户都没有它的取值。",
            "Let a rule or a table give its values, or delete it.",
            "请在规则或决策表里给出取值，或删去这个声明。",
            what="set",
        ),
        case(
            "`{name}` has no measure and nothing lifts to its tiers, so every customer stays without one.",
            "“{name}”没有写按什么来分，也没有规则给出它的档位，所有客户都是未定。",
            "Write the measure, `tiers {name} by …`, or let a rule or a table give its tiers.",
            "请写明按什么来分，如“分层 {name} 按 …”，或在规则、决策表里给出档位。",
            what="lifted",
        ),
        case(
            "No rule gives the task `{name}`.",
            "没有规则会派“{name}”这个待办。",
            "Give it in a rule, `then task {name}`, or delete it.",
            "请在规则里写上“则 待办 {name}”，或删去这个名称。",
            what="created",
        ),
        case(
            "No offer is in the group `{name}`.",
            "没有产品属于“{name}”这个分组。",
            "Put an offer into it, `group {name}`, or delete it.",
            "请在产品里写上“分组 {name}”，或删去这个名称。",
            what="joined",
        ),
        case(
            "Nothing in this policy reads the {kind:noun} `{name}`, so it changes no decision of it.",
            "这份政策里没有语句用到{kind}“{name}”，它不影响其中任何决定。",
            "Use it where its value is meant, or delete it. If it is there for policies that use this one, say so: "
            "`# allow W504: …`.",
            "请在该用的地方用上它，或删去这个声明。留给引用本政策的其他政策用的，请注明：`# 允许 W504：…`。",
        ),
    ),
    "W505": entry(
        "keyword-name", "A name that is a word of the language", "名称与语言的用词相同",
        case(
            "`{name}` is also a word of the language; where both fit, it is not read as this {kind:noun}.",
            "“{name}”也是语言的用词；两种读法都通时，会读成用词，而不是这里的{kind}。",
            "Choose another name, or write it in backquotes, here and wherever it is used.",
            "请换一个名称，或在这里和每次使用时都给它加上反引号。",
        ),
    ),
    "W506": entry(
        "near-duplicate", "Two names that differ by a slip", "两个名称只差一点",
        case(
            "The {kind} `{name}` occurs once, and `{near}` more often: a slip would make them two {kind}s.",
            "{kind}“{name}”只出现一次，而“{near}”出现多次；如果是笔误，就成了两个{kind}。",
            "If both are meant, choose names less alike.",
            "如果确实是两个，请起差别更大的名称。",
        ),
    ),
    "W507": entry(
        "touching-ranges", "Ranges that share an end", "两段范围共用一个端点",
        case(
            "`{lower}` and `{upper}` both include the end they share, so a customer there is in both.",
            "“{lower}”和“{upper}”都包含共用的端点，恰在此处的客户两边都算。",
            "Leave the end out of one: `from A below B`, or `<` for `<=`.",
            "请让其中一段不含端点：写“从 A 不足 B”，或把“<=”写成“<”。",
        ),
    ),
    "W508": entry(
        "first-without-last", "A `first` table without a last row", "“首个”决策表没有兜底的一行",
        case(
            "`{name}` does not end with a row for everyone else; customers that no row takes get nothing.",
            "“{name}”没有兜底的一行；哪一行都不符合的客户什么也得不到。",
            "End with a row of `-` before the arrow; if nothing is what they should get, `-` behind it too.",
            "请在最后加一行，箭头前都写“-”；确实什么都不给的，箭头后也写“-”。",
        ),
    ),
    "W509": entry(
        "foregone", "A condition whose result is certain", "结果已经确定的条件",
        case(
            "`{found}` does not go together with the rest, so the condition is never true.",
            "“{found}”与条件里的其他部分不能同时成立，这个条件永远不成立。",
            "Change one of the two; where either will do, join them with `or`.",
            "请改其中一处；满足一个就行的，请用“或”连接。",
            what="clash",
        ),
        case(
            "The ends of `{found}` are the wrong way round, so it is never true.",
            "“{found}”的两头写反了，永远不成立。",
            "Swap the two ends.",
            "请把两头对调。",
            what="swapped",
        ),
        case(
            "`{found}` is never true, whatever the customer.",
            "“{found}”对任何客户都不成立。",
            "Compare the number with the bounds in the customer record.",
            "请与客户记录里的范围核对这里的数。",
            what="never",
        ),
        case(
            "`{found}` is true of every customer whose value is known.",
            "只要有值，“{found}”对任何客户都成立。",
            "Delete it; between `is not A` and `is not B` stands `and`; for any value write `is known`.",
            "请删去；“不是 A”与“不是 B”之间应当用“且”；只问有没有值的，请写“已知”。",
        ),
    ),
    "W510": entry(
        "unreachable-row", "A row that is never reached", "永远轮不到的一行",
        case(
            "Row {by} takes every customer of row {row}, so row {row} is never reached.",
            "第 {row} 行的客户都已被第 {by} 行取走，永远轮不到第 {row} 行。",
            "Put the narrower row first, or delete it.",
            "请把条件更严的一行放到前面，或删去这一行。",
        ),
    ),
    "W511": entry(
        "silence-without-reason", "A silence without a reason", "关闭提醒没有写理由",
        case(
            "This silences {names} and does not say why.",
            "这里关闭了提醒 {names}，没有写理由。",
            "Write the reason behind a colon: `# allow {names}: …`.",
            "请在冒号后面写上理由：“# 允许 {names}：…”。",
        ),
    ),
    "W512": entry(
        "useless-silence", "A silence with nothing to silence", "没有可关闭的提醒",
        case(
            "{name} cannot be silenced.",
            "{name} 不能关闭。",
            "Mend what it reports, and delete this comment.",
            "请改正它所说的问题，并删去这条注释。",
            what="fixed",
        ),
        case(
            "There is no warning `{name}`.",
            "没有“{name}”这种提醒。",
            "Write the code of a warning, such as W504, or its name, such as `unused`.",
            "请写提醒的编号，如 W504，或名称，如“unused”。",
            what="unknown",
        ),
        case(
            "There is no {name} here to silence.",
            "这里没有提醒 {name} 可关闭。",
            "Delete it; behind a line it is about that line, above a statement about all of it.",
            "请删去这条注释；写在行末只管这一行，写在语句上方管整个语句。",
        ),
    ),
    "W513": entry(
        "same-title", "Two tests with one title", "两个测试同名",
        case(
            "There is a test with the title `{title}` already.",
            "已经有一个测试叫“{title}”。",
            "Give each a title of its own, so that a report says which of them failed.",
            "请给每个测试起不同的标题，报告才能说清是哪一个没有通过。",
        ),
    ),
    "W514": entry(
        "word-left-out", "A word may be left out between two names", "两个名称之间可能漏了字",
        case(
            "`{first}` and `{second}` stand side by side, so they are two names of one thing.",
            "“{first}”和“{second}”并排写，就是同一样东西的两个名称。",
            "If they are two, put a comma between them.",
            "如果是两样，请在中间加逗号。",
            what="comma",
        ),
        case(
            "`{name}` is only a further name of this offer, and everybody may have it.",
            "“{name}”在这里只是产品的又一个名称，这个产品谁都可以有。",
            "If it is the condition, write `if {name}` on the next line; else give the offer another name.",
            "如果它是条件，请在下一行写“如果 {name}”；否则请换一个名称。",
            what="eligible",
        ),
        case(
            "`{name}` is only a further name of this rule, and the rule fires for everybody.",
            "“{name}”在这里只是规则的又一个名称，规则对所有客户都生效。",
            "If it is the condition, write `if {name}` on the next line; else give the rule another name.",
            "如果它是条件，请在下一行写“如果 {name}”；否则请换一个名称。",
        ),
    ),
}  # fmt: skip
