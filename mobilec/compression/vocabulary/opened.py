"""The words in a folder, whichever files hold them."""

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Protocol

from transformers import PreTrainedConfig

from mobilec.checkpoint.tokenizer import read_tokenizer
from mobilec.checkpoint.translation.languages import Languages
from mobilec.checkpoint.translation.prefix import find_prefix
from mobilec.checkpoint.translation.tokenizers import read_pair
from mobilec.compression.vocabulary.json_words import JsonWords
from mobilec.compression.vocabulary.marian_words import MarianWords
from mobilec.compression.vocabulary.numbering import Numbering
from mobilec.compression.vocabulary.word_list import WordList
from mobilec.tasks.registry import task_of


class WordFiles(Protocol):
    """What a tokenizer of one kind knows of its words."""

    @property
    def lists(self) -> Sequence[WordList]:
        """One for each numbering: an encoder and a decoder can have one each."""
        ...

    def ids(self, text: str, place: int) -> tuple[int, list[int]]:
        """The number of the list, and the ids of the text at a place of the data."""
        ...

    def write_(self, numberings: tuple[Numbering, ...]) -> None:
        """Rewrites the files of the tokenizer; settings that name ids are another matter."""
        ...


def opened(folder: Path, task: str, config: PreTrainedConfig, languages: Languages) -> WordFiles:
    """The words of the model in ``folder``."""
    found: Callable[[Path, PreTrainedConfig, Languages], WordFiles] = task_of(task).words()
    return found(folder, config, languages)


def of_classifier(folder: Path, config: PreTrainedConfig, languages: Languages) -> WordFiles:  # noqa: ARG001
    """Those of its one tokenizer."""
    return JsonWords(folder, read_tokenizer(folder), config.vocab_size)


def of_translator(folder: Path, config: PreTrainedConfig, languages: Languages) -> WordFiles:
    """Those of Marian's files, or of one tokenizer for both sides."""
    if (folder / "source.spm").is_file():
        return MarianWords(folder)
    prefix = find_prefix(config, languages, str(folder)).prefix
    tokenizer = read_pair(folder, config, str(folder)).source
    return JsonWords(folder, tokenizer, config.vocab_size, prefix)
