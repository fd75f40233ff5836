"""No parameter of a model may be left to chance."""

import logging
from collections.abc import Callable

import pytest
import torch
from transformers import (
    BartConfig,
    BartForSequenceClassification,
    BertConfig,
    BertForSequenceClassification,
    M2M100Config,
    M2M100ForConditionalGeneration,
    RobertaConfig,
)
from transformers import RobertaForSequenceClassification as RobertaClassifier

from exporters.errors import Refused
from mobilec.checkpoint.build import build
from tests.mobilec.checkpoint.making import SIZES

CONFIG = BertConfig(vocab_size=50, **SIZES)
Tensors = dict[str, torch.Tensor]


@pytest.fixture
def tensors() -> Tensors:
    torch.manual_seed(0)
    return BertForSequenceClassification(CONFIG).state_dict()


def built(tensors: Tensors) -> Tensors:
    return build(BertForSequenceClassification, CONFIG, tensors, "here").model.state_dict()


def test_every_tensor_finds_its_place(tensors: Tensors) -> None:
    result = built(tensors)
    assert all(torch.equal(result[name], tensors[name]) for name in tensors)


def test_old_names_are_translated(tensors: Tensors) -> None:
    def old(name: str) -> str:
        renamed = name.replace("LayerNorm.weight", "LayerNorm.gamma")
        return renamed.replace("LayerNorm.bias", "LayerNorm.beta")

    for index, name in enumerate(n for n in tensors if "LayerNorm" in n):
        tensors[name] += index
    result = built({old(name): tensor for name, tensor in tensors.items()})
    assert all(torch.equal(result[name], tensors[name]) for name in tensors)


def test_tied_weights_may_be_absent() -> None:
    config = BartConfig(vocab_size=50, d_model=16, encoder_layers=1, decoder_layers=1, num_labels=2)
    tensors = BartForSequenceClassification(config).state_dict()
    shared = tensors["model.shared.weight"]
    del tensors["model.encoder.embed_tokens.weight"], tensors["model.decoder.embed_tokens.weight"]
    model = build(BartForSequenceClassification, config, tensors, "here").model
    assert torch.equal(model.state_dict()["model.decoder.embed_tokens.weight"], shared)


def m2m100(**changed: torch.Tensor) -> tuple[M2M100Config, Tensors]:
    """A checkpoint that holds its sinusoids, as those of other tools do."""
    config = M2M100Config(
        vocab_size=50,
        d_model=16,
        encoder_layers=1,
        decoder_layers=1,
        encoder_attention_heads=2,
        decoder_attention_heads=2,
        max_position_embeddings=20,
    )
    model = M2M100ForConditionalGeneration(config)
    tables = {
        f"{name}.weights": module.weights.clone()
        for name, module in model.named_modules()
        if name.endswith("embed_positions")
    }
    return config, dict(model.state_dict()) | tables | changed


@pytest.mark.parametrize(
    "table",
    [
        lambda rows: rows,
        lambda rows: rows.bfloat16(),
        lambda rows: rows[:12],
        lambda rows: torch.cat([rows, rows]),
    ],
)
def test_positions_that_are_computed_may_be_stored(
    table: Callable[[torch.Tensor], torch.Tensor],
) -> None:
    config, tensors = m2m100()
    names = [name for name in tensors if name.endswith("embed_positions.weights")]
    assert len(names) == 2
    tensors |= {name: table(tensors[name]) for name in names}
    made = build(M2M100ForConditionalGeneration, config, tensors, "here")
    assert made.unused == tuple(sorted(names))
    assert torch.equal(made.model.model.shared.weight, tensors["model.shared.weight"])


@pytest.mark.parametrize("name", ["model.encoder.embed_positions.weights", "encoder.embed_posit"])
def test_other_positions_than_the_computed_ones_are_refused(name: str) -> None:
    config, tensors = m2m100()
    tensors[name] = torch.ones(22, 16)
    with pytest.raises(Refused, match="transformers computes other values|without a place"):
        build(M2M100ForConditionalGeneration, config, tensors, "here")


def test_a_feed_forward_in_pieces_is_made_whole() -> None:
    config = BertConfig(vocab_size=50, chunk_size_feed_forward=7, **SIZES)
    tensors = BertForSequenceClassification(config).state_dict()
    model = build(BertForSequenceClassification, config, tensors, "here").model
    assert model(torch.arange(5, 10).reshape(1, -1)).logits.shape == (1, 2)


def test_bare_encoder_is_refused(tensors: Tensors) -> None:
    encoder = {n.removeprefix("bert."): t for n, t in tensors.items() if n.startswith("bert.")}
    absent = r"absent \(would be random\): classifier.bias, classifier.weight$"
    with pytest.raises(Refused, match=f"here do not fill its BertForSequence.*; {absent}"):
        built(encoder)


def test_other_number_of_labels(tensors: Tensors) -> None:
    tensors["classifier.weight"], tensors["classifier.bias"] = torch.ones(5, 16), torch.ones(5)
    with pytest.raises(Refused, match=r"classifier.bias is \(5,\), and config.json says \(2,\)"):
        built(tensors)


def test_all_differences_are_named_at_once(tensors: Tensors) -> None:
    del tensors["classifier.bias"], tensors["bert.pooler.dense.bias"]
    tensors["bert.encoder.layer.2.output.dense.bias"] = torch.ones(16)
    tensors["classifier.weight"] = torch.ones(5, 16)
    with pytest.raises(Refused) as refused:
        built(tensors)
    assert str(refused.value).split("; ")[1:] == [
        "absent (would be random): bert.pooler.dense.bias, classifier.bias",
        "in the files without a place in the model: bert.encoder.layer.2.output.dense.bias",
        "classifier.weight is (5, 16), and config.json says (2, 16)",
    ]


@pytest.mark.parametrize("layer", ["bert.encoder.layer.2.output.dense", "decoder.layers.2.fc1"])
def test_more_layers_than_the_configuration_has(tensors: Tensors, layer: str) -> None:
    tensors[f"{layer}.bias"] = torch.ones(16)
    with pytest.raises(Refused, match=f"without a place in the model: {layer}.bias$"):
        built(tensors)


@pytest.mark.parametrize("head", ["cls.predictions.bias", "lm_head.weight", "decoder.bias"])
def test_heads_of_pretraining_are_left_aside(tensors: Tensors, head: str) -> None:
    tensors[head] = torch.ones(50)
    assert build(BertForSequenceClassification, CONFIG, tensors, "here").unused == (head,)


def test_pooler_that_the_class_has_no_use_for() -> None:
    config = RobertaConfig(vocab_size=50, **SIZES)
    tensors = RobertaClassifier(config).state_dict()
    tensors["roberta.pooler.dense.bias"] = torch.ones(16)
    assert build(RobertaClassifier, config, tensors, "here").unused == (
        "roberta.pooler.dense.bias",
    )


def test_no_tensors_at_all() -> None:
    with pytest.raises(Refused, match="absent .*bert.embeddings.word_embeddings.weight"):
        built({})


def test_transformers_own_report_is_silenced_for_the_while(
    tensors: Tensors, caplog: pytest.LogCaptureFixture, capsys: pytest.CaptureFixture[str]
) -> None:
    logging.getLogger("transformers").addHandler(caplog.handler)
    del tensors["classifier.bias"]
    with pytest.raises(Refused):
        built(tensors)
    assert not caplog.records and not capsys.readouterr().err
    BertForSequenceClassification.from_pretrained(None, config=CONFIG, state_dict=dict(tensors))
    assert "classifier.bias" in caplog.text and "Loading weights" in capsys.readouterr().err
