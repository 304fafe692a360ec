"""Folders of data files that do not belong together, or of which some hold what others hold, too."""

import pyarrow as pa
import pyarrow.parquet as pq

from tests.cli.bad_data.broken_texts import HEADER, csv, row


def folder_of(**files):
    """How a folder with these files is made; a table becomes a Parquet file."""

    def make(path):
        for name, content in files.items():
            if isinstance(content, str):
                (path / name).parent.mkdir(parents=True, exist_ok=True)
                (path / name).write_text(content, encoding="utf-8")
            else:
                path.mkdir(exist_ok=True)
                pq.write_table(content, path / name)

    return make


def table(keys):
    return pa.table({name: ["x"] for name in HEADER.split(",")[1:]}).add_column(0, "客户号", [keys])


def turned(text):
    """The same rows with the columns from right to left."""
    return "".join(",".join(reversed(line.split(","))) + "\n" for line in text.splitlines())


SECOND = csv(row("C4"), "C5,张,伟,0103,5,否,2022-01-31,3%,稳健", row("C2"), good=())

# name: (folder, how it is made, rows that must be accounted for; None if the data is refused)
FOLDERS = {
    "files_with_other_columns": (
        "exports", folder_of(**{"05.csv": csv(), "06.csv": csv(header=HEADER.replace("存款", "存款余额"))}), None,
    ),
    "files_of_other_types": (
        "exports", folder_of(**{"05.parquet": table(["C1"]), "06.parquet": table([2])}), None,
    ),
    "a_text_file_beside_a_typed_one": (
        "exports", folder_of(**{"05.csv": csv(), "06.parquet": table([2])}), None,
    ),
    "folder_without_data": ("exports", folder_of(**{"_SUCCESS": "", ".05.csv.crc": "x"}), None),
    "files_without_rows": ("exports", folder_of(**{"05.csv": HEADER + "\n", "06.csv": HEADER + "\n"}), None),
    "no_file_like_this": ("exports/*.csv", lambda _: None, None),
    "one_bad_file_of_two": ("exports", folder_of(**{"05.csv": csv(), "06.csv": ""}), None),
    "customers_of_two_files": (
        "exports", folder_of(**{"05.csv": csv(), "06.csv": turned(SECOND), "~$07.xlsx": "lock"}), 6,
    ),
}  # fmt: skip
