"""A translator's text side: its tokenizers, its languages, and the settings that they decide."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from tokenizers import Tokenizer, processors
from transformers import GenerationConfig, PreTrainedConfig

from exporters.decode.settings import GenerationSettings
from exporters.errors import Refused
from exporters.families.language import FORCED_FIRST, SOURCE_LAST, START, TARGET_FIRST
from exporters.text.scripts import scripts_of_language, scripts_of_vocabulary
from exporters.text.words import Unknown, Words
from mobilec.checkpoint.declared import read_settings
from mobilec.checkpoint.ids.held import Held
from mobilec.checkpoint.translation.codes import Codes, choose, find_codes
from mobilec.checkpoint.translation.generation import completed, read_generation, settings
from mobilec.checkpoint.translation.languages import Languages
from mobilec.checkpoint.translation.pair import Pair
from mobilec.checkpoint.translation.prefix import Told, find_prefix
from mobilec.checkpoint.translation.stock_ids import Asked, Case, held_by_stock
from mobilec.checkpoint.translation.tokenizers import read_pair


@dataclass(frozen=True)
class TranslationText:
    """``words``: text to ids and back. ``source_file``: the tokenizer.json of the source, with the
    language tokens in it; ``target_file``: that of the target, None where it is the same file.
    ``forced_bos``: the first token of every translation, where it names the target language.
    ``generation``: what ``model.generate`` takes for this pair; ``settings``: the same as phones
    read it. ``held``: what the ids of sources were held against.
    """

    words: Words = field(repr=False)
    source_file: bytes = field(repr=False)
    target_file: bytes | None = field(repr=False)
    prefix: str
    source_language: str | None
    target_language: str | None
    forced_bos: int | None
    unknown: Unknown | None
    generation: GenerationConfig = field(repr=False)
    settings: GenerationSettings
    held: Held = Held()


def read_text(
    folder: Path, config: PreTrainedConfig, languages: Languages, source: str
) -> TranslationText:
    """All of a translator but its weights. Refused: tokenizers that cannot be converted exactly,
    languages that are missing or unknown, generation settings that phones do not have."""
    pair, tokenizer_settings = read_pair(folder, config, source), read_settings(folder)
    generation = read_generation(folder)
    vocabulary = pair.source.get_vocab(with_added_tokens=True)
    codes = find_codes(config.model_type, vocabulary, tokenizer_settings)
    if codes is None:
        told = _fixed(config, languages, tokenizer_settings, source)
        return _held(_text(pair, told, None, generation, config, source), pair, None, folder)
    if languages.prefix is not None:
        raise Refused(
            f"{source} is told its languages by tokens; a prefix does nothing: use --source-lang "
            f"and --target-lang ({len(codes.tokens)} codes)"
        )
    is_told = generation.forced_bos_token_id is not None or _starts_with_language(generation, codes)
    own, target = choose(codes, languages, tokenizer_settings, is_told, source)
    _surround_(pair.source, codes, own, target, source)
    told = Told("", own, target or _told_language(generation, codes), {})
    return _held(_text(pair, told, codes, generation, config, source), pair, codes, folder)


def _held(text: TranslationText, pair: Pair, codes: Codes | None, folder: Path) -> TranslationText:
    """With transformers' own tokenizer of the folder asked too."""
    own, target = text.source_language, text.target_language
    first = ""
    if codes is not None and codes.form.place == TARGET_FIRST and target in codes.tokens:
        first = f"{codes.tokens[target][0]} "
    language = own if codes is not None and own in codes.tokens else None
    asked = Asked(
        language, first, tuple(token for token, _ in codes.tokens.values()) if codes else ()
    )
    case = Case(folder, text.words, text.source_file, text.prefix, pair.held, asked)
    return replace(text, held=pair.held.and_(held_by_stock(case)))


def _text(
    pair: Pair,
    told: Told,
    codes: Codes | None,
    generation: GenerationConfig,
    config: PreTrainedConfig,
    source: str,
) -> TranslationText:
    language = codes.tokens[told.target_language][1] if codes and told.target_language else None
    tells = codes.form.tells if codes else None
    positions = getattr(config, "max_position_embeddings", None)
    forced = language if tells == FORCED_FIRST else None
    made = completed(
        generation, told.generation, forced, language if tells == START else None, positions
    )
    return TranslationText(
        words=_words(pair, told),
        source_file=pair.source.to_str().encode(),
        target_file=None if pair.target is pair.source else pair.target.to_str().encode(),
        prefix=told.prefix,
        source_language=told.source_language,
        target_language=told.target_language,
        forced_bos=made.forced_bos_token_id,
        unknown=pair.unknown,
        generation=made,
        settings=settings(made, config, source),
    )


def _words(pair: Pair, told: Told) -> Words:
    """Scripts by the source language; where it is unknown, or written in several, by the
    vocabulary."""
    return Words(
        source=pair.source,
        target=pair.target,
        prefix=told.prefix,
        language=told.source_language,
        unknown=pair.unknown,
        target_language=told.target_language,
        scripts=scripts_of_language(told.source_language) or _scripts(pair.source),
    )


def _scripts(tokenizer: Tokenizer) -> tuple[str, ...]:
    ids = tokenizer.get_vocab(with_added_tokens=False).values()
    return scripts_of_vocabulary(tokenizer.decode([id]) for id in ids)


def _fixed(
    config: PreTrainedConfig, asked: Languages, settings: Mapping[str, Any], source: str
) -> Told:
    """A model without language tokens: two languages, or a prefix."""
    told = find_prefix(config, asked, source)
    return replace(
        told,
        source_language=_only("source", told.source_language, settings, source),
        target_language=_only("target", told.target_language, settings, source),
    )


def _only(side: str, asked: str | None, settings: Mapping[str, Any], source: str) -> str | None:
    own: str | None = settings.get(f"{side}_lang")
    if asked is not None and own is not None and asked != own:
        raise Refused(f"{source} has only {own!r} as its {side} language, and was asked {asked!r}")
    return asked or own


def _surround_(
    tokenizer: Tokenizer, codes: Codes, own: str | None, target: str | None, source: str
) -> None:
    """Sets what stands around a source text: a language and the end token."""
    end = "</s>"
    code = target if codes.form.place == TARGET_FIRST else own
    end_id = tokenizer.token_to_id(end)
    if end_id is None:
        raise Refused(f"the tokenizer of {source} has no {end}, with which its family ends a text")
    token = codes.tokens[code] if code in codes.tokens else None
    around = ["$A", end]
    if token is not None:
        around = ["$A", end, token[0]] if codes.form.place == SOURCE_LAST else [token[0], "$A", end]
    special = [(end, end_id), *([token] if token else [])]
    tokenizer.post_processor = processors.TemplateProcessing(single=around, special_tokens=special)


def _starts_with_language(config: GenerationConfig, codes: Codes) -> bool:
    """mBART of 2020 begins translations with the target language, where fine-tuned for one."""
    ids = [id for _, id in codes.tokens.values()]
    return codes.form.tells == START and config.decoder_start_token_id in ids


def _told_language(config: GenerationConfig, codes: Codes) -> str | None:
    """The target language that the checkpoint's own generation settings name."""
    starts = codes.form.tells == START
    told = config.decoder_start_token_id if starts else config.forced_bos_token_id
    return next((code for code, (_, id) in codes.tokens.items() if id == told), None)
