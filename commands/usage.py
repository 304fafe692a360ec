"""What is said about a command line that cannot be understood, in the language of the user, with an example."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

import click

from commands.help import fitted
from commands.shared import default_lang, folded, width
from dsl.diagnostics.model import Words
from dsl.syntax.nearest import nearest
from engine.punctuation import COLON, ENUMERATION

if TYPE_CHECKING:
    from collections.abc import Sequence

    from dsl.syntax.vocabulary import Lang

# What click says, and how it is said here; what is not here stays as it is.
_MISTAKES: Final = [
    (re.compile(pattern), english, chinese)
    for pattern, english, chinese in (
        (r"No such command '(.+?)'", "there is no command {0}", "没有命令 {0}"),
        (r"No such option:? '?(.+?)'?", "there is no option {0}", "没有选项 {0}"),
        (r"Missing command", "the command is missing", "缺少命令"),
        (r"Missing argument '(.+?)'(?:\..*)?", "{0} is missing", "缺少 {0}"),
        (r"Missing option '(.+?)'(?:\..*)?", "the option {0} is missing", "缺少选项 {0}"),
        (r"Option '(.+?)' requires an argument", "the option {0} needs a value", "选项 {0} 后面要写一个值"),
        (r"Option '(.+?)' does not take a value", "the option {0} takes no value", "选项 {0} 后面不写值"),
        (r"Got unexpected extra arguments? \((.+)\)", "too much was given: {0}", "多出来的参数：{0}"),
        (r"Invalid value for '(.+?)': (.+)", "{0}: {1}", "{0}：{1}"),
    )
]
# Why a value is wrong, where click's words are for programmers.
_VALUES: Final = [
    (re.compile(pattern), english, chinese)
    for pattern, english, chinese in (
        (r"'(.*)' is not one of (.+?)\.?", "“{0}” is not one of {1}", "“{0}”不在可选的值之中；可以写 {1}"),
        (r"'(.*)' is not a valid (?:integer|integer range)\.?", "“{0}” is not a whole number", "“{0}”不是整数"),
        (r"'(.*)' is not a valid (?:float|float range)\.?", "“{0}” is not a number", "“{0}”不是数"),
        (r"(\S+) is not in the range x>=(\S+?)\.?", "{0} is less than {1}", "{0} 太小；至少是 {1}"),
        (r"(\S+) is not in the range (\S+?)<=x<=(\S+?)\.?", "{0} is not from {1} to {2}", "{0} 不在 {1} 到 {2} 之间"),
        (r"(.*) is not a date; write it as (.+)", "{0} is not a date; write it as {1}", "{0} 不是日期；应写成 {1}"),
        (r"the path is empty", "the path is empty", "路径为空"),
    )
]


def explained(error: click.ClickException, arguments: Sequence[str]) -> str:
    """The mistake, what was likely meant, an example of the command, and where there is more.

    Args:
        error: what click says.
        arguments: of the command line.
    """
    lang = _language(arguments)
    context = error.ctx if isinstance(error, click.UsageError) else None
    meant = _meant(error)
    first = f"{'错误' if lang == 'zh' else 'error'}{COLON[lang]}{_said(error, lang)}"
    if meant:
        first += f"；是否指 {meant}？" if lang == "zh" else f"; did you mean {meant}?"
    if "--data" in arguments and "unexpected extra argument" in error.format_message():
        # What the shell makes of a pattern without quotes.
        first += "；通配写法要加引号，例如 " if lang == "zh" else "; put a pattern in quotes, as in "
        first += '--data "*.csv"'
    lines = [*folded(first, width())]
    if context is not None and (example := _example(context.command)):
        lines += fitted(f"{'例如' if lang == 'zh' else 'example'}{COLON[lang]}{example}", width())
    # What misses the value of an option is found before its command is known to the error.
    path = context.command_path if context is not None else f"tiercel {arguments[0]}"
    lines.append(f"{'说明' if lang == 'zh' else 'more'}{COLON[lang]}{path} --help")
    return "\n".join(lines)


def in_short(error: click.ClickException) -> Words:
    """The mistake alone, in both languages."""
    return Words(_said(error, "en"), _said(error, "zh"))


def _language(arguments: Sequence[str]) -> Lang:
    """The language asked for, if that much can be understood."""
    for at, argument in enumerate(arguments):
        given = argument.partition("=")[2] if argument.startswith("--lang=") else ""
        if argument == "--lang" and at + 1 < len(arguments):
            given = arguments[at + 1]
        if given in ("zh", "en"):
            return "zh" if given == "zh" else "en"
    return default_lang()


def _said(error: click.ClickException, lang: Lang) -> str:
    message = " ".join(error.format_message().split())
    # Click's own proposals are replaced by ours, which are the same in both languages.
    message = re.sub(r"\.?( \(?Did you mean.*)?$", "", message)
    for pattern, english, chinese in _MISTAKES:
        if found := pattern.fullmatch(message):
            return (chinese if lang == "zh" else english).format(*(_value(part, lang) for part in found.groups()))
    return message


def _value(text: str, lang: Lang) -> str:
    for pattern, english, chinese in _VALUES:
        if found := pattern.fullmatch(text):
            listed = (part.replace("', '", ENUMERATION[lang]).strip("'") for part in found.groups())
            return (chinese if lang == "zh" else english).format(*listed)
    return text


def _meant(error: click.ClickException) -> str | None:
    """The command or option that was likely meant."""
    if isinstance(error, click.NoSuchOption):
        known = error.ctx.command.get_params(error.ctx) if error.ctx else []
        options = [name for param in known for name in param.opts if name.startswith("--")]
        return nearest(error.option_name, options)
    command = re.match(r"No such command '(.+?)'", error.format_message())
    if command and isinstance(error, click.UsageError) and error.ctx and isinstance(error.ctx.command, click.Group):
        return nearest(command[1], error.ctx.command.list_commands(error.ctx))
    return None


def _example(command: click.Command) -> str | None:
    """The first example of its help."""
    lines = [line.strip() for line in (command.epilog or "").splitlines()]
    return next((re.split(r"\s{3,}", line)[0] for line in lines if line.startswith("tiercel ")), None)
