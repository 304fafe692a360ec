"""A promise that is removed is told at the top: it changes no decision, but nothing is proved of it any more."""

from dsl.load import Folder, analyse
from dsl.source import Source
from engine.review.diff.render.build import story
from engine.review.diff.review import Version, review

KEPT = """\
customer c
  | name    | type                | missing |
  | id      | key                 |         |
  | deposit | money from 0 to 1亿 | as 0    |
offer fund
rule a if deposit >= 1万 then offer fund
"""
NEVER = "never offer fund if deposit < 5千\n"


def version(text):
    analysis = analyse(Folder("p", "p", (Source("p.policy", text),)), None)
    assert analysis.program is not None, analysis.errors
    return Version("p.policy", analysis, analysis.program)


def notes(old, new, lang):
    found = review(version(old), version(new), "0.1.0")
    assert found.verdict == "equivalent"
    return list(story(found, lang).notes)


def test_a_promise_is_removed():
    told = "a promise is removed, and nothing proves it any more: “never offer fund if deposit < 5k” (p.policy:7)"
    assert notes(KEPT + NEVER, KEPT, "en") == [told]
    assert notes(KEPT + NEVER, KEPT, "zh")[0].startswith("删除了一条承诺，不再有证明：")


def test_a_promise_that_stays_or_comes_is_not():
    assert notes(KEPT, KEPT + NEVER, "en") == notes(KEPT + NEVER, KEPT + "\n" + NEVER, "en") == []
