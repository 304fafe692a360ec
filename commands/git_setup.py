"""``tiercel git-setup``: git shows, names and compares policies as tiercel reads them."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Final

import click

from commands.help import Command
from commands.shared import lang_option, stop, words
from dsl.diagnostics.model import Words
from dsl.syntax.vocabulary import Lang
from dsl.width import display_width

if TYPE_CHECKING:
    from engine.revisions.setup import Step

_DONE: Final = {
    "set": Words("added", "已添加"),
    "changed": Words("changed", "已更改"),
    "kept": Words("was there already", "原来就有"),
    "removed": Words("removed", "已删除"),
    "absent": Words("was not there", "原来就没有"),
    "elsewhere": Words("left alone: stands in a line with more", "未作改动：和别的内容写在同一行"),
}
_HEAD: Final = Words("In the settings of git, for this clone:", "在 git 的设置里（只对本地这份仓库有效）：")
_FILE: Final = Words("In .gitattributes, for everyone:", "在 .gitattributes 里（对所有人有效）：")
_NEXT: Final = Words(
    "From now on git diff, git log -p and git show print policies in canonical\n"
    "form: layout is no difference, and above each change stands its rule.\n"
    "git difftool -t tiercel says what a change does.\n\n"
    "Commit .gitattributes. Everyone runs tiercel git-setup once in their clone;\n"
    "tiercel git-setup --remove takes it back.",
    "从现在起，git diff、git log -p、git show 按规范写法显示政策：\n"
    "排版不算差异，每处改动上方写着它属于哪条规则。\n"
    "git difftool -t tiercel 说明一处改动带来什么变化。\n\n"
    "请提交 .gitattributes。每个人在自己的仓库副本里运行一次 tiercel git-setup；\n"
    "用 tiercel git-setup --remove 撤销。",
)


@click.command(
    "git-setup",
    cls=Command,
    epilog="""\b
Examples
  tiercel git-setup             in the folder of a git repository
  tiercel git-setup --remove    take everything back
""",
)
@click.option("--remove", is_flag=True, help="Take back what it did.")
@lang_option
def command(*, remove: bool, lang: Lang) -> None:
    """Let git show policies as tiercel prints them, and compare them by what they do.

    Sets three things in the configuration of this clone: how policies are shown (diff.tiercel.textconv), what begins a
    sentence (diff.tiercel.xfuncname) and what `git difftool -t tiercel` runs (difftool.tiercel.cmd); and adds a line
    to .gitattributes that says which files are policies. Nothing else is touched, and running it again changes nothing.
    """
    from engine.revisions.repository import Repository, RevisionError
    from engine.revisions.setup import ATTRIBUTES, LINE, set_up, take_back

    try:
        repository = Repository.at(Path.cwd())
        steps = take_back(repository) if remove else set_up(repository)
    except RevisionError as error:
        stop(error.words, lang)
    except OSError as error:
        reason = error.strerror or str(error)
        stop(Words(f"cannot write {ATTRIBUTES}: {reason}", f"无法写入 {ATTRIBUTES}：{reason}"), lang)
    settings, attributes = steps[:-1], steps[-1]
    click.echo(words(_HEAD, lang))
    for line in _lines([(step.name, step) for step in settings], lang):
        click.echo(line)
    click.echo(words(_FILE, lang))
    for line in _lines([(LINE, attributes)], lang):
        click.echo(line)
    if not remove:
        click.echo(f"\n{words(_NEXT, lang)}")


def _lines(steps: list[tuple[str, Step]], lang: Lang) -> list[str]:
    widest = max(display_width(name) for name, _ in steps)
    return [f"  {name}{' ' * (widest - display_width(name))}  {words(_DONE[step.done], lang)}" for name, step in steps]
