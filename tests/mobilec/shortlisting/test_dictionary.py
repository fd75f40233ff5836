"""IBM Model 1, beside a program that somebody else wrote and beside its equation written out."""

import random

import numpy as np
import pytest

from mobilec.shortlisting import dictionary
from mobilec.shortlisting.dictionary import learn

SENTENCES = (
    ("das haus", "the house"),
    ("das buch", "the book"),
    ("ein buch", "a book"),
    ("das grosse haus brennt", "the big house burns"),
    ("buch buch", "book book book"),
)
THOT = {
    1: (0.40625, 0.363636374, 0.799999979, 0.363636374, 0.249999992, 0.5),
    2: (0.582549575, 0.44695903, 0.923269391, 0.351386657, 0.317788488, 0.716558216),
    5: (0.801489573, 0.713963938, 0.997910778, 0.219293898, 0.430389064, 0.946910639),
}
"""Rounds to what Ibm1AlignmentModel of sil-thot 3.5.3 answers for ``ASKED``, in float32."""
ASKED = (
    *(("das", "the"), ("haus", "house"), ("buch", "book")),
    *(("haus", "the"), ("brennt", "big"), ("ein", "a")),
)


def numbered(sentences):
    words = [sorted({w for pair in sentences for w in pair[side].split()}) for side in (0, 1)]
    ids = [{word: id for id, word in enumerate(side)} for side in words]
    pairs = [tuple([ids[n][w] for w in pair[n].split()] for n in (0, 1)) for pair in sentences]
    return ids, pairs


def table(found):
    entries = zip(found.sources, found.targets, found.probabilities, strict=True)
    return {(int(s), int(t)): float(p) for s, t, p in entries}


def written_out(pairs, rounds):
    """The equation, word by word; -1 is the empty word."""
    probable = {(s, t): 1.0 for a, b in pairs for s in [-1, *a] for t in b}
    for _ in range(rounds):
        counts = dict.fromkeys(probable, 0.0)
        for a, b in pairs:
            for t in b:
                total = sum(probable[s, t] for s in [-1, *a])
                for s in [-1, *a]:
                    counts[s, t] += probable[s, t] / total
        sums = {s: sum(c for (o, _), c in counts.items() if o == s) for s, _ in counts}
        probable = {(s, t): count / sums[s] for (s, t), count in counts.items()}
    return {(s, t): p for (s, t), p in probable.items() if s >= 0}


@pytest.mark.parametrize("rounds", THOT)
def test_as_thot_has_it(rounds):
    (sources, targets), pairs = numbered(SENTENCES)
    found = table(learn(pairs, rounds))
    answers = [found[sources[s], targets[t]] for s, t in ASKED]
    np.testing.assert_allclose(answers, THOT[rounds], rtol=1e-6)


@pytest.mark.parametrize("at_once", [1, 20, 1 << 22])
def test_as_the_equation_has_it_in_chunks_of_any_size(monkeypatch, at_once):
    monkeypatch.setattr(dictionary, "_LINKS_AT_ONCE", at_once)
    draw = random.Random(1)
    pairs = [
        tuple([draw.randrange(9) for _ in range(draw.randint(1, 7))] for _ in "st")
        for _ in range(30)
    ]
    expected = written_out(pairs, 3)
    found = learn(pairs, 3)
    assert table(found) == pytest.approx(expected, rel=1e-12)
    assert list(zip(found.sources, found.targets, strict=True)) == sorted(expected)


def test_probabilities_of_a_word_are_no_more_than_one():
    _, pairs = numbered(SENTENCES)
    found = learn(pairs)
    np.testing.assert_allclose(np.bincount(found.sources, found.probabilities), 1, rtol=1e-12)
