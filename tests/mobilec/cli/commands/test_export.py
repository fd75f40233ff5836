"""`mobilec export`: its options reach the library, and its result reaches people and machines."""

import json
from pathlib import Path

import pytest

import mobilec
from exporters.precision.rules import Precision
from exporters.verify.finding import Finding
from mobilec.exporting.export import ExportResult
from mobilec.exporting.options import ExportOptions
from mobilec.exporting.plan import ExportPlan, PlannedFile
from mobilec.exporting.task_options import ClassificationOptions, TranslationOptions


@pytest.fixture
def asked(monkeypatch, manifest) -> list[ExportOptions]:
    """The options of each export that was asked for; none of them does anything."""
    seen: list[ExportOptions] = []

    def export(options, progress):
        seen.append(options)
        with progress.stage("lowering to executorch"):
            progress.doing("tracing")
        seconds = {"loading": 1.0, "lowering to executorch": 21.34}
        findings = (Finding("parity", "executorch", True, "near"),)
        return ExportResult(options.output, manifest, findings, seconds)

    monkeypatch.setattr(mobilec, "export", export, raising=False)
    return seen


def test_without_options_it_is_the_librarys_default(call, asked):
    assert call("export").exit_code == 0
    assert asked == [ExportOptions()]


def test_every_option_reaches_the_library(call, asked):
    result = call(
        *("export", "my/model", "--target", "android", "--target", "ios"),
        *(
            "--precision",
            "int8-static",
            "--format",
            "onnx",
            "--format",
            "coreml",
            "--task",
            "text-classification",
        ),
        *("--max-length", "16,48", "--eval", "dev.tsv", "--max-drop", "0.01"),
        *("--calibrate", "some.txt", "--keep-float", "pooler", "--keep-float", "layer.[0]"),
        *("--ios", "17", "--reduce-range", "-o", "out", "--overwrite"),
    )
    assert result.exit_code == 0, result.stderr
    assert asked == [
        ExportOptions(
            model="my/model",
            targets=("android", "ios"),
            precision=Precision.INT8_STATIC,
            formats=("onnx", "coreml"),
            task="text-classification",
            lengths=(16, 48),
            evaluation=Path("dev.tsv"),
            max_drop=0.01,
            calibration=Path("some.txt"),
            keep_float=("pooler", "layer.[0]"),
            ios=17,
            reduce_range=True,
            output=Path("out"),
            overwrite=True,
        )
    ]


def test_the_options_of_translation_reach_the_library(call, asked):
    result = call(
        *("export", "my/model", "--beams", "2", "--max-target", "40", "--source-lang", "en"),
        *("--target-lang", "de", "--prefix", "translate: ", "--standalone"),
        *("--min-agreement", "0.5"),
    )
    assert result.exit_code == 0, result.stderr
    assert asked == [
        ExportOptions(
            model="my/model",
            translation=TranslationOptions(
                beams=2,
                max_target=40,
                source_language="en",
                target_language="de",
                prefix="translate: ",
                least_agreement=0.5,
                standalone=True,
            ),
        )
    ]


def test_the_options_of_classification_reach_the_library(call, asked):
    result = call("export", "my/model", "--pairs")
    assert result.exit_code == 0, result.stderr
    assert asked == [ExportOptions("my/model", classification=ClassificationOptions(pairs=True))]


def test_people_get_a_table_notes_and_the_next_commands(call, asked):
    text = call("export", "-o", "my bundle").stdout
    row = next(line for line in text.splitlines() if line.startswith("model.pte"))
    assert row.split() == [
        "model.pte",
        "executorch",
        "int8",
        "1.04",
        "1.040",
        "0.015",
        "96.9%",
        "21.3",
    ]
    assert "pooler, layer.[0]" in text
    assert "0.9050" in text
    assert "mobilec inspect 'my bundle'" in text


def test_machines_get_one_document(call, asked):
    document = json.loads(call("export", "--json").stdout)
    assert document["manifest"]["unique_parameters"] == 1_000_000
    assert document["seconds"]["loading"] == 1.0


def test_an_option_that_the_library_refuses_is_status_1(call, asked):
    result = call("export", "--max-drop", "0.01")
    assert result.exit_code == 1
    assert "--eval FILE" in result.stderr
    assert asked == []


def test_a_list_that_is_none_is_wrong_usage(call, asked):
    result = call("export", "--max-length", "short,long")
    assert result.exit_code == 2
    assert "'short,long' is no list" in result.stderr


def test_a_dry_run_plans_and_exports_nothing(call, asked, monkeypatch):
    methods = {"forward_32": "(1, 32)", "forward_64": "(1, 64)"}
    file = PlannedFile("model.mlpackage", "coreml", "weights int8", 2_000_000, methods)
    plan = ExportPlan(
        "tiny",
        "a task",
        "Bert",
        5,
        "int8",
        Path("b"),
        (file,),
        ("load it",),
        {"labels": "[/sad], ok, [bold]"},
    )
    monkeypatch.setattr(mobilec, "plan", lambda _: plan, raising=False)
    text = call("export", "--dry-run").stdout
    assert all(word in text for word in ("forward_64", "2.00", "int8 means weights int8"))
    assert "1. load it" in text
    assert "labels: [/sad], ok, [bold]" in text
    assert asked == []
    document = json.loads(call("export", "--dry-run", "--json").stdout)
    assert document["files"][0]["methods"] == methods
