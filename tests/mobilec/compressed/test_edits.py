"""Each kind of edit on a real model: what is saved opens again and answers as it did."""

import copy
import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict
from pathlib import Path

import pytest
import torch
from transformers import PreTrainedModel

from exporters.bundle.manifest import Source, Tool
from exporters.errors import Refused
from mobilec.checkpoint.compressed import built
from mobilec.checkpoint.describe import describe
from mobilec.checkpoint.once import stored_once
from mobilec.checkpoint.save import save
from mobilec.checkpoint.sources.hf.weights import read_weights
from mobilec.compressed.edits import (
    EDITS,
    Config,
    Drop,
    Edit,
    Heads,
    Narrow,
    Replace,
    Rows,
    Share,
    Zeros,
    edits_from,
)
from mobilec.compressed.rebuild import outline, rebuild_
from mobilec.compressed.record import Record, plain_config
from mobilec.compressed.step import StepPlan
from mobilec.compressed.untied import untied
from mobilec.layers.factorized_table import FactorizedTable
from mobilec.layers.low_rank import LowRankLinear
from tests import models, translation_models

IDS = torch.arange(8, 20)[None]
QUERY = "bert.encoder.layer.0.attention.self.query"
LOW_RANK = {"in_features": 64, "out_features": 64, "rank": 8, "bias": True}


@torch.inference_mode()
def logits(model: PreTrainedModel) -> torch.Tensor:
    own = {"decoder_input_ids": IDS} if model.config.is_encoder_decoder else {}
    return model(input_ids=IDS, attention_mask=torch.ones_like(IDS), **own).logits


def small(dense: PreTrainedModel, edits: Sequence[Edit], own: Mapping[str, torch.Tensor]):
    """``dense`` by ``edits``, with its weights but for those of ``own``."""
    model = copy.deepcopy(dense)
    rebuild_(model, edits)
    there = {name: own.get(name, tensor) for name, tensor in dense.state_dict().items()}
    there |= own
    model.load_state_dict({name: there[name] for name in model.state_dict()})
    return model


def reopened(
    dense: PreTrainedModel, model: PreTrainedModel, edits: Sequence[Edit], folder: Path
) -> PreTrainedModel:
    """What is saved of ``model`` and its edits, opened. Without a tokenizer: the ids are given."""
    source = Source("dense", "folder", type(dense).__name__, dense.config.model_type, "", None)
    steps = (StepPlan("of-nobody", {}, tuple(edits)),)
    config = plain_config(dense.config)
    save(model, Record(Tool("", ""), source, config, steps, "", untied(dense)), folder)
    return built(describe(folder), read_weights(folder)).model


def test_replace(tmp_path):
    dense = models.tiny("bert")
    layer = LowRankLinear.from_dense(dense.get_submodule(QUERY), 8)
    edits = [Replace(QUERY, "low-rank-linear", LOW_RANK)]
    own = {f"{QUERY}.{name}": tensor for name, tensor in layer.state_dict().items()}
    model = small(dense, edits, own)
    assert torch.equal(logits(reopened(dense, model, edits, tmp_path)), logits(model))
    assert not torch.allclose(logits(model), logits(dense), atol=1e-3)


def test_replace_a_table_and_what_is_tied_to_it(tmp_path):
    dense = translation_models.tiny("marian")
    sizes = {"words": 500, "width": 64, "padding": 499, "scale": 1.0, "inner": 64}
    table = FactorizedTable.from_dense(dense.model.shared, sizes)
    edits = [Replace("model.shared", "factorized-table", sizes)]
    model = copy.deepcopy(dense)
    rebuild_(model, edits)
    model.model.shared.load_state_dict(table.state_dict())
    again = reopened(dense, model, edits, tmp_path)
    assert again.lm_head.table is again.model.decoder.embed_tokens is again.model.shared
    assert torch.equal(logits(again), logits(model))
    torch.testing.assert_close(logits(again), logits(dense), atol=1e-3, rtol=1e-3)


def test_heads_of_a_classifier(tmp_path):
    """Three of four: as the dense model whose output layer does not look at the first."""
    dense, at = models.tiny("bert"), "bert.encoder.layer.0.attention"
    edits = [
        *(Narrow(f"{at}.self.{name}", out_features=48) for name in ("query", "key", "value")),
        Narrow(f"{at}.output.dense", in_features=48),
        Heads(f"{at}.self", {"num_attention_heads": 3, "all_head_size": 48}),
    ]
    state = dense.state_dict()
    kept = [f"{at}.self.{n}.{p}" for n in ("query", "key", "value") for p in ("weight", "bias")]
    own = {name: state[name][16:] for name in kept}
    own[f"{at}.output.dense.weight"] = state[f"{at}.output.dense.weight"][:, 16:]
    model = small(dense, edits, own)
    assert torch.equal(logits(reopened(dense, model, edits, tmp_path)), logits(model))
    dense.get_submodule(f"{at}.output.dense").weight.data[:, :16] = 0
    torch.testing.assert_close(logits(model), logits(dense), atol=1e-5, rtol=1e-4)


def test_heads_whose_positions_are_a_table(tmp_path):
    """T5: a column of the table of positions is a head's, and the second layer takes them over."""
    dense = translation_models.tiny("t5")
    places = [f"encoder.block.{number}.layer.0.SelfAttention" for number in (0, 1)]
    positions, state = f"{places[0]}.relative_attention_bias", dense.state_dict()
    edits: list[Edit] = [Narrow(positions, out_features=3)]
    own = {f"{positions}.weight": state[f"{positions}.weight"][:, 1:]}
    for at in places:
        edits += [Narrow(f"{at}.{name}", out_features=36) for name in ("q", "k", "v")]
        edits += [Narrow(f"{at}.o", in_features=36), Heads(at, {"n_heads": 3, "inner_dim": 36})]
        own |= {f"{at}.{name}.weight": state[f"{at}.{name}.weight"][12:] for name in "qkv"}
        own[f"{at}.o.weight"] = state[f"{at}.o.weight"][:, 12:]
    model = small(dense, edits, own)
    assert torch.equal(logits(reopened(dense, model, edits, tmp_path)), logits(model))
    for at in places:
        dense.get_submodule(f"{at}.o").weight.data[:, :12] = 0
    torch.testing.assert_close(logits(model), logits(dense), atol=1e-4, rtol=1e-4)


def test_narrow_everything(tmp_path):
    """It is the model that transformers makes of half the width: linears, norms and tables."""
    dense = models.tiny("bert")
    changes = {"hidden_size": 32, "intermediate_size": 96, "num_attention_heads": 2}
    half = models.tiny("bert", **changes)
    edits: list[Edit] = []
    for path, module in half.named_modules():
        if isinstance(module, torch.nn.Linear):
            edits.append(Narrow(path, module.in_features, module.out_features))
        elif isinstance(module, torch.nn.Embedding):
            edits.append(Narrow(path, out_features=module.embedding_dim))
        elif isinstance(module, torch.nn.LayerNorm):
            edits.append(Narrow(path, out_features=module.normalized_shape[0]))
        elif hasattr(module, "attention_head_size"):
            edits.append(Heads(path, {"num_attention_heads": 2, "all_head_size": 32}))
    edits.append(Config(changes))
    model = small(dense, edits, half.state_dict())
    again = reopened(dense, model, edits, tmp_path)
    assert torch.equal(logits(again), logits(half))
    assert again.config.hidden_size == 32


@pytest.mark.parametrize("family", ["marian", "mt5"])
def test_rows(family, tmp_path):
    """The first 300 words: their scores are as before. mT5 scores them by a matrix of its own."""
    dense = translation_models.tiny(family)
    table = "model.shared" if family == "marian" else "shared"
    output = "lm_head" if family == "mt5" else "final_logits_bias"
    edits = [
        Rows(table, 300, None if family == "mt5" else 299),
        Narrow(output, out_features=300),
        Config({"vocab_size": 300, "pad_token_id": 299 if family == "marian" else 0}),
    ]
    own = {
        name: tensor[:300] if len(tensor) == 500 else tensor[:, :300]
        for name, tensor in dense.state_dict().items()
        if 500 in tensor.shape
    }
    model = small(dense, edits, own)
    again = reopened(dense, model, edits, tmp_path)
    assert torch.equal(logits(again), logits(model))
    torch.testing.assert_close(logits(again), logits(dense)[..., :300], atol=1e-5, rtol=1e-4)
    assert (again.config.vocab_size, again.get_input_embeddings().num_embeddings) == (300, 300)
    if family == "marian":
        assert again.lm_head.weight is again.model.decoder.embed_tokens.weight
        assert again.model.shared.padding_idx == again.config.pad_token_id == 299


def test_drop_of_a_decoder(tmp_path):
    """The second layer becomes the first, also in the cache by which it is asked word by word."""
    dense = translation_models.tiny("marian")
    one = translation_models.tiny("marian", decoder_layers=1)
    edits = [Drop("model.decoder.layers.0"), Config({"decoder_layers": 1})]
    state = {n: t for n, t in dense.state_dict().items() if "decoder.layers.0." not in n}
    moved = {n.replace("decoder.layers.1.", "decoder.layers.0."): t for n, t in state.items()}
    one.load_state_dict(moved)
    model = small(dense, edits, moved)
    again = reopened(dense, model, edits, tmp_path)
    assert torch.equal(logits(again), logits(one))
    asked = {"input_ids": IDS, "max_new_tokens": 6, "num_beams": 2, "do_sample": False}
    assert torch.equal(again.generate(**asked), one.generate(**asked))
    assert not torch.equal(logits(again), logits(dense))


def test_drop_of_a_classifier(tmp_path):
    dense = models.tiny("bert", num_hidden_layers=3)
    edits = [Drop("bert.encoder.layer.1"), Config({"num_hidden_layers": 2})]
    two = models.tiny("bert", num_hidden_layers=2)
    state = {n: t for n, t in dense.state_dict().items() if "layer.1." not in n}
    moved = {n.replace("layer.2.", "layer.1."): t for n, t in state.items()}
    two.load_state_dict(moved)
    again = reopened(dense, small(dense, edits, moved), edits, tmp_path)
    assert torch.equal(logits(again), logits(two))


def test_share(tmp_path):
    """Two layers are one, and are stored once."""
    dense = models.tiny("bert")
    edits = [Share(("bert.encoder.layer.0", "bert.encoder.layer.1"))]
    first = {n: t for n, t in dense.state_dict().items() if "layer.0." in n}
    both = first | {n.replace("layer.0.", "layer.1."): t for n, t in first.items()}
    again = reopened(dense, small(dense, edits, both), edits, tmp_path)
    assert again.bert.encoder.layer[0] is again.bert.encoder.layer[1]
    assert not [name for name in stored_once(again) if "layer.1." in name]
    dense.load_state_dict(dense.state_dict() | both)
    assert torch.equal(logits(again), logits(dense))


def test_every_edit_is_json_and_back():
    edits = (
        Replace("a", "tucker-linear", {"ranks": [1, 2]}),
        Narrow("a", out_features=3),
        Heads("a", {"num_heads": 3}),
        Rows("a", 5),
        Drop("a.0"),
        Share(("a", "b")),
        Zeros("a"),
        Config({"vocab_size": 5}),
    )
    assert {edit.edit for edit in edits} == {*EDITS}
    document = json.loads(json.dumps(asdict(StepPlan("none", {}, edits))))["edits"]
    assert document[3] == {"edit": "rows", "path": "a", "rows": 5, "padding": None}
    assert edits_from(document, "here") == edits


MISFITS = {
    "no place": (Drop("bert.encoder.layer.7"), "layer.7'; the nearest is bert.encoder.layer"),
    "the model": (Replace("", "low-rank-linear", LOW_RANK), "has no module ''"),
    "a property": (Drop("base_model.encoder.layer.0"), "has no module"),
    "layer": (Replace(QUERY, "lowrank", LOW_RANK), "no layer 'lowrank'; there are low-rank"),
    "size": (Replace(QUERY, "low-rank-linear", LOW_RANK | {"in_features": 32}), "64"),
    "no bias": (Replace(QUERY, "low-rank-linear", LOW_RANK | {"bias": False}), "of its place"),
    "no size": (Replace(QUERY, "low-rank-linear", {}), "KeyError 'in_features'"),
    "seat": (Replace("bert.pooler", "low-rank-linear", LOW_RANK), "place of a BertPooler"),
    "wider": (Narrow(QUERY, out_features=65), "65 were asked for where 1 to 64 can be"),
    "none": (Narrow(QUERY, out_features=0), "0 were asked for"),
    "no width": (Narrow("bert.pooler", out_features=3), "a BertPooler is neither linear nor a"),
    "buffer": (Narrow("bert.embeddings.position_ids", 3), "say out_features alone"),
    "a method": (Heads("bert.encoder", {"forward": 1}), "counts nothing by 'forward'"),
    "a flag": (Heads("bert.encoder", {"training": 1}), "counts nothing by 'training'"),
    "no table": (Rows(QUERY, 3), "a Linear is no dense table"),
    "padding": (Rows("bert.embeddings.word_embeddings", 9, 9), "padding is to be row 9"),
    "no stack": (Drop("bert.pooler"), "only a layer of a stack"),
    "one": (Share((QUERY,)), "takes two modules"),
    "kinds": (Share((QUERY, "bert.pooler")), "is not of the kind"),
    "class": (Config({"model_type": "albert"}), "no setting 'model_type' that may change"),
    "code": (Config({"auto_map": {}}), "no setting 'auto_map' that may change"),
    "unknown": (Config({"vocabulary": 3}), "no setting 'vocabulary' that may change"),
}


@pytest.mark.parametrize("kind", MISFITS)
def test_what_does_not_fit_is_refused_and_nothing_is_done(kind):
    """Not the edits before it either."""
    model = models.tiny("bert")
    before, shown = dict(model.named_parameters()), (str(model), str(model.config))
    misfit, said = MISFITS[kind]
    with pytest.raises(Refused, match=f"edit 2, {misfit.edit}.*{said}"):
        rebuild_(model, [Narrow("classifier", out_features=2), misfit])
    assert (str(model), str(model.config)) == shown
    after = dict(model.named_parameters())
    assert after.keys() == before.keys() and all(after[name] is before[name] for name in after)


def test_layers_of_a_decoder_keep_their_places_in_its_cache():
    model = translation_models.tiny("marian")
    with pytest.raises(Refused, match="each have a place of their own in a cache"):
        rebuild_(model, [Share(("model.decoder.layers.0", "model.decoder.layers.1"))])


def test_a_matrix_that_is_tied_is_not_narrowed_apart():
    model = translation_models.tiny("marian")
    with pytest.raises(Refused, match=r"its matrix is that of .*model.shared too; give rows"):
        rebuild_(model, [Narrow("lm_head", out_features=9)])


def test_an_outline_has_no_memory_and_the_same_ties():
    model = translation_models.tiny("marian")
    drawn = outline(model)
    assert all(tensor.is_meta for tensor in drawn.state_dict().values())
    assert drawn.lm_head.weight is drawn.model.shared.weight
    assert [*stored_once(drawn)] == [*stored_once(model)]


def test_random_numbers_are_left_as_they_are():
    model = models.tiny("bert")
    torch.manual_seed(5)
    expected = torch.rand(3)
    torch.manual_seed(5)
    rebuild_(model, [Replace(QUERY, "low-rank-linear", LOW_RANK)])
    assert torch.equal(torch.rand(3), expected)
