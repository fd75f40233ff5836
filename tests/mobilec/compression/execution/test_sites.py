import torch

from mobilec.compression.execution.sites import TOKENS, compressed_linears, sites_of
from tests import models, translation_models
from tests.mobilec.compression.methods.test_linear_methods import done


def test_query_key_and_value_are_one_site():
    _, small, _ = done(models.tiny("bert"), "svd", rank=8)
    sites = sites_of(small)
    assert [len(site.layers) for site in sites] == [3, 1, 1, 1] * 2
    names = [path.rsplit(".", 1)[1] for path in sites[0].layers]
    assert names == ["query", "key", "value"]
    assert {site.rows for site in sites} == {TOKENS}
    assert {site.times for site in sites} == {1}


def test_a_layer_that_runs_again_is_one_site_that_is_passed_again():
    _, small, _ = done(models.tiny("albert"), "svd", rank=8)
    assert [site.times for site in sites_of(small)] == [2, 2, 2, 2]


def test_a_decoder_is_seen_with_one_token_and_reads_the_source_whole():
    _, small, _ = done(translation_models.tiny("marian"), "svd", rank=8)
    rows = {path: site.rows for site in sites_of(small) for path in site.layers}
    assert rows["model.encoder.layers.0.fc1"] == TOKENS
    assert rows["model.decoder.layers.0.fc1"] == 1
    assert rows["model.decoder.layers.0.encoder_attn.q_proj"] == 1
    assert rows["model.decoder.layers.0.encoder_attn.k_proj"] == TOKENS
    cross = [s for s in sites_of(small) if any("encoder_attn.k_proj" in p for p in s.layers)]
    assert len(cross) == 1 and len(cross[0].layers) == 4, "all layers read one source"


def test_what_a_layer_holds_inside_is_not_a_layer_of_the_model():
    _, small, _ = done(models.tiny("bert"), "shared-tucker", form="II", width=8)
    assert len(compressed_linears(small)) == 12


def test_looking_leaves_the_model_as_it_was():
    _, small, _ = done(models.tiny("bert"), "svd", rank=8)
    sites_of(small)
    assert not any(module._forward_pre_hooks for module in small.modules())
    assert not sites_of(small)[0].input.requires_grad
    assert isinstance(sites_of(small)[0].input, torch.Tensor)
