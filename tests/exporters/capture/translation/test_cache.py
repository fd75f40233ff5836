import torch
from transformers import EncoderDecoderCache

from exporters.capture.translation.cache import StepCache, pairs


def test_hands_out_the_past_and_collects_the_new() -> None:
    position = torch.tensor([2])
    tensors = tuple(torch.full((8, 5, 3), float(n)) for n in range(4))
    cache = StepCache(position, pairs(tensors), pairs(tensors))
    key, value = torch.rand(2, 4, 1, 3), torch.rand(2, 4, 1, 3)
    keys, values = cache.self_attention_cache.update(key, value, 1)
    assert keys.past is tensors[2]
    assert values.past is tensors[3]
    assert torch.equal(keys.new, key.reshape(8, 1, 3))
    assert [id(new) for new in cache.self_attention_cache.new] == [id(keys.new), id(values.new)]


def test_is_what_transformers_looks_for() -> None:
    position = torch.tensor([2])
    source = pairs(tuple(torch.zeros(4, 5, 3) for _ in range(4)))
    cache = StepCache(position, source, source)
    assert isinstance(cache, EncoderDecoderCache)
    assert cache.get_seq_length() is position
    assert cache.is_updated == {0: True, 1: True}
    assert cache.cross_attention_cache.layers[1].keys is source[1][0]
