"""The tokenizer of a new translation model: byte-pair encoding, one vocabulary for both sides."""

import json
from collections.abc import Iterable

from tokenizers import Regex, Tokenizer, decoders, normalizers, pre_tokenizers
from tokenizers.models import BPE
from tokenizers.processors import TemplateProcessing
from tokenizers.trainers import BpeTrainer
from transformers import PreTrainedTokenizerFast

PAD, EOS, UNKNOWN = "<pad>", "</s>", "<unk>"
SPECIAL = (PAD, EOS, UNKNOWN)
"""In the order of their ids."""
BYTES = tuple(f"<0x{byte:02X}>" for byte in range(256))
"""A character that training has not seen is written with these, so that none is lost."""
ALPHABET = 200
"""The most frequent characters, which are pieces; rarer ones are written in bytes."""


def train_tokenizer(texts: Iterable[str], size: int, max_length: int) -> PreTrainedTokenizerFast:
    """A tokenizer of ``size`` pieces, learnt from ``texts``, which ends every text with ``</s>``.

    Words begin with a mark for the space before them; punctuation and single digits are words of
    their own, so that a word is the same piece at the end of a sentence.
    """
    tokenizer = Tokenizer(BPE(unk_token=UNKNOWN))
    tokenizer.normalizer = normalizers.Sequence(
        [normalizers.NFC(), normalizers.Replace(Regex(r"\s+"), " "), normalizers.Strip()]
    )
    tokenizer.pre_tokenizer = pre_tokenizers.Sequence(
        [
            pre_tokenizers.Metaspace(prepend_scheme="always"),
            pre_tokenizers.Punctuation(),
            pre_tokenizers.Digits(individual_digits=True),
        ]
    )
    tokenizer.decoder = decoders.Sequence(
        [decoders.ByteFallback(), decoders.Metaspace(prepend_scheme="always"), decoders.Fuse()]
    )
    trainer = BpeTrainer(
        vocab_size=size - len(BYTES),
        special_tokens=list(SPECIAL),
        limit_alphabet=ALPHABET,
        show_progress=False,
    )
    tokenizer.train_from_iterator(texts, trainer)
    tokenizer.model = _with_bytes(tokenizer)
    tokenizer.post_processor = TemplateProcessing(
        single=f"$A {EOS}", pair=f"$A $B {EOS}", special_tokens=[(EOS, tokenizer.token_to_id(EOS))]
    )
    return PreTrainedTokenizerFast(
        tokenizer_object=tokenizer,
        pad_token=PAD,
        eos_token=EOS,
        unk_token=UNKNOWN,
        model_max_length=max_length,
        clean_up_tokenization_spaces=False,
    )


def _with_bytes(tokenizer: Tokenizer) -> BPE:
    """The trained model with the bytes after the special pieces.

    The trainer knows no byte pieces; named as special ones, they would vanish from decoded text.
    """
    trained = json.loads(tokenizer.to_str())["model"]
    pieces = sorted(trained["vocab"], key=trained["vocab"].__getitem__)
    ordered = [*SPECIAL, *BYTES, *pieces[len(SPECIAL) :]]
    return BPE(
        vocab={piece: index for index, piece in enumerate(ordered)},
        merges=[tuple(merge) for merge in trained["merges"]],
        unk_token=UNKNOWN,
        byte_fallback=True,
    )
