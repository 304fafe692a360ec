"""Messages of E3: values, units and types."""

from __future__ import annotations

from typing import Final

from dsl.diagnostics.entry import Entry, case, entry

MESSAGES: Final[dict[str, Entry]] = {
    "E301": entry(
        "different-kinds", "Two values of different kinds", "两边的取值不是一类",
        case(
            "`{name}` is declared as {found}, but {count} of its uses need something else.",
            "“{name}”声明的是{found}，而用到它的地方有 {count} 处要的是另一类取值。",
            "Mend what is declared here; where it is right, mend the uses.",
            "请改这里的声明；声明没有错，就改用到它的地方。",
            what="declared",
        ),
        case(
            "What `days since`, `months since` and `years since` count is a plain number.",
            "“距今天数”“距今月数”“距今年数”数出来的是不带单位的数。",
            "The words say the unit already.",
            "单位已经在“天数”“月数”“年数”里了。",
            what="counted",
        ),
        case(
            "This compares {left} with {right}.",
            "这里拿{left}和{right}相比。",
            "A number that only counts, such as an age or `days since`, has no unit of time: `{digits}`; the time "
            "since a date is `years since birthday` or `today - birthday`.",
            "年龄、“距今天数”这类计数不带时间单位，写 {digits} 或 {digits}岁；"
            "从某天起过了多久，请写“距今年数 生日”或“今天 - 生日”。",
            what="count",
        ),
        case(
            "This compares {left} with {right}.",
            "这里拿{left}和{right}相比。",
            "How long ago it was is `opened at least 3 years ago`, `opened less than 6 months ago` or "
            "`opened more than 30 days ago`; for dates of late write `opened is within the last 3 months`.",
            "过了多久，请写“开户日 满 3年”“开户日 不满 6个月”或“开户日 超过 30天”；"
            "最近一段时间内，请写“开户日 在 近 3个月 内”。",
            what="since",
        ),
        case(
            "This compares {left} with {right}, and a month has no fixed number of days.",
            "这里拿{left}和{right}相比，而一个月有几天并不固定。",
            "Write both in days; how long ago a day was is `opened at least 3 years ago` or "
            "`months since opened >= 6`.",
            "两边都用天数来写；离某天多久，请写“开户日 满 3年”或“距今月数 开户日 >= 6”。",
            what="lengths",
        ),
        case(
            "What is counted in whole numbers is compared with a percentage, which is a part of one.",
            "这里数的是整数，却和百分比相比。",
            "Write the number without `%`; a share of an amount is `30% of deposit`.",
            "请写不带 % 的数；某项的百分之几，写“存款 的 30%”。",
            what="share",
        ),
        case(
            "This compares {left} with {right}.",
            "这里拿{left}和{right}相比。",
            "Both sides must be of one kind: amounts as `50k`, times as `30 days`, rates as `5%`, dates as "
            "`2026-06-01`, yes or no as `yes`, listed values by name. A share is `30% of deposit`, the time since a "
            "date `days since opened`.",
            "两边必须是同一类：金额写 5万，时长写 30天，比率写 5%，日期写 2026-06-01，"
            "是否类写“是”或“否”，有固定取值的写取值的名称。"
            "某项的百分之几写“存款 的 30%”，离某天多久写“距今天数 开户日”。",
        ),
    ),
    "E302": entry(
        "amount-without-unit", "An amount without a unit", "金额没有写单位",
        case(
            "`{name}` is compared with an amount of money, but its `{found}` has no unit.",
            "“{name}”是和金额相比的，而“{found}”没有写单位。",
            "Without a unit it is a plain number; with one it is money.",
            "不写单位，它是普通的数；写上单位才是金额。",
            what="named",
        ),
        case(
            "An amount of money is rounded to `{found}`, which has no unit.",
            "这里把金额取整到“{found}”，却没有写单位。",
            "The step is an amount, too: `rounded down to 10k`.",
            "取整的单位也是金额，如：舍到 1万。",
            what="step",
        ),
        case(
            "`{found}` is a bound of an amount of money, but has no unit.",
            "“{found}”是金额的上限或下限，却没有写单位。",
            "With a unit nobody takes it for something larger: if that is meant, write `{scaled}`. Only `0` has none.",
            "写上单位，才不会当成别的数额；指的是万，就写 {scaled}。只有 0 不用写单位。",
            what="bound",
        ),
        case(
            "`{found}` is compared with an amount of money, but has no unit.",
            "“{found}”是和金额相比的，却没有写单位。",
            "With a unit nobody takes it for thousands: if those are meant, write `{scaled}`. Only `0` needs none.",
            "写上单位，才不会当成万；指的是万，就写 {scaled}。只有 0 不用写单位。",
            has="currency",
        ),
        case(
            "`{found}` is compared with an amount of money, but has no unit.",
            "“{found}”是和金额相比的，却没有写单位。",
            "With a unit nobody mistakes yuan for ten thousands: if these are meant, write `{scaled}`. Only `0` needs "
            "none.",
            "写上单位，才不会把元当成万；指的是万，就写 {scaled}。只有 0 不用写单位。",
        ),
    ),
    "E303": entry(
        "two-currencies", "Two currencies", "两种货币",
        case(
            "This mixes {left} and {right}, and a policy has no exchange rate.",
            "这里把 {left} 和 {right} 放在一起比较或计算，而政策里没有汇率。",
            "Write both in one currency, or take a field that is converted already in the data.",
            "请统一用一种货币，或在数据里提供已经折算好的字段。",
        ),
    ),
    "E304": entry(
        "number-without-unit", "A number without a unit", "数字没有写单位",
        case(
            "`{found}` has no unit, but here {expected} is needed.",
            "“{found}”没有写单位，而这里需要的是{expected}。",
            "A week is seven days. A month has no fixed number of days, so months cannot stand here.",
            "一周是七天。一个月没有固定的天数，所以这里不能写月。",
            what="days",
        ),
        case(
            "`{found}` has no unit, but here {expected} is needed.",
            "“{found}”没有写单位，而这里需要的是{expected}。",
            "Write `{found} months` or `{found} years`. A month has no fixed number of days, so days cannot "
            "stand here.",
            "请写“{found}个月”或“{found}年”。一个月没有固定的天数，所以这里不能写天。",
            what="months",
        ),
        case(
            "Here a date is needed, but this is a calculation with plain numbers.",
            "这里需要的是日期，而这里是几个数在相减。",
            "Write the date in full, its year with four digits: `2026-06-01`.",
            "请写完整的年月日，年份四位，如 2026-06-01。",
            what="date",
        ),
        case(
            "`{found}` has no unit, but here {expected} is needed.",
            "“{found}”没有写单位，而这里需要的是{expected}。",
            "A length of time is `{found} days`, `{found} months` or `{found} years`; a date is written in full: "
            "`2026-06-01`.",
            "时长请写“{found}天”“{found}个月”或“{found}年”；日期请写完整的年月日，如 2026-06-01。",
        ),
    ),
    "E305": entry(
        "not-a-condition", "Not a condition", "不是条件",
        case(
            "`{name}` is {found}, but a condition must be yes or no.",
            "“{name}”是{found}，而条件必须能回答“是”或“否”。",
            "Compare it with something: `deposit > 0`, `risk_appetite is steady`, `birthday is known`.",
            "请拿它作比较，如：存款 > 0、风险偏好 是 稳健、生日 已知。",
            has="name",
        ),
        case(
            "This is {found}, but a condition must be yes or no.",
            "这里是{found}，而条件必须能回答“是”或“否”。",
            "Compare it with something, such as `> 50k` or `is steady`.",
            "请拿它作比较，如“> 5万”“是 稳健”。",
        ),
    ),
    "E306": entry(
        "no-order", "Values without an order", "取值没有高低",
        case(
            "This asks which is greater, but {found} has no order.",
            "这里要比高低，而{found}没有高低之分。",
            "Use `is` or `in (…)`; if the values have an order, declare it: `one of cautious < steady < bold`.",
            "请用“是”或“属于 (…)”；如果取值确有高低，请在客户记录里写明：取值 保守 < 稳健 < 进取。",
        ),
    ),
    "E307": entry(
        "says-no-rounding", "A result that does not say how it rounds", "没有说明怎样取整",
        case(
            "Points are whole numbers, and this adds a part of one to `{name}`.",
            "积分只能是整数，而这里给“{name}”加的不是整数。",
            "Write a whole number; for finer points, make all of them ten or a hundred times as large.",
            "请写整数；想分得更细的，可以把所有积分都放大十倍或一百倍。",
            what="literal",
        ),
        case(
            "How long before or after a day is counted in whole days or months.",
            "离某天多久，按整天或整月计算，不能有零头。",
            "Write a whole number: a year and a half is `18 months`.",
            "请写整数，如一年半写“18个月”。",
            what="length",
        ),
        case(
            "The points added to `{name}` may not come out whole, and nothing says how to round them.",
            "给“{name}”加的分可能有零头，却没有写明怎样取整。",
            "So many for each full amount are `add 1 to {name} per full 10k of …`; else go on with "
            "`rounded down to {unit}`, `rounded up to {unit}` or `rounded to {unit}`.",
            "每满多少加几分，写成“… 每满 1万 加 1 到 {name}”；否则在算式后面加上“舍到 {unit}”“进到 {unit}”"
            "或“四舍五入到 {unit}”。",
            what="points",
        ),
        case(
            "The result for `{name}` may not come out even, and nothing says how to round it.",
            "“{name}”在这里算出来可能有零头，却没有写明怎样取整。",
            "Go on with `rounded down to {unit}`, `rounded up to {unit}` or `rounded to {unit}`.",
            "请在算式后面加上“舍到 {unit}”“进到 {unit}”或“四舍五入到 {unit}”。",
        ),
    ),
    "E308": entry(
        "finer-than-unit", "Finer than the smallest unit", "比最小单位还小",
        case(
            "`{found}` has three digits behind its point, but the smallest amount in {currency} is {smallest}.",
            "“{found}”的小数点后面有三位，而 {currency} 的最小单位是 {smallest}。",
            "A point sets off decimals here, not thousands. If thousands are meant, write `{thousands}`; if not, no "
            "more decimals than that.",
            "这里的点是小数点，不用来分千位。要分千位，请写“{thousands}”；是小数的，请只写到最小单位。",
            what="thousands",
        ),
        case(
            "`{found}` is finer than {smallest}, the smallest amount in {currency}.",
            "“{found}”比 {currency} 的最小单位 {smallest} 还小。",
            "Write an amount that can be paid, or compare a rate instead.",
            "请写成能够支付的金额；如果是比率，请写成百分数。",
        ),
    ),
    "E309": entry(
        "unknown-currency", "Unknown currency", "不认识的货币",
        case("`{name}` is not the code of a currency.", "“{name}”不是货币代码。", has="near"),
        case(
            "`{name}` is not the code of a currency.",
            "“{name}”不是货币代码。",
            "Write its three letters: `CNY` for yuan, `USD`, `EUR`, `HKD` and so on.",
            "请写三个字母的标准代码：人民币 CNY、美元 USD、欧元 EUR、港币 HKD。",
        ),
    ),
    "E310": entry(
        "division-by-zero", "Division by zero", "除以零",
        case(
            "This divides by zero.",
            "这里除以了零。",
            "Write the number or the name that was meant; where a field is zero the result is unknown by itself.",
            "请写上真正的除数；字段为零时，结果自然是“未知”，不用另外处理。",
        ),
    ),
    "E311": entry(
        "wrong-value", "A value that does not fit its place", "这里不能写这个值",
        case(
            "The day itself has to stand here.",
            "这里要直接写出日期。",
            "Write the date in full, such as `2026-01-01`; it is not counted from another day.",
            "请写完整的日期，如 2026-01-01，不能从别的日子推算。",
            what="day",
        ),
        case(
            "The value itself has to stand here: {expected}.",
            "这里要直接写出一个值，需要的是{expected}。",
            "Write out the value, a text in quotes. Names and calculations belong into a `define`.",
            "请把值写出来（文字要加引号）；名称和算式只能写在“定义”里。",
            what="expression",
        ),
        case(
            "This cannot stand here; {expected} is needed.",
            "这里不能这样写，需要的是{expected}。",
            "Replace it with {expected}, or take it away.",
            "请改写成{expected}，或删去它。",
            what="range",
        ),
        case(
            "Only one value can stand here.",
            "这里只能写一个值。",
            "Keep one of them, or write a row for each.",
            "请只保留一个，或分成几行来写。",
            what="several",
        ),
        case(
            "This is {found}, but here {expected} is needed.",
            "这里是{found}，而需要的是{expected}。",
            "Write it in days or weeks, such as `30 days`: a month has no fixed number of days.",
            "请用天或周来写，如 30天；一个月没有固定的天数。",
            what="days",
        ),
        case(
            "This is {found}, but here {expected} is needed.",
            "这里是{found}，而需要的是{expected}。",
            "Write it in months or years, such as `6 months`: a month has no fixed number of days.",
            "请用月或年来写，如 6个月；一个月没有固定的天数。",
            what="months",
        ),
        case(
            "This is {found}, but here {expected} is needed.",
            "这里是{found}，而需要的是{expected}。",
            "Write it with its unit, as the field or the param has it: `50k`, `30 days`, `4.1%`, `yes`.",
            "请按字段或参数的类型来写，带上单位，如 5万、30天、4.1%、是。",
        ),
    ),
    "E312": entry(
        "wrong-type", "The wrong kind of value", "取值的种类不对",
        case(
            "Behind `within` stands a length of time, and this is a day.",
            "“在”后面写时长，而这里是日期。",
            "Write `on` for `within`: `on 3 days before matures`; a length of time is like `within 10 days`.",
            "日期写在“于”后面，如“于 到期日 前 3天”；时长才写“在 10天 内”。",
            what="within",
        ),
        case(
            "Behind `on` stands a day, and this is a length of time.",
            "“于”后面写日期，而这里是时长。",
            "Write `within` for `on`: `within 10 days`; a day is like `on 3 days before matures`.",
            "时长写在“在”后面，如“在 10天 内”；日期才写“于 到期日 前 3天”。",
            what="on",
        ),
        case(
            "This is {found}, but here {expected:or} is needed.",
            "这里是{found}，而需要的是{expected:or}。",
            "Times are written as `10 days` or `3 months`, dates as `2026-06-01`, amounts as `50k`; an amount becomes "
            "a number when it is divided: `deposit / 10k`.",
            "时长写 10天、3个月，日期写 2026-06-01，金额写 5万；要把金额换成数，就除以一个金额，如“存款 / 1万”。",
        ),
    ),
    "E313": entry(
        "impossible-sum", "A calculation without a meaning", "没有意义的计算",
        case(
            "{left:cap} and {right} cannot be {op:done}.",
            "{left}和{right}不能{op:done}。",
            "Amounts add to amounts, times to times or dates; multiply an amount by a number: `3x deposit`.",
            "金额和金额相加减，日期和时长相加减；金额只能乘以倍数，如“3倍 存款”。",
        ),
    ),
    "E314": entry(
        "unknown-time-zone", "Unknown time zone", "不认识的时区",
        case(
            "`{name}` is not the name of a time zone.",
            "“{name}”不是时区名称。",
            'Write a name such as `date in "Asia/Shanghai"`.',
            '请写标准的时区名称，如：日期 时区 "Asia/Shanghai"。',
        ),
    ),
    "E315": entry(
        "ladder-measure", "A ladder by something without a size", "层级不能按这个来分",
        case(
            "Tiers are cut by size, but this is {found}.",
            "层级要按大小来分档，而这里是{found}。",
            "Cut them by an amount, a number or a date; or leave `by …` out and lift customers with rules.",
            "请按金额、数值或日期来分；也可以不写“按 …”，用规则来定每位客户的层级。",
        ),
    ),
    "E316": entry(
        "class-cell", "Not a class in a column of classes", "客群列里不是客群",
        case(
            "This column asks for classes, and this is not the name of one.",
            "这一列要写客群，而这里不是客群的名称。",
            "Write a class, `not` and a class, or `-` for any customer.",
            "请写客群的名称、“非”加客群名称，或用“-”表示不限。",
        ),
    ),
    "E317": entry(
        "too-large", "A result that may be too large", "结果可能过大",
        case(
            "`{name}` may grow beyond what can be kept exactly.",
            "“{name}”的结果可能大到无法精确保存。",
            "Multiply by less, or divide by an amount of its kind first, as in `deposit / 1 million`; closer bounds of "
            "the fields in the record help too.",
            "请乘以小一些的数，或先除以同类的数额，如“存款 / 100万”；在客户记录里给有关字段写上更小的范围也可以。",
            what="product",
        ),
        case(
            "`{name}` may grow beyond what can be kept exactly, because `{divisor}` may come close to 0.",
            "“{divisor}”可能接近 0，所以“{name}”的结果可能大到无法精确保存。",
            "In the record, let the bounds of `{divisor}` begin above 0. A `whole` number may begin at 0: dividing by "
            "0 gives unknown, and the next is 1.",
            "请在客户记录里让“{divisor}”的范围从大于 0 的数开始。"
            "类型是“整数”的可以从 0 开始：除以 0 的结果是未知，再往上就是 1。",
            what="divisor",
        ),
        case(
            "`{name}` may grow beyond what can be kept exactly.",
            "“{name}”的结果可能大到无法精确保存。",
            "Give the fields in it closer bounds in the record, as `money from 0 to 10 billion`, and points a range.",
            "请在客户记录里给有关字段写上更小的范围，如“金额 从 0 到 100亿”；用到积分的，请给积分写上范围。",
        ),
    ),
    "E318": entry(
        "percent-without-sign", "A percentage without %", "百分比没有写 %",
        case(
            "`{found}` stands beside a percentage, and is none.",
            "“{found}”和百分比放在一起，而它不是百分比。",
            "A percentage has its sign: `3%`. Amounts are compared with amounts.",
            "百分比要写 %，如 3%；金额只能和金额相比。",
            what="scaled",
        ),
        case(
            "`{found}` is compared with a percentage, but may mean {percent} or {times}.",
            "“{found}”是和百分比相比的，分不清是 {percent} 还是 {times}。",
            "Write the sign: `{percent}` or `{times}`; only `0` needs none.",
            "请写明是 {percent} 还是 {times}；只有 0 不用写 %。",
        ),
    ),
    "E319": entry(
        "empty-text", "An empty text", "空的文字",
        case(
            "Nothing equals an empty text, because an empty text counts as missing.",
            "没有什么会等于空的文字，因为空的文字就是“缺失”。",
            "Ask with `is missing` or `is known`; in a test write `missing`.",
            "请用“缺失”或“已知”来判断；测试里请写“缺失”。",
        ),
    ),
}  # fmt: skip
