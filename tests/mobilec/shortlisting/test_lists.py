"""A toy language whose dictionary must be found, and what is in a shortlist besides."""

import random

import numpy as np
import pytest

from exporters.errors import Refused
from exporters.text.shortlist import read_shortlist, write_shortlist
from mobilec.shortlisting.coverage import coverage
from mobilec.shortlisting.dictionary import Dictionary, learn
from mobilec.shortlisting.lists import Limits, Vocabularies, _turned, build

WORDS, END, TARGET_END = 60, 60, 0
SOURCE_ROWS, TARGET_ROWS = 64, 70
MEANS = {word: (word * 7) % WORDS + 5 for word in range(WORDS)}
"""Source word to target word, each another. Target words 1 to 4 stand at random everywhere."""


def sentences(count, seed=0):
    draw = random.Random(seed)
    made = []
    for _ in range(count):
        source = [draw.randrange(WORDS) for _ in range(draw.randint(3, 9))]
        target = [MEANS[word] for word in source] + draw.choices(range(1, 5), k=3)
        draw.shuffle(target)
        made.append(([*source, END], target))
    return made


def vocabularies(**changes):
    given = {
        "source_words": SOURCE_ROWS,
        "target_words": TARGET_ROWS,
        "spelled": {},
        "end": END,
        "always": (TARGET_END,),
    }
    return Vocabularies(**(given | changes))


def of(shortlist, word):
    return shortlist.targets[shortlist.offsets[word] : shortlist.offsets[word + 1]].tolist()


def test_the_dictionary_of_a_toy_language_is_found():
    made = build(sentences(400), vocabularies(), Limits(first=4, best=1))
    assert [of(made, word) for word in range(WORDS)] == [[MEANS[word]] for word in range(WORDS)]
    assert of(made, END) == [0, 1, 2, 3, 4]
    others = coverage(made, sentences(100, seed=9))
    assert others.words == others.whole == 1
    assert others.most_allowed <= 5 + 9


def test_a_shortlist_that_lacks_words_covers_less():
    made = build(sentences(400), vocabularies(), Limits(first=0, best=1))
    found = coverage(made, sentences(100, seed=9))
    assert 0.6 < found.words < 0.9 and found.whole < 0.1 and found.pairs == 100


def table(pairs):
    found = learn(pairs)
    entries = zip(found.sources, found.targets, found.probabilities, strict=True)
    return {(int(s), int(t)): float(p) for s, t, p in entries}


def best_of(score):
    """For each source word the target word of the highest score, of equal ones the lowest."""
    order = sorted(score, key=lambda entry: (-score[entry], entry[1]))
    return {source: target for source, target in reversed(order)}


def test_the_best_are_those_of_both_directions():
    pairs = sentences(12)
    there = table(pairs)
    back = {(s, t): p for (t, s), p in table([(t, s) for s, t in pairs]).items()}
    both = best_of({entry: p * back[entry] for entry, p in there.items()})
    assert both != best_of(there) and both != best_of(back)
    made = build(pairs, vocabularies(), Limits(first=0, best=1))
    assert {word: of(made, word) for word in both if word != END} == {
        word: [target] for word, target in both.items() if word != END
    }


def test_best_and_prune_bound_a_list():
    pairs = sentences(50)
    for best in (1, 3, 100):
        made = build(pairs, vocabularies(), Limits(first=2, best=best))
        assert max(len(of(made, word)) for word in range(WORDS)) <= best
    most = build(pairs, vocabularies(), Limits(first=2, best=100, prune=0.9))
    assert len(most.targets) < len(made.targets) / 4
    assert made.best == 100 and made.first == 0


def test_the_most_frequent_words_are_always_there():
    pairs = [([0, END], [7, 7, 8]), ([1, END], [7, 8, 9])]
    made = build(pairs, vocabularies(always=(0, 33)), Limits(first=2, best=1))
    assert of(made, END) == sorted({0, 33, 7, 8, *of(made, END)})
    assert {0, 33, 7, 8} <= set(made.allowed([5, END]).tolist())
    few = build(pairs, vocabularies(), Limits(first=50, best=1))
    assert {0, 7, 8, 9} == set(few.allowed([5, END]).tolist())


def test_words_that_were_never_seen_are_copied():
    made = build([([0, END], [7])], vocabularies(spelled={40: 41, 0: 2}), Limits())
    assert of(made, 40) == [41] and of(made, 0) == [2, 7] and of(made, 50) == []


def test_marian_wants_words_in_the_last_list():
    made = build([([0, END], [7])], vocabularies(), Limits())
    assert of(made, SOURCE_ROWS - 1) == [TARGET_END]
    assert all(made.offsets[:-1] < len(made.targets))


def test_it_is_written_and_read():
    made = build(sentences(50), vocabularies(spelled={1: 1}), Limits())
    found = read_shortlist(write_shortlist(made), SOURCE_ROWS, TARGET_ROWS)
    np.testing.assert_array_equal(found.targets, made.targets, strict=True)
    np.testing.assert_array_equal(found.offsets, made.offsets, strict=True)


def test_the_same_pairs_make_the_same_file():
    made = [write_shortlist(build(sentences(50), vocabularies(), Limits())) for _ in range(2)]
    assert made[0] == made[1]


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        ({"first": -1}, "the fewest are 0 and 1"),
        ({"best": 0}, "the fewest are 0 and 1"),
        ({"prune": -0.1}, "from 0 to 1, and was -0.1"),
        ({"prune": 1.1}, "from 0 to 1, and was 1.1"),
        ({"prune": float("nan")}, "from 0 to 1, and was nan"),
    ],
)
def test_limits_that_make_no_shortlist(changes, reason):
    with pytest.raises(Refused, match=reason):
        Limits(**changes)


def test_an_entry_has_the_same_place_in_both_directions():
    there = [(0, 5), (0, 7), (1, 5), (2, 6)]
    back = sorted((target, source) for source, target in there)
    values = np.array([10.0 * source + target for target, source in back])
    turned = _turned(Dictionary(*np.array(back).T, values))
    assert turned.tolist() == [10.0 * source + target for source, target in there]
