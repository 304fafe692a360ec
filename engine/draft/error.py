"""Why nothing can be drafted."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from dsl.diagnostics.model import Words


class DraftError(Exception):
    """A data file or folder for which nothing can be drafted; ``words`` says why in both languages."""

    def __init__(self, words: Words) -> None:
        super().__init__(words.en)
        self.words = words
