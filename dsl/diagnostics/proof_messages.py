"""Messages of P6: what proofs find. P60 are errors, P61 warnings, P62 remarks."""

from __future__ import annotations

from typing import Final

from dsl.diagnostics.entry import Entry, case, entry

MESSAGES: Final[dict[str, Entry]] = {
    "P601": entry(
        "tier-gap", "A customer without a tier", "有客户没有层级",
        case(
            "A customer to whom none of its rules applies gets no tier of `{name}`.",
            "没有规则适用的客户，得不到“{name}”的任何一层。",
            "Lift everybody else to the lowest tier by a rule, or give the ladder a measure: `tiers {name} by …`.",
            "请用一条规则把其余客户放到最低一层，或写明按什么来分：“分层 {name} 按 …”。",
        ),
    ),
    "P602": entry(
        "never-applies", "Something that is for nobody", "对谁都不起作用",
        case(
            "No customer meets `{found}` and the rest, so this never applies.",
            "没有客户同时符合“{found}”和其余条件，这里对谁都不起作用。",
            "Change one of the parts that do not go together.",
            "请改正不能同时成立的条件。",
            what="apart",
        ),
        case(
            "No customer meets `{found}`, so this never applies.",
            "没有客户符合“{found}”，这里对谁都不起作用。",
            "Look at what decides it: the record, and the rules that it reads.",
            "请检查它所依据的客户记录和规则。",
            what="alone",
        ),
        case(
            "This is in force on no day on which the policy is.",
            "这一条的有效期与政策的有效期没有重合的日子。",
            "Change its `from` and `until`, or delete it.",
            "请修改起止日期，或删去它。",
            what="period",
        ),
        case(
            "`{name}` is granted, but everybody loses it again, so no customer gets it.",
            "规则推荐了“{name}”，但每位客户都会再失去它，没有客户能得到。",
            "Compare who is granted it with its own condition, the exclusions and its group.",
            "请核对推荐给谁、产品自己的条件、剔除和同组的产品。",
            what="offer",
        ),
        case(
            "`{name}` is to go by `{channel}`, which is closed for everybody whom this is for, so nobody gets it.",
            "“{name}”要走“{channel}”，但这里的每一位客户都剔除了这个渠道，没有人能得到。",
            "Compare the condition with the exclusions from this channel, or name another channel.",
            "请核对条件和对这个渠道的剔除，或换一个渠道。",
            what="task",
        ),
        case(
            "No customer ends on `{tier}` of `{name}`.",
            "没有客户停在“{name}”的“{tier}”。",
            "Compare its line with what the measure can be, and with the rules that lift.",
            "请核对它的起点、数额的范围，以及提升到更高一层的规则。",
        ),
    ),
    "P603": entry(
        "broken-promise", "A promise that is broken", "违反“永不”",
        case(
            "There can be a customer for whom all of this holds.",
            "可能有客户违反这一条“永不”。",
            "Add an exclusion, or the condition to the rules that lead to it.",
            "请加一条剔除，或给得出这个结果的规则加上条件。",
        ),
    ),
    "P604": entry(
        "conflicting-outcomes", "Outcomes that contradict one another", "结果互相矛盾",
        case(
            "More than one row of `{name}` applies to a customer; in a `unique` table at most one may.",
            "“{name}”里有不止一行适用于同一位客户；“唯一”决策表最多只能有一行适用。",
            "Narrow one of the rows, or make the table `first`: then the upper row wins.",
            "请收窄其中一行的条件，或把表改成“首个”，由上面的行优先。",
            what="rows",
        ),
        case(
            "A customer is given different values of `{name}`, and so has none.",
            "同一位客户得到“{name}”的不同取值，结果一个也没有。",
            "Let the conditions exclude one another, or decide it in one `first` table.",
            "请让条件互不重叠，或改用一张“首个”决策表来决定。",
        ),
    ),
    "P605": entry(
        "divides-by-zero", "A divisor that can be 0", "除数可能为 0",
        case(
            "`{found}` is 0 for some customers of whom everything is known, and the result is then unknown.",
            "有的客户资料齐全，“{found}”却是 0，结果就成了未知。",
            "Compare without dividing, as in `a > 3x b`, or add a condition that it is above 0.",
            "请改成不用除法的比较，如“甲 > 3倍 乙”，或加上它大于 0 的条件。",
        ),
    ),
    "P611": entry(
        "shadowed", "Others always come first", "总是被别处包括",
        case(
            "Every customer of row {row} is taken by the rows above it ({by}), so row {row} is never reached.",
            "第 {row} 行的客户都已被上面的行（第 {by} 行）取走，永远轮不到第 {row} 行。",
            "Put the narrower row first, or delete it.",
            "请把条件更严的一行放到前面，或删去这一行。",
            what="rows",
        ),
        case(
            "Whoever this applies to is on that tier or above without it.",
            "去掉这一条，这些客户照样在这一层或更高。",
            "Delete it, or change its condition or tier.",
            "请删去它，或修改条件或层级。",
            what="tier",
        ),
        case(
            "Whatever this takes away, the same customers lose without it.",
            "去掉这一条，这些客户照样会被剔除。",
            "Delete it, or change its condition.",
            "请删去它，或修改条件。",
            what="exclude",
        ),
        case(
            "Whatever this gives, the same customers get without it.",
            "去掉这一条，这些客户照样得到同样的结果。",
            "Delete it, or change its condition.",
            "请删去它，或修改条件。",
        ),
    ),
    "P612": entry(
        "richer-but-lower", "More money, and a lower tier", "钱更多，层级却更低",
        case(
            "With more `{field}`, and all else the same, a customer can end on a lower tier of `{name}`.",
            "其他都一样，“{field}”更多的客户，在“{name}”里反而可能更低。",
            "If that is meant, say why: `# allow P612: …`.",
            "确实如此的，请写明理由：“# 允许 P612：…”。",
        ),
    ),
    "P613": entry(
        "redundant-part", "A part that changes nothing", "多余的条件",
        case(
            "`{found}` follows from the rest of the condition, so it changes nothing.",
            "由条件的其余部分就能得出“{found}”，写不写都一样。",
            "Delete it; or change it, if it was to narrow the condition.",
            "请删去；本来想收窄条件的，请修改它。",
            what="and",
        ),
        case(
            "Whoever meets `{found}` meets another part of the `or` too, so it adds nobody.",
            "符合“{found}”的客户，都已符合“或”的另一部分，它没有增加任何人。",
            "Delete it; or change it, if it was to let more customers in.",
            "请删去；本来想放宽条件的，请修改它。",
        ),
    ),
    "P614": entry(
        "gap-when-missing", "No tier if something is missing", "资料缺失就没有层级",
        case(
            "A customer may get no tier of `{name}`, because something is missing or cannot be calculated.",
            "客户可能得不到“{name}”的任何一层，因为资料缺失，或者有数算不出来。",
            "Say what a missing value counts as, in the record or with `default`; or lift these customers by a rule.",
            "请在客户记录里写明缺失视为什么，或用“缺省”；也可以用规则把这些客户放到某一层。",
            what="some",
        ),
        case(
            "A customer with {missing:any} missing may get no tier of `{name}`.",
            "缺失{missing:any}的客户，可能得不到“{name}”的任何一层。",
            "Say what a missing value counts as, in the record or with `default`; or lift these customers by a rule.",
            "请在客户记录里写明缺失视为什么，或用“缺省”；也可以用规则把这些客户放到某一层。",
            what="one of",
        ),
        case(
            "A customer with {missing:all} missing may get no tier of `{name}`.",
            "缺失{missing:all}的客户，可能得不到“{name}”的任何一层。",
            "Say what a missing value counts as, in the record or with `default`; or lift these customers by a rule.",
            "请在客户记录里写明缺失视为什么，或用“缺省”；也可以用规则把这些客户放到某一层。",
        ),
    ),
    "P621": entry(
        "same-customers", "Two that say the same", "两处意思相同",
        case(
            "This gives the same, and to the same customers, as what stands elsewhere.",
            "这里与另一处给同样的客户同样的结果。",
            "One of the two may be deleted.",
            "可以删去其中一处。",
        ),
    ),
    "P622": entry(
        "mergeable", "Two that can be one", "两处可以合并",
        case(
            "This and what stands elsewhere give the same; only `{found}` differs, and the two ranges touch.",
            "这里与另一处给出同样的结果，只有“{found}”不同，而两段范围正好相接。",
            "The two can be one, with the whole range.",
            "可以合成一处，写上整段范围。",
        ),
    ),
}  # fmt: skip
