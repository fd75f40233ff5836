"""Marian's networks in PyTorch say what Marian says, step by step and at once."""

import json
from functools import cache
from pathlib import Path
from typing import Any

import pytest
import torch
from transformers import AutoModelForSeq2SeqLM, PreTrainedModel

from exporters.families import own
from exporters.families.marian_nmt.model import Sinusoids
from mobilec.checkpoint.build import build
from mobilec.checkpoint.sources.marian.layout import placed, places
from mobilec.checkpoint.sources.marian.options import Options
from tests.marian.networks import END, KINDS, UNKNOWN, options, tensors

RECORDED = json.loads(
    (Path(__file__).parents[3] / "fixtures" / "marian" / "answers.json").read_text()
)
SERVED = [name for name, kind in KINDS.items() if kind.recurrent or not kind.pre]
CLOSE = 3e-4
"""Of a logarithm of a probability, a share of it where that is over 1: Marian prints five places,
and sums in float32 in another order."""


@cache
def network(name: str) -> PreTrainedModel:
    kind, where = KINDS[name], Path(f"{name}.npz")
    asked, arrays = Options(options(kind), where), tensors(kind)
    config = asked.config()
    found = places(config, asked.one_table, not kind.omit_bias)
    (of,) = own.CLASSES.values()
    return build(of, config, placed(config, found, arrays, where), name).model


def ids(answer: dict[str, Any]) -> torch.Tensor:
    return torch.tensor([[*answer["source"], END]])


def said(answer: dict[str, Any]) -> list[int]:
    """With the end token, where Marian came to say it."""
    return [*answer["words"], END][: len(answer["scores"])]


@torch.no_grad()
def scores(model: PreTrainedModel, answer: dict[str, Any]) -> torch.Tensor:
    """The logarithm of the probability of each token that was said."""
    words = said(answer)
    # A translation begins with no word: which id stands for it counts for nothing.
    given = torch.tensor([[UNKNOWN, *words[:-1]]])
    logits = model(input_ids=ids(answer), decoder_input_ids=given).logits[0]
    return logits.log_softmax(-1)[torch.arange(len(words)), torch.tensor(words)]


@pytest.mark.parametrize("search", ["forced", "greedy", "beams"])
@pytest.mark.parametrize("name", SERVED)
def test_probabilities_are_those_of_marian(name: str, search: str) -> None:
    for answer in RECORDED[name][search]:
        expected = torch.tensor(answer["scores"])
        far = (scores(network(name), answer) - expected).abs() / expected.abs().clamp(min=1)
        assert far.max() < CLOSE


@pytest.mark.parametrize(("search", "beams"), [("greedy", 1), ("beams", 3)])
@pytest.mark.parametrize("name", SERVED)
def test_translations_are_those_of_marian(name: str, search: str, beams: int) -> None:
    model = network(name)
    more = {"early_stopping": True, "length_penalty": 1.0} if beams > 1 else {}
    for answer in RECORDED[name][search]:
        source = ids(answer)
        found = model.generate(
            input_ids=source,
            attention_mask=torch.ones_like(source),
            max_length=RECORDED["length-factor"] * source.shape[1] + 1,
            num_beams=beams,
            suppress_tokens=[UNKNOWN],
            **more,
        )[0].tolist()
        assert [id for id in found[1:] if id != END] == answer["words"]


def test_another_network_says_something_else() -> None:
    """Or the tests above would compare what nothing can change."""
    model = network("ssru")
    answer = RECORDED["ssru-projected"]["forced"][2]
    assert (scores(model, answer) - torch.tensor(answer["scores"])).abs().max() > 0.5


@pytest.mark.parametrize("name", ["ssru", "ssru-pre-norm", "attention"])
def test_a_step_at_a_time_is_all_at_once(name: str) -> None:
    model, length = network(name), 9
    source = torch.randint(2, 36, (2, 5))
    words = torch.randint(2, 36, (2, length))
    with torch.no_grad():
        whole = model(input_ids=source, decoder_input_ids=words).logits
        past, steps = None, []
        for at in range(length):
            step = model(
                input_ids=source,
                decoder_input_ids=words[:, at : at + 1],
                cache=past,
                use_cache=True,
            )
            past = step.cache
            steps.append(step.logits)
    torch.testing.assert_close(torch.cat(steps, dim=1), whole, atol=1e-4, rtol=1e-4)


@pytest.mark.parametrize("name", ["ssru", "attention"])
def test_beams_with_a_cache_are_beams_without(name: str) -> None:
    """Rows move with their hypotheses."""
    model = network(name)
    source = torch.tensor([[5, 14, 18, 25, 20, 12, 8, 28, 0], [9, 30, 3, 0, 0, 0, 0, 0, 0]])
    mask = torch.tensor([[1] * 9, [1] * 4 + [0] * 5])
    asked = {"attention_mask": mask, "num_beams": 4, "max_length": 14, "no_repeat_ngram_size": 2}
    cached = model.generate(input_ids=source, **asked)
    assert torch.equal(cached, model.generate(input_ids=source, use_cache=False, **asked))
    assert len(set(cached[0].tolist())) > 4, "a model that repeats itself proves little"


@pytest.mark.parametrize("name", ["ssru-projected", "ssru-separate", "attention-untied"])
def test_saved_and_loaded_by_transformers_it_is_the_same(name: str, tmp_path: Path) -> None:
    own.register()
    model, answer = network(name), RECORDED[name]["forced"][1]
    model.save_pretrained(tmp_path)
    again = AutoModelForSeq2SeqLM.from_pretrained(tmp_path).eval()
    assert type(again) is type(model)
    assert torch.equal(scores(again, answer), scores(model, answer))


def test_positions_are_those_of_tensor2tensor() -> None:
    """marian-dev, src/tensors/cpu/tensor_operators.cpp, SinusoidalPositionEmbeddings, by hand."""
    table = Sinusoids(4, 6).create_weight()
    angles = torch.tensor([3.0, 3.0 / 100, 3.0 / 10000])
    torch.testing.assert_close(table[3], torch.cat((angles.sin(), angles.cos())))


@torch.no_grad()
def test_texts_of_other_lengths_are_searched_together() -> None:
    """``generate`` hands the mask of padding to the encoder too: neighbours change nothing."""
    model = network(next(name for name in SERVED if KINDS[name].recurrent))
    rows = [[5, 6, END], [7, 8, 9, 10, 11, 12, END]]
    given = torch.full((2, 7), END)
    mask = torch.zeros_like(given)
    for at, row in enumerate(rows):
        given[at, : len(row)], mask[at, : len(row)] = torch.tensor(row), 1
    asked = {"max_new_tokens": 6, "return_dict_in_generate": True, "output_logits": True}
    both = model.generate(input_ids=given, attention_mask=mask, **asked).logits
    alone = model.generate(input_ids=torch.tensor([rows[0]]), **asked).logits
    for one, other in zip(alone, both, strict=False):
        assert torch.allclose(one[0], other[0], atol=1e-4)
