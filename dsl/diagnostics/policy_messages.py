"""Messages of E4: what a whole policy must keep to."""

from __future__ import annotations

from typing import Final

from dsl.diagnostics.entry import Entry, case, entry

MESSAGES: Final[dict[str, Entry]] = {
    "E401": entry(
        "no-record", "No customer record", "没有客户记录",
        case(
            "This policy has no customer record, so it does not know what a customer is.",
            "这项政策没有客户记录，不知道客户有哪些字段。",
            "Declare one with `customer` and its table, or bring one in with `use`.",
            "请用“客户”和一张表来声明，或用“引用”引入已有的客户记录。",
        ),
    ),
    "E402": entry(
        "one-key", "A record needs one key", "客户记录要有一个主键",
        case(
            "This record has no key, so customers cannot be told apart.",
            "这个客户记录没有主键（客户的唯一编号），分不清谁是谁。",
            "Give one field the type `key`; data without a customer number takes `key row number`.",
            "请把一个字段的类型写成“主键”；数据里没有客户号的，写“主键 行号”。",
            what="none",
        ),
        case(
            "This record has {count} keys: {keys:names}.",
            "这个客户记录有 {count} 个主键：{keys:names}。",
            "Keep the type `key` for one of them; the others are `text`.",
            "请只保留一个“主键”，其余的类型写“文本”。",
        ),
    ),
    "E403": entry(
        "ladder-lines", "The lines of a ladder", "层级的起点线有误",
        case(
            "This ladder has no measure, so `{rung}` cannot begin at a line.",
            "这个层级没有写按什么来分，“{rung}”就不能有起点线。",
            "Write the measure in the first line, `tiers … by assets`, or take the `from` away.",
            "请在第一行写明“分层 … 按 资产”，或删去这里的“从”。",
            what="no_measure",
        ),
        case(
            "`{rung}` is the lowest tier and holds everybody below the next, so it has no line.",
            "“{rung}”是最低的一档，不到下一档的客户都在这里，所以没有起点线。",
            "Take the `from …` of this line away.",
            "请删去这一行的“从 …”。",
            what="first",
        ),
        case(
            "`{rung}` is the first tier here and so the lowest, which has no line; and this ladder has no `{lost}`.",
            "“{rung}”写在第一行，就是最低的一档，不该有起点线；而这个层级里没有“{lost}”。",
            "If `{lost}` is the lowest tier, write it on the line above; else take the `from …` of this line away.",
            "“{lost}”是最低一档的，请写在上面一行；否则请删去这一行的“从 …”。",
            what="lowest_lost",
        ),
        case(
            "`{rung}` does not say from which line it begins.",
            "“{rung}”没有写从多少开始。",
            "Every tier but the lowest has a line: `{rung} from 50k`.",
            "除最低一档外，每一档都要写起点，如“{rung} 从 5万”。",
        ),
    ),
    "E404": entry(
        "lines-do-not-rise", "Tiers whose lines do not rise", "层级的起点线没有逐级升高",
        case(
            "This ladder is written from its highest tier down.",
            "这套层级是从高到低写的。",
            "Turn its lines round, the lowest tier first: {rungs:path}.",
            "请把各行倒过来，从最低一档写起：{rungs:path}。",
            what="falls",
        ),
        case(
            "{scope:cap}, `{rung}` does not begin above `{former}`, the tier below it.",
            "{scope}，“{rung}”的起点没有高于它下面的“{former}”。",
            "Give the params in these lines values that rise from tier to tier.",
            "请修改起点里参数的值，让各档的起点逐级升高。",
            has="scope",
        ),
        case(
            "`{rung}` does not begin above `{former}`, the tier below it.",
            "“{rung}”的起点没有高于它下面的“{former}”。",
            "List the tiers from the lowest to the highest, each from a higher line than the one before.",
            "请从低到高排列各档，每一档的起点都要高于前一档。",
        ),
    ),
    "E405": entry(
        "periods", "Periods that do not fit", "起止日期有误",
        case(
            "This period ends before it begins.",
            "结束日期早于开始日期。",
            "Write the earlier day behind `from`, the later behind `until`; both days are included.",
            "“从”后面写较早的一天，“至”后面写较晚的一天；首尾两天都算在内。",
            what="backwards",
        ),
        case(
            "`{name}` has no value from {from} until {until}.",
            "从 {from} 到 {until}，“{name}”没有值。",
            "Let the next value begin the day after the one before it ends.",
            "请让后一个值从前一个值结束的次日开始。",
            what="gap",
        ),
        case(
            "`{name}` has two values on the same days.",
            "有些日子“{name}”同时有两个值。",
            "End the former value with `until`, the day before this one begins.",
            "请用“至”写明前一个值的最后一天，即这个值开始的前一天。",
        ),
    ),
    "E406": entry(
        "said-twice", "Said twice", "重复的分句",
        case(
            "A task is due on one day, and here two clauses say which: `within` and `on`.",
            "待办只有一个期限，而这里“在”和“于”各写了一个。",
            "Keep one of them: `within 7 days` counts from the day of the run, `on fix_ends` names the day.",
            "请只保留一个：“在 7天 内”从运行当天算起，“于 到期日”直接写明哪一天。",
            what="two_days",
        ),
        case(
            "`{clause}` is said twice here.",
            "“{clause}”在这里写了两次。",
            "Keep one of them.",
            "请只保留一个。",
        ),
    ),
    "E407": entry(
        "reason-without-case", "A reason without a case", "理由没有对应的条件",
        case(
            "This `because` has no `if` of its own above it.",
            "这句“因为”上面没有它对应的“如果”。",
            "Write each reason on the line below the `if` it explains; one reason for each.",
            "每个理由写在它说明的“如果”下面一行，一个条件配一个理由。",
        ),
    ),
    "E408": entry(
        "not-a-param", "Only params can be set", "只有参数才能另外给值",
        case(
            "`{name}` is {is}, and only a param can be given another value.",
            "“{name}”是{is}，只有参数才能另外给值。",
            "Make the number that should vary a `param`, and give that one its value here.",
            "请把要改的数字写成“参数”，再在这里改那个参数的值。",
        ),
    ),
    "E409": entry(
        "requirement-broken", "A requirement that does not hold", "要求没有满足",
        case(
            "{scope:cap}, this requirement does not hold.",
            "{scope}，这条要求不成立。",
            "Change the values of the params in it, there or in the profile.",
            "请修改其中参数的值：改参数本身，或改方案里的值。",
            has="scope",
        ),
        case(
            "This requirement does not hold.",
            "这条要求不成立。",
            "Change the values of the params in it, or the requirement.",
            "请修改其中参数的值，或修改这条要求。",
        ),
    ),
    "E410": entry(
        "only-params", "Only params can stand here", "这里只能用参数",
        case(
            "`{name}` differs from customer to customer, but this must be one value for all.",
            "“{name}”因客户而异，而这里必须对所有客户都一样。",
            "Use params and plain values only.",
            "请只用参数和直接写出的值。",
        ),
    ),
    "E411": entry(
        "column-without-owner", "A column that lacks its partner", "这一列缺少搭配的列",
        case(
            "A test table cannot expect this column.",
            "测试表不能期望这一列。",
            "Behind `=>` it can have `offer`, `tier`, `class`, `task`, with `via` and `by`, or a ladder, points, a "
            "choice or a define.",
            "“=>”后面可以写：推荐、层级、客群、待办（可以带渠道、角色），或某套层级、积分、选项、定义的名称。",
            what="test",
        ),
        case(
            "This says something about {needs}, but this row has none.",
            "这一格是用来说明{needs}的，而这一行没有{needs}。",
            "Write `-` here; or name the {needs} that is meant.",
            "这一格请写“-”；或者写出是哪个{needs}。",
            what="row",
        ),
        case(
            "This column says something about {needs}, but the table has no such column.",
            "这一列是用来说明{needs}的，而表里没有{needs}这一列。",
            "Add the column {needs} behind `=>`, or take this one away.",
            "请在“=>”后面加上{needs}列，或删去这一列。",
        ),
    ),
    "E413": entry(
        "two-limits", "Two limits on offers", "推荐数量限制写了两次",
        case(
            "How many offers a customer gets at most is said already.",
            "每位客户最多几个推荐，前面已经写过了。",
            "Keep one `at most … offers` in the policy.",
            "整项政策只保留一句“至多 … 推荐”。",
        ),
    ),
    "E414": entry(
        "points-out-of-range", "Points that may leave their range", "积分可能超出范围",
        case(
            "All rules together may bring `{name}` from {least} to {most}, which is outside {low} to {high}.",
            "所有规则加起来，“{name}”可能在 {least} 到 {most} 之间，超出了 {low} 到 {high}。",
            "Widen the range of the account, or bound what the rules add, with closer bounds of the fields in it.",
            "请放宽积分账户的范围，或限制规则加的分数（给有关字段写上更小的范围）。",
        ),
    ),
    "E415": entry(
        "second-record", "A second customer record", "有两个客户记录",
        case(
            "This policy has a customer record already.",
            "这项政策已经有客户记录了。",
            "Put all fields into one record; records brought in with `use` count too.",
            "请把所有字段放进同一个客户记录；“引用”进来的也算。",
        ),
    ),
    "E416": entry(
        "column-read-twice", "A data column read twice", "同一数据列读了两次",
        case(
            "The data column `{column}` is read by another field already.",
            "数据列“{column}”已经由另一个字段读取了。",
            "Let one field read it; further names for it go into the column `also`.",
            "一个数据列只由一个字段读取；要多起几个名称，请写在“又名”里。",
        ),
    ),
    "E417": entry(
        "out-of-bounds", "A value outside the bounds of its field", "超出字段范围的值",
        case(
            "This value is outside the bounds of `{name}`, so no customer can have it.",
            "这个值超出了“{name}”的范围，不会有这样的客户。",
            "Give a value within the bounds, or widen them in the record.",
            "请写范围以内的值，或在客户记录里放宽范围。",
            what="given",
        ),
        case(
            "This value has more decimal places than `{name}` keeps, so no customer can have it.",
            "这个值的小数位数比“{name}”保留的多，不会有这样的客户。",
            "Round it, or give the field more places in the record: `number 4 places`.",
            "请取整，或在客户记录里多留几位小数：“数值 4 位小数”。",
            what="finer",
        ),
        case(
            "This value is outside the bounds of `{name}` itself.",
            "这个值超出了“{name}”自己的范围。",
            "Bring the value and the bounds in this row into line.",
            "请让这一行里的取值和范围一致。",
        ),
    ),
    "E418": entry(
        "bounds-backwards", "Bounds the wrong way round", "范围写反了",
        case(
            "The lower bound is above the upper one.",
            "下限比上限还大。",
            "Write `from` the smaller `to` the greater.",
            "请写成“从 小 到 大”。",
        ),
    ),
    "E419": entry(
        "key-missing", "A key cannot be missing", "主键不能缺失",
        case(
            "A key is always required: without it nobody knows whose row it is.",
            "主键是必填的：没有它，不知道这一行是谁的。",
            "Leave this cell empty, or write `required`.",
            "这一格请留空，或写“必填”。",
        ),
    ),
    "E420": entry(
        "empty-test", "A test that expects nothing", "没有期望的测试",
        case(
            "The test `{title}` expects nothing, so it can never fail.",
            "测试“{title}”没有写期望的结果，怎样都会通过。",
            "Say what must come out: `expect tier core, offer refinance`.",
            "请写出应有的结果，如：期望 层级 核心, 推荐 贷款置换。",
        ),
    ),
    "E421": entry(
        "choice-decided-elsewhere", "A choice decided in two places", "选项由两处决定",
        case(
            "`{name}` is decided by a `first` table, so nothing else can set it.",
            "“{name}”由一个“首个”决策表决定，别处不能再定。",
            "Make this a row of that table, at the place where it should win.",
            "请把它写成那个表里的一行，放在合适的先后位置。",
        ),
    ),
    "E422": entry(
        "rows-overlap", "Rows of a `unique` table that overlap", "“唯一”决策表里有重叠的行",
        case(
            "Rows {former} and {row} fit the same customers, but decide differently.",
            "第 {former} 行和第 {row} 行适用于同样的客户，结果却不同。",
            "Narrow one of the two rows; or make the table `first`, where the upper row wins.",
            "请收窄其中一行的条件；或把表改成“首个”，由上面的行优先。",
        ),
    ),
    "E423": entry(
        "column-twice", "A column that is there twice", "表头有重复的列",
        case(
            "The column `{name}` is in this table already.",
            "这个表里已经有“{name}”这一列了。",
            "Keep one of them; a cell may hold several values, separated by commas.",
            "请只保留一列；一格里可以写几个值，用逗号隔开。",
        ),
    ),
    "E424": entry(
        "set-twice", "A value given twice", "同一个值给了两次",
        case(
            "`{name}` is given a value twice here.",
            "“{name}”在这里给了两次值。",
            'Keep the line that is meant; if another test begins here, write `test "…"` above it.',
            '请保留需要的那一行；如果这里是另一个测试，请在上面写一行：测试 "…"。',
            what="line",
        ),
        case(
            "`{name}` is given a value twice here.",
            "“{name}”在这里给了两次值。",
            "Keep the one that is meant.",
            "请只保留正确的那个。",
        ),
    ),
    "E425": entry(
        "cell-fits-all", "A cell that everybody fits", "所有客户都符合的单元格",
        case(
            "A comma in a cell means `or`, so this cell fits every value.",
            "单元格里的逗号表示“或”，所以这一格什么值都符合。",
            "Write a range as `from 50k below 100k`, and any value as `-`.",
            "范围请写成“从 5万 不足 10万”；确实不限的，请写“-”。",
        ),
    ),
    "E426": entry(
        "empty-is-a-value", "A value that also stands for an empty cell", "既是取值又是空值",
        case(
            "`{found}` is a value of this list, so it cannot stand for an empty cell as well.",
            "“{found}”是列表里的取值，不能同时又算空值。",
            "Take it out of the list if nobody really has it; else out of the column `empty`.",
            "如果其实没有这样的客户，请从列表里去掉；否则请从“空值”里去掉。",
            what="listed",
        ),
        case(
            "A row number is counted, not read, so no cell of it can be empty.",
            "行号是数出来的，不是读来的，没有空值可言。",
            "Leave this cell empty.",
            "这一格请留空。",
            what="row_number",
        ),
        case(
            "This value stands for an empty cell of `{name}`, so no customer can have it.",
            "这个值对“{name}”来说算空值，不会有这样的客户。",
            "Give another value, or take this one out of the column `empty`.",
            "请换一个值，或从“空值”里去掉这个写法。",
        ),
    ),
    "E427": entry(
        "too-many-digits", "A calculation with too many digits", "计算的位数过多",
        case(
            "To be exact, the calculation with {fields:names} may need more than 38 digits.",
            "要精确计算，含{fields:names}的这一步可能超过 38 位数字。",
            "Give these fields closer bounds, such as `money from 0 to 10 billion`, or round products before going on.",
            "请给这些字段写上更小的范围，如“金额 从 0 到 100亿”，或先把乘积取整再接着乘。",
            has="fields",
        ),
        case(
            "To be exact, this calculation may need more than 38 digits.",
            "要精确计算，这里可能超过 38 位数字。",
            "Write shorter numbers, or round products before going on.",
            "请写位数少一些的数，或先把乘积取整再接着乘。",
        ),
    ),
    "E428": entry(
        "banned-word", "A banned word", "用了禁用词",
        case(
            "This text says `{found}`, which is banned.",
            "这段文字里有禁用词“{found}”。",
            "Say it in other words; where it is right, add the whole expression behind `except`.",
            "请换一种说法；确实可以这样说的，请把整个说法写到“除了”后面。",
        ),
    ),
    "E429": entry(
        "idle-ban", "A ban that does nothing", "不起作用的禁用词",
        case(
            "An empty text bans nothing.",
            "引号里是空的，禁用不了什么。",
            "Write the word between the quotes, or take them away.",
            "请在引号里写上要禁用的词，或删去这一对引号。",
            what="empty",
        ),
        case(
            "`{found}` holds none of these words, so there is nothing to except.",
            "“{found}”里没有这些禁用词，不必写成例外。",
            "Write the whole expression in which the banned word may stand, or take it away.",
            "请写出含有禁用词的整个说法，或删去这一项。",
        ),
    ),
    "E430": entry(
        "list-too-long", "A list that is too long", "列得太长",
        case(
            "`{name}` has {count} {unit}; at most {most} are possible.",
            "“{name}”有 {count} {unit}，超过了上限 {most}。",
            "Leave some out, or split it in two.",
            "请减少一些，或分成两个。",
        ),
    ),
    "E431": entry(
        "not-beside-values", "`not` beside other values", "“非”和别的值写在一格里",
        case(
            "A cell can leave out one value, but not several.",
            "一格里只能排除一个值，不能排除几个。",
            "Make a column `if`, and write `city not in (paris, rome)` there; or write the values that are meant.",
            "请改用“条件”列，写“城市 不属于 (北京, 上海)”；或把要的值逐个写出来。",
            what="several",
        ),
        case(
            "A comma in a cell means `or`: what `not` leaves out, the values beside it let in again.",
            "单元格里的逗号表示“或”：写了“非”，再写别的值，排除的又会放进来。",
            "For none of several values, make a column `if` and write `{column} not in ({values})`; else write the "
            "values that are meant.",
            "几个值都不要的，请改用“条件”列，写“{column} 不属于 ({values})”；否则请把要的值逐个写出来。",
            has="column values",
        ),
        case(
            "A comma in a cell means `or`: what `not` leaves out, the values beside it let in again.",
            "单元格里的逗号表示“或”：写了“非”，再写别的值，排除的又会放进来。",
            "Make a column `if`, and write the condition there with `and` or `or`.",
            "请改用“条件”列，在那里用“且”或“或”把条件写清楚。",
        ),
    ),
}  # fmt: skip
