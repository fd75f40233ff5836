"""A model of pairs, exported, answers as transformers does with its own tokenizer."""

import json
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
import torch

from exporters.bundle.bundle import Bundle
from exporters.bundle.golden import Golden
from exporters.errors import Refused, VerificationFailed
from exporters.precision.rules import Precision
from exporters.progress import Silent
from exporters.verify.gates import verify
from mobilec.evaluation.classify import classify
from mobilec.evaluation.evaluate import evaluate
from mobilec.exporting import classification
from mobilec.exporting.export import ExportResult, export
from mobilec.exporting.options import ExportOptions
from mobilec.exporting.pairs import wants_pairs
from mobilec.exporting.plan import plan
from mobilec.exporting.task_options import ClassificationOptions
from mobilec.verifying.verify import verify as verify_bundle
from tests import models, pairs
from tests.models import LONGEST
from tests.pairs import PAIRS

EXACT = 1e-4
PAIRED = ClassificationOptions(pairs=True)


@pytest.fixture(scope="module")
def checkpoint(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return pairs.save("bert", tmp_path_factory.mktemp("pairs") / "bert", truncation_side="left")


@pytest.fixture(scope="module")
def data(checkpoint: Path) -> Path:
    """Pairs with the labels that the model gives them, so that its accuracy is 1."""
    file = checkpoint.parent / "dev.tsv"
    rows = ["index\tsentence1\tsentence2\tlabel"]
    for at, (text, pair) in enumerate(PAIRS):
        label = int(pairs.stock(checkpoint, text, pair, LONGEST)[1].argmax())
        rows.append(f"{at}\t{text}\t{pair}\t{label}")
    file.write_text("\n".join(rows) + "\n")
    return file


@pytest.fixture(scope="module")
def exported(
    checkpoint: Path, data: Path, tmp_path_factory: pytest.TempPathFactory
) -> ExportResult:
    pytest.importorskip("onnxruntime")
    options = asked(checkpoint, tmp_path_factory.mktemp("exported") / "bundle", evaluation=data)
    return export(options)


def asked(checkpoint: Path, output: Path, **more: object) -> ExportOptions:
    options = ExportOptions(
        str(checkpoint), ("onnx",), Precision.FP32, lengths=(LONGEST,), output=output
    )
    return replace(options, **more)


@pytest.mark.parametrize(("text", "pair"), PAIRS)
def test_ids_and_logits_are_those_of_transformers(
    exported: ExportResult, checkpoint: Path, text: str, pair: str
) -> None:
    bundle = Bundle.open(exported.folder)
    encoded = bundle.encoder.encode((text, pair))
    ids, logits = pairs.stock(checkpoint, text, pair, LONGEST)
    assert list(encoded.ids) == ids
    found = bundle.runner("onnx").run("forward", encoded.arrays())["logits"][0]
    np.testing.assert_allclose(found, logits, atol=EXACT)
    (answer,) = classify(exported.folder, [(text, pair)]).answers
    assert answer.label == exported.manifest.text.labels[logits.argmax()]


def test_the_manifest_and_the_goldens_say_what_is_read(exported: ExportResult) -> None:
    text, (file,) = exported.manifest.text, exported.manifest.files
    assert (text.pairs, text.truncation_side, file.reads_types) == (True, "left", True)
    golden = Bundle.open(exported.folder).golden
    assert isinstance(golden, Golden) and len(golden.sentences) == 32
    assert [(s.text, s.pair) for s in golden.sentences[: len(PAIRS)]] == list(PAIRS)
    assert all(s.pair and 1 in s.token_type_ids for s in golden.sentences)
    assert exported.findings and all(finding.passed for finding in exported.findings)
    moved = next(f for f in exported.findings if f.gate == "token types")
    assert "move the answer by" in moved.message


def test_evaluation_reads_both_texts(
    exported: ExportResult, checkpoint: Path, data: Path, tmp_path: Path
) -> None:
    assert {q.exported_value for q in exported.manifest.quality if q.metric == "accuracy"} == {1.0}
    result = evaluate(exported.folder, data, str(checkpoint))
    assert result.scores["onnx"]["accuracy"] == result.agreement["onnx"] == 1.0
    single = tmp_path / "dev.tsv"
    single.write_text("sentence\tlabel\naa ab\t1\n")
    with pytest.raises(Refused, match="reads pairs of texts"):
        evaluate(exported.folder, single)


def test_with_its_checkpoint_the_program_of_pairs_is_compared(
    exported: ExportResult, checkpoint: Path
) -> None:
    result = verify_bundle(exported.folder, reference=str(checkpoint))
    found = {finding.gate: finding for finding in result.findings}
    for gate in ("constants", "emulation"):
        assert found[gate].passed, found[gate].message
        assert "compared" not in found[gate].figures


def test_a_bundle_from_before_pairs_opens(exported: ExportResult, tmp_path: Path) -> None:
    document = json.loads((exported.folder / "manifest.json").read_text())
    del document["text"]["pairs"], document["text"]["truncation_side"]
    (tmp_path / "manifest.json").write_text(json.dumps(document))
    text = Bundle(tmp_path, exported.manifest).manifest.text
    from exporters.bundle.manifest import read_manifest

    assert read_manifest(tmp_path).text == replace(text, pairs=False, truncation_side="right")


class _IgnoredTypes(torch.nn.Module):
    def __init__(self, inner: torch.nn.Module) -> None:
        super().__init__()
        self.inner = inner

    def forward(
        self, input_ids: torch.Tensor, attention_mask: torch.Tensor, token_type_ids: torch.Tensor
    ) -> torch.Tensor:
        return self.inner(input_ids, attention_mask, token_type_ids * 0)


def test_a_program_that_ignores_token_types_is_caught(
    checkpoint: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    honest = classification.capture

    def wrong(*args: object) -> object:
        program = honest(*args)
        module = _IgnoredTypes(program.method("forward").module).eval()
        return program.with_modules({"forward": module})

    monkeypatch.setattr(classification, "capture", wrong)
    with pytest.raises(VerificationFailed) as failure:
        export(
            asked(checkpoint, tmp_path / "bundle", classification=PAIRED, precision=Precision.INT8)
        )
    found = {finding.gate: finding.message for finding in failure.value.findings}
    assert "ignores them" in found["token types"]
    assert list(tmp_path.iterdir()) == []


def test_other_ids_and_other_types_are_another_tokenizer(exported: ExportResult) -> None:
    bundle = Bundle.open(exported.folder)
    golden = bundle.golden
    assert isinstance(golden, Golden)
    first = golden.sentences[0]
    changed = replace(first, token_type_ids=(0,) * len(first.input_ids))
    wrong = replace(golden, sentences=(changed, *golden.sentences[1:]))
    bundle.__dict__["golden"] = wrong
    finding = verify(bundle, Silent())[0]
    assert not finding.passed and "of the types (0, 0, 0, 0, 1, 1)" in finding.message


def test_what_a_plan_says(checkpoint: Path, data: Path, tmp_path: Path) -> None:
    facts = plan(asked(checkpoint, tmp_path / "bundle", evaluation=data)).facts
    assert facts["labelled"] == "a text and its pair"
    assert facts["cut"].startswith("texts of more than 32 tokens, at their beginning")
    assert "note" not in facts
    single = plan(asked(checkpoint, tmp_path / "bundle")).facts
    assert single["labelled"] == "one text"
    assert "look like those of sentence pairs (entailment, contradiction)" in single["note"]
    assert "--pairs" in single["note"]


def test_pairs_follow_from_the_data(data: Path, tmp_path: Path) -> None:
    plain = tmp_path / "some.txt"
    plain.write_text("aa\tab\n")
    assert wants_pairs(ExportOptions(evaluation=data))
    assert wants_pairs(ExportOptions(classification=PAIRED))
    assert not wants_pairs(ExportOptions(calibration=plain, precision=Precision.INT8_STATIC))


@pytest.mark.parametrize(
    ("more", "message"),
    [
        (
            {"classification": PAIRED, "lengths": (4,)},
            "a pair has 3 special tokens .* ask for 5 at least",
        ),
        (
            {"classification": PAIRED, "targets": ("ios",), "ios": 17, "lengths": models.LENGTHS},
            "one length .--max-length 32., or for --ios 18",
        ),
    ],
)
def test_lengths_at_which_no_pair_can_be_read_are_refused(
    checkpoint: Path, tmp_path: Path, more: dict[str, object], message: str
) -> None:
    if "ios" in more:
        pytest.importorskip("coremltools")
    with pytest.raises(Refused, match=message):
        export(asked(checkpoint, tmp_path / "bundle", **more))


def test_pairs_do_nothing_for_a_translator(translator: Path, tmp_path: Path) -> None:
    with pytest.raises(Refused, match="--pairs does nothing for translation"):
        plan(asked(translator, tmp_path / "bundle", classification=PAIRED))


def test_an_evaluation_counts_pairs_that_are_cut(
    exported: ExportResult, checkpoint: Path, tmp_path: Path
) -> None:
    file = tmp_path / "long.tsv"
    long = " ".join(["ab"] * LONGEST)
    file.write_text(f"sentence1\tsentence2\tlabel\nab\tac\t0\n{long}\t{long}\t1\n")
    assert evaluate(exported.folder, file).cut == {"onnx": 1}
    assert "pairs become the ids" in exported.findings[0].message
