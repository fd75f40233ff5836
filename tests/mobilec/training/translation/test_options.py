"""Options that make no sense are refused before any work."""

from dataclasses import replace
from pathlib import Path

import pytest

from exporters.errors import Refused
from mobilec.training.translation.options import Corpus, Shape


@pytest.mark.parametrize(
    ("option", "value"),
    [
        ("languages", ("en",)),
        ("vocabulary", 0),
        ("batch_pieces", 0),
        ("learning_rate", -1.0),
        ("steps", 0),
        ("save_steps", 0),
        ("average", 0),
        ("joined", 1.0),
        ("piece_dropout", -0.1),
        ("dropout", 1.0),
        ("label_smoothing", 1.0),
        ("max_pieces", 65),
        ("train", ()),
    ],
)
def test_impossible_options_are_refused_by_name(options, option, value):
    with pytest.raises(Refused, match=option):
        replace(options, **{option: value})


def test_a_corpus_is_one_file_or_two():
    with pytest.raises(Refused, match="names 3 files"):
        Corpus((Path("a"), Path("b"), Path("c")))
    with pytest.raises(Refused, match="share 0"):
        Corpus((Path("a"),), share=0)


def test_heads_share_the_width_evenly():
    with pytest.raises(Refused, match="width of 30"):
        Shape(width=30, heads=4)
