"""Messages of E1 about lines: what begins no sentence, where a clause stands, what is too long or deep to be read."""

from __future__ import annotations

from typing import Final

from dsl.diagnostics.entry import Entry, case, entry

MESSAGES: Final[dict[str, Entry]] = {
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
