"""Messages of E121 for what may mean two things here, or is built otherwise: an example in place of a text to write."""

from __future__ import annotations

from typing import Final

from dsl.diagnostics.entry import Case, case

UNCLEAR: Final[tuple[Case, ...]] = (
    case(
        "`{found}` does not say that a channel follows.",
        "“{found}”没有说明后面的是渠道。",
        "A channel stands behind `via`: `offer fund via phone`. The day of a task stands behind `on`, and whose it is "
        "behind `by`.",
        "渠道写在“渠道”后面：推荐 基金 渠道 电话。待办在哪一天写在“于”后面，由谁来办写在“由”后面。",
        what="reached",
    ),
    case(
        "There are no patterns here, so signs such as `%` and `*` would be looked for as they are.",
        "这里没有通配符，写了“%”“*”就会照原样去找。",
        'Write `contains "…"` for a part of a text, or `starts with "…"` for its beginning, without such signs.',
        '文字里含有某一段，写“包含 "…"”；以某一段开头，写“开头是 "…"”，都不加通配符。',
        what="like",
    ),
    case(
        "An age is a plain number here, and a birthday is a date.",
        "这里年龄是一个数，生日是一个日期。",
        "Write `age >= {digits}`, or `years since birthday >= {digits}`.",
        "请写“年龄 >= {digits}”，或“距今年数 生日 >= {digits}”。",
        what="years_old",
    ),
    case(
        "`{found}` may be that very day, or any day until then.",
        "“{found}”可能只指那一天，也可能指到那天为止。",
        "Write `= today + {length}` for that day, `is within the next {length}` for any until then.",
        "只指那一天，写“= 今天 + {length}”；到那天为止，写“在 未来 {length} 内”。",
        what="in_days",
    ),
    case(
        "`{found}` does not say what the value that is left out is a value of.",
        "“{found}”没有说明除去的是哪一项的取值。",
        "Write `home is not rented`, and of several values `home not in (owned, rented)`.",
        "请写“住房 不是 租住”；除去几个取值的，写“住房 不属于 (自有, 租住)”。",
        what="all_but",
    ),
    case(
        "`{found}` does not say what shall not come.",
        "“{found}”没有说明期望没有的是什么。",
        "Write `no offers` where nothing is offered, `no tier` where there is no tier; a class or a task is named: "
        "`no class payroll`, `no task callback`.",
        "没有推荐，写“无 推荐”；没有层级，写“无 层级”；客群和待办要写出名称：无 客群 代发客户、无 待办 回访。",
        what="nothing",
    ),
)
