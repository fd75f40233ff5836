"""A translator with a shortlist through the export: what is written, said, caught and refused."""

from dataclasses import replace
from pathlib import Path

import pytest
import torch

from exporters.bundle.bundle import Bundle
from exporters.bundle.translator import Translator
from exporters.decode.state import HIDDEN, OUTPUT_ROWS, SHORTLISTED
from exporters.errors import Refused, VerificationFailed
from exporters.precision.rules import Precision
from exporters.text.word_lists import NAME
from mobilec.checkpoint.load import load
from mobilec.exporting.export import ExportResult, export
from mobilec.exporting.options import ExportOptions
from mobilec.exporting.task_options import TranslationOptions
from tests import translation_models
from tests.mobilec.conftest import SOURCES
from tests.models import VOCABULARY
from tests.shortlists import save_listed, seeded

FORMATS = ("executorch", "onnx", "coreml")


@pytest.fixture(scope="module")
def listed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A checkpoint folder whose shortlist lies beside it."""
    folder = tmp_path_factory.mktemp("listed") / "tiny-listed"
    return save_listed(folder)


def _options(checkpoint: Path, output: Path, **options: object) -> ExportOptions:
    usual = ExportOptions(
        str(checkpoint),
        ("android", "onnx", "ios"),
        lengths=(40,),
        formats=FORMATS,
        translation=TranslationOptions(max_target=11),
        output=output,
    )
    return replace(usual, **options)  # type: ignore[arg-type]


@pytest.fixture(scope="module")
def exported(listed: Path, tmp_path_factory: pytest.TempPathFactory) -> ExportResult:
    for module in ("executorch", "onnxruntime", "coremltools"):
        pytest.importorskip(module)
    output = tmp_path_factory.mktemp("shortlisted") / "bundle"
    return export(_options(listed, output, precision=Precision.FP32))


def _generated(checkpoint: Path, text: str, words: list[int]) -> list[int]:
    """transformers' own, held to these words."""
    loaded = load(checkpoint)
    assert loaded.text is not None
    ids = torch.tensor([loaded.text.words.ids(text)])
    found = loaded.model.generate(
        ids,
        attention_mask=torch.ones_like(ids),
        max_new_tokens=11,
        max_length=None,
        prefix_allowed_tokens_fn=lambda _, __: words,
    )
    return list(found[0].tolist())


def test_every_format_says_what_generate_says_with_those_words(
    listed: Path, exported: ExportResult
) -> None:
    bundle = Bundle.open(exported.folder)
    lists = bundle.word_lists(NAME, VOCABULARY)
    free = load(listed)
    others = 0
    for text in SOURCES[:3]:
        ids = bundle.words.ids(text)
        words = lists.allowed(ids).tolist()
        expected = _generated(listed, text, words)
        for format_name in FORMATS:
            assert Translator(bundle, format_name).tokens(ids) == expected, (text, format_name)
        given = torch.tensor([ids])
        whole = free.model.generate(given, attention_mask=torch.ones_like(given))[0].tolist()
        others += whole[: len(expected)] != expected
    assert others, "the lists change something"


def test_what_stands_in_the_bundle(exported: ExportResult) -> None:
    manifest = exported.manifest
    assert manifest.decoding is not None
    assert manifest.decoding.shortlist is not None
    assert manifest.decoding.shortlist.path == NAME
    assert [text.path for text in manifest.texts if text.role == "shortlist"] == [NAME]
    methods = {file.format: {m.name for m in file.methods} for file in manifest.files}
    assert methods["executorch"] >= {*SHORTLISTED}
    assert methods["onnx"] >= {*SHORTLISTED}
    assert not methods["coreml"] & {*SHORTLISTED}


def test_the_rows_stand_in_no_file_once_more(listed: Path, exported: ExportResult) -> None:
    """The second step has the weights of the first: what is more is its graph."""
    del listed
    gates = [f for f in exported.findings if f.gate == "stored bytes"]
    assert len(gates) == len(FORMATS)
    assert all(gate.figures["duplicate_bytes"] == 0 for gate in gates)


def test_the_gate_says_what_the_lists_change(exported: ExportResult) -> None:
    gates = {f.format: f for f in exported.findings if f.gate == "shortlist"}
    assert gates.keys() == {*FORMATS}
    for finding in gates.values():
        assert finding.passed
        assert 0 < finding.figures["words"] < VOCABULARY
        assert "translations are others than with all" in finding.message


@pytest.mark.parametrize("family", ["marian", "t5"])
def test_int8_passes_every_gate(family: str, tmp_path: Path) -> None:
    pytest.importorskip("executorch")
    pytest.importorskip("onnxruntime")
    folder = translation_models.save(family, tmp_path / "tiny", num_beams=2, max_length=12)
    file = tmp_path / "lists.bin"
    file.write_bytes(seeded(200))
    told = TranslationOptions(
        max_target=11, shortlist=str(file), prefix=None if family == "marian" else "say: "
    )
    found = export(
        _options(folder, tmp_path / "out", formats=("executorch", "onnx"), translation=told)
    )
    assert {HIDDEN, OUTPUT_ROWS} <= {m.name for m in found.manifest.files[0].methods}


def test_none_leaves_it_out(listed: Path, tmp_path: Path) -> None:
    pytest.importorskip("onnxruntime")
    told = TranslationOptions(max_target=11, shortlist="none")
    found = export(_options(listed, tmp_path / "out", formats=("onnx",), translation=told))
    assert found.manifest.decoding is not None
    assert found.manifest.decoding.shortlist is None
    assert not (found.folder / NAME).exists()


def test_lists_of_another_model_fail_their_gate(listed: Path, tmp_path: Path) -> None:
    pytest.importorskip("onnxruntime")
    few = tmp_path / "few.bin"
    few.write_bytes(seeded(1))
    told = TranslationOptions(max_target=11, shortlist=str(few))
    with pytest.raises(VerificationFailed, match="shortlist of onnx"):
        export(
            _options(
                listed,
                tmp_path / "out",
                formats=("onnx",),
                precision=Precision.FP32,
                translation=told,
            )
        )
    assert not (tmp_path / "out").exists()


def test_files_that_are_no_shortlist(listed: Path, tmp_path: Path) -> None:
    pytest.importorskip("onnxruntime")
    damaged, other = tmp_path / "damaged.bin", tmp_path / "other.bin"
    damaged.write_bytes(seeded(5)[:-3])
    other.write_bytes(seeded(5)[:24])
    for given, words in (
        (tmp_path / "absent.bin", "there is no such file; mobilec shortlist makes one"),
        (damaged, "download it again"),
        (other, "does not begin as Marian's"),
    ):
        told = TranslationOptions(max_target=11, shortlist=str(given))
        with pytest.raises(Refused, match=words):
            export(_options(listed, tmp_path / "out", formats=("onnx",), translation=told))
    assert not (tmp_path / "out").exists()


def test_a_bundle_that_does_not_list_it(exported: ExportResult) -> None:
    bundle = Bundle.open(exported.folder)
    unlisted = replace(
        bundle.manifest,
        texts=tuple(text for text in bundle.manifest.texts if text.role != "shortlist"),
    )
    with pytest.raises(
        Refused, match=r"searches by the shortlist 'shortlist\.bin', and lists none"
    ):
        Translator(replace(bundle, manifest=unlisted), "onnx")


def test_a_search_by_words_that_the_program_has_not(exported: ExportResult) -> None:
    """By a shortlist too, which goes around the step that scores them all."""
    bundle = Bundle.open(exported.folder)
    decoding = bundle.manifest.decoding
    assert decoding is not None
    settings = replace(decoding.settings, eos_ids=(VOCABULARY,))
    other = replace(bundle.manifest, decoding=replace(decoding, settings=settings))
    for format_name in FORMATS:
        with pytest.raises(Refused, match=f"name the token {VOCABULARY}, and the program knows"):
            Translator(replace(bundle, manifest=other), format_name)
