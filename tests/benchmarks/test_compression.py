"""The benchmark of compression without its hours: what it compares, keeps, refuses and prints."""

import json
from dataclasses import replace
from pathlib import Path
from types import SimpleNamespace

import pytest
import torch
from transformers import (
    BertConfig,
    BertForSequenceClassification,
    MarianConfig,
    MarianMTModel,
    PreTrainedModel,
)

from benchmarks.compression.__main__ import main, results
from benchmarks.compression.latency import in_turn
from benchmarks.compression.material import EVERY, sentiment_material, translation_material
from benchmarks.compression.table import table
from benchmarks.compression.tasks import TASKS
from benchmarks.compression.variant import Making, settings
from benchmarks.compression.variants import DENSE, SHARES, variants
from benchmarks.timing import Call
from exporters.errors import Refused
from exporters.tasks.names import CLASSIFICATION, TRANSLATION
from mobilec.compression.method import Context
from mobilec.compression.recipe.recipe import parse_recipe
from mobilec.compression.registry import METHODS, TRAINING, method_of
from tests import models

ASIDE = 0.025
"""How far sizes that divide evenly may be from a budget."""
WHOLE = {"drop-layers": 0.11, "share-layers": 0.11}
"""Of methods that take whole layers, of which there are few."""
SAME_OR_UNKNOWN = {"prune-weights", "reduce-vocabulary"}
"""Methods that leave every parameter there, or whose size the corpus decides."""


def sentiment() -> PreTrainedModel:
    shape = {"hidden_size": 384, "num_hidden_layers": 6, "intermediate_size": 1536}
    return BertForSequenceClassification(BertConfig(vocab_size=30522, **shape))


def translation() -> PreTrainedModel:
    shape = {"encoder_layers": 4, "decoder_layers": 2, "d_model": 256}
    shape |= {"encoder_attention_heads": 8, "decoder_attention_heads": 8}
    wide = {"encoder_ffn_dim": 512, "decoder_ffn_dim": 512}
    ids = {"pad_token_id": 0, "decoder_start_token_id": 0}
    return MarianMTModel(MarianConfig(vocab_size=8000, **ids, **shape, **wide))


SHAPES = {"sentiment": (sentiment, CLASSIFICATION), "translation": (translation, TRANSLATION)}


@pytest.mark.parametrize("task", TASKS)
def test_every_method_is_there_at_every_budget(task):
    made = [each for each in variants(task).values() if each.step]
    for budget in SHARES:
        of = {each.step["method"] for each in made if each.budget == budget}
        assert of == set(METHODS) - set(TRAINING)
    assert next(iter(variants(task))) == DENSE
    assert all(name == each.name for name, each in variants(task).items())


@pytest.mark.parametrize("task", TASKS)
def test_budgets_are_those_of_what_is_replaced(task, tmp_path):
    build, kind = SHAPES[task]
    with torch.device("meta"):
        model = build()
    for each in variants(task).values():
        if each.step is None or each.step["method"] in SAME_OR_UNKNOWN:
            continue
        # What only data decides does not change how large it becomes.
        sizes = {k: v for k, v in each.step.items() if k not in ("by", "weighted")}
        (step,) = parse_recipe([sizes], each.name).steps
        given = SimpleNamespace(batches=({"labels": torch.zeros(1)},))
        context = Context(kind, tmp_path, calibration=given)
        plan = method_of(step.method).plan(model, step.options, context)
        share, aside = plan.after.parameters / plan.before.parameters, WHOLE.get(step.method, ASIDE)
        assert share == pytest.approx(SHARES[each.budget], abs=aside), each.name


@pytest.fixture
def sst2(tmp_path: Path) -> Path:
    data = tmp_path / "sst2"
    data.mkdir()
    for name, rows in (("train", 200), ("dev", 20)):
        lines = [
            "sentence\tlabel",
            *(f"we go {'on' if n % 2 else 'up'}\t{n % 2}" for n in range(rows)),
        ]
        (data / f"{name}.tsv").write_text("\n".join(lines) + "\n")
    return data


def test_every_variant_sees_the_same_draw(sst2, tmp_path):
    first = sentiment_material(sst2, tmp_path / "a", 96)
    again = sentiment_material(sst2, tmp_path / "b", 96)
    assert first.train.read_text() == again.train.read_text()
    corpus, train = first.corpus.read_text(), first.train.read_text()
    assert corpus.startswith(train) and len(train.splitlines()) == 97
    assert sorted(corpus.splitlines()) == sorted((sst2 / "train.tsv").read_text().splitlines())
    assert (first.test, first.rows) == (sst2 / "dev.tsv", 20)
    with pytest.raises(ValueError, match="201 examples.*there are 200"):
        sentiment_material(sst2, tmp_path / "c", 201)


def test_a_part_of_the_pairs_is_translated(tmp_path):
    (tmp_path / "train.tsv").write_text("".join(f"go {n}\tgeh {n}\n" for n in range(80)))
    for side in ("en", "de"):
        (tmp_path / f"test.{side}").write_text("".join(f"{side} {n}\n" for n in range(12)))
    made = translation_material(tmp_path, tmp_path / "made", 70)
    assert made.train.read_text().startswith("source\ttarget\n")
    english, german = (Path(file) for file in str(made.test).split(","))
    assert english.read_text().split("\n")[:3] == ["en 0", f"en {EVERY}", f"en {2 * EVERY}"]
    assert german.read_text().replace("de", "en") == english.read_text() and made.rows == 3


@pytest.fixture
def making(sst2, tmp_path, monkeypatch) -> Making:
    """Two steps of a tiny model; exporting is the exporters' test."""
    model = models.save("bert", tmp_path / "tiny")
    task = replace(TASKS["sentiment"], model=str(model), steps=2)
    material = sentiment_material(sst2, tmp_path / "material", 64)
    monkeypatch.setattr(Making, "_files", lambda *_: {"onnx": {"size_bytes": 1}})
    return Making(task, variants("sentiment")["svd-half"], tmp_path / "svd-half", material)


def test_a_variant_is_measured_before_and_after(making):
    found = making.result(2)
    report = json.loads((making.folder / "tuned" / "compression-report.json").read_text())
    assert found["totals"] == report["after"]
    assert [each["plan"]["method"] for each in report["steps"]] == ["finetune"]
    assert found["arithmetic"] in ("fp32", "bf16"), "what auto came to on this machine"
    for when, folder in (("before", "small"), ("after", "tuned")):
        right = making.task.measured(str(making.folder / folder), making.material.test)
        assert found[when] == right
    assert found["settings"]["test_rows"] == 20


def test_a_run_that_was_stopped_goes_on(making):
    made = making.result(2)
    weights = making.folder / "tuned" / "model.safetensors"
    written = weights.stat().st_mtime_ns
    assert making.result(2)["after"] == made["after"]
    assert weights.stat().st_mtime_ns == written


def test_results_of_other_settings_are_refused(tmp_path):
    task = replace(TASKS["sentiment"], model="somewhere/dense")
    kept = {"name": DENSE, "settings": settings(task, 150)}
    (tmp_path / f"{DENSE}.json").write_text(json.dumps(kept))
    assert results(tmp_path, task, 150) == {DENSE: kept}
    assert results(tmp_path, TASKS["sentiment"], 150) == {DENSE: kept}, "of whatever model"
    with pytest.raises(Refused, match="differs in steps"):
        results(tmp_path, task, 151)
    with pytest.raises(Refused, match="differs in model"):
        results(tmp_path, replace(task, model="other"), 150)


def test_what_does_not_ship_has_to_be_named(monkeypatch, capsys, tmp_path):
    monkeypatch.setattr("sys.argv", ["compression", "--data", str(tmp_path)])
    with pytest.raises(SystemExit):
        main()
    assert "--task sentiment --model FOLDER" in capsys.readouterr().err


def test_each_call_is_warmed_up_and_timed():
    seen: list[str] = []
    loaded: list[int] = []

    def load() -> dict[str, Call]:
        loaded.append(len(seen))
        return {name: lambda name=name: seen.append(name) for name in "ab"}

    timed = in_turn(load, loads=2, rounds=3, repeats=2)
    assert len(seen) == 2 * 2 * 3 * 3
    assert loaded == [0, 18]
    assert all(len(each.samples_ms) == 12 for each in timed.values())
    assert {"".join(seen[at : at + 3]) for at in range(0, 18, 3)} == {"aaa", "bbb"}


def test_the_table_has_a_row_a_variant_and_says_what_was_refused():
    def made(name: str, after: float, **file: object) -> dict:
        variant = variants("sentiment")[name]
        files = {"executorch": file or {"size_bytes": 2_000_000}}
        return {
            "title": variant.title,
            "budget": variant.budget,
            "totals": {"parameters": 3_000_000},
            "before": {"accuracy": 0.5},
            "after": {"accuracy": after},
            "files": files,
        }

    found = {
        "variants": {
            "svd-half": made("svd-half", 0.875, failed=["parity: too far"]),
            DENSE: made(DENSE, 0.9),
        },
        "latency": {"executorch": {DENSE: {"of_dense": 1.0}}},
    }
    _, _, dense, svd = table({"sentiment": found}).splitlines()
    assert dense == "| dense |  | 3.00 | 2.00 |  |  | 1.00 | 0.500 | 0.900 |"
    assert svd == "| svd | half | 3.00 | refused |  |  |  | 0.500 | 0.875 |"
