"""Which findings of `check` came and went between two policies, and which a comment only silences."""

from dsl.load import Folder, analyse
from dsl.source import Source
from engine.review.diff.findings import compared_findings

POLICY = """
customer c
  | name    | type                | missing |
  | id      | key                 |         |
  | deposit | money from 0 to 1亿 | as 0    |
channels sms
offer bond
  via sms
rule a if deposit >= 1万 then offer bond
never offer bond if deposit > 5万
"""
NEVER = "never offer bond if deposit > 5万"


def compared(*edits):
    """The codes that are new, fixed and silenced, with the reason of these, if the policy is edited."""
    old, new = (side(text) for text in edits)
    found = compared_findings(old, new)
    return (
        [(x.code, x.marked) for x in found.new],
        [(x.code, x.marked) for x in found.fixed],
        [(x.code, x.marked, x.reason) for x in found.silenced],
    )


def side(text):
    analysis = analyse(Folder("p", "p", (Source("p.policy", text),)), None)
    assert analysis.program is not None, analysis.errors
    return analysis, analysis.program


def silenced(comment):
    return POLICY.replace(NEVER, f"{comment}\n{NEVER}")


def test_what_is_mended_is_fixed():
    mended = POLICY.replace(NEVER, "never offer bond if deposit < 1万")
    assert compared(POLICY, mended) == ([], [("P603", NEVER)], [])
    assert compared(mended, POLICY) == ([("P603", NEVER)], [], [])
    assert compared(POLICY, POLICY + "\n") == ([], [], [])


def test_what_is_silenced_is_not_fixed():
    why = silenced("# allow P603: the head office knows")
    assert compared(POLICY, why) == ([], [], [("P603", NEVER, "the head office knows")])
    assert compared(why, POLICY) == ([("P603", NEVER)], [], [])
    assert compared(why, silenced("# allow P603: nobody asks")) == ([], [], [])


def test_what_is_silenced_without_a_reason():
    comment = "# allow P603"
    assert compared(POLICY, silenced(comment)) == ([("W511", comment)], [], [("P603", NEVER, "")])


def test_what_comes_with_its_silence_is_told():
    mended = POLICY.replace(NEVER, "never offer bond if deposit < 1万")
    assert compared(mended, silenced("# allow P603: as ordered"))[2] == [("P603", NEVER, "as ordered")]


def test_a_warning_of_the_text_is_silenced_alike():
    unused = POLICY + "param spare = 1\n"
    quiet = POLICY + "param spare = 1  # allow W504: set by the values file\n"
    assert compared(unused, quiet)[2] == [("W504", "spare", "set by the values file")]
