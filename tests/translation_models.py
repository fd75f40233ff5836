"""Tiny seeded translation models of every family, made on the spot."""

from collections.abc import Collection, Mapping
from pathlib import Path

import pytest
import torch
import transformers
from _pytest.mark.structures import ParameterSet
from tokenizers import Tokenizer, decoders, models, pre_tokenizers, processors
from torch import nn
from transformers import PreTrainedModel, PreTrainedTokenizerFast

from exporters.families.marian_nmt.config import SSRU
from exporters.families.own import CLASSES
from tests.models import VOCABULARY, randomize_

_BART = {
    "vocab_size": VOCABULARY,
    "d_model": 64,
    "encoder_layers": 2,
    "decoder_layers": 2,
    "encoder_attention_heads": 4,
    "decoder_attention_heads": 4,
    "encoder_ffn_dim": 128,
    "decoder_ffn_dim": 128,
    "max_position_embeddings": 80,
    "scale_embedding": True,
}
_MARIAN = {
    "pad_token_id": VOCABULARY - 1,
    "eos_token_id": 0,
    "decoder_start_token_id": VOCABULARY - 1,
    "bad_words_ids": [[VOCABULARY - 1]],
    "decoder_vocab_size": VOCABULARY,
    "activation_function": "swish",
}
_ONE_EACH = {"encoder_layers": 1, "decoder_layers": 1}
"""Where another family has the same layers, two of them."""
_STUDENT = {
    "pad_token_id": 0,
    "eos_token_id": 0,
    "decoder_start_token_id": 0,
    "decoder_autoreg": SSRU,
    "encoder_layers": 1,
}
_SEPARATE = {"vocab_size": 600, "share_encoder_decoder_embeddings": False}
_T5 = {
    "vocab_size": VOCABULARY,
    "d_model": 64,
    "d_kv": 12,
    "d_ff": 128,
    "num_layers": 2,
    "num_heads": 4,
    "relative_attention_num_buckets": 8,
    "relative_attention_max_distance": 20,
    "decoder_start_token_id": 0,
}
_GATED = {"feed_forward_proj": "gated-gelu", "num_layers": 1}
FAMILIES: dict[str, tuple[str, dict[str, object]]] = {
    "marian": ("MarianMT", _BART | _MARIAN),
    "marian-separate": ("MarianMT", _BART | _MARIAN | _SEPARATE),
    "bart": ("Bart", _BART | _ONE_EACH | {"scale_embedding": False}),
    "mbart": ("MBart", _BART | {"decoder_start_token_id": 2, "decoder_layers": 3}),
    "m2m_100": ("M2M100", _BART | _ONE_EACH),
    "t5": ("T5", _T5),
    "t5-gated": ("T5", _T5 | _GATED),
    "mt5": ("MT5", _T5 | _GATED),
    "marian_nmt": ("MarianNmt", _BART | _STUDENT),
}
"""Name to (start of the class names, config). d_kv x heads is not d_model in the T5 models."""

UNTIED = ("t5-gated", "mt5")


def in_int8(every_change: Collection[str]) -> tuple[ParameterSet, ...]:
    """All families, of which these are run in every change in one format, and the others with the
    whole product. What one format leaves out another has (tests/exporters/test_translators.py).
    """
    return _in_every_change(every_change)


def in_float(left_out: Collection[str]) -> tuple[ParameterSet, ...]:
    """All families, but for these, which every change runs in float in the other formats alone."""
    assert set(left_out) <= set(FAMILIES)
    return _in_every_change(set(FAMILIES) - set(left_out))


def _in_every_change(names: Collection[str]) -> tuple[ParameterSet, ...]:
    assert set(names) <= set(FAMILIES)
    return tuple(
        pytest.param(name, marks=() if name in names else pytest.mark.product) for name in FAMILIES
    )


def tiny(name: str, **changes: object) -> PreTrainedModel:
    """A model of a family with random weights, the same each time; ``changes``: its config."""
    prefix, own_config = FAMILIES[name]
    kind = _class(prefix)
    model = randomize_(kind(kind.config_class(**(own_config | changes)))).eval()
    _vary_(model, untied=name in UNTIED)
    return model


def _class(prefix: str) -> type[PreTrainedModel]:
    name = f"{prefix}{'Model' if prefix == 'MarianMT' else 'ForConditionalGeneration'}"
    found: type[PreTrainedModel] = CLASSES.get(name) or getattr(transformers, name)
    return found


def _vary_(model: PreTrainedModel, untied: bool) -> None:
    """Random signs before the head. A random model with a tied head repeats the token that it was
    given, as the row of that token comes through to the head; so it does not."""
    generator = torch.Generator().manual_seed(7)
    last = _last_norm(model.get_decoder()).weight
    last.data *= torch.randint(0, 2, last.shape, generator=generator) * 2 - 1
    if untied:
        noise = torch.randn(VOCABULARY, model.config.d_model, generator=generator)
        model.lm_head.weight = nn.Parameter(0.3 * noise)
    if hasattr(model, "final_logits_bias"):
        model.final_logits_bias.copy_(torch.randn(1, VOCABULARY, generator=generator))


def _last_norm(decoder: nn.Module) -> nn.Module:
    """What stands before the head: the decoder's own norm, or its last layer's."""
    for name in ("layer_norm", "final_layer_norm"):
        if hasattr(decoder, name):
            return getattr(decoder, name)
    return decoder.layers[-1].final_layer_norm


def source(tokens: int) -> torch.Tensor:
    """(1, tokens) seeded ids that are special in no family."""
    generator = torch.Generator().manual_seed(tokens)
    return torch.randint(8, VOCABULARY - 8, (1, tokens), generator=generator)


SPECIAL: dict[str, dict[int, str]] = {
    "marian": {0: "</s>", 1: "<unk>", VOCABULARY - 1: "<pad>"},
    "bart": {0: "<s>", 1: "<pad>", 2: "</s>", 3: "<unk>"},
    "m2m_100": {0: "<s>", 1: "<pad>", 2: "</s>", 3: "<unk>", 4: "__de__", 5: "__en__"},
    "t5": {0: "<pad>", 1: "</s>", 2: "<unk>"},
}
"""Family to its special tokens by id."""


def tokenizer(name: str) -> PreTrainedTokenizerFast:
    """Unigram over VOCABULARY: letters, alone and at the start of a word, and pairs of them."""
    signs = "".join(map(chr, range(33, 127)))
    letters = "abcdefghijklmnopqrstuvwxyz"
    words = ["▁", *signs, *(f"▁{a}" for a in letters), *(a + b for a in letters for b in letters)]
    special, unused = SPECIAL[name], iter(words)
    pieces = [special.get(i) or next(unused) for i in range(VOCABULARY)]
    unknown = pieces.index("<unk>")
    core = Tokenizer(models.Unigram([(p, -float(len(p) < 2)) for p in pieces], unknown))
    core.pre_tokenizer = pre_tokenizers.Metaspace()
    core.decoder = decoders.Metaspace()
    core.add_special_tokens(list(special.values()))
    end = ("</s>", pieces.index("</s>"))
    core.post_processor = processors.TemplateProcessing("$A </s>", special_tokens=[end])
    return PreTrainedTokenizerFast(
        tokenizer_object=core, eos_token="</s>", pad_token="<pad>", unk_token="<unk>"
    )


def save(
    name: str, folder: Path, config: Mapping[str, object] | None = None, **generation: object
) -> Path:
    """A checkpoint folder of a family: config, weights, tokenizer, settings of the search.
    ``config``: what of it is otherwise."""
    model = tiny(name, **(config or {}))
    model.generation_config.update(**({"max_length": 24} | generation))
    model.save_pretrained(folder)
    tokenizer(name).save_pretrained(folder)
    return folder
