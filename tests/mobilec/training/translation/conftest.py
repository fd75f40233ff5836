"""Options of a run that ends in a few seconds."""

from pathlib import Path

import pytest

from mobilec.training.arithmetic import Arithmetic
from mobilec.training.translation.options import Corpus, Shape, TranslationOptions
from tests.mobilec.training.translation.toy import write_pairs, write_table

TINY = Shape(width=32, feed_forward=48, encoder_layers=2, decoder_layers=1, heads=2, positions=64)


@pytest.fixture
def options(tmp_path: Path) -> TranslationOptions:
    """Six steps over two texts, a checkpoint every two, in which every chance is taken."""
    return TranslationOptions(
        train=(
            Corpus((write_table(tmp_path, "long", rows=60, seed=1),)),
            Corpus(write_pairs(tmp_path, "train", rows=40, seed=2), share=0.5),
        ),
        dev=Corpus(write_pairs(tmp_path, "dev", rows=6, seed=3)),
        output=tmp_path / "trained",
        shape=TINY,
        vocabulary=340,
        max_pieces=40,
        batch_pieces=160,
        joined=0.2,
        piece_dropout=0.2,
        steps=6,
        warmup_steps=2,
        save_steps=2,
        average=2,
        arithmetic=Arithmetic.FP32,
    )
