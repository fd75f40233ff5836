"""Which files of a folder are meant: by a yml, or by their names."""

import gzip

import pytest
import yaml

from exporters.errors import Refused
from mobilec.checkpoint.sources.marian.folder import is_marian, read_folder
from tests import marian_files as made

CHOICE = {
    "relative-paths": True,
    "models": ["model.bin"],
    "vocabs": ["vocab.spm", "vocab.spm"],
    "shortlist": ["lex.bin", False],
    "beam-size": 1,
    "normalize": 1.0,
}


@pytest.fixture
def folder(tmp_path, tensors, options):
    made.write_binary(tmp_path / "model.bin", tensors, options)
    for name in ("vocab.spm", "lex.bin"):
        (tmp_path / name).write_bytes(b"\xf5\x17\x34\x01\xd5\x48\x1a\xf1")
    return tmp_path


def choose(folder, name="config.intgemm8bitalpha.yml", **changes):
    said = {key: value for key, value in (CHOICE | changes).items() if value is not ...}
    (folder / name).write_text(yaml.safe_dump(said))


def test_a_yml_chooses(folder, tensors, options):
    choose(folder)
    made.write_npz(folder / "model.npz", tensors, options)
    found = read_folder(folder)
    assert (found.model, found.shortlist) == (folder / "model.bin", folder / "lex.bin")
    assert found.vocabularies == (folder / "vocab.spm",) and found.pieces == ()
    assert found.settings == {"beam-size": 1, "normalize": 1.0}


def test_without_a_yml_the_names_say_it(folder):
    found = read_folder(folder)
    assert (found.model, found.shortlist) == (folder / "model.bin", folder / "lex.bin")
    assert found.vocabularies == (folder / "vocab.spm",) and found.settings == {}


@pytest.mark.parametrize("with_yml", [True, False])
def test_packed_files_are_found_by_their_names(folder, with_yml):
    for name in ("model.bin", "vocab.spm", "lex.bin"):
        (folder / f"{name}.gz").write_bytes(gzip.compress((folder / name).read_bytes()))
        (folder / name).unlink()
    if with_yml:
        choose(folder)
    assert is_marian(folder)
    found = read_folder(folder)
    assert [found.model.name, *(v.name for v in found.vocabularies), found.shortlist.name] == [
        *("model.bin.gz", "vocab.spm.gz", "lex.bin.gz")
    ]


@pytest.mark.parametrize("with_yml", [True, False])
def test_an_unpacked_file_beside_its_packed_one_is_no_second(folder, with_yml):
    (folder / "model.bin.gz").write_bytes(gzip.compress((folder / "model.bin").read_bytes()))
    if with_yml:
        choose(folder)
    assert read_folder(folder).model == folder / "model.bin"


def test_two_vocabularies(folder):
    for name in ("srcvocab.enja.spm", "trgvocab.enja.spm"):
        (folder / name).write_bytes(b"")
    both = (folder / "srcvocab.enja.spm", folder / "trgvocab.enja.spm")
    assert read_folder(folder).vocabularies == both
    choose(folder, vocabs=[file.name for file in both])
    assert read_folder(folder).vocabularies == both
    choose(folder, vocabs=...)
    assert read_folder(folder).vocabularies == both
    (folder / "config.intgemm8bitalpha.yml").unlink()
    both[1].unlink()
    with pytest.raises(Refused, match=r"has no trgvocab\*.spm"):
        read_folder(folder)


def test_a_list_of_words_comes_with_pieces(folder, tensors, options):
    """As OPUS-MT's zip files are."""
    (folder / "vocab.spm").unlink()
    (folder / "model.bin").unlink()
    for name in ("opus.spm32k-spm32k.vocab.yml", "source.spm", "target.spm"):
        (folder / name).write_text("a: 0")
    made.write_npz(folder / "opus.model1.npz.best-perplexity.npz", tensors, options)
    made.write_npz(folder / "opus.model1.npz.optimizer.npz", tensors, options)
    for with_yml in (False, True):
        if with_yml:
            names = ["opus.spm32k-spm32k.vocab.yml"] * 2
            model = ["opus.model1.npz.best-perplexity.npz"]
            choose(folder, "decoder.yml", models=model, vocabs=names, shortlist=...)
        found = read_folder(folder)
        assert found.model.name == "opus.model1.npz.best-perplexity.npz"
        assert [file.name for file in found.vocabularies] == ["opus.spm32k-spm32k.vocab.yml"]
        assert [file.name for file in found.pieces] == ["source.spm", "target.spm"]
    assert found.shortlist is None


@pytest.mark.parametrize("value", [..., None, [], False])
def test_a_yml_may_name_no_shortlist(folder, value):
    choose(folder, shortlist=value)
    assert read_folder(folder).shortlist is None


@pytest.mark.parametrize(("key", "value"), [("shortlist", "lex.bin"), ("models", "model.bin")])
def test_one_name_needs_no_list(folder, key, value):
    choose(folder, **{key: value})
    found = read_folder(folder)
    assert found.shortlist.name == "lex.bin" and found.model.name == "model.bin"


@pytest.mark.parametrize("name", ["./model.bin", "{folder}/model.bin", "../{name}/model.bin"])
def test_another_spelling_of_the_own_folder(folder, name):
    choose(folder, models=[name.format(folder=folder, name=folder.name)])
    assert read_folder(folder).model == folder / "model.bin"


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        ({"models": ["model.bin", "b.bin"]}, "names an ensemble of 2 models"),
        ({"models": ["absent.bin"]}, "names absent.bin, which is not there"),
        ({"models": ["../model.bin"]}, "names ../model.bin, which is no file of its own folder"),
        ({"models": ["/etc/passwd"]}, "names /etc/passwd, which is no file of its own folder"),
        ({"models": ["a/../../b/model.bin"]}, "no file of its own folder"),
        ({"models": ["."]}, "no file of its own folder"),
        ({"models": [7]}, "names 7, which is no file"),
        ({"models": ["a\0b"]}, "which is no file"),
        ({"models": ["a" * 300]}, "which is no file"),
        ({"vocabs": ["no"]}, "names no, which is not there"),
        ({"vocabs": ["vocab.spm"] * 3}, "names 3 vocabularies"),
        ({"vocabs": ["lex.bin"]}, "names the vocabulary lex.bin; of SentencePiece"),
        ({"shortlist": ["other.bin"]}, "names other.bin, which is not there"),
        ({"shortlist": {"a": 1}}, "which is no file"),
    ],
)
def test_a_yml_that_names_what_cannot_be_read(folder, changes, reason):
    choose(folder, **changes)
    with pytest.raises(Refused, match=f"config.intgemm8bitalpha.yml .*{reason}"):
        read_folder(folder)


def test_two_models_and_nothing_that_chooses(folder, tensors, options):
    made.write_npz(folder / "model.npz", tensors, options)
    with pytest.raises(Refused, match="several models .*model.npz, model.bin; leave one there"):
        read_folder(folder)


def test_two_ymls_that_choose(folder):
    choose(folder)
    choose(folder, "decoder.yml", models=["other.npz"])
    with pytest.raises(Refused, match="alpha.yml names .*model.bin.*decoder.yml names .*other.npz"):
        read_folder(folder)


def test_several_shortlists_or_vocabularies(folder):
    (folder / "lex.2.bin").write_bytes(b"")
    with pytest.raises(Refused, match="several shortlists: lex.2.bin, lex.bin"):
        read_folder(folder)
    (folder / "lex.2.bin").unlink()
    (folder / "vocab.en.spm").write_bytes(b"")
    with pytest.raises(Refused, match="several vocabularies .*vocab.en.spm, vocab.spm"):
        read_folder(folder)


def test_no_vocabulary(folder):
    (folder / "vocab.spm").unlink()
    with pytest.raises(Refused, match="has no vocabularies .*download the whole model"):
        read_folder(folder)


def test_a_yml_that_is_broken_or_of_something_else(folder):
    (folder / "config.yml").write_text("a: [")
    with pytest.raises(Refused, match="config.yml is not YAML"):
        read_folder(folder)
    (folder / "config.yml").write_text("a: b")
    assert read_folder(folder).model == folder / "model.bin"


@pytest.mark.parametrize(
    ("name", "content", "expected"),
    [
        ("model.bin", made.binary([]), True),
        ("model.bin.gz", gzip.compress(made.binary([]), mtime=0), True),
        ("model.npz", b"PK\x03\x04 cut off", True),
        ("model.npz.gz", b"", True),
        ("decoder.yml", b"models: [model.npz]", True),
        ("config.yml", b"model: model.npz", True),
        ("pytorch_model.bin", b"PK\x03\x04" + bytes(20), False),
        ("pytorch_model.bin", b"\x80\x02}q\x00.", False),
        ("lex.bin", b"\xf5\x17\x34\x01\xd5\x48\x1a\xf1", False),
        ("model.bin.gz", b"\x1f\x8b", False),
        ("model.npz.optimizer.npz", b"PK\x03\x04", False),
        ("config.yml", b"a: 1", False),
        ("config.yml", b"a: [", False),
        ("config.json", b"{}", False),
    ],
)
def test_what_a_folder_is_known_by(tmp_path, name, content, expected):
    (tmp_path / name).write_bytes(content)
    assert is_marian(tmp_path) is expected


def test_arrays_without_options_are_no_model(tmp_path):
    made.rezipped(tmp_path / "data.npz", [("a.npy", b"")])
    assert not is_marian(tmp_path)
    assert not is_marian(tmp_path / "absent")
