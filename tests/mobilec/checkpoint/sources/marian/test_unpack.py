"""A folder of Marian's files is a checkpoint as any other."""

import gzip
import hashlib
import json
from pathlib import Path

import pytest
import torch
import yaml

from exporters.errors import Refused
from exporters.precision.int8 import quantize_rows
from mobilec.checkpoint.load import load
from mobilec.checkpoint.resolve import resolve
from mobilec.checkpoint.sources.marian.archive import read_archive
from mobilec.checkpoint.sources.registry import source_of
from mobilec.checkpoint.translation.generation import read_generation
from mobilec.inspecting.inspect import inspect
from tests.marian.networks import KINDS, Kind
from tests.marian.students import pieces, student


@pytest.fixture(autouse=True)
def _own_cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))


def test_it_is_loaded_with_its_words_languages_and_search(tmp_path: Path) -> None:
    folder = student(tmp_path / "student")
    found = load(folder)
    assert found.architecture == "MarianNmtForConditionalGeneration"
    assert found.text is not None
    assert (found.text.source_language, found.text.target_language) == ("en", "de")
    assert found.text.target_file is None, "one vocabulary is one tokenizer"
    assert found.held.against[0].startswith("SentencePiece")
    assert any("MarianTokenizer" in name for name in found.held.against)
    settings = found.text.settings
    assert (settings.start_id, settings.eos_ids, settings.num_beams) == (0, (0,), 1)
    assert settings.suppress == (1,), "Marian never says an unknown word"
    entry = found.entry("marian_nmt")
    assert entry.model == "student" and entry.sha256 == _sha256(folder / "model.ende.npz")


def test_it_is_unpacked_once_and_anew_where_a_file_changed(tmp_path: Path) -> None:
    folder = student(tmp_path / "student")
    first = resolve(folder).folder
    assert resolve(folder).folder == first
    config = yaml.safe_load((folder / "config.yml").read_text())
    (folder / "config.yml").write_text(yaml.safe_dump(config | {"beam-size": 2}))
    again = resolve(folder)
    assert again.folder != first
    assert read_generation(again.folder).num_beams == 2


def test_integers_are_found_again(tmp_path: Path) -> None:
    folder = student(tmp_path / "student", form="bin")
    stored = read_archive(folder / "model.ende.bin").int8
    tensors = source_of(folder).weights(folder).tensors
    for name, path in (
        ("Wemb", "model.shared"),
        ("decoder_l1_rnn_W", "model.decoder.layers.0.self_attn.input_proj"),
        ("encoder_l2_ffn_W1", "model.encoder.layers.1.fc1"),
    ):
        values, scales = quantize_rows(tensors[f"{path}.weight"])
        expected = stored[name].values if name == "Wemb" else stored[name].values.T
        assert torch.equal(values, torch.from_numpy(expected.copy())), name
        torch.testing.assert_close(scales, torch.full_like(scales, 1 / stored[name].multiplier))


def test_words_by_number_need_the_pieces_that_cut_a_text(tmp_path: Path) -> None:
    folder = student(tmp_path / "student")
    (folder / "vocab.ende.spm").unlink()
    names = {"</s>": 0, "<unk>": 1} | {f"▁{id}": id for id in range(2, 40)}
    (folder / "vocab.yml").write_text(yaml.safe_dump(names))
    (folder / "config.yml").unlink()
    with pytest.raises(Refused, match="vocab.yml lists words, and how a text is cut into them"):
        load(folder)


def test_pieces_by_the_ids_of_a_vocabulary(tmp_path: Path) -> None:
    """As OPUS-MT publishes its models: source.spm, target.spm, and a yml of ids."""
    folder = student(tmp_path / "student")
    first = load(folder)
    made = first.text
    assert made is not None
    ids = json.loads((first.folder / "vocab.json").read_text())
    moved = {name: id if id < 2 else 41 - id for name, id in ids.items()}
    (folder / "vocab.ende.spm").unlink()
    (folder / "config.yml").unlink()
    # Gzipped, and with one word less than the table has rows: no SentencePiece model may have that.
    del moved[next(name for name, id in moved.items() if id == 2)]
    packed = gzip.compress(yaml.safe_dump(moved, allow_unicode=True).encode())
    (folder / "vocab.yml.gz").write_bytes(packed)
    for side in ("source", "target"):
        (folder / f"{side}.spm").write_bytes(pieces())
    text = load(folder).text
    assert text is not None
    assert text.words.ids("the rain") == [
        id if id < 2 else 41 - id for id in made.words.ids("the rain")
    ]


@pytest.mark.parametrize(
    ("words", "said"),
    [(39, "has 39 words, up to the id 38, and the model has a table of 40")],
)
def test_another_vocabulary_is_refused(words: int, said: str, tmp_path: Path) -> None:
    folder = student(tmp_path / "student")
    (folder / "vocab.ende.spm").write_bytes(pieces(words))
    with pytest.raises(Refused, match=said):
        load(folder)


def test_what_the_search_cannot_do_is_refused(tmp_path: Path) -> None:
    folder = student(tmp_path / "student")
    config = yaml.safe_load((folder / "config.yml").read_text())
    wrong = config | {"beam-size": 6, "word-penalty": 0.5}
    (folder / "config.yml").write_text(yaml.safe_dump(wrong))
    with pytest.raises(Refused, match="word-penalty to 0.5"):
        load(folder)
    (folder / "config.yml").write_text(yaml.safe_dump(config | {"beam-size": 0}))
    with pytest.raises(Refused, match="beam-size to 0"):
        load(folder)
    wrong = config | {"beam-size": 2, "normalize": "much"}
    (folder / "config.yml").write_text(yaml.safe_dump(wrong))
    with pytest.raises(Refused, match="normalize to 'much'; it is a number"):
        load(folder)


def test_nothing_is_left_of_what_was_refused(tmp_path: Path) -> None:
    folder = student(tmp_path / "student", transformer_heads=3)
    with pytest.raises(Refused, match="transformer-heads: 3"):
        load(folder)
    assert not [file for file in (tmp_path / "cache").rglob("*") if file.is_file()]


def test_separate_words_are_two_tokenizers(tmp_path: Path) -> None:
    kind: Kind = KINDS["ssru-separate"]
    folder = student(tmp_path / "student", kind)
    for side, words in (("src", 40), ("trg", 36)):
        (folder / f"{side}vocab.ende.spm").write_bytes(pieces(words))
    (folder / "vocab.ende.spm").unlink()
    config = yaml.safe_load((folder / "config.yml").read_text())
    config["vocabs"] = ["srcvocab.ende.spm", "trgvocab.ende.spm"]
    (folder / "config.yml").write_text(yaml.safe_dump(config))
    text = load(folder).text
    assert text is not None and text.target_file is not None


def _sha256(file: Path) -> str:
    return hashlib.sha256(file.read_bytes()).hexdigest()


def test_its_files_are_inspected_as_they_are_stored(tmp_path: Path) -> None:
    folder = student(tmp_path / "student", form="bin")
    found = inspect(folder)
    (file,) = found.files
    assert (found.kind, file.name) == ("checkpoint", "model.ende.bin")
    dtypes = {tensor.name: tensor.dtype for tensor in file.reading.tensors}
    assert dtypes["Wemb"] == "int8" and dtypes["decoder_l1_rnn_bf"] == "float32"
    assert "vocab.ende.spm" in {other.name for other in found.others}


def test_the_registry_knows_it(tmp_path: Path) -> None:
    folder = student(tmp_path / "student")
    source = source_of(folder)
    assert source.config(folder).model_type == "marian_nmt"
    weights = source.weights(folder)
    assert weights.digest == _sha256(folder / "model.ende.npz")
    assert weights.tensors["model.shared.weight"].shape == (40, 32)
