"""Pairs of concepts in documents, computed on columns.

A document with k concepts has k (k - 1) / 2 pairs. All pairs of all groups are made at once: neighbours at distance 1,
then at distance 2, and so on, as long as both are in one group.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Iterator

    from immunograph.text.sentences import Places

EXEMPLARS = 10
"""Exemplars of a pair at the most."""
MOST = 2000
"""Concepts of a document at the most for its pairs to be counted: a book names everything beside everything."""
_CHUNK = 2_000_000


class Mentions(NamedTuple):
    """Mentions as columns, in the order of documents and places.

    Args:
        document: numbers of the documents, in the order in which exemplars are preferred.
        concept: numbers of the concepts, in the order of their names.
        sentence: number of the sentence.
        start: index of the first character.
        end: index behind the last one.
    """

    document: Places
    concept: Places
    sentence: Places
    start: Places
    end: Places


class Pairs(NamedTuple):
    """Pairs as columns, and up to ten exemplars of each.

    Args:
        a: numbers of the first concepts, in order.
        b: numbers of the second ones.
        documents: how many documents name both.
        sentences: how many sentences name both.
        pair: for each exemplar, the position of its pair.
        apart: whether no sentence names both.
        first: the position of the mention of the first concept.
        second: that of the second.
    """

    a: Places
    b: Places
    documents: Places
    sentences: Places
    pair: Places
    apart: Places
    first: Places
    second: Places


def pairs(mentions: Mentions, concepts: int) -> Pairs:
    """Count the pairs of all documents.

    Args:
        mentions: their mentions.
        concepts: how many concepts there are.
    """
    parts = [_some(mentions, begin, end, concepts) for begin, end in _chunks(mentions)]
    code, documents, sentences, key, apart, first, second = (
        np.concatenate(column) if parts else np.zeros(0, dtype=np.int64)
        for column in (zip(*parts, strict=True) if parts else [()] * 7)
    )
    whole, at = np.unique(code, return_inverse=True)
    order = np.lexsort((mentions.document[first], apart, key))
    key, apart, first, second = key[order], apart[order], first[order], second[order]
    kept = _ranks(key) < EXEMPLARS
    return Pairs(
        whole // concepts,
        whole % concepts,
        np.bincount(at, documents, len(whole)).astype(np.int64),
        np.bincount(at, sentences, len(whole)).astype(np.int64),
        np.searchsorted(whole, key[kept]),
        apart[kept],
        first[kept],
        second[kept],
    )


def _chunks(mentions: Mentions) -> Iterator[tuple[int, int]]:
    """Walk ranges of mentions that whole documents have, with not too many pairs each."""
    _, begins = np.unique(mentions.document, return_index=True)
    begins = np.sort(begins)
    sizes = np.diff([*begins, len(mentions.document)])
    begin, work = 0, 0
    for at, size in zip(begins.tolist(), sizes.tolist(), strict=True):
        cost = size * size // 2
        if work and work + cost > _CHUNK:
            yield begin, at
            begin, work = at, 0
        work += cost
    if len(mentions.document) > begin:
        yield begin, len(mentions.document)


_Columns = tuple["Places", "Places", "Places", "Places", "Places", "Places", "Places"]


def _some(mentions: Mentions, begin: int, end: int, concepts: int) -> _Columns:
    """Count the pairs of some documents; exemplars are given by the codes of their pairs."""
    document, concept, sentence = (column[begin:end] for column in mentions[:3])
    _, number = np.unique(document, return_inverse=True)
    width = int(sentence.max()) + 1
    group = number * width + sentence
    one = _within(group, concept, number, concepts)
    near, where, count = np.unique(one[0], return_index=True, return_counts=True)
    other = _within(number, concept, number, concepts)
    key, at = np.unique(other[0], return_index=True)
    place = np.searchsorted(near, key)
    found = np.zeros(len(key), dtype=np.bool_)
    if len(near):
        place = np.minimum(place, len(near) - 1)
        found = near[place] == key
    sentences = np.where(found, count[place] if len(near) else 0, 0)
    source = where[place] if len(near) else np.zeros(len(key), dtype=np.int64)
    first = np.where(found, one[1][source] if len(near) else 0, other[1][at])
    second = np.where(found, one[2][source] if len(near) else 0, other[2][at])
    code = key % (concepts * concepts)
    whole, index = np.unique(code, return_inverse=True)
    apart = (~found).astype(np.int64)
    order = np.lexsort((document[first], apart, code))
    kept = order[_ranks(code[order]) < EXEMPLARS]
    return (
        whole, np.bincount(index, minlength=len(whole)), np.bincount(index, sentences, len(whole)),
        code[kept], apart[kept], first[kept] + begin, second[kept] + begin,
    )  # fmt: skip


def _within(group: Places, concept: Places, number: Places, concepts: int) -> tuple[Places, Places, Places]:
    """Make the pairs within each group.

    Returns:
        Keys of document and pair, in the order of the groups for each, and the first mentions of both in the group.
    """
    unique, first = np.unique(group * concepts + concept, return_index=True)
    group, concept = unique // concepts, unique % concepts
    sizes = np.bincount(np.unique(group, return_inverse=True)[1]) if len(group) else np.zeros(0, dtype=np.int64)
    keys, left, right = [], [], []
    for distance in range(1, min(int(sizes.max(initial=0)), MOST)):
        at = np.flatnonzero(group[:-distance] == group[distance:])
        if not len(at):
            break
        keys.append((number[first[at]] * concepts + concept[at]) * concepts + concept[at + distance])
        left.append(first[at])
        right.append(first[at + distance])
    if not keys:
        return (np.zeros(0, dtype=np.int64),) * 3
    key, a, b = np.concatenate(keys), np.concatenate(left), np.concatenate(right)
    order = np.lexsort((a, key))
    return key[order], a[order], b[order]


def distinct(values: Places) -> Places:
    """Give the different values in order; sorting is faster than the hashing of `numpy.unique`."""
    ordered = np.sort(values)
    return ordered[np.concatenate([[True], ordered[1:] != ordered[:-1]])] if len(ordered) else ordered


def _ranks(key: Places) -> Places:
    """Number the members of each run of equal keys from 0."""
    if not len(key):
        return key
    begins = np.flatnonzero(np.concatenate([[True], key[1:] != key[:-1]]))
    return np.arange(len(key)) - np.repeat(begins, np.diff([*begins, len(key)]))
