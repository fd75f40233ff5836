"""Which models are given token types of a pair: as transformers gives them, family by family."""

from pathlib import Path

import pytest
import torch
from transformers import AutoTokenizer

from mobilec.checkpoint.load import load
from mobilec.checkpoint.token_types import note_of_types, reads_types
from mobilec.evaluation.pytorch import measure_of
from tests import models, pairs
from tests.pairs import PAIRS, TYPED

WITHOUT = ("distilbert", "roberta", "xlm-roberta", "mpnet", "modernbert")


def reads(folder: Path) -> bool:
    found = load(folder)
    return reads_types(type(found.model), found.config, found.tokenizer, folder)


@pytest.mark.parametrize("family", [*TYPED, *WITHOUT])
def test_a_checkpoint_answers_pairs_as_transformers_does(family: str, tmp_path: Path) -> None:
    folder = pairs.save(family, tmp_path / family)
    assert reads(folder) == (family in TYPED)
    checkpoint = load(folder)
    measure = measure_of(checkpoint)
    answer = measure.original(checkpoint)
    for text, pair in PAIRS[:5]:
        expected = pairs.stock(folder, text, pair, 128)[1]
        torch.testing.assert_close(
            torch.from_numpy(answer((text, pair))), torch.from_numpy(expected), atol=1e-5, rtol=0
        )


def test_albert_is_given_types_that_its_class_leaves_out_and_that_is_said(tmp_path: Path) -> None:
    folder = pairs.save("albert", tmp_path / "albert", tokenizer_class="PreTrainedTokenizerFast")
    assert "token_type_ids" not in AutoTokenizer.from_pretrained(folder).model_input_names
    assert reads(folder)
    (note,) = note_of_types(folder, given=True)
    assert "passes none on" in note and "model_input_names" in note


def test_a_list_of_inputs_without_types_has_the_word(tmp_path: Path) -> None:
    names = ["input_ids", "attention_mask"]
    folder = pairs.save("bert", tmp_path / "bert", model_input_names=names)
    assert not reads(folder)
    assert note_of_types(folder, given=False) == ()


def test_a_usual_checkpoint_needs_no_note(tmp_path: Path) -> None:
    folder = pairs.save("bert", tmp_path / "bert")
    assert note_of_types(folder, given=True) == ()
    (folder / "tokenizer_config.json").write_text('{"tokenizer_class": "NoSuchTokenizer"}')
    assert note_of_types(models.save("bert", tmp_path / "other"), given=False) == ()
