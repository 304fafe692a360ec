"""The words in which statements are read back, English and Chinese."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from dsl.syntax.vocabulary import Lang

_WORDS: Final[dict[str, tuple[str, str]]] = {
    # --- titles ---
    "rule": ("rule {name}", "规则 {name}"),
    "unnamed": ("unnamed rule", "未命名规则"),
    "class": ("class {name}", "客群 {name}"),
    "exclude": ("exclusion", "剔除"),
    "table": ("table {name}", "决策表 {name}"),
    "row": ("table {name}, row {number}", "决策表 {name} 第{number}行"),
    "ladder": ("tiers {name}", "层级 {name}"),
    "offer_title": ("offer {name}", "产品 {name}"),
    "points_title": ("points {name}", "积分 {name}"),
    "choice_title": ("choice {name}", "选项 {name}"),
    "define_title": ("define {name}", "定义 {name}"),
    "define": ("define {name}", "定义 {name}"),
    "param_title": ("param {name}", "参数 {name}"),
    "task_title": ("task {name}", "待办 {name}"),
    "never_title": ("never", "永不"),
    # --- declarations ---
    "offer_limit": ("a customer gets at most {limit} offers, the best ones", "每位客户至多 {limit} 个推荐，取优先的"),
    "sum_of_points": (
        "the sum of what is added; incomplete, and unknown to whoever reads it, if something unknown may add to it",
        "各项相加之和；若有未知的一项可能要加，则不完整，读取它的条件为未知",
    ),
    "stays_within": ("always from {low} to {high}", "始终在 {low} 与 {high} 之间"),
    "by": ("given by", "由以下规则给出"),
    "against": ("taken, or a channel of it, by", "以下情况剔除它，或剔除它的渠道"),
    "excluded_by": ("{rule}: {test}", "{rule}：{test}"),
    "no_rule_gives": ("no rule", "没有规则"),
    "added_by": ("{amount}: {rule}", "{amount}：{rule}"),
    "one_value": (
        "one value or none; if rules give different values, none",
        "只有一个值，或者没有；各规则给出的值不一致时没有",
    ),
    "given_by": ("{value}: {rules}", "{value}：{rules}"),
    "given_never": ("{value}: no rule gives it", "{value}：没有规则给出"),
    "required_of": ("required: {test}", "要求：{test}"),
    "one_task": (
        "the same task for the same role is one, due on the earliest day",
        "同一角色的同一待办只有一件，取最早的期限",
    ),
    "created_by": ("{task}: {rule}", "{task}：{rule}"),
    "checked_always": (
        "checked in every run and test; a broken one is told first",
        "每次运行和测试都检查；违反时最先报告",
    ),
    "not_together": ("never all of these together", "以下各项永不同时成立"),
    "not_at_all": ("never this", "永不成立"),
    "is_tier": ("{ladder} is {rung}", "{ladder} 为 {rung}"),
    "uses": ("read by", "读取它的"),
    "say": ('says "{text}"', '话术 "{text}"'),
    # --- conditions ---
    "if": ("if {test}", "如果 {test}"),
    "if_all": ("if all of these hold", "如果同时满足"),
    "if_any": ("if any of these holds", "如果满足任一"),
    "only": ("only if {test}", "须 {test}"),
    "only_all": ("only if all of these hold", "须同时满足"),
    "only_any": ("only if any of these holds", "须满足任一"),
    "holds": ("it holds if {test}", "成立的条件：{test}"),
    "holds_all": ("it holds if all of these do", "成立的条件：同时满足"),
    "holds_any": ("it holds if any of these does", "成立的条件：满足任一"),
    "all": ("all of these hold", "同时满足"),
    "any": ("any of these holds", "满足任一"),
    "always": ("for every customer", "对所有客户"),
    "then": ("then", "则"),
    "because": ('because "{text}"', '因为 "{text}"'),
    "where": ("where", "其中"),
    "params": ("params", "参数"),
    "when_missing": ("when missing", "缺失时"),
    # --- periods ---
    "in_force": ("in force {period}", "有效期 {period}"),
    "out_of_force": ("in force {period}, so not on {day}", "有效期 {period}，{day} 不在其内"),
    "from": ("from {start}, that day included", "自 {start} 起（当天算）"),
    "until": ("until {end}, that day included", "至 {end} 止（当天算）"),
    "from_until": ("{start} to {end}, both days included", "{start} 至 {end}（两端都算）"),
    "from_short": ("from {start}", "{start} 起"),
    "until_short": ("until {end}", "至 {end}"),
    "from_until_short": ("{start} to {end}", "{start} 至 {end}"),
    # --- effects ---
    "lift": ("{ladder}: at least {rung} (a customer is never lowered)", "{ladder} 至少为 {rung}（只升不降）"),
    "grant": ("the customer is in class {name}", "归入客群 {name}"),
    "offer": ("offer {name}: {details}", "推荐 {name}：{details}"),
    "priority": ("priority {priority}", "优先级 {priority}"),
    "by_channels": ("by {channels}", "渠道 {channels}"),
    "any_channel": ("by any channel", "任何渠道"),
    "group": ("only the best one of group {group} is made", "组 {group} 中只给优先级最高的一个"),
    "eligible": ("only if {test}", "还须 {test}"),
    "points": ("{account}: add {amount}", "{account} 加 {amount}"),
    "choice": ("{choice} is {value}", "{choice} 定为 {value}"),
    "task": ("task {name}", "待办 {name}"),
    "by_role": (" by {role}", "，由 {role}"),
    "by_way": (", not without the channel {channel}", "，须渠道 {channel} 可用"),
    "within": (", due within {length}", "，{length} 内完成"),
    "within_day": (", due within {length} (by {day})", "，{length} 内完成（最迟 {day}）"),
    "on": (", due on {day}", "，期限为 {day}"),
    "exclude_all": ("no offer at all", "剔除所有推荐"),
    "exclude_offer": ("not the offers {names}", "剔除推荐 {names}"),
    "exclude_group": ("no offer of group {names}", "剔除组 {names} 的所有推荐"),
    "exclude_channel": (
        "not by {names}; an offer without another channel is lost",
        "不经由渠道 {names}；没有其他渠道的推荐随之失去",
    ),
    "even_unknown": ("also where that is unknown", "条件未知时同样剔除"),
    # --- tables and ladders ---
    "collect": ("every row that applies counts", "满足的每一行都生效"),
    "unique": ("at most one row may apply", "最多只有一行满足"),
    "first": (
        "the first row that applies counts; where a row is unknown, so are those below it that would apply",
        "只取第一条满足的行；某行未知时，其下本会满足的行也都未知",
    ),
    "measured": (
        "by {measure}, from the lowest; a tier holds from its line (included) to the next (not included)",
        "按 {measure} 从低到高；每档含自己的起点，不含下一档的起点",
    ),
    "unmeasured": ("from the lowest; only rules and tables decide", "从低到高；只由规则和决策表给出"),
    "rung_below": ("{rung}: below {high}", "{rung}：不足 {high}"),
    "rung_between": ("{rung}: from {low} to below {high}", "{rung}：{low} 起，不足 {high}"),
    "rung_above": ("{rung}: from {low}", "{rung}：{low} 起"),
    "lifted_by": ("at least {rung} by {rules}", "至少为 {rung}：{rules}"),
    "granted_by": ("also granted by {rules}", "另由以下规则给出：{rules}"),
    "no_grant": ("no rule grants it", "没有规则给出"),
    # --- missing ---
    "taken_as": ("{fields}: taken as {value}", "{fields}：按 {value} 计"),
    "required": ("{fields}: the customer is put into quarantine", "{fields}：客户被隔离，不作判定"),
    "fires_not": ("{fields}: does not apply", "{fields}：不触发"),
    "fires_perhaps": ("{fields}: applies only if the rest is enough", "{fields}：仅当其余条件已足够才触发"),
    "excludes": ("{fields}: excludes", "{fields}：剔除"),
    "excludes_unless": (
        "{fields}: excludes, unless the rest already says no",
        "{fields}：剔除，除非其余条件已不成立",
    ),
    "class_unknown": ("{fields}: membership is unknown", "{fields}：是否属于为未知"),
    "class_unless": (
        "{fields}: membership is unknown, unless the rest decides it",
        "{fields}：是否属于为未知，除非其余条件已能决定",
    ),
    "so_incomplete": ("{account} is then incomplete", "{account} 标为不完整"),
    "so_class": ("class {name} is then unknown", "客群 {name} 为未知"),
    "so_excludes": ("its exclusion counts all the same", "其中的剔除仍然生效"),
    "offer_lost": ("{fields}: not offered", "{fields}：不推荐"),
    "offer_lost_unless": (
        "{fields}: not offered, unless the rest is enough",
        "{fields}：不推荐，除非其余条件已足够",
    ),
    "define_unknown": ("{fields}: unknown", "{fields}：未知"),
    "define_unknown_unless": (
        "{fields}: unknown, unless the rest decides it",
        "{fields}：未知，除非其余条件已能决定",
    ),
    "amount_missing": ("{fields}: {account} is incomplete", "{fields}：{account} 标为不完整"),
    "day_missing": ("{fields}: the task has no known day", "{fields}：待办期限未知"),
    "measure_missing": (
        "{fields}: the ladder decides nothing; a lift still may, else the tier is undecided",
        "{fields}：阶梯不定；仍可被提升，否则为 未定",
    ),
    "by_zero": ("{what} is 0: the quotient is unknown", "{what} 为 0：商未知"),
    # --- where and params ---
    "see": ("{name}: see {place}", "{name}：见 {place}"),
    "stands_for": ("{name} = {what}", "{name} = {what}"),
    "means": ("{name}: {what}", "{name}：{what}"),
    "or": (" or ", " 或 "),
    "value_from": ("{value} ({period})", "{value}（{period}）"),
    "in_profile": ("{value} in profile {profile}", "方案 {profile} 为 {value}"),
    "this_run": ("{value} in this run", "本次为 {value}"),
    "from_outside": ("{value} in this run, given from outside", "本次为 {value}（外部给定）"),
}


def reading_word(key: str, lang: Lang, **args: object) -> str:
    """A phrase in one language."""
    return _WORDS[key][0 if lang == "en" else 1].format(**args)
