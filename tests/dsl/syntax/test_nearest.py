"""A near word is never one that says the opposite, however alike the two are written."""

import pytest

from dsl.syntax.decisive import is_decisive
from dsl.syntax.nearest import nearest, turns_round
from dsl.syntax.slips.words import SYNONYMS
from dsl.syntax.vocabulary import VOCABULARY

WORDS = list(VOCABULARY.readings)


@pytest.mark.parametrize(
    ("word", "opposite"),
    [
        ("不包含", "包含"), ("未含", "包含"), ("非客群", "客群"), ("最大", "最小"), ("低于", "高于"), ("之前", "之后"),
        ("已满", "未满"), ("unknown", "known"), ("unincluded", "included"), ("without", "within"), ("nonkey", "key"),
        ("isn't", "is"),
    ],
)  # fmt: skip
def test_words_of_opposite_sense_are_told_apart(word, opposite):
    assert turns_round(word, opposite)
    assert turns_round(opposite, word)
    assert nearest(word, [opposite]) is None


@pytest.mark.parametrize(
    ("word", "meant"),
    [("存宽", "存款"), ("不低干", "不低于"), ("utnil", "until"), ("unqiue", "unique"), ("conatins", "contains")],
)
def test_a_slip_of_the_pen_is_still_mended(word, meant):
    assert not turns_round(word, meant)
    assert nearest(word, [meant, "priority"]) == meant


@pytest.mark.parametrize("word", ["满", "于", "内", "后"])
def test_a_single_character_is_no_misspelt_word(word):
    assert nearest(word, [w for w in WORDS if w != word]) is None


def test_of_two_words_equally_near_neither_is_said():
    assert nearest("利律", ["利率"]) == "利率"
    assert nearest("利律", ["利率", "利差"]) is None


def test_a_denial_alone_is_no_likeness():
    assert nearest("不归", ["不足", "不满"]) is None


@pytest.mark.parametrize(
    "word",
    ["longer than", "no longer than", "later than", "no later than", "sooner than", "不短于", "不下于", "不同于",
     "不差于", "almost", "around", "nor", "for", "on", "unlike"],
)  # fmt: skip
def test_a_word_that_decides_a_sentence_is_not_guessed_from_another_word(word):
    decisive = [w for w in WORDS if is_decisive(w)]
    assert nearest(word, decisive) in (None, *SYNONYMS.get(word, ()))


@pytest.mark.parametrize(
    ("word", "meant"),
    [("lses than", "less than"), ("yuonger than", "younger than"), ("atleast", "at least"), ("nto", "not"),
     ("orr", "or"), ("adn", "and"), ("mising", "missing"), ("不低干", "不低于"), ("大千", "大于")],
)  # fmt: skip
def test_a_word_that_decides_a_sentence_is_meant_by_one_slip_of_a_key(word, meant):
    assert nearest(word, [w for w in WORDS if is_decisive(w)]) == meant
