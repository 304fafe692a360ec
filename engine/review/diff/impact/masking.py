"""Keys of customers, masked: enough to find again whom one knows, too little to look anybody up."""

from __future__ import annotations

from typing import Final

_HIDDEN: Final = "****"
_LONG, _SHORT = 9, 4


def masked_key(key: str | None) -> str | None:
    """A key of which only the ends are left, of a short one the last two characters, of a very short one nothing."""
    if key is None:
        return None
    if len(key) >= _LONG:
        return f"{key[:3]}{_HIDDEN}{key[-2:]}"
    return _HIDDEN + (key[-2:] if len(key) >= _SHORT else "")
