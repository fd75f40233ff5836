"""What the model in a folder reads and is trained on: ids of texts, labels, translations."""

from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from tokenizers import Tokenizer

from exporters.text.encoder import Asked, Encoded, Encoder
from exporters.text.words import Words
from mobilec.checkpoint.declared import is_in_config, read_settings
from mobilec.checkpoint.describe import Description, describe_place
from mobilec.checkpoint.load import describe_text
from mobilec.checkpoint.resolve import Place
from mobilec.checkpoint.task import model_class
from mobilec.checkpoint.token_types import reads_types
from mobilec.checkpoint.tokenizer import read_tokenizer
from mobilec.checkpoint.translation.languages import ANY, Languages
from mobilec.checkpoint.translation.text import TranslationText
from mobilec.checkpoint.vocabulary import find_pad_id
from mobilec.evaluation.encoding import longest_text


@dataclass(frozen=True)
class ModelText:
    """``folder``: configuration, tokenizers and search settings. Each is read when it is first
    asked for, as a step may rewrite them."""

    folder: Path
    task: str
    languages: Languages = ANY

    @cached_property
    def about(self) -> Description:
        """Labels, positions and configuration."""
        return describe_place(Place(self.folder.name, self.folder, "folder"), self.task)

    @cached_property
    def tokenizer(self) -> Tokenizer:
        """Of the source, where there are two."""
        text = self._text
        return read_tokenizer(self.folder) if text is None else text.words.source

    @property
    def pad_id(self) -> int:
        about = self.about
        settings, said = read_settings(self.folder), is_in_config(self.folder, "pad_token_id")
        return find_pad_id(self.tokenizer, settings, about.config, about.source, said)

    @property
    def sides(self) -> tuple[str | None, str | None]:
        """The languages of a translator, where they are known."""
        text = self._text
        return (None, None) if text is None else (text.source_language, text.target_language)

    @property
    def words(self) -> Words:
        """Of a translator: both of its tokenizers."""
        return self._translator.words

    def ids(self, text: str, longest: int | None = None) -> list[int]:
        """Of a translator's source; special tokens included, cut to ``longest`` and to what the
        model has room for."""
        return self.words.ids(text)[: self._most(longest)]

    def encoded(self, asked: Asked, longest: int | None = None) -> Encoded:
        """What a classifier reads of a text or of a pair, cut likewise."""
        most = self._most(longest)
        if most not in self._encoders:
            side = self.about.cutting.side
            self._encoders[most] = Encoder(self.tokenizer, most, side, self._reads_types)
        return self._encoders[most].encode(asked)

    def translation(self, text: str, longest: int | None = None) -> list[int]:
        """A translation as the decoder is trained on it: its language, where the model is told
        that by a token, and the end."""
        words, first = self.words, self._translator.forced_bos
        ids = words.target.encode(text, add_special_tokens=False).ids
        if words.unknown is not None:
            ids = [words.unknown.id if id >= words.unknown.first else id for id in ids]
        start = [] if first is None else [first]
        return [*start, *ids[: self._most(longest) - 2], self.about.config.eos_token_id]

    @property
    def start_id(self) -> int | None:
        """What the decoder begins with; None for other tasks."""
        text = self._text
        return None if text is None else text.generation.decoder_start_token_id

    @cached_property
    def _reads_types(self) -> bool:
        about = self.about
        kind = model_class(about.config, about.task, about.source)
        return reads_types(kind, about.config, self.tokenizer, self.folder)

    @cached_property
    def _encoders(self) -> dict[int, Encoder]:
        """By length. To make one takes 10 ms, of 67,000 texts eleven minutes."""
        return {}

    @cached_property
    def _text(self) -> TranslationText | None:
        return describe_text(self.about, self.languages)

    @property
    def _translator(self) -> TranslationText:
        assert self._text is not None, "a translator was asked for"
        return self._text

    def _most(self, longest: int | None) -> int:
        room = longest_text(self.about.max_positions)
        return room if longest is None else min(longest, room)
