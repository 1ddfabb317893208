"""Names are found where they stand, in every way of writing them, and nowhere else."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from immunograph.names import Name
from immunograph.text.alphabet import encode, fold
from immunograph.text.lexicon import lexicon
from immunograph.text.matching import Matcher
from immunograph.text.sentences import sentences
from immunograph.text.spelling import variants

if TYPE_CHECKING:
    from immunograph.text.lexicon import Lexicon

PIECES = st.sampled_from([
    "PD-1", "pd1", "IFN-γ", "melanoma", "CD8+ T cells", "ALL", "all", "(", ")", "(ALL)", "é", "日本", "ﬁ", "🧬",
    "\u0301",
    "\ud800", "\n", ".", " ", "  ", ", ", "no ", "not observed", "tumour", "Sézary", "\x1f", "\x00", "İ", "ß", "s",
    "'s",
])  # fmt: skip
TEXTS = st.lists(PIECES | st.text(max_size=4), max_size=30).map("".join)


def found(matcher: Matcher, text: str) -> list[tuple[str, str]]:
    """Give what was found: the words and the first concept that they may mean."""
    return [(text[one.start : one.end], one.meaning.concepts[0]) for one in matcher.read([text]).mentions()]


@given(TEXTS)
def test_a_character_is_a_byte(text: str) -> None:
    """A place in what is searched is the same place in the text, whatever the script."""
    assert len(encode(text)) == len(fold(encode(text))) == len(text)


@settings(max_examples=300)
@given(st.lists(TEXTS, max_size=5))
def test_texts_read_together_give_what_each_gives_alone(matcher: Matcher, texts: list[str]) -> None:
    """Reading in batches changes nothing, so how a corpus is dealt changes nothing."""
    together = matcher.read(texts)
    places = zip(together.text.tolist(), together.mentions(), strict=True)
    alone = [(n, one) for n, text in enumerate(texts) for one in matcher.read([text]).mentions()]
    assert list(places) == alone
    assert together.counts.tolist() == [int(matcher.read([text]).counts[0]) for text in texts]


@settings(max_examples=300)
@given(TEXTS)
def test_a_mention_is_a_name_between_the_bounds_of_words(book: Lexicon, matcher: Matcher, text: str) -> None:
    """Each place holds a name of the dictionary, or an abbreviation that the text defines; none overlap."""
    names = {plain for plain, _ in book.entries}
    last = 0
    for one in matcher.read([text]).mentions():
        assert last <= one.start < one.end <= len(text)
        last = one.end
        words = text[one.start : one.end]
        assert fold(encode(f"{words} ")) in names or one.meaning.how == "abbreviation of the text"


@settings(max_examples=200)
@given(TEXTS)
def test_sentences_cover_all_that_is_no_white_space(text: str) -> None:
    """No word is outside of a sentence, and sentences stand in their order."""
    spans = list(sentences(encode(text)))
    rest, last = [], 0
    for start, end in spans:
        assert last <= start < end
        rest.append(text[last:start])
        last = end
    outside = "".join([*rest, text[last:]])
    assert not any(c.isalnum() for c in outside)


@settings(max_examples=200)
@given(TEXTS)
def test_the_number_of_a_sentence_is_its_place_among_the_sentences(matcher: Matcher, text: str) -> None:
    """What counts sentences quickly agrees with what cuts them out."""
    spans = list(sentences(encode(text)))
    for one in matcher.read([text]).mentions():
        start, end = spans[one.sentence]
        assert start <= one.start < end


def test_every_way_of_writing_every_name_is_found(book: Lexicon, matcher: Matcher) -> None:
    """A name alone is one mention from end to end; those that need company have it here."""
    known, missed = {plain for plain, _ in book.entries}, []
    for concept, names in book.labels.items():
        longest = max(names, key=len)
        for name in names:
            for form in variants(name):
                text = f"{form} | {longest}"
                spans = {(one.start, one.end): one.meaning.concepts for one in matcher.read([text]).mentions()}
                if fold(encode(f"{form} ")) in known and concept not in spans.get((0, len(form)), ()):
                    missed.append((concept, form))
    assert missed == []


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("IL2, IL-2 and il 2", ["IL2", "IL-2", "il 2"]),
        ("IFN-γ, IFNγ, interferon-gamma", ["IFN-γ", "IFNγ", "interferon-gamma"]),
        ("tumour and tumor", ["tumour", "tumor"]),
        ("Hodgkin's lymphoma, Hodgkin’s lymphoma", ["Hodgkin's lymphoma", "Hodgkin’s lymphoma"]),
        ("CD8+ T cells, CD8-positive T cell", ["CD8+ T cells", "CD8-positive T cell"]),
        ("loss of CD19", ["loss of CD19"]),
        ("expansion of T cells", ["expansion of T cells"]),
        ("PD-1 antibodies after anti-PD-L1", ["PD-1 antibodies", "anti-PD-L1"]),
        ("PD-1/PD-L1", ["PD-1", "PD-L1"]),
        ("anti-PD-1-antibody,nivolumab", ["anti-PD-1-antibody", "nivolumab"]),
        ("immune\ncheckpoint inhibitors", ["immune\ncheckpoint inhibitors"]),
        ("Keytruda®", ["Keytruda"]),
    ],
)
def test_names_are_found_however_they_are_written(matcher: Matcher, text: str, words: list[str]) -> None:
    """The ways of writing that papers use."""
    assert [word for word, _ in found(matcher, text)] == words


@pytest.mark.parametrize(
    "text",
    [
        "they met all of the ends", "these results transform care", "the nurses kept vigil", "an adjuvant drug",
        "PD-10", "AML-19000",
        "xPD-1", "CLDN18.25", "melanomatous", "a mass of data", "PS 0 to 1", "T3 disease", "ł-PD-1ł", "colon",
    ],
)  # fmt: skip
def test_what_only_looks_like_a_name_is_none(matcher: Matcher, text: str) -> None:
    """Ordinary words, parts of words and of numbers, and letters that mean many things."""
    assert found(matcher, text) == []


def test_the_longest_name_wins(matcher: Matcher) -> None:
    """A cancer is not the organ, and a kind of cancer not the cancer."""
    assert found(matcher, "triple-negative breast cancer") == [
        ("triple-negative breast cancer", "triple-negative-breast-cancer")
    ]


def test_an_abbreviation_means_what_the_text_says(matcher: Matcher) -> None:
    """ALL is a leukemia unless the text says otherwise, and a new one is learnt."""
    text = "Acute limb lengthening (ALL) was tried. ALL failed."
    assert found(matcher, text) == []
    text = "Dendritic cells (DdC) and ALL. DdCs met a ddc."
    assert found(matcher, text)[-1] == ("DdCs", "dendritic-cell")
    assert [word for word, _ in found(matcher, text)] == ["Dendritic cells", "DdC", "ALL", "DdCs"]


def test_two_letters_need_the_name_beside_them(matcher: Matcher) -> None:
    """EV is a medicine only where the text names it."""
    assert found(matcher, "EV was given.") == []
    assert ("EV", "enfortumab-vedotin") in found(matcher, "Enfortumab vedotin was given. EV helped.")


@pytest.mark.parametrize(
    ("text", "denied"),
    [
        ("There was no colitis.", True),
        ("Colitis was not observed.", True),
        ("without any sign of severe colitis", True),
        ("There was no change in colitis.", False),
        ("Not only colitis was seen.", False),
        ("No rash, but colitis, was seen.", False),
        ("No rash. Colitis was seen.", False),
    ],
)
def test_what_is_denied_is_marked(matcher: Matcher, text: str, denied: bool) -> None:  # noqa: FBT001
    """A trigger reaches to the end of its clause and no further."""
    (colitis,) = (one for one in matcher.read([text]).mentions() if one.meaning.concepts == ("colitis",))
    assert colitis.negated is denied


def test_an_ambiguous_name_keeps_all_that_it_may_mean() -> None:
    """Nobody guesses."""
    names = [Name(f"c{n}", f"concept {n}", "target", "zeta chain", "synonym") for n in range(3)]
    (one,) = Matcher(lexicon(names)).read(["the ζ-chain"]).mentions()
    assert one.meaning.concepts == ("c0", "c1", "c2")
