"""Messages of E0: files and folders."""

from __future__ import annotations

from typing import Final

from dsl.diagnostics.entry import Entry, case, entry

MESSAGES: Final[dict[str, Entry]] = {
    "E003": entry(
        "second-policy", "A second policy in one folder", "一个文件夹里有两项政策",
        case(
            "This folder is the policy `{first}` already, so it cannot be `{name}` as well.",
            "这个文件夹已经是政策“{first}”，不能同时又是“{name}”。",
            "Keep one `policy` line in the folder, or move this file to a folder of its own.",
            "一个文件夹只保留一句“政策”；如果这是另一项政策，请把文件移到单独的文件夹。",
        ),
    ),
    "E004": entry(
        "unknown-policy", "Unknown policy in `use`", "找不到要引用的政策",
        case(
            "There is no policy called `{name}` inside this folder or beside it.",
            "在这个文件夹里面和旁边，都没有名为“{name}”的政策。",
            "Check the spelling, or put the folder `{name}` (or the file `{name}.policy`) beside this policy.",
            "请核对写法，或把文件夹“{name}”（或文件“{name}.policy”）放到本政策旁边。",
        ),
    ),
    "E005": entry(
        "part-of-a-folder", "One file of a folder", "只是文件夹里的一个文件",
        case(
            "This file goes on from others of its folder, which declare {names:names}.",
            "这个文件要和同一文件夹里的其他文件一起用：{names:names}是在那里声明的。",
            "Name the whole folder instead of this file: `{folder}`.",
            "请不要单独检查这个文件，而要检查整个文件夹：{folder}。",
            has="names",
        ),
        case(
            "This file goes on from others of its folder, which say what a customer is.",
            "这个文件要和同一文件夹里的其他文件一起用：客户记录是在那里写明的。",
            "Name the whole folder instead of this file: `{folder}`.",
            "请不要单独检查这个文件，而要检查整个文件夹：{folder}。",
        ),
    ),
}  # fmt: skip
