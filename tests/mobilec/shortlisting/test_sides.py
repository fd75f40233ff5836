"""What of a translator's text side a shortlist is made of."""

import pytest
from tokenizers import Tokenizer, models, pre_tokenizers, processors
from transformers import MarianConfig

from exporters.decode.settings import GenerationSettings
from exporters.errors import Refused
from exporters.text.words import Unknown, Words
from mobilec.evaluation.parallel import Pair
from mobilec.shortlisting.sides import encoded, target_words, vocabularies


def tokenizer(*words, end=True):
    made = Tokenizer(models.WordLevel({word: id for id, word in enumerate(words)}, "<unk>"))
    made.pre_tokenizer = pre_tokenizers.WhitespaceSplit()
    if end:
        made.post_processor = processors.TemplateProcessing("$A </s>", special_tokens=[("</s>", 0)])
    return made


class Text:
    """The part of TranslationText that is asked."""

    settings = GenerationSettings(9, (0, 3), forced_bos=4, forced_eos=(5,))

    def __init__(self, words):
        self.words = words


SOURCE = ("</s>", "<unk>", "a", "b", "tom", "late")
TARGET = ("</s>", "<unk>", "x", "tom", "a", "y", "past")
CONFIG = MarianConfig(
    vocab_size=5,
    decoder_vocab_size=6,
    share_encoder_decoder_embeddings=False,
    tie_word_embeddings=False,
)


@pytest.fixture
def words():
    return Words(tokenizer(*SOURCE), tokenizer(*TARGET), unknown=Unknown(5, 1))


def test_rows_of_either_side():
    assert target_words(CONFIG) == 6
    assert target_words(MarianConfig(vocab_size=7, decoder_vocab_size=None)) == 7


def test_pairs_in_ids(words):
    """Sources end, and what has no row is unknown there; targets have no end, and only rows."""
    pairs = [Pair("a late", "x past tom", 1), Pair("b", "past", 2), Pair("a", "x " * 257, 3)]
    assert encoded(pairs, words, target_words(CONFIG)) == [([2, 1, 0], [2, 3])]


def test_words_of_both_sides(words):
    found = vocabularies(Text(words), CONFIG, [[2, 0], [0]], "model")
    assert (found.source_words, found.target_words, found.end) == (5, 6, 0)
    assert found.spelled == {0: 0, 1: 1, 2: 4, 4: 3}
    assert found.always == (0, 3, 4, 5)


@pytest.mark.parametrize("sources", [[[2, 0], [2]], [[]]])
def test_an_end_that_is_not_everywhere(words, sources):
    with pytest.raises(Refused, match="no token stands in every source that model reads"):
        vocabularies(Text(words), CONFIG, sources, "model")


def test_no_end():
    words = Words(tokenizer(*SOURCE, end=False), tokenizer(*TARGET))
    with pytest.raises(Refused, match="no token stands in every source"):
        vocabularies(Text(words), CONFIG, [[2]], "model")
