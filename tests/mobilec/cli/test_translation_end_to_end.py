"""A translator the whole way as a person types it: evaluate, translate, verify, inspect."""

import json
from pathlib import Path

from tests.mobilec.conftest import SOURCES


def test_evaluate_gives_bleu_and_chrf(call, translator_bundle: Path, translator, parallel) -> None:
    words = ("evaluate", translator_bundle, "--data", parallel, "--reference", translator)
    done = call(*map(str, words), "--json")
    assert done.exit_code == 0, done.stderr
    document = json.loads(done.stdout)
    assert set(document["scores"]["onnx"]) == {"chrF", "BLEU"}
    assert document["reference"]["chrF"] > 99.9
    assert 0.3 < document["agreement"]["onnx"] <= 1
    assert "tok:13a" in document["signatures"]["BLEU"]
    assert document["rows"] == len(SOURCES)


def test_a_line_in_is_a_line_out(call, translator_bundle: Path) -> None:
    lines = [SOURCES[0], "", f"{SOURCES[1]}. {SOURCES[2]}."]
    done = call("translate", str(translator_bundle), stdin="".join(f"{s}\n" for s in lines))
    assert done.exit_code == 0, done.stderr
    said = done.stdout.split("\n")
    assert len(said) == 4 and said[1] == said[3] == ""
    document = json.loads(call("translate", str(translator_bundle), *lines, "--json").stdout)
    assert [answer["translation"] for answer in document["answers"]] == said[:3]
    assert document["beams"] == 2


def test_fewer_beams_may_be_asked_for_and_not_more(call, translator_bundle: Path) -> None:
    words = ("translate", str(translator_bundle), SOURCES[0], "--beams")
    assert "greedy" in call(*words, "1").stdout
    done = call(*words, "3")
    assert done.exit_code == 1
    assert "extend 2 hypotheses" in done.stderr


def test_a_translator_does_not_classify(call, translator_bundle: Path) -> None:
    done = call("classify", str(translator_bundle), "well")
    assert done.exit_code == 1
    assert "use mobilec translate" in done.stderr


def test_verify_needs_no_checkpoint(call, translator_bundle: Path) -> None:
    done = call("verify", str(translator_bundle), "--json")
    assert done.exit_code == 0, done.stderr
    gates = {finding["gate"] for finding in json.loads(done.stdout)["findings"]}
    assert {"tokenizer", "parity", "padding", "cache", "agreement", "search"} <= gates


def test_inspect_shows_both_methods(call, translator_bundle: Path) -> None:
    document = json.loads(call("inspect", str(translator_bundle), "--json").stdout)
    methods = document["files"][0]["methods"]
    assert [method["name"] for method in methods] == ["encode", "decode"]
    assert document["files"][0]["duplicates"] == []
