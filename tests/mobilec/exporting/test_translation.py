"""A translator through the export: what is written, what is caught, what is refused."""

import json
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
import torch
from torch import nn
from transformers import PegasusConfig

from exporters.bundle.bundle import Bundle
from exporters.bundle.translator import Translator
from exporters.capture.seats import reseated
from exporters.decode.settings import GenerationSettings
from exporters.decode.state import APPEND, State, States
from exporters.errors import Refused, VerificationFailed
from exporters.formats import FORMATS
from exporters.precision.rules import Precision
from exporters.program import Program
from mobilec.checkpoint.load import load
from mobilec.exporting import job, translation
from mobilec.exporting.export import export
from mobilec.exporting.options import ExportOptions
from mobilec.exporting.plan import plan
from mobilec.exporting.task_options import TranslationOptions
from mobilec.exporting.translation import rounded_states, settings_for
from tests import translation_models
from tests.mobilec.conftest import BEAMS, SOURCES
from tests.mobilec.exporting.test_forced import FRAGILE, fragile_model

LENGTHS = (40,)


@pytest.fixture(scope="module")
def t5(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return translation_models.save("t5", tmp_path_factory.mktemp("t5") / "tiny-t5", max_length=12)


def _tokens(checkpoint: Path, text: str, prefix: str = "") -> list[int]:
    """What transformers' own ``generate`` makes of it."""
    loaded = load(checkpoint)
    assert loaded.text is not None
    ids = torch.tensor([loaded.text.words.ids(prefix + text)])
    return loaded.model.generate(ids, attention_mask=torch.ones_like(ids))[0].tolist()


def _words(checkpoint: Path, text: str) -> str:
    loaded = load(checkpoint)
    assert loaded.text is not None
    return loaded.text.words.text(_tokens(checkpoint, text))


@pytest.mark.parametrize("name", ["marian", "t5"])
def test_every_format_says_what_generate_says(
    name: str, translator: Path, t5: Path, tmp_path: Path
) -> None:
    for module in ("executorch", "onnxruntime", "coremltools"):
        pytest.importorskip(module)
    checkpoint = translator if name == "marian" else t5
    options = ExportOptions(
        str(checkpoint),
        ("android", "onnx", "ios"),
        precision=Precision.FP32,
        lengths=LENGTHS,
        translation=TranslationOptions(max_target=11, prefix=None if name == "marian" else "say: "),
        output=tmp_path / "bundle",
    )
    result = export(options)
    assert [file.format for file in result.manifest.files] == list(FORMATS)
    bundle = Bundle.open(result.folder)
    expected = _tokens(checkpoint, SOURCES[0], options.translation.prefix or "")[:12]
    for format_name in FORMATS:
        translator_ = Translator(bundle, format_name)
        ids = translator_.words.ids(SOURCES[0])
        assert translator_.tokens(ids)[:11] == expected[:11], format_name


def test_the_manifest_says_what_a_phone_needs(translator_bundle: Path, translator: Path) -> None:
    manifest = json.loads((translator_bundle / "manifest.json").read_text())
    assert manifest["task"] == "translation"
    assert manifest["limits"] == {"shortest": 1, "longest": 40, "longest_target": 23}
    assert manifest["decoding"]["settings"]["num_beams"] == BEAMS
    assert manifest["decoding"]["hypotheses"] == BEAMS
    assert {file["role"] for file in manifest["texts"]} == {"tokenizer", "golden"}
    text = load(translator).text
    assert text is not None
    assert manifest["text"]["source_scripts"] == list(text.words.scripts)
    quality = {entry["metric"]: entry for entry in manifest["quality"]}
    assert quality["chrF"]["float_value"] == pytest.approx(100)
    assert quality["chrF"]["signature"].startswith("nrefs:1")
    assert quality["BLEU"]["data"] == "dev.aa,dev.bb"


class _Shifted(nn.Module):
    """Logits of the token before."""

    def __init__(self, inner: nn.Module) -> None:
        super().__init__()
        self.inner = inner

    def forward(self, *inputs: torch.Tensor) -> tuple[torch.Tensor, ...]:
        logits, *new = self.inner(*inputs)
        return logits.roll(1, dims=1), *new


def _perturbed(module: nn.Module) -> nn.Module:
    def choose(path: str, layer: nn.Module) -> nn.Module | None:
        if not path.endswith("layers.0.self_attn.k_proj"):
            return None
        wrong = nn.Linear(layer.in_features, layer.out_features)
        wrong.weight, wrong.bias = nn.Parameter(layer.weight.flip(0).contiguous()), layer.bias
        return wrong

    return reseated(module, choose)


@pytest.mark.parametrize(("damage", "gates"), [(_perturbed, {"parity"}), (_Shifted, {"parity"})])
def test_a_program_that_is_another_model_is_caught(
    translator: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    damage: Callable[[nn.Module], nn.Module],
    gates: set[str],
) -> None:
    honest = translation.capture

    def wrong(*args: object) -> Program:
        program = honest(*args)
        return program.with_modules(
            {
                "encode": program.method("encode").module,
                "decode": damage(program.method("decode").module).eval(),
            }
        )

    monkeypatch.setattr(translation, "capture", wrong)
    assert gates <= _failed_gates(translator, tmp_path)


def test_the_tokenizer_of_another_model_is_caught(
    translator: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    other = translation_models.tokenizer("t5").backend_tokenizer.to_str().encode()
    honest = job.load

    def mixed(*args: object) -> object:
        checkpoint = honest(*args)
        return replace(checkpoint, text=replace(checkpoint.text, source_file=other))

    monkeypatch.setattr(job, "load", mixed)
    assert "tokenizer" in _failed_gates(translator, tmp_path)


def _failed_gates(checkpoint: Path, tmp_path: Path) -> set[str]:
    """The gates that failed; there must be some, and nothing may stand at the output."""
    pytest.importorskip("onnxruntime")
    options = ExportOptions(
        str(checkpoint),
        ("onnx",),
        lengths=LENGTHS,
        translation=TranslationOptions(beams=1),
        output=tmp_path / "bundle",
    )
    with pytest.raises(VerificationFailed) as failure:
        export(options)
    assert list(tmp_path.iterdir()) == []
    return {finding.gate for finding in failure.value.findings}


def test_max_drop_keeps_the_fragile_layer_in_float(tmp_path: Path) -> None:
    pytest.importorskip("onnxruntime")
    checkpoint = translation_models.save("marian", tmp_path / "fragile")
    fragile_model().save_pretrained(checkpoint)
    data = tmp_path / "dev.tsv"
    says = "".join(f"{source}\t{_words(checkpoint, source)}\n" for source in SOURCES)
    data.write_text("source\ttarget\n" + says)
    options = ExportOptions(
        str(checkpoint),
        ("onnx",),
        lengths=LENGTHS,
        translation=TranslationOptions(max_target=15),
        evaluation=data,
        max_drop=0.5,
        output=tmp_path / "bundle",
    )
    precision = export(options).manifest.precision
    assert FRAGILE in precision.kept_float
    assert len(precision.kept_float) <= 3
    assert "chrF" in precision.why


@pytest.mark.parametrize(
    ("asked", "message"),
    [
        ({"lengths": (40, 100)}, "--max-length 100 .* positions for 80"),
        (
            {"lengths": (40,), "translation": TranslationOptions(max_target=81)},
            "--max-target 81 .* positions for 80",
        ),
        ({"task": "text-classification"}, "text-classification"),
        ({"precision": Precision.INT8_STATIC, "calibration": Path("x.txt")}, "one token at a time"),
    ],
)
def test_what_cannot_be_done_is_refused_before_any_work(
    translator: Path, tmp_path: Path, asked: dict, message: str
) -> None:
    with pytest.raises(Refused, match=message):
        plan(ExportOptions(str(translator), output=tmp_path / "bundle", **asked))


def test_a_family_that_is_not_served_is_refused_before_its_weights(tmp_path: Path) -> None:
    PegasusConfig(architectures=["PegasusForConditionalGeneration"]).save_pretrained(tmp_path)
    with pytest.raises(Refused, match="family 'pegasus' is not served; served are marian"):
        plan(ExportOptions(str(tmp_path), output=tmp_path / "bundle"))


@pytest.mark.parametrize(
    ("asked", "flag"),
    [
        ({"beams": 2}, "--beams"),
        ({"max_target": 9, "standalone": True}, "--max-target"),
        ({"source_language": "en"}, "--source-lang"),
        ({"prefix": ""}, "--prefix"),
        ({"least_agreement": 0.5}, "--min-agreement"),
        ({"standalone": True}, "--standalone"),
    ],
)
def test_options_of_translation_mean_nothing_to_a_classifier(
    checkpoint: Path, tmp_path: Path, asked: dict, flag: str
) -> None:
    options = ExportOptions(
        str(checkpoint), output=tmp_path / "bundle", translation=TranslationOptions(**asked)
    )
    words = f"^{flag} does nothing for text-classification, only for translation; leave it out"
    with pytest.raises(Refused, match=words):
        plan(options)


def test_the_plan_names_methods_and_the_search(translator: Path, tmp_path: Path) -> None:
    options = ExportOptions(
        str(translator), ("android", "ios"), lengths=(8, 40), output=tmp_path / "bundle"
    )
    found = plan(options)
    names = [list(file.methods) for file in found.files]
    assert names == [["encode", "decode"], ["encode_8", "encode_40", "decode_8", "decode_40"]]
    assert found.facts["search"] == "2 beams, at most 23 tokens a sentence"


def test_limits_of_the_search_follow_what_was_asked() -> None:
    own = GenerationSettings(start_id=0, eos_ids=(1,), num_beams=4, max_length=100)

    def made(**asked: int) -> GenerationSettings:
        options = ExportOptions(lengths=LENGTHS, translation=TranslationOptions(**asked))
        return settings_for(own, options, None)

    assert (made().max_length, made().num_beams) == (40 + 10 + 8 + 1, 4)
    assert settings_for(own, ExportOptions(lengths=LENGTHS), 50).max_length == 51
    assert settings_for(own, ExportOptions(lengths=(90,)), None).max_length == 100
    assert made(max_target=60).max_length == 61
    assert made(max_target=200).max_length == 201
    assert made(beams=1).num_beams == 1


def test_states_of_odd_sizes_pass_every_gate(tmp_path: Path) -> None:
    """In int8, with 33 positions and heads of 20 numbers: the states have 64 and 32, and nothing
    of what is beyond reaches an answer."""
    pytest.importorskip("coremltools")
    config = {"d_model": 80, "encoder_layers": 1, "decoder_layers": 1}
    checkpoint = translation_models.save("marian", tmp_path / "odd", config)
    options = ExportOptions(
        str(checkpoint),
        ("ios",),
        formats=("coreml",),
        lengths=LENGTHS,
        translation=TranslationOptions(BEAMS, max_target=33),
        output=tmp_path / "bundle",
    )
    result = export(options)
    (file,) = result.manifest.files
    (decode,) = [method for method in file.methods if method.name.startswith("decode")]
    assert {tuple(state.shape) for state in decode.states} == {(BEAMS * 4, 64, 32)}
    assert any("states of 64 x 32 where the translator has 33 tokens" in n for n in result.notes)
    assert {found.gate for found in result.findings} >= {"parity", "cache", "search", "emulation"}


@pytest.mark.parametrize(
    ("capacity", "width", "said"),
    [
        (128, 32, ()),
        (60, 32, ("states of 64 x 32 where", "60 tokens x 32", "--max-target 64 takes no more")),
        (64, 40, ("states of 64 x 64 where", "64 tokens x 40")),
    ],
)
def test_states_that_the_neural_engine_wants_larger_are_said(
    capacity: int, width: int, said: tuple[str, ...]
) -> None:
    kept = (State(name, f"new_{name}", (16, capacity, width), APPEND) for name in ("a", "b"))
    states = States(4, capacity, (), tuple(kept))
    notes = rounded_states(states, ExportOptions(targets=("ios",), lengths=LENGTHS))
    assert len(notes) == bool(said)
    assert all(words in notes[0] for words in said)
    assert ("--max-target" in "".join(notes)) == (capacity == 60)
    for options in (
        ExportOptions(targets=("android",), lengths=LENGTHS),
        ExportOptions(targets=("ios",), ios=17, lengths=LENGTHS),
    ):
        assert rounded_states(states, options) == ()
