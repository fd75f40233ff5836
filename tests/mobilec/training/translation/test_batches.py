"""Batches: every pair once an epoch, of about one length, within limits, always the same."""

import numpy as np
import pytest
import torch

from mobilec.training.measures import IGNORED
from mobilec.training.translation.batches import Batches, Limits, Text
from mobilec.training.translation.segmentation import VARIANTS, Segmentation
from mobilec.training.translation.vocabulary import train_tokenizer

WORDS = ("Tom", "sleeps", "often", "here", "there", "and", "runs", "away")
SOURCES = [
    " ".join(np.random.default_rng(seed).choice(WORDS, size=1 + seed % 9)) for seed in range(150)
]
TARGETS = [source.upper() for source in SOURCES]
PIECES, BATCH = 30, 120


@pytest.fixture(scope="module")
def tokenizer():
    return train_tokenizer(SOURCES + TARGETS, 400, 64)


@pytest.fixture(scope="module")
def make(tokenizer):
    """``make(seed=1, shares=(1, 0.5), joined=0.2, dropout=0.1)``: the batches of 150 pairs."""

    def made(seed=0, shares=(1.0, 1.0), joined=0.0, dropout=0.0) -> Batches:
        segmentation = Segmentation(tokenizer, dropout, seed)
        sides = [segmentation.side(texts) for texts in (SOURCES, TARGETS)]
        text = Text(*sides, (100, 50), shares, segmentation.ways())
        limits = Limits(PIECES, BATCH, joined)
        return Batches(text, limits, eos=1, pad=0, seed=seed, steps=400)

    return made


def epochs(batches: Batches, count: int) -> list[list[dict]]:
    """The batches of the first epochs."""
    found: list[list[dict]] = [[]]
    for step in range(400):
        number = batches.epoch_of(step)
        if number == count:
            return found
        if number == len(found):
            found.append([])
        found[-1].append(batches[step])
    raise AssertionError("400 steps hold fewer epochs")


def sources(tokenizer, epoch: list[dict]) -> list[str]:
    rows = [row for batch in epoch for row in batch["input_ids"]]
    return [tokenizer.decode(row, skip_special_tokens=True) for row in rows]


def test_an_epoch_has_every_pair_once(make, tokenizer):
    for epoch in epochs(make(), 2):
        assert sorted(sources(tokenizer, epoch)) == sorted(SOURCES)


def test_a_target_stands_beside_its_source(make, tokenizer):
    for batch in epochs(make(joined=0.3, dropout=0.2), 1)[0]:
        labels = torch.where(batch["labels"] == IGNORED, 0, batch["labels"])
        for source, target in zip(batch["input_ids"], labels, strict=True):
            texts = [tokenizer.decode(ids, skip_special_tokens=True) for ids in (source, target)]
            assert texts[0].upper() == texts[1]


def test_tensors_agree(make):
    batch = make(joined=0.3)[0]
    assert torch.equal(batch["attention_mask"], (batch["input_ids"] != 0).long())
    assert (batch["decoder_input_ids"][:, 0] == 0).all()
    shifted = batch["decoder_input_ids"][:, 1:]
    told = batch["labels"][:, :-1]
    inside = (told != IGNORED) & (told != 1)
    assert torch.equal(shifted[inside], told[inside])


def test_batches_keep_to_their_limits_and_are_nearly_full(make):
    (epoch,) = epochs(make(joined=0.3, dropout=0.2), 1)
    for batch in epoch:
        shape = batch["input_ids"].shape, batch["labels"].shape
        assert all(rows * length <= BATCH and length <= PIECES for rows, length in shape)
    pieces = sum(int((batch["labels"] != IGNORED).sum()) for batch in epoch)
    assert pieces / sum(batch["labels"].numel() for batch in epoch) > 0.9


def test_a_share_is_drawn_anew_each_epoch(make, tokenizer):
    first, second = (sources(tokenizer, e) for e in epochs(make(shares=(1.0, 0.4)), 2))
    assert len(first) == len(second) == 100 + 20
    assert sorted(first) != sorted(second)


def test_joined_examples_have_another_after_them(make, tokenizer):
    alone, joined = (sources(tokenizer, epochs(make(joined=j), 1)[0]) for j in (0.0, 0.5))
    assert len(" ".join(joined)) > 1.3 * len(" ".join(alone))


def test_a_batch_depends_on_its_number_alone(make):
    one, other = make(dropout=0.2, joined=0.2), make(dropout=0.2, joined=0.2)
    forward = [one[step] for step in range(60)]
    for step in (59, 3, 30):
        assert all(torch.equal(forward[step][name], other[step][name]) for name in forward[step])


def test_seeds_and_epochs_differ(make, tokenizer):
    first, second = epochs(make(), 2)
    (other,) = epochs(make(seed=1), 1)
    orders = [tuple(sources(tokenizer, epoch)) for epoch in (first, second, other)]
    assert len(set(orders)) == 3


def test_ways_of_a_word_spell_it(tokenizer):
    segmentation = Segmentation(tokenizer, 0.3, seed=0)
    side = segmentation.side(["often here \u4f60"])
    ways = segmentation.ways()
    assert [len(cuts) for cuts in ways] == [VARIANTS] * 3
    spelled = {"".join(tokenizer.convert_ids_to_tokens(cut)) for cut in ways[0]}
    assert spelled == {"▁often"}
    assert len({tuple(cut) for cut in ways[0]}) > 1, "dropout changed nothing"
    assert len({tuple(cut) for cut in ways[2]}) == 1, "bytes are cut in one way only"
    assert list(side.lengths(np.asarray([1, 2, 3]))) == [6]


def test_without_dropout_words_are_cut_as_the_tokenizer_cuts(tokenizer):
    segmentation = Segmentation(tokenizer, 0.0, seed=0)
    segmentation.side(SOURCES)
    for way in (0, VARIANTS - 1):
        side = segmentation.side(["Tom sleeps"])
        ids = [id for word in side.words for id in segmentation.ways()[word][way]]
        assert [*ids, 1] == tokenizer("Tom sleeps")["input_ids"]
