"""What can go wrong when a run is written or read back, in both languages."""

from __future__ import annotations

import errno
from contextlib import contextmanager
from typing import TYPE_CHECKING, Final

from dsl.diagnostics.model import Words

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

    from dsl.syntax.vocabulary import Lang

MESSAGES: Final[dict[str, tuple[str, str]]] = {
    "O101": (
        "{path} cannot be a folder, because a file is in its place; the results of a run need a folder",
        "{path} 不能作为文件夹，因为那里是一个文件；运行结果要写入文件夹",
    ),
    "O102": ("No permission for {path}", "没有使用 {path} 的权限"),
    "O103": (
        "The disk of {path} is full; the results of the former run are still there",
        "{path} 所在磁盘已满；上一次运行的结果仍然完好",
    ),
    "O104": ("{path} cannot be used: {reason}", "{path} 无法使用：{reason}"),
    "O105": (
        "Another run is writing into {path}; wait for it, or choose another folder",
        "另一次运行正在写入 {path}；请等它结束，或换一个文件夹",
    ),
    "O106": (
        "{path} is not the manifest of a run, or of a newer version; move it away, or choose another folder",
        "{path} 不是运行清单，或出自更新的版本；请移走它，或换一个文件夹",
    ),
    "O107": (
        "{table} has more than {limit} rows, which an Excel sheet cannot hold; write Parquet instead",
        "{table} 超过 {limit} 行，Excel 工作表放不下；请改用 Parquet",
    ),
    "O108": (
        "{column} of {table} holds a text of more than {limit} characters, too long for Excel; write Parquet",
        "{table} 的列 {column} 中有文字超过 Excel 单元格上限 {limit} 字；请改用 Parquet",
    ),
    "O110": ("There is no run in {path}", "{path} 中没有运行结果"),
    "O111": ("{file} is missing from the run in {path}", "{path} 中的运行结果缺少 {file}"),
    "O112": ("{file} in {path} is not as the run wrote it", "{path} 中的 {file} 与运行时写出的不一致"),
    "O113": (
        "The unfinished run in {path} had another input: {other}; give that again, or leave out --resume to start anew",
        "{path} 中未完成的运行输入不同：{other}；请用当时的输入接着做，或去掉 --resume 从头开始",
    ),
    "O114": (
        "What the unfinished run in {path} has left is damaged; leave out --resume to start anew",
        "{path} 中未完成的运行留下的内容已损坏；请去掉 --resume 从头开始",
    ),
    "O115": (
        "The next run over {data} would read the results in {path} as customers; choose a folder that lies elsewhere",
        "下一次读取 {data} 时，会把 {path} 中的结果当成客户；请换一个不在其中的文件夹",
    ),
}

# All of them in a few words, for the page that explains them.
TITLES: Final[dict[str, tuple[str, str]]] = {
    "O101": ("a file in place of a folder", "文件夹的位置上是文件"),
    "O102": ("no permission", "没有权限"),
    "O103": ("disk full", "磁盘已满"),
    "O104": ("folder cannot be used", "文件夹无法使用"),
    "O105": ("another run is writing", "另一次运行正在写入"),
    "O106": ("not the manifest of a run", "不是运行清单"),
    "O107": ("too many rows for Excel", "行数超过 Excel 上限"),
    "O108": ("text too long for Excel", "文字超过 Excel 上限"),
    "O110": ("no run", "没有运行结果"),
    "O111": ("a file of the run is missing", "运行结果缺少文件"),
    "O112": ("a file of the run was changed", "运行结果被改动"),
    "O113": ("unfinished run of another input", "未完成的运行输入不同"),
    "O114": ("what an unfinished run left is damaged", "未完成的运行留下的内容损坏"),
    "O115": ("results among the data", "结果混入数据"),
}

_CODES: Final = {
    errno.EEXIST: "O101", errno.ENOTDIR: "O101",
    errno.EACCES: "O102", errno.EPERM: "O102", errno.EROFS: "O102",
    errno.ENOSPC: "O103", errno.EDQUOT: "O103",
}  # fmt: skip


class OutputError(Exception):
    """Results that cannot be written or read.

    Attributes:
        code: key of MESSAGES.
        values: what the message needs.
    """

    def __init__(self, code: str, values: Mapping[str, str | int | Words]) -> None:
        super().__init__(code, values)
        self.code = code
        self.values = values

    def message(self, lang: Lang) -> str:
        """The message in one language, without its code."""
        values = {name: getattr(x, lang) if isinstance(x, Words) else x for name, x in self.values.items()}
        return MESSAGES[self.code][0 if lang == "en" else 1].format(**values)

    def __str__(self) -> str:
        return f"{self.code}: {self.message('en')}"


@contextmanager
def told_as_output_error(path: Path) -> Iterator[None]:
    """Tell what the system refuses in words about the folder of a run."""
    try:
        yield
    except OSError as error:
        code = _CODES.get(error.errno or 0, "O104")
        reason = error.strerror or str(error)
        raise OutputError(code, {"path": str(path), "reason": reason}) from error
