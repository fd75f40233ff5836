"""Languages reach the ids around a source, the first tokens of a translation, and the settings."""

import json
import shutil
from pathlib import Path
from typing import Any

import pytest
import torch
from tokenizers import Tokenizer
from transformers import GenerationConfig

from exporters.errors import Refused
from exporters.text.words import Unknown
from mobilec.checkpoint.describe import describe
from mobilec.checkpoint.load import describe_text, load
from mobilec.checkpoint.translation.languages import Languages
from mobilec.checkpoint.translation.piece_model import read_piece_model
from mobilec.checkpoint.translation.text import TranslationText, _scripts
from tests.mobilec.checkpoint.making import bert
from tests.mobilec.checkpoint.translation.making import save_tokenizer, write_names
from tests.translation_models import tiny

M2M100 = ("__en__", "__de__", "__fr__")
NLLB = ("eng_Latn", "deu_Latn", "zho_Hans", "zho_Hant")
MBART = ("en_XX", "de_DE")
MARIAN = (">>fra<<", ">>ita<<")
TASKS = {
    "translation_en_to_de": {"prefix": "do german: ", "num_beams": 4, "max_length": 300},
    "translation_en_to_fr": {"prefix": "do french: "},
    "summarization": {"prefix": "summarize: "},
}


def made(
    family: str, folder: Path, codes: tuple[str, ...] = (), config: Any = None, **settings: Any
) -> Path:
    """A checkpoint's description, which is all that the text side needs."""
    model = tiny(family, **({"pad_token_id": 1} if family in ("marian", "t5") else {}))
    for name, value in (config or {}).items():
        setattr(model.config, name, value)
    model.config.architectures = [type(model).__name__]
    model.config.save_pretrained(folder)
    model.generation_config.save_pretrained(folder)
    save_tokenizer(folder, model.config, codes, **settings)
    return folder


def text(folder: Path, *asked: str | None) -> TranslationText:
    found = describe_text(describe(folder), Languages(*asked))
    assert found is not None
    return found


@pytest.mark.parametrize(
    ("family", "codes", "settings", "around", "forced", "start"),
    [
        ("m2m_100", M2M100, {}, ("__en__", "</s>"), "__de__", "</s>"),
        ("m2m_100", NLLB, {}, ("eng_Latn", "</s>"), "deu_Latn", "</s>"),
        ("mbart", MBART, {"tokenizer_class": "MBart50Tokenizer"}, ("en_XX", "</s>"), "de_DE", 2),
        ("mbart", MBART, {}, ("</s>", "en_XX"), None, "de_DE"),
    ],
)
def test_many_to_many(
    family: str,
    codes: tuple[str, ...],
    settings: dict[str, Any],
    around: tuple[str, str],
    forced: str | None,
    start: str | int,
    tmp_path: Path,
) -> None:
    folder = made(family, tmp_path, codes, **settings)
    target = "deu" if codes is NLLB else "de"
    found = text(folder, None, target)
    tokenizer = found.words.source
    ids = found.words.ids("ab")
    outer = [i for i in ids if tokenizer.id_to_token(i) in (*codes, "</s>")]
    assert tuple(map(tokenizer.id_to_token, outer)) == around
    assert found.settings.forced_bos == (tokenizer.token_to_id(forced) if forced else None)
    started = tokenizer.token_to_id(start) if isinstance(start, str) else start
    assert found.settings.start_id == found.generation.decoder_start_token_id == started
    assert found.forced_bos == found.generation.forced_bos_token_id == found.settings.forced_bos
    assert found.target_language is not None and found.target_language.startswith(target)


def test_nllb_of_old_sets_its_language_last(tmp_path: Path) -> None:
    folder = made("m2m_100", tmp_path, NLLB, legacy_behaviour=True)
    found = text(folder, "deu_Latn", "eng_Latn")
    last = found.words.ids("ab")[-2:]
    assert list(map(found.words.source.id_to_token, last)) == ["</s>", "deu_Latn"]


def test_marian_of_many_targets_is_told_by_the_source(tmp_path: Path) -> None:
    found = text(made("marian", tmp_path, MARIAN), None, "ita")
    assert found.words.source.id_to_token(found.words.ids("ab")[0]) == ">>ita<<"
    assert (found.forced_bos, found.target_language) == (None, "ita")
    assert ">>ita<<" not in found.words.text(found.words.ids("ab"))


def test_target_that_nobody_names(tmp_path: Path) -> None:
    folder = made("m2m_100", tmp_path, M2M100)
    with pytest.raises(Refused, match="translates into 3 languages.*--target-lang: de, en, fr"):
        text(folder)


@pytest.mark.parametrize(
    ("asked", "reason"),
    [
        ((None, "dd"), "no target language 'dd'; nearest are .*de"),
        (("enn", "de"), "no source language 'enn'; nearest are .*en"),
        ((None, "de", "to German: "), "told its languages by tokens; a prefix does nothing"),
    ],
)
def test_languages_that_do_not_fit(asked: tuple[str, ...], reason: str, tmp_path: Path) -> None:
    with pytest.raises(Refused, match=reason):
        text(made("m2m_100", tmp_path, M2M100), *asked)


def test_code_of_two_scripts_is_not_guessed(tmp_path: Path) -> None:
    with pytest.raises(Refused, match="'zho'; nearest are zho_Hans, zho_Hant"):
        text(made("m2m_100", tmp_path, NLLB), "eng", "zho")


def test_target_of_the_checkpoint_holds(tmp_path: Path) -> None:
    folder = made("m2m_100", tmp_path, M2M100)
    tokenizer = text(folder, None, "de").words.source
    GenerationConfig(
        decoder_start_token_id=2, forced_bos_token_id=tokenizer.token_to_id("__fr__")
    ).save_pretrained(folder)
    assert text(folder).target_language == "fr"
    assert text(folder, None, "de").forced_bos == tokenizer.token_to_id("__de__")


def test_fixed_languages(tmp_path: Path) -> None:
    folder = made("marian", tmp_path, source_lang="en", target_lang="de")
    found = text(folder)
    assert (found.source_language, found.target_language) == ("en", "de")
    assert text(folder, "en", "de").settings == found.settings
    with pytest.raises(Refused, match="has only 'de' as its target language, and was asked 'fr'"):
        text(folder, None, "fr")


def test_task_of_t5(tmp_path: Path) -> None:
    folder = made("t5", tmp_path, config={"task_specific_params": TASKS})
    found = text(folder, "en", "de")
    assert found.prefix == found.words.prefix == "do german: "
    assert (found.settings.num_beams, found.settings.max_length) == (4, 300)
    assert found.generation.num_beams == 4
    assert found.words.ids("ab") == found.words.source.encode("do german: ab").ids
    assert text(folder, None, "fr").prefix == "do french: "
    own = text(folder, None, None, "say: ")
    assert (own.prefix, own.settings.num_beams) == ("say: ", 1)


@pytest.mark.parametrize("asked", [(), ("en",), (None, "it")])
def test_task_of_t5_that_is_not_told(asked: tuple[str, ...], tmp_path: Path) -> None:
    folder = made("t5", tmp_path, config={"task_specific_params": TASKS})
    with pytest.raises(Refused, match="2 translations .en to de, en to fr.*--prefix"):
        text(folder, *asked)


def test_length_that_nobody_set_ends_no_sentence(tmp_path: Path) -> None:
    assert text(made("bart", tmp_path)).settings.max_length == 80
    assert text(made("t5", tmp_path)).settings.max_length == 512


def test_settings_in_an_old_config(tmp_path: Path) -> None:
    """Before 2022 there was no generation_config.json."""
    folder = made("bart", tmp_path)
    (folder / "generation_config.json").unlink()
    file = folder / "config.json"
    file.write_text(json.dumps(json.loads(file.read_text()) | {"num_beams": 6, "max_length": 50}))
    found = text(folder)
    assert (found.settings.num_beams, found.settings.max_length) == (6, 50)


@pytest.mark.parametrize("content", ["{", '{"num_beams": "many"}'])
def test_broken_settings(content: str, tmp_path: Path) -> None:
    folder = made("bart", tmp_path)
    (folder / "generation_config.json").write_text(content)
    with pytest.raises(Refused, match="generation_config.json"):
        text(folder)


def test_settings_that_phones_do_not_have(tmp_path: Path) -> None:
    folder = made("bart", tmp_path)
    GenerationConfig(do_sample=True, decoder_start_token_id=2).save_pretrained(folder)
    with pytest.raises(Refused, match=f"{tmp_path}: its generation_config.json sets do_sample"):
        text(folder)


def settings_of(folder: Path, **changes: Any) -> TranslationText:
    """The text side of a folder whose generation_config.json says this as well."""
    file = folder / "generation_config.json"
    file.write_text(json.dumps(json.loads(file.read_text()) | changes))
    return text(folder)


def test_settings_against_loops_are_served(tmp_path: Path) -> None:
    found = settings_of(
        made("bart", tmp_path), repetition_penalty=1.2, encoder_no_repeat_ngram_size=3
    )
    assert found.settings.repetition_penalty == found.generation.repetition_penalty == 1.2
    assert found.settings.encoder_no_repeat_ngram == 3


def test_a_list_of_one_token_is_that_token(tmp_path: Path) -> None:
    folder = made("m2m_100", tmp_path, NLLB, src_lang="eng_Latn")
    german = Tokenizer.from_file(str(folder / "tokenizer.json")).token_to_id("deu_Latn")
    found = settings_of(
        folder, decoder_start_token_id=[2], forced_bos_token_id=[german], pad_token_id=[1]
    )
    assert (found.settings.start_id, found.settings.forced_bos) == (2, german)
    assert found.generation.decoder_start_token_id == 2
    assert found.target_language == "deu_Latn"


@pytest.mark.parametrize("name", ["decoder_start_token_id", "forced_bos_token_id"])
def test_several_first_tokens_are_refused_when_the_model_is_described(
    name: str, tmp_path: Path
) -> None:
    words = rf"sets {name} to \[5, 6\], and it should be the id of one token"
    with pytest.raises(Refused, match=words):
        settings_of(made("bart", tmp_path), **{name: [5, 6]})


def test_what_is_asked_replaces_several_first_tokens(tmp_path: Path) -> None:
    folder = made("mbart", tmp_path, MBART)
    file = folder / "generation_config.json"
    changed = json.loads(file.read_text()) | {"decoder_start_token_id": [5, 6]}
    file.write_text(json.dumps(changed))
    found = text(folder, "en_XX", "de_DE")
    assert found.settings.start_id == found.words.source.token_to_id("de_DE")


def test_tokens_that_the_model_does_not_have_are_refused(tmp_path: Path) -> None:
    folder = made("bart", tmp_path)
    with pytest.raises(Refused, match="name the token 500, and the model has 500 words"):
        settings_of(folder, suppress_tokens=[500])


def test_the_source_is_not_compared_with_other_words(tmp_path: Path) -> None:
    folder = made("marian-separate", tmp_path)
    with pytest.raises(Refused, match="different words under the same ids"):
        settings_of(folder, encoder_repetition_penalty=1.5)


def test_languages_are_of_translators(tmp_path: Path) -> None:
    bert(tmp_path)
    assert describe_text(describe(tmp_path)) is None
    with pytest.raises(
        Refused, match="does text-classification: languages and a prefix do nothing"
    ):
        describe_text(describe(tmp_path), Languages(target="de"))


def test_loaded_model_generates_in_the_language(tmp_path: Path) -> None:
    folder = made("m2m_100", tmp_path, M2M100)
    tiny("m2m_100").save_pretrained(folder)
    checkpoint = load(folder, languages=Languages(target="de"))
    assert checkpoint.text is not None and checkpoint.labels == ()
    ids = torch.tensor([checkpoint.text.words.ids("ab cd")])
    made_tokens = checkpoint.model.generate(ids, max_length=6)[0].tolist()
    assert made_tokens[:2] == [2, checkpoint.text.forced_bos]


def test_marian_with_sentencepiece_models(piece_models: Path, tmp_path: Path) -> None:
    pieces: dict[str, None] = {}
    for side in ("source", "target"):
        shutil.copy(piece_models / "plain" / f"{side}.spm", tmp_path)
        pieces |= dict.fromkeys(read_piece_model(tmp_path / f"{side}.spm").scores)
    names = ("</s>", "<unk>", *MARIAN, *list(pieces)[3:])
    ids = {name: id for id, name in enumerate(names)} | {"<pad>": 499}
    write_names(tmp_path / "vocab.json", ids)
    tiny("marian").save_pretrained(tmp_path)
    checkpoint = load(tmp_path, languages=Languages(target="fra"))
    assert checkpoint.text is not None and checkpoint.pad_id == 499
    assert checkpoint.text.words.ids("nasa")[0] == ids[">>fra<<"]
    assert checkpoint.text.target_file not in (None, checkpoint.text.source_file)
    assert checkpoint.text.unknown == Unknown(500, 1)
    assert checkpoint.text.words.text([499, ids[">>fra<<"], ids["ß"], 0]) == "ß"


@pytest.mark.parametrize(
    ("source", "scripts"), [("eng_Latn", ("Latn",)), ("zho_Hant", ("Hani",)), (None, ("Latn",))]
)
def test_scripts_are_those_of_the_source(
    source: str | None, scripts: tuple[str, ...], tmp_path: Path
) -> None:
    """NLLB reads English where nobody names a language."""
    words = text(made("m2m_100", tmp_path, NLLB), source, "deu").words
    assert (words.scripts, words.target_language) == (scripts, "deu_Latn")


def test_without_a_language_scripts_are_those_of_the_words() -> None:
    shipped = Path(__file__).parents[4] / "mobilec/shipped/translate-en-de/tokenizer.json"
    assert _scripts(Tokenizer.from_file(str(shipped))) == ("Latn",)
