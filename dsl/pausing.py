"""Building a large structure without the garbage collector looking at it again and again."""

from __future__ import annotations

import gc
from contextlib import contextmanager
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator


@contextmanager
def collection_paused() -> Iterator[None]:
    """No cycles are collected meanwhile: nearly all that is made stays, and looking for what does not takes a third.

    What was made then counts as old, and is looked at again only when everything is.
    """
    if not gc.isenabled():
        yield
        return
    gc.disable()
    try:
        yield
    finally:
        if not gc.get_freeze_count():  # else somebody froze something, and wants it to stay so
            gc.freeze()
            gc.unfreeze()
        gc.enable()
