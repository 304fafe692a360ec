"""Peak memory of a process.

A process inherits the peak of the one that started it, so a small one stands in between:
``python -m benchmarks.peak ARGUMENTS`` runs ``benchmarks.alone`` and prints the peak of that.
"""

from __future__ import annotations

import resource
import subprocess
import sys
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence


def peak_bytes(arguments: Sequence[str]) -> int:
    """The peak memory of ``benchmarks.alone``."""
    command = [sys.executable, "-m", "benchmarks.peak", *arguments]
    return int(subprocess.run(command, check=True, capture_output=True, text=True).stdout)


if __name__ == "__main__":
    subprocess.run([sys.executable, "-m", "benchmarks.alone", *sys.argv[1:]], check=True)
    unit = 1 if sys.platform == "darwin" else 1024
    sys.stdout.write(str(resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss * unit))
