"""The page: well formed, whole without a network or a script, and nothing a policy says is taken for markup."""

import re
from html.parser import HTMLParser

import pytest

from engine.review.diff.render.html import html
from engine.review.diff.report import LonePolicy
from tests.engine.review.diff.reports.hostile import TEXTS, filled

_VOID = {"meta", "input"}
_ATTRIBUTES = {"src", "href", "xlink:href", "action", "formaction", "poster", "srcset", "data", "background"}


class Page(HTMLParser):
    """Reads a page, and stops where a tag is not closed as it was opened."""

    def __init__(self, text):
        super().__init__()
        self.open, self.tags, self.ids, self.texts = [], [], [], []
        self.feed(text)
        self.close()
        assert self.open == []

    def handle_starttag(self, tag, attributes):
        self.tags.append((tag, dict(attributes)))
        self.ids += [value for name, value in attributes if name == "id"]
        if tag not in _VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag, attributes):
        self.tags.append((tag, dict(attributes)))

    def handle_endtag(self, tag):
        assert self.open.pop() == tag

    def handle_data(self, data):
        if self.open and self.open[-1] not in ("style", "script"):
            self.texts.append(data)

    def all(self, tag):
        return [attributes for name, attributes in self.tags if name == tag]

    @property
    def text(self):
        return " ".join(" ".join(self.texts).split())


@pytest.fixture(scope="module", params=["en", "zh"])
def lang(request):
    return request.param


@pytest.fixture(scope="module")
def page(made, lang):
    return Page(html([made, made], lang))


def test_it_is_well_formed_and_says_its_language(page, lang):
    assert page.all("html") == [{"lang": "zh-CN" if lang == "zh" else "en"}]
    assert len(page.ids) == len(set(page.ids))
    links = [x["href"] for x in page.all("a")]
    assert links
    assert {link.removeprefix("#") for link in links} <= set(page.ids)
    assert {x["aria-labelledby"] for _, x in page.tags if "aria-labelledby" in x} <= set(page.ids)


def test_it_needs_nothing_from_outside(made, lang):
    text = html([made], lang)
    for _, attributes in Page(text).tags:
        for name in _ATTRIBUTES & attributes.keys():
            assert attributes[name].startswith("#")
    assert not re.search(r"@import|url\(|https?:|fetch\(|XMLHttpRequest", text)
    assert "default-src 'none'" in text


def test_tables_have_heads(page):
    assert len(page.all("table")) == len([x for name, x in page.tags if name == "caption"])
    assert {x["scope"] for x in page.all("th")} == {"row", "col"}


def test_everything_is_told(made, page, lang):
    told = [getattr(x.told, lang) for x in made.classes]
    told += [getattr(x.told, lang) for x in (*made.new_findings, *made.fixed_findings, *made.silenced_findings)]
    told += [getattr(made.told, lang), made.new.decisions_hash]
    for text in told:
        assert " ".join(text.split()) in page.text
    assert len([x for x in page.all("article") if "entry" in x["class"]]) == 2 * len(made.classes)
    assert len([x for x in page.all("article") if "statement" in x["class"]]) == 2 * len(made.statements)


def test_the_matrix_and_the_moves_are_drawn(page):
    assert [x["class"] for x in page.all("path")][:2] == ["band down", "band up"]
    shades = {x["class"] for x in page.all("td") if "class" in x}
    assert {"stay s4", "down s3", "up s4"} <= shades


@pytest.mark.parametrize("text", TEXTS)
def test_texts_of_policies_stay_texts(made, page, text, lang):
    hostile = Page(html([filled(made, text)] * 2, lang))
    # The same tags: nothing that was said became one. Statements tell more pieces of longer texts.
    pieces = {"del", "ins"}
    assert [x for x, _ in hostile.tags if x not in pieces] == [x for x, _ in page.tags if x not in pieces]
    assert {name for _, x in hostile.tags for name in x} == {name for _, x in page.tags for name in x}
    assert " ".join(text.split()) in hostile.text


def test_policies_that_are_equivalent(made, lang):
    same = made.model_copy(update={"verdict": "equivalent", "classes": (), "statements": (), "impact": None})
    page = Page(html([same], lang))
    assert ("没有任何客户的判定不同。" if lang == "zh" else "Nobody is decided otherwise.") in page.text
    assert not [x for x in page.all("article") if "entry" in x["class"]]


def test_no_policy_that_differs(lang):
    assert ("没有政策改动" if lang == "zh" else "No policy differs") in Page(html([], lang)).text


def test_policies_that_come_and_go_stand_first(made, lang):
    lone = [LonePolicy(path="<b>", policy=None, which="old")]
    page = Page(html([made], lang, lone))
    told = "政策已删除 <b>" if lang == "zh" else "policy removed <b>"
    assert page.text.index(told) < page.text.rindex("new.policy")
    assert page.text.count(told) == 1
    assert "No policy differs" not in Page(html([], lang, lone)).text
