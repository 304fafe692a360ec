"""The words of an explanation, English and Chinese. Names, values and rules are filled in."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from engine.punctuation import SEMICOLON

if TYPE_CHECKING:
    from dsl.syntax.vocabulary import Lang
    from engine.explain.missing import Cause
    from engine.explain.names import Names

_WORDS: Final[dict[str, tuple[str, str]]] = {
    # --- the heads ---
    "as_of": ("as of {day}", "截至 {day}"),
    "profile": ("profile {name}", "方案 {name}"),
    "classes": ("Classes", "客群"),
    "offers": ("Offers", "推荐"),
    "not_offered": ("Not offered", "没有推荐"),
    "tasks": ("Tasks", "待办"),
    "broken": ("Broken promises", "违反的约定"),
    "none": ("none", "无"),
    # --- truths and causes ---
    "unknown_mark": ("→ unknown ?", "→ 未知 ?"),
    "unknown": ("unknown", "未知"),
    "unknown_because": ("unknown, because {causes}", "未知，因为 {causes}"),
    "one_missing": ("{names} is missing", "{names} 缺失"),
    "many_missing": ("{names} are missing", "{names} 缺失"),
    "no_rung": ("no rule decides {name}", "没有规则判定 {name}"),
    "no_value": ("no rule sets {name}", "没有规则给出 {name}"),
    "in_conflict": ("rules disagree about {name}", "各规则给出的 {name} 不一致"),
    "by_zero": ("the divisor {what} is 0", "除数 {what} 为 0"),
    "no_such_day": ("{what} is outside the calendar", "{what} 超出日历范围"),
    # --- conditions ---
    "all_of": ("all of", "全部满足"),
    "any_of": ("any of", "任一满足"),
    "always": ("every customer", "所有客户"),
    "above_applies": ("{row} applies first", "{row} 已先满足"),
    "above_unknown": ("{row} may apply first", "{row} 是否先满足"),
    "above_no": ("no row above applies", "前面各行均不满足"),
    "where": ("where {what}", "其中 {what}"),
    "see_above": ("see above", "见上"),
    "not_in_force": ("in force {period}", "有效期 {period}"),
    "from": ("from {start}", "自 {start} 起"),
    "until": ("until {end}", "至 {end}"),
    "from_until": ("{start} to {end}", "{start} 至 {end}"),
    # --- tiers ---
    "undecided": ("undecided — {causes}", "未定 — {causes}"),
    "no_rule_decides": ("no rule decides it", "没有规则判定"),
    "lifted": ("{rung} (ladder {base} → lifted to {rung})", "{rung}（阶梯 {base} → 提升到 {rung}）"),
    "lifted_only": ("{rung} (ladder undecided → lifted to {rung})", "{rung}（阶梯不定 → 提升到 {rung}）"),
    "by_rules": ("{rung} (by rules)", "{rung}（由规则给出）"),
    "falls_into": ("{measure}, which is {rung}{interval}", "{measure}，落在 {rung}{interval}"),
    "no_base": ("{measure}, so the ladder decides nothing", "{measure}，阶梯不定"),
    "below": ("below {high}", "不足 {high}"),
    "at_least": ("{low} and up", "{low} 及以上"),
    "lift": ("lift: ", "提升："),
    "perhaps": ("perhaps {rung}: ", "或可提升到 {rung}："),
    "perhaps_by": (
        "perhaps {rungs}: unknown, because {causes} ({rules})",
        "或可提升到 {rungs}：未知，因为 {causes}（{rules}）",
    ),
    "at_rung": ("already on {rung} or above", "已在 {rung} 或更高"),
    # --- classes ---
    "not_in": ("not in", "不属于"),
    # --- offers ---
    "priority": ("priority {priority}", "优先级 {priority}"),
    "any_channel": ("any channel", "任何渠道"),
    "valid": ("valid {period}", "有效期 {period}"),
    "closed": ("not by {channel}: ", "{channel} 不可用："),
    "says": ('says "{text}"', '话术 "{text}"'),
    "says_nothing": ("no script: {slots} missing", "话术未生成：缺 {slots}"),
    "because": ('because "{text}"', '因为 "{text}"'),
    "because_nothing": ("no reason text: {slots} missing", "理由未生成：缺 {slots}"),
    "exclusion": ("excluded", "被剔除"),
    "exclusion_unknown": ("excluded because unknown: {causes}", "因未知而剔除：{causes}"),
    "channel": ("no channel left", "没有可用渠道"),
    "channel_unknown": ("no channel left because unknown: {causes}", "因未知而没有可用渠道：{causes}"),
    "eligibility": ("not eligible", "不符合产品条件"),
    "eligibility_unknown": ("eligibility unknown: {causes}", "是否符合产品条件未知：{causes}"),
    "group": (
        "{winner} (priority {priority}) has the place of group {group}",
        "同组 {group} 已由 {winner}（优先级 {priority}）占用",
    ),
    "group_lost": ("{winner} came first in group {group}", "同组 {group} 由 {winner} 优先"),
    "cap": ("beyond the cap of {limit}", "每位客户至多 {limit} 个推荐，已满"),
    "period": ("not in force: {period}", "不在有效期：{period}"),
    "granted_by": ("granted by {rules}", "本由 {rules} 推荐"),
    "no_rule": ("no rule grants it", "没有规则推荐它"),
    "more_rules": ("further rules that do not apply: {count}", "另有 {count} 条规则也不满足"),
    "remedy": ("offered if it is {values}", "补上 {values} 即推荐"),
    "remedy_any": ("offered whatever it is", "补上任何值都会推荐"),
    "no_remedy": ("not offered whatever it is", "补上什么也不会推荐"),
    "and_above": ("{value} or above", "{value} 及以上"),
    "and_below": ("{value} or below", "{value} 及以下"),
    "or": (" or ", " 或 "),
    "and": (" and ", " 且 "),
    "would_be_ineligible": ("the offer's own condition", "产品条件"),
    "would_be_excluded": ("besides: ", "此外："),
    "further_offers": ("Not offered either ({count}): {names}", "其余未推荐（{count}）：{names}"),
    # --- what would change it ---
    "one_change": ("One change away", "只差一步"),
    "wish_rung": ("to reach {rung}: {change}", "要到 {rung}：{change}"),
    "wish_known_rung": ("to be decided: {change}", "要能判定：{change}"),
    "wish_no_lift": ("no longer lifted to {rung}: {change}", "不再提升到 {rung}：{change}"),
    "wish_offer": ("to be offered: {change}", "要得到推荐：{change}"),
    "none_rung": ("no single field leads to {rung}", "只改一个字段到不了 {rung}"),
    "none_known_rung": ("no single field decides it", "只改一个字段判定不了"),
    "none_no_lift": ("with any single field changed, still lifted to {rung}", "只改一个字段，仍会提升到 {rung}"),
    "none_offer": ("no single field brings it", "只改一个字段得不到推荐"),
    "or_else": ("or {change}", "或 {change}"),
    "in_vain": (
        "; with {change} {cause}",
        "；若 {change}，{cause}",
    ),
    "vain_cap": ("a rule grants it, but better offers fill all places", "规则会推荐，但更优先的推荐已占满名额"),
    "vain_group": ("a rule grants it, but a better offer has its group", "规则会推荐，但同组有更优先的推荐"),
    "vain_exclusion": ("a rule grants it, but it is excluded", "规则会推荐，但会被剔除"),
    "vain_channel": ("a rule grants it, but no channel is left", "规则会推荐，但没有可用渠道"),
    "vain_eligibility": ("a rule grants it, but the customer is not eligible", "规则会推荐，但不符合产品条件"),
    "vain_period": ("a rule grants it, but it is not in force", "规则会推荐，但产品不在有效期"),
    "vain_assumption": ("an assumption of the record is broken", "就违反客户记录的假定"),
    "more": ("{name} {by} more", "{name} 再多 {by}"),
    "less": ("{name} {by} less", "{name} 减少 {by}"),
    "to_value": ("to {value}", "到 {value}"),
    "instead": ("{name} from {before} to {after}", "{name} 由 {before} 改为 {after}"),
    "fill_in": ("{name} filled in", "补上 {name}"),
    "fill_in_with": ("{name} filled in as {value}", "补上 {name} 为 {value}"),
    "such_as": ("such as {value}", "例如 {value}"),
    "then_undecided": (", then undecided", "，即为 未定"),
    "then_measure": ("{name} then {value}", "{name} 即为 {value}"),
    "then_rung": (", then {rung}", "，即为 {rung}"),
    # --- the rest ---
    "incomplete": ("{total}, incomplete: {causes}", "{total}，不完整：{causes}"),
    "nothing_in": ("None or 0: {names}", "无或为 0：{names}"),
    "conflict": ("none: rules disagree", "无：各规则给出的值不一致"),
    "due": ("due {day}", "最迟 {day}"),
    "due_unknown": ("due day unknown: {causes}", "期限未知：{causes}"),
    "task_taken": ("not created: {channel} is closed", "不生成：渠道 {channel} 不可用"),
    "two_rows": ("more than one row of {name} applies", "{name} 有多行同时满足"),
}


def word(key: str, lang: Lang, **args: object) -> str:
    """A phrase in one language."""
    return _WORDS[key][0 if lang == "en" else 1].format(**args)


def cause_words(causes: tuple[Cause, ...], names: Names, shown: dict[int, str]) -> str:
    """What makes something unknown, as a clause: ``risk_appetite is missing``.

    Args:
        causes: at least one.
        names: of the reader's language.
        shown: by place among the causes, the expression of those that have one.
    """
    lang = names.lang
    fields = [names.of("field", cause.name) for cause in causes if cause.kind == "field"]
    said: list[str] = []
    if fields:
        key = "one_missing" if len(fields) == 1 else "many_missing"
        said.append(word(key, lang, names=_and(fields) if lang == "en" else names.listed(fields)))
    for i, cause in enumerate(causes):
        match cause.kind:
            case "ladder":
                said.append(word("no_rung", lang, name=names.of("ladder", cause.name)))
            case "choice":
                said.append(word("no_value", lang, name=names.of("choice", cause.name)))
            case "conflict":
                said.append(word("in_conflict", lang, name=names.of("choice", cause.name)))
            case "zero":
                said.append(word("by_zero", lang, what=shown[i]))
            case "calendar":
                said.append(word("no_such_day", lang, what=shown[i]))
            case _:
                pass
    return SEMICOLON[lang].join(said)


def _and(items: list[str]) -> str:
    """``a, b and c``."""
    return " and ".join(filter(None, (", ".join(items[:-1]), items[-1])))
