"""Limits of file formats."""

from typing import Final

EXCEL_ROWS: Final = 1_048_576  # of a sheet, the header included
