"""Messages of E2: what names mean."""

from __future__ import annotations

from typing import Final

from dsl.diagnostics.entry import Entry, case, entry

MESSAGES: Final[dict[str, Entry]] = {
    "E201": entry(
        "unknown-name", "Unknown name", "没有声明过的名称",
        case(
            "`{name}` stands beside a text, and a text has quotes.",
            "“{name}”是和文本相比的文字，要加引号。",
            what="text",
        ),
        case(
            "`{name}` stands beside what is only yes or no.",
            "和“{name}”相比的，只有“是”和“否”两种取值。",
            "Write `yes` or `no`; what may be missing besides is `missing`.",
            "请写“是”或“否”；没有值的写“缺失”。",
            what="truth",
        ),
        case(
            "A class is asked for by its name alone, without `{name}`.",
            "判断客户属于哪个客群，直接写客群的名称，前面不用写“{name}”。",
            what="class",
        ),
        case(
            "There is no {wanted:noun} called `{name}` in this policy.",
            "这项政策里没有名为“{name}”的{wanted}。",
            "This policy has {known:names}.",
            "已有的是：{known:names}。",
            has="known",
        ),
        case(
            "There is no {wanted:noun} called `{name}` in this policy.",
            "这项政策里没有名为“{name}”的{wanted}。",
            has="near wanted",
        ),
        case("Nothing in this policy is called `{name}`.", "这项政策里没有名为“{name}”的内容。", has="near"),
        case(
            "There is no {wanted:noun} called `{name}` in this policy.",
            "这项政策里没有名为“{name}”的{wanted}。",
            "Check the spelling. A new {wanted:noun} has to be declared; `use` brings in those of another policy.",
            "请核对写法；新的{wanted}要先声明，在另一项政策里的要用“引用”引入。",
            has="wanted",
        ),
        case(
            "Nothing in this policy is called `{name}`.",
            "这项政策里没有名为“{name}”的内容。",
            "Check the spelling. A new name has to be declared as a field, a `param`, a `define` or a `class`; "
            'a text stands in quotes, such as `"London"`; words that run together need spaces.',
            "请核对写法。新的名称要先声明（客户字段、参数、定义、客群等）；"
            '文字要加引号，如 "深圳"；几个词连在一起的，请用空格分开。',
        ),
    ),
    "E202": entry(
        "declared-twice", "A name declared twice", "名称重复",
        case(
            "`{name}` is the name of {is} already.",
            "“{name}”已经是{is}的名称。",
            "Give one of the two another name, or take one of them away; if one of them was meant to be `{lost}`, call"
            " it that.",
            "请给其中一个换个名称，或删去一个；其中一个本来要叫“{lost}”的，请改用这个名称。",
            has="lost",
        ),
        case(
            "`{name}` is the name of {is} already.",
            "“{name}”已经是{is}的名称。",
            "Give one of the two another name, or take one of them away.",
            "请给其中一个换个名称，或删去一个。",
            has="is",
        ),
        case(
            "`{name}` stands in this list twice.",
            "“{name}”在这个列表里写了两次。",
            "Keep it once.",
            "保留一个即可。",
        ),
    ),
    "E203": entry(
        "wrong-kind", "The wrong kind of thing", "名称的种类不对",
        case(
            "`is` gives the value of a choice; a tier is given with `tier`.",
            "“是”用来给选项取值；给层级要用“层级”开头。",
            what="tier",
        ),
        case(
            "`{name}` is {is}, but here {wanted} is needed.",
            "“{name}”是{is}，而这里需要的是{wanted}。",
            "Write the name of {wanted}, or declare one.",
            "请改写成{wanted}的名称，或先声明一个。",
        ),
    ),
    "E204": entry(
        "name-in-two-policies", "A name of two policies", "两项政策里的同名内容",
        case(
            "Two of the policies used here have a `{name}`.",
            "引用的政策里有两个“{name}”。",
            "Say which one is meant: {choices:names}.",
            "请写明是哪一个：{choices:names}。",
        ),
    ),
    "E205": entry(
        "unlisted-value", "A value that is not in the list", "列表里没有这个取值",
        case(
            "`{name}` is not one of the values of `{owner}`.",
            "“{name}”不是“{owner}”的取值。",
            "The values are {values:names}.",
            "可用的取值有：{values:names}。",
        ),
    ),
    "E206": entry(
        "which-ladder", "Which ladder of tiers?", "是哪一套层级",
        case(
            "More than one ladder has a tier `{name}`.",
            "不止一套层级里有“{name}”这一档。",
            "Name the ladder too, as in `tier {first} {name}`; the ladders with this tier are {choices:names}.",
            "请写明是哪一套，如“层级 {first} {name}”；有这一档的是{choices:names}。",
            what="rung",
        ),
        case(
            "`tier` alone asks for the one ladder of the policy, and there is none.",
            "单写“层级”指的是政策里唯一的一套层级，而这里一套也没有。",
            "Declare a ladder with `tiers … by …`.",
            "请先用“分层 … 按 …”写出一套层级。",
            what="none",
        ),
        case(
            "`tier` alone is not clear, because there are several ladders.",
            "单写“层级”不清楚是哪一套，因为这里有几套。",
            "Write the name of the ladder instead: {choices:names}.",
            "请改写成那一套的名称：{choices:names}。",
        ),
    ),
    "E207": entry(
        "unknown-channel", "Unknown channel", "没有声明过的渠道",
        case("There is no channel called `{name}`.", "没有名为“{name}”的渠道。", has="near"),
        case(
            "There is no channel called `{name}`.",
            "没有名为“{name}”的渠道。",
            "The channels are {known:names}; declare more with `channels`.",
            "已有的渠道：{known:names}；新的渠道请在“渠道”一句里声明。",
            has="known",
        ),
        case(
            "There is no channel called `{name}`.",
            "没有名为“{name}”的渠道。",
            "Declare it at the left margin: `channels {name}`.",
            "请先顶格声明：渠道 {name}。",
        ),
    ),
    "E208": entry(
        "unknown-role", "Unknown role", "没有声明过的角色",
        case("There is no role called `{name}`.", "没有名为“{name}”的角色。", has="near"),
        case(
            "There is no role called `{name}`.",
            "没有名为“{name}”的角色。",
            "The roles are {known:names}; declare more with `roles`.",
            "已有的角色：{known:names}；新的角色请在“角色”一句里声明。",
            has="known",
        ),
        case(
            "There is no role called `{name}`.",
            "没有名为“{name}”的角色。",
            "Declare it at the left margin: `roles {name}`.",
            "请先顶格声明：角色 {name}。",
        ),
    ),
    "E209": entry(
        "circular-define", "A define that goes in a circle", "定义互相引用",
        case(
            "This define needs itself: {path:path}.",
            "这个定义绕了一圈又用到它自己：{path:path}。",
            "Write one of them without the others.",
            "请把其中一个改成不依赖其他几个。",
        ),
    ),
    "E210": entry(
        "offer-as-condition", "An offer asked for in a condition", "把产品推荐当作条件",
        case(
            "`{name}` is an offer, and offers are decided last, so nothing can ask for it.",
            "“{name}”是产品推荐，而推荐是最后才决定的，不能拿来做条件。",
            "Give those customers a `class`, and use it for the offer and here.",
            "请为这些客户建一个“客群”，推荐和这里都用那个客群。",
        ),
    ),
    "E211": entry(
        "value-alone", "A value that stands alone", "单独写了一个取值",
        case(
            "`{name}` stands alone behind a value that `{owner}` must not have.",
            "“{name}”单独写在“{owner}”要排除的取值后面，不成条件。",
            "If it must be none of them, write `{owner} not in ({values})`.",
            "如果这些取值都要排除，请写“{owner} 不属于 ({values})”。",
            what="denied",
        ),
        case(
            "`{name}` is one of the values of `{owner}`, so it does not say anything alone.",
            "“{name}”是“{owner}”的一个取值，单独写它不成条件。",
            "Write `{owner} is {name}`; one of several is `{owner} in (…, {name})`, none of them "
            "`{owner} not in (…, {name})`.",
            "请写“{owner} 是 {name}”；几个之一写“{owner} 属于 (…, {name})”，都不是写“{owner} 不属于 (…, {name})”。",
        ),
    ),
    "E212": entry(
        "unknown-group", "Unknown group of offers", "没有这个产品分组",
        case("No offer is in a group called `{name}`.", "没有产品属于名为“{name}”的分组。", has="near"),
        case(
            "No offer is in a group called `{name}`.",
            "没有产品属于名为“{name}”的分组。",
            "Put an offer into it with the clause `group {name}`, or check the spelling.",
            "请在产品里写上“分组 {name}”，或核对写法。",
        ),
    ),
    "E213": entry(
        "unknown-task", "A task that no rule gives", "没有规则会派这个待办",
        case("No rule gives the task `{name}`.", "没有哪条规则会派“{name}”这个待办。", has="near"),
        case(
            "No rule gives the task `{name}`.",
            "没有哪条规则会派“{name}”这个待办。",
            "Write the task as a rule writes it, or add a rule: `then task {name}`.",
            "请照规则里的写法来写，或加一条规则：则 待办 {name}。",
        ),
    ),
    "E215": entry(
        "undeclared-name", "A task or group not declared beside the others", "没有和其他待办、分组一起声明",
        case("There is no {wanted:noun} called `{name}`.", "没有名为“{name}”的{wanted}。", has="near"),
        case(
            "There is no task called `{name}`.",
            "没有名为“{name}”的待办。",
            "The tasks are {known:names}; declare more with `tasks`.",
            "已有的待办：{known:names}；新的待办请在“待办清单”里声明。",
            what="task",
        ),
        case(
            "There is no group of offers called `{name}`.",
            "没有名为“{name}”的产品分组。",
            "The groups are {known:names}; declare more with `groups`.",
            "已有的分组：{known:names}；新的分组请在“分组清单”里声明。",
        ),
    ),
    "E214": entry(
        "circular-outcomes", "Outcomes that wait for one another", "结果互相等待",
        case(
            "These need one another, so none of them can be decided first: {path:path}.",
            "它们互相依赖，哪一个都没法先决定：{path:path}。",
            "Take one of these steps away: let one of the conditions ask the fields instead.",
            "请去掉其中一步：让其中一个条件直接看客户字段。",
        ),
    ),
}  # fmt: skip
