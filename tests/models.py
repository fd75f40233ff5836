"""Tiny seeded models of every family, made on the spot, and a tokenizer that fits them."""

import math
from pathlib import Path

import torch
import transformers
from tokenizers import Tokenizer, models, normalizers, pre_tokenizers, processors
from torch import nn
from transformers import PreTrainedModel, PreTrainedTokenizerFast

VOCABULARY = 500
LENGTHS = (16, 32)
"""What programs of tests are lowered for where no test asks for another: equal programs are lowered
once for all tests (see tests/lowering), so a length of its own costs a file of its own."""
LONGEST = LENGTHS[-1]
SIZES = {
    "vocab_size": VOCABULARY,
    "hidden_size": 64,
    "num_hidden_layers": 2,
    "num_attention_heads": 4,
    "intermediate_size": 128,
    "max_position_embeddings": 130,
    "num_labels": 3,
    "pad_token_id": 0,
}
_DISTIL = {"dim": 64, "n_heads": 4, "hidden_dim": 128}
_MOBILE = {"embedding_size": 32, "intra_bottleneck_size": 32, "num_feedforward_networks": 2}
_MODERN = {
    "bos_token_id": 1,
    "eos_token_id": 3,
    "cls_token_id": 2,
    "sep_token_id": 3,
    "local_attention": 8,
    "global_attn_every_n_layers": 2,
}
_DEBERTA = {
    "relative_attention": True,
    "position_buckets": 16,
    "max_relative_positions": 64,
    "pos_att_type": ["c2p", "p2c"],
    "share_att_key": True,
    "norm_rel_ebd": "layer_norm",
    "position_biased_input": False,
    "type_vocab_size": 0,
}
FAMILIES: dict[str, tuple[str, dict[str, object]]] = {
    "bert": ("Bert", {}),
    "distilbert": ("DistilBert", _DISTIL),
    "roberta": ("Roberta", {"type_vocab_size": 1, "pad_token_id": 1}),
    "xlm-roberta": ("XLMRoberta", {"type_vocab_size": 1, "pad_token_id": 1}),
    "electra": ("Electra", {"embedding_size": 32}),
    "albert": ("Albert", {"embedding_size": 32}),
    "mobilebert": ("MobileBert", _MOBILE),
    "mobilebert-layer-norm": ("MobileBert", _MOBILE | {"normalization_type": "layer_norm"}),
    "modernbert": ("ModernBert", _MODERN),
    "modernbert-mean": ("ModernBert", _MODERN | {"classifier_pooling": "mean"}),
    "mpnet": ("MPNet", {"pad_token_id": 1}),
    "deberta-v2": ("DebertaV2", _DEBERTA),
}
"""Name to (start of the class names, what its config needs beyond SIZES)."""


def tiny(name: str, **changes: object) -> PreTrainedModel:
    """A classifier of a family with random weights, the same each time; ``changes``: its config."""
    prefix, own = FAMILIES[name]
    return classifier(prefix, **(own | changes))


def classifier(prefix: str, **changes: object) -> PreTrainedModel:
    """The classifier of any family of transformers, by the start of its class names."""
    config = getattr(transformers, f"{prefix}Config")(**(SIZES | changes))
    model = getattr(transformers, f"{prefix}ForSequenceClassification")(config)
    return randomize_(model).eval()


def randomize_(model: nn.Module, seed: int = 3) -> nn.Module:
    """Weights large enough that the logits vary between inputs (std .2 to 1.3)."""
    generator = torch.Generator().manual_seed(seed)
    tables = {id(m.weight) for m in model.modules() if isinstance(m, nn.Embedding)}
    for parameter in model.parameters():
        noise = torch.randn(parameter.shape, generator=generator)
        if not parameter.requires_grad:
            continue  # positions that a checkpoint does not hold, as they are computed
        parameter.data = _scaled(parameter, noise, table=id(parameter) in tables)
    return model


def _scaled(parameter: nn.Parameter, noise: torch.Tensor, table: bool) -> torch.Tensor:
    if table:
        return noise
    if parameter.dim() >= 2:
        return noise / math.sqrt(parameter[0].numel())
    norm = bool((parameter == 1).all())
    return norm + 0.2 * noise


def tokenizer(pad_id: int = 0) -> PreTrainedTokenizerFast:
    """WordPiece over VOCABULARY: special tokens, letters, and made-up words of two letters."""
    letters = "abcdefghijklmnopqrstuvwxyz"
    words = [*letters, *(f"##{a}" for a in letters), *(a + b for a in letters for b in letters)]
    special = ["[UNK]", "[CLS]", "[SEP]", "[MASK]"]
    special.insert(pad_id, "[PAD]")
    words = [*special, *words][:VOCABULARY]
    core = Tokenizer(models.WordPiece({w: i for i, w in enumerate(words)}, unk_token="[UNK]"))
    core.normalizer = normalizers.BertNormalizer()
    core.pre_tokenizer = pre_tokenizers.BertPreTokenizer()
    core.post_processor = processors.BertProcessing(("[SEP]", 3), ("[CLS]", 2))
    return PreTrainedTokenizerFast(
        tokenizer_object=core,
        model_max_length=128,
        **{f"{word[1:-1].lower()}_token": word for word in special},
    )


def save(name: str, folder: Path) -> Path:
    """A checkpoint folder of a family: config, weights, tokenizer."""
    model = tiny(name)
    model.save_pretrained(folder)
    tokenizer(model.config.pad_token_id).save_pretrained(folder)
    return folder
