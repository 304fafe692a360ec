"""Where things are kept that are made once for a user of a machine, because they take long to make.

What is in there can be deleted at any time: it is made again.
"""

from __future__ import annotations

import os
from pathlib import Path
from typing import Final

from platformdirs import user_cache_path

VARIABLE: Final = "TIERCEL_CACHE_DIR"


def cache_folder() -> Path | None:
    """The folder, made if it is not there; None where nothing can be written.

    The environment variable ``TIERCEL_CACHE_DIR`` names another one.
    """
    named = os.environ.get(VARIABLE)
    folder = Path(named) if named else user_cache_path("tiercel", appauthor=False)
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    except OSError:
        return None
    return folder if os.access(folder, os.W_OK) else None
