"""What is said while a run goes on: its rows on a terminal, and what can be continued if it is stopped."""

from __future__ import annotations

import signal
from contextlib import ExitStack
from typing import TYPE_CHECKING, Self

from commands.shared import is_terminal, tell, words
from dsl.diagnostics.model import Words
from engine.rows import Watcher

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path
    from types import FrameType, TracebackType

    from dsl.syntax.vocabulary import Lang


class Watch(Watcher):
    """Watches the run into a folder, in a ``with`` block of the main thread.

    Ctrl-C stops the run at the next batch at the latest: where it comes while a library tries an import, which it takes
    for one that failed, it would be lost otherwise.

    Attributes:
        resumable: what is said if the run is stopped now; None where nothing could be continued.
    """

    def __init__(self, out: Path, lang: Lang) -> None:
        self.resumable: Words | None = None
        self._out, self._lang = out, lang
        self._open = ExitStack()
        self._interrupted = False
        self._advance: Callable[[int], None] = lambda _: None

    def __enter__(self) -> Self:
        if signal.getsignal(signal.SIGINT) is signal.default_int_handler:  # not where it is to be ignored
            self._open.callback(signal.signal, signal.SIGINT, signal.signal(signal.SIGINT, self._interrupt))
        if is_terminal():
            from rich.console import Console
            from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn

            columns = (TextColumn("{task.description}"), BarColumn(), TextColumn("{task.completed:,}"))
            bar = Progress(*columns, TimeElapsedColumn(), console=Console(stderr=True), transient=True)
            self._open.enter_context(bar)
            task = bar.add_task("判定中" if self._lang == "zh" else "deciding", total=None)
            self._advance = lambda rows: bar.advance(task, rows)
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._open.close()

    def _interrupt(self, number: int, frame: FrameType | None) -> None:
        self._interrupted = True
        signal.default_int_handler(number, frame)

    def rows(self, number: int) -> None:
        """Count on."""
        if self._interrupted:
            raise KeyboardInterrupt
        self._advance(number)

    def kept(self, done: int, of: int) -> None:
        """Remember what to say if the run is stopped."""
        self.resumable = Words(
            f"{done} of {of} files are decided and kept: the same command with --resume goes on from there",
            f"{of} 个文件已判定 {done} 个，予以保留：同一条命令加上 --resume 可以接着做",
        )

    def passed_over(self, done: int, of: int) -> None:
        """Say what could be continued."""
        text = Words(
            f"{self._out} holds this run unfinished ({done} of {of} files decided), which --resume would continue; "
            "now all files are decided anew",
            f"{self._out} 中有同一次运行没做完的部分（{done}/{of} 个文件），加上 --resume 可以接着做；现在从头开始",
        )
        tell(words(text, self._lang))

    def nothing_kept(self) -> None:
        """Say so."""
        text = Words(
            f"there is nothing in {self._out} to continue; all files are decided anew",
            f"{self._out} 中没有可以接着做的运行；现在从头开始",
        )
        tell(words(text, self._lang))
