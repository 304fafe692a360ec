"""Questions and answers in words: ``tier customer_tier: prime → major``."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from dsl.diagnostics.model import Words
from dsl.program.types import Date, Num
from engine.review.shared.aspects import LESS, MORE, SOME
from engine.testing.reading import Reading

if TYPE_CHECKING:
    from collections.abc import Collection
    from datetime import date
    from fractions import Fraction

    from dsl.program.model import Program
    from engine.review.shared.aspects import Answer, Aspect
    from engine.testing.reading import Voice

_LOST: Final = {
    "period": ("out of its period", "不在有效期内"),
    "eligibility": ("not eligible", "不符合条件"),
    "exclusion": ("excluded", "被剔除"),
    "channel": ("no channel left", "没有可用渠道"),
    "group": ("another of its group is better", "同组另有更优先的"),
    "cap": ("beyond the number of offers", "超出推荐个数上限"),
}
_ABSENT: Final = {
    "class": ("no such class", "无此客群"),
    "offer": ("no such offer", "无此产品"),
    "never": ("no such promise", "无此承诺"),
}
_NUMBERS: Final = {LESS: ("lower", "较少"), MORE: ("higher", "较多"), SOME: ("some", "有值"), None: ("none", "无")}
# Whether it is a day, and whether it is more than before.
_COMPARED: Final = {
    (False, False): ("less than before", "比原来少"),
    (False, True): ("more than before", "比原来多"),
    (True, False): ("earlier than before", "比原来早"),
    (True, True): ("later than before", "比原来晚"),
}
_DAYS: Final = {
    LESS: ("earlier", "较早"),
    MORE: ("later", "较晚"),
    SOME: ("some day", "有日期"),
    None: ("no day", "无日期"),
}


class AnswerText:
    """Says them in the words of two policies; what both have is called as the new one does."""

    def __init__(self, old: Program, new: Program) -> None:
        self._programs = {"old": old, "new": new}
        self._readings = {"old": Reading(old), "new": Reading(new)}

    def _voice(self, side: str, lang: str) -> Voice:
        reading = self._readings[side]
        return reading.en if lang == "en" else reading.zh

    def _owner(self, aspect: Aspect) -> str:
        """The policy that has the thing, if possible the new one."""
        name, new = aspect.name[0] if aspect.name else None, self._programs["new"]
        known: dict[str, object] = {
            "tier": new.ladders, "class": new.classes, "choice": new.choices, "points": new.points,
            "offer": new.offers, "priority": new.offers, "channel": new.offers,
            "never": {never.id for never in new.nevers}, "task": new.tasks, "due": new.tasks,
            "task_channel": new.tasks,
        }  # fmt: skip
        return "new" if aspect.kind == "quarantine" or name in known[aspect.kind] else "old"  # type: ignore[operator]

    # --- questions ---

    def question(self, aspect: Aspect) -> Words:
        """What is asked about."""
        side = self._owner(aspect)
        return Words(
            self._question(aspect, self._voice(side, "en"), side), self._question(aspect, self._voice(side, "zh"), side)
        )

    def _question(self, aspect: Aspect, voice: Voice, side: str) -> str:
        name = aspect.name[0] or "" if aspect.name else ""
        match aspect.kind:
            case "quarantine":
                return voice.pick("quarantine", "隔离")
            case "tier":
                return voice.names.of("ladder", name)
            case "class" | "choice" | "points":
                word = {"class": ("class", "客群"), "choice": ("choice", "选项"), "points": ("points", "积分")}[
                    aspect.kind
                ]
                return f"{voice.pick(*word)} {voice.names.of(aspect.kind, name)}"
            case "offer" | "priority" | "channel":
                offer = f"{voice.pick('offer', '推荐')} {voice.names.of('offer', name)}"
                if aspect.kind == "priority":
                    return voice.pick(f"priority of {offer}", f"{offer} 的优先级")
                if aspect.kind == "offer":
                    return offer
                channel = voice.names.of("channel", aspect.name[1] or "")
                return voice.pick(f"{offer} by {channel}", f"{offer} 经{channel}")
            case "task" | "due" | "task_channel":
                return self._task(aspect, voice)
            case "never":
                never = next(x for x in self._programs[side].nevers if x.id == name)
                return voice.promise(never)

    @staticmethod
    def _task(aspect: Aspect, voice: Voice) -> str:
        name, role, *channel = aspect.name
        task = f"{voice.pick('task', '待办')} {voice.names.of('task', name or '')}"
        if role is not None:
            of = voice.names.of("role", role)
            task += voice.pick(f" by {of}", f" 由 {of}")
        if aspect.kind == "due":
            return voice.pick(f"due day of {task}", f"{task} 的期限")
        ways = [voice.names.of("channel", x or "") for x in channel]
        return " ".join((task, *(voice.pick(f"via {x}", f"经{x}") for x in ways)))

    # --- answers ---

    def change(self, aspect: Aspect, before: Answer, after: Answer) -> Words:
        """A class of change."""
        question = self.question(aspect)
        if {before, after} == {LESS, MORE}:
            en, zh = _COMPARED[aspect.kind == "due", after == MORE]
            return Words(f"{question.en}: {en}", f"{question.zh}：{zh}")
        old, new = self.answer(aspect, before, "old"), self.answer(aspect, after, "new")
        return Words(f"{question.en}: {old.en} → {new.en}", f"{question.zh}：{old.zh} → {new.zh}")

    def answer(self, aspect: Aspect, answer: Answer, side: str) -> Words:
        """An answer of one of the policies."""
        if aspect.kind in _ABSENT and answer is False and not self._has(aspect, side):
            return Words(*_ABSENT[aspect.kind])
        side = side if self._has(aspect, side) else self._owner(aspect)
        return Words(*(self._answer(aspect, answer, self._voice(side, lang)) for lang in ("en", "zh")))

    def _has(self, aspect: Aspect, side: str) -> bool:
        program = self._programs[side]
        things: dict[str, Collection[str]] = {
            "tier": program.ladders, "choice": program.choices, "class": program.classes, "offer": program.offers,
            "never": {never.id for never in program.nevers},
        }  # fmt: skip
        return aspect.kind not in things or aspect.name[0] in things[aspect.kind]

    def _answer(self, aspect: Aspect, answer: Answer, voice: Voice) -> str:
        name = aspect.name[0] or "" if aspect.name else ""
        match aspect.kind:
            case "tier":
                return voice.rung(name, answer if isinstance(answer, str) else None)
            case "choice":
                return voice.names.choice(name, answer) if isinstance(answer, str) else voice.pick("no value", "无取值")
            case "points" | "due":
                words = (_NUMBERS if aspect.kind == "points" else _DAYS)[answer]  # type: ignore[index]
                return voice.pick(*words)
            case "quarantine":
                return voice.pick("set aside", "隔离") if answer else voice.pick("decided", "判定")
            case "class":
                if answer is None:
                    return voice.pick("unknown", "未知")
                return voice.pick("yes", "是") if answer else voice.pick("no", "否")
            case "offer":
                return self._offer(answer, voice)
            case "priority":
                return str(answer)
            case "never":
                return voice.pick("broken", "违反") if answer else voice.pick("kept", "遵守")
            case _:
                return voice.pick("yes", "有") if answer else voice.pick("no", "无")

    @staticmethod
    def _offer(answer: Answer, voice: Voice) -> str:
        if answer is True:
            return voice.pick("given", "推荐")
        if answer is False:
            return voice.pick("not granted", "无规则推荐")
        en, zh = _LOST[str(answer)]
        return voice.pick(f"not given ({en})", f"不推荐（{zh}）")

    def channels(self, aspect: Aspect, channels: tuple[str, ...], side: str) -> Words:
        """By which channels an offer or a task goes for one customer; an offer that names none may go by any."""
        of_task = aspect.kind == "task_channel"
        if not channels:
            return Words("no channel", "无渠道") if of_task else Words("any channel", "任意渠道")
        voices = self._voice(side, "en"), self._voice(side, "zh")
        en, zh = (voice.listed(voice.names.of("channel", channel) for channel in channels) for voice in voices)
        return Words(f"{'via' if of_task else 'by'} {en}", f"经{zh}")

    def decided(self, aspect: Aspect, decided: object, answer: Answer, side: str) -> Words:
        """What was decided about one customer: numbers and days as they are."""
        if aspect.kind == "points" and decided is not None:
            return Words(*(self._voice(side, lang).value(_whole(decided), Num()) for lang in ("en", "zh")))
        if aspect.kind == "due" and decided is not None:
            return Words(*(self._voice(side, lang).value(_day(decided), Date()) for lang in ("en", "zh")))
        return self.answer(aspect, answer, side)


def _whole(decided: object) -> Fraction:
    return decided  # type: ignore[return-value]


def _day(decided: object) -> date:
    return decided  # type: ignore[return-value]
