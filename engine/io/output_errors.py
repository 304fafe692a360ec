"""What can go wrong when a run is written or read back, in both languages."""

from __future__ import annotations

import errno
from contextlib import contextmanager
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

    from dsl.syntax.vocabulary import Lang

MESSAGES: Final[dict[str, tuple[str, str]]] = {
    "O101": (
        "{path} cannot be a folder, because a file has that name; the results of a run need a folder",
        "{path} 不能作为文件夹,因为已有同名文件;运行结果要写入文件夹",
    ),
    "O102": ("No permission for {path}", "没有使用 {path} 的权限"),
    "O103": (
        "The disk of {path} is full; the results of the former run are still there",
        "{path} 所在磁盘已满;上一次运行的结果仍然完好",
    ),
    "O104": ("{path} cannot be used: {reason}", "{path} 无法使用:{reason}"),
    "O105": (
        "Another run is writing into {path}; wait for it, or choose another folder",
        "另一次运行正在写入 {path};请等它结束,或换一个文件夹",
    ),
    "O106": (
        "{path} is not the manifest of a run, or of a newer version; move it away, or choose another folder",
        "{path} 不是运行清单,或出自更新的版本;请移走它,或换一个文件夹",
    ),
    "O107": (
        "{table} has more than {limit} rows, which an Excel sheet cannot hold; write Parquet instead",
        "{table} 超过 {limit} 行,Excel 工作表放不下;请改用 Parquet",
    ),
    "O108": (
        "{column} of {table} holds a text of more than {limit} characters, too long for Excel; write Parquet",
        "{table} 的列 {column} 中有文字超过 Excel 单元格上限 {limit} 字;请改用 Parquet",
    ),
    "O109": (
        "{account}: {value} is not exact with {places} decimal places; round the points in the policy",
        "{account}:积分 {value} 无法用 {places} 位小数准确写出;请在政策中写明如何取整",
    ),
    "O110": ("There is no run in {path}", "{path} 中没有运行结果"),
    "O111": ("{file} is missing from the run in {path}", "{path} 中的运行结果缺少 {file}"),
    "O112": ("{file} in {path} is not as the run wrote it", "{path} 中的 {file} 与运行时写出的不一致"),
}

_CODES: Final = {
    errno.EEXIST: "O101", errno.ENOTDIR: "O101", errno.EISDIR: "O101",
    errno.EACCES: "O102", errno.EPERM: "O102", errno.EROFS: "O102",
    errno.ENOSPC: "O103", errno.EDQUOT: "O103",
}  # fmt: skip


class OutputError(Exception):
    """Results that cannot be written or read.

    Attributes:
        code: key of MESSAGES.
        values: what the message needs.
    """

    def __init__(self, code: str, values: Mapping[str, str | int]) -> None:
        super().__init__(code, values)
        self.code = code
        self.values = values

    def message(self, lang: Lang) -> str:
        """The message in one language, without its code."""
        return MESSAGES[self.code][0 if lang == "en" else 1].format(**self.values)

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
