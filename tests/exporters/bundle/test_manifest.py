import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from exporters.bundle.decoding import Decoding, StateEntry
from exporters.bundle.manifest import (
    SCHEMA,
    Again,
    Limits,
    Manifest,
    MethodEntry,
    Precision,
    ProgramFile,
    Size,
    Source,
    Tensor,
    Text,
    Tool,
    read_manifest,
    write_manifest,
)
from exporters.bundle.translator import states_in
from exporters.decode.settings import Bias, Decay, GenerationSettings
from exporters.errors import Refused
from exporters.runtime import RowsInput, RowTable
from exporters.text.words import Unknown
from tests.fixtures import manifests

_METHOD = MethodEntry(
    "forward",
    (Tensor("input_ids", "int64", (1, Size("length", 2, 128))),),
    (Tensor("logits", "float32", (1, 2)),),
    arena_bytes=4096,
)
_FILE = ProgramFile(
    "model.pte", "executorch", "executorch", "1.4.1", "int8", 9, "ab", (_METHOD,), {"int8": 8}, 8, 8
)
_MANIFEST = Manifest(
    name="tiny",
    task="text-classification",
    created="2026-01-01T00:00:00Z",
    tool=Tool("0.1.0", ""),
    source=Source("tiny", "folder", "BertForSequenceClassification", "bert", "cd", None),
    files=(_FILE,),
    texts=(),
    text=Text("tokenizer.json", ("no", "yes"), 0),
    limits=Limits(2, 128),
    precision=Precision("int8"),
    unique_parameters=8,
)


_TABLE = RowTable("shared", 4096, 500, 64, "int8", 128, (RowsInput("decode", "token_rows"),))
_DECODE = MethodEntry(
    "decode_32",
    (Tensor("token_rows", "float32", (4, 1, 64)),),
    (Tensor("logits", "float32", (4, 500)),),
    states=(Tensor("key_0", "float16", (16, 32, 16)),),
)
_TRANSLATOR = replace(
    _MANIFEST,
    task="translation",
    files=(replace(_FILE, methods=(_DECODE,), row_tables=(_TABLE,), again=(Again("a", 9, "b"),)),),
    text=Text("source.json", (), 0, "target.json", "translate: ", "en", "de", Unknown(500, 1)),
    limits=Limits(1, 128, 64),
    decoding=Decoding(
        GenerationSettings(
            start_id=7,
            eos_ids=(0, 3),
            num_beams=4,
            early_stopping="never",
            bad_words=((7,), (5, 6)),
            repetition_penalty=1.2,
            sequence_bias=(Bias((5, 6), -0.5),),
            decay=Decay(3, 1.5),
        ),
        hypotheses=4,
        capacity=64,
        source=("memory",),
        states=(StateEntry("key_0", "new_key_0", "append"), StateEntry("c", "new_c", "replace")),
    ),
)


@pytest.mark.parametrize("early_stopping", [True, False, "never"])
def test_all_that_a_search_needs_is_read_back(tmp_path: Path, early_stopping: bool | str) -> None:
    assert _TRANSLATOR.decoding
    settings = replace(_TRANSLATOR.decoding.settings, early_stopping=early_stopping)
    decoding = replace(_TRANSLATOR.decoding, settings=settings)
    write_manifest(replace(_TRANSLATOR, decoding=decoding), tmp_path)
    read = read_manifest(tmp_path)
    assert read == replace(_TRANSLATOR, decoding=decoding)
    assert type(read.decoding.settings.early_stopping) is type(early_stopping)


def test_settings_of_older_bundles_weigh_nothing(tmp_path: Path) -> None:
    assert _TRANSLATOR.decoding
    write_manifest(_TRANSLATOR, tmp_path)
    file = tmp_path / "manifest.json"
    document = json.loads(file.read_text())
    settings = document["decoding"]["settings"]
    for name in list(settings)[list(settings).index("renormalize") + 1 :]:
        del settings[name]
    file.write_text(json.dumps(document))
    plain = GenerationSettings(7, (0, 3), 4, early_stopping="never", bad_words=((7,), (5, 6)))
    assert read_manifest(tmp_path).decoding.settings == plain


def test_what_was_written_is_read(tmp_path: Path) -> None:
    write_manifest(_MANIFEST, tmp_path)
    assert read_manifest(tmp_path) == _MANIFEST
    assert next(iter(json.loads((tmp_path / "manifest.json").read_text()))) == "schema"


@pytest.mark.parametrize("path", ["../model.pte", "/model.pte", "a/../../b", "", "C:\\model"])
def test_a_path_that_leaves_the_bundle_is_refused(tmp_path: Path, path: str) -> None:
    _write_changed(tmp_path, lambda document: document["files"][0].update(path=path))
    with pytest.raises(Refused, match="leaves the bundle"):
        read_manifest(tmp_path)


@pytest.mark.parametrize(
    ("change", "words"),
    [
        (lambda d: d.update(schema=3), "schema 3; this version of mobilec reads 1 and 2"),
        (lambda d: d.pop("limits"), r"missing are \['limits'\]"),
        (lambda d: d.update(extra=1), r"unknown are \['extra'\]"),
        (lambda d: d["files"][0].update(size_bytes="9"), r"files\[0\].size_bytes"),
        (lambda d: d["limits"].update(longest=True), "limits.longest"),
    ],
)
def test_a_wrong_document_is_refused_by_field(tmp_path: Path, change: Any, words: str) -> None:
    _write_changed(tmp_path, change)
    with pytest.raises(Refused, match=words):
        read_manifest(tmp_path)


def test_a_folder_without_a_manifest_is_no_bundle(tmp_path: Path) -> None:
    with pytest.raises(Refused, match="not a bundle"):
        read_manifest(tmp_path)


def test_a_cut_off_manifest_is_refused(tmp_path: Path) -> None:
    write_manifest(_MANIFEST, tmp_path)
    path = tmp_path / "manifest.json"
    path.write_text(path.read_text()[:100])
    with pytest.raises(Refused, match="not JSON"):
        read_manifest(tmp_path)


def test_schema_1_is_read_as_the_states_that_its_sizes_mean() -> None:
    old, new = manifests.read(1), manifests.read(2)
    assert old == new
    assert old.decoding
    assert (old.decoding.hypotheses, old.decoding.capacity) == (2, 11)
    assert old.decoding.source == ("cross_key_0", "cross_value_0")
    names = ("key_0", "value_0")
    assert old.decoding.states == tuple(StateEntry(n, f"new_{n}", "append") for n in names)


@pytest.mark.parametrize("schema", [1, 2])
def test_every_file_of_a_manifest_of_each_schema_has_the_states(schema: int) -> None:
    manifest = manifests.read(schema)
    assert manifest.decoding
    shapes = {"executorch": (8, 11, 16), "coreml": (8, 32, 32)}
    for file in manifest.files:
        states = states_in(file, manifest.decoding)
        assert {state.shape for state in states.kept} == {shapes[file.format]}


def test_the_fixture_of_this_schema_is_what_is_written() -> None:
    written = (manifests.FOLDER / f"schema-{SCHEMA}.json").read_text(encoding="utf-8")
    assert written == manifests.text(manifests.read(1).to_json())


@pytest.mark.parametrize(
    ("change", "words"),
    [
        (lambda d: d["layout"].pop("heads"), r"decoding.layout: missing are \['heads'\]"),
        (lambda d: d["layout"].update(layers="1"), "decoding.layout.layers"),
        (lambda d: d.pop("layout"), r"decoding: missing are \['capacity', 'hypotheses'"),
    ],
)
def test_a_wrong_document_of_schema_1_is_refused_by_field(
    tmp_path: Path, change: Any, words: str
) -> None:
    document = json.loads((manifests.FOLDER / "schema-1.json").read_text())
    change(document["decoding"])
    (tmp_path / "manifest.json").write_text(json.dumps(document))
    with pytest.raises(Refused, match=words):
        read_manifest(tmp_path)


def test_a_rule_that_nobody_knows_yet_is_refused(tmp_path: Path) -> None:
    document = json.loads((manifests.FOLDER / "schema-2.json").read_text())
    document["decoding"]["states"][0]["update"] = "add"
    (tmp_path / "manifest.json").write_text(json.dumps(document))
    with pytest.raises(Refused, match="key_0 is updated by the rule 'add'"):
        read_manifest(tmp_path)


def test_a_state_that_a_file_does_not_take_is_refused() -> None:
    manifest = manifests.read(2)
    assert manifest.decoding
    lacking = replace(manifest.decoding, states=(StateEntry("cell", "new_cell", "replace"),))
    uneven = replace(manifest.decoding, hypotheses=3)
    longer = replace(manifest.decoding, capacity=12)
    for decoding, words in (
        (lacking, r"keep cell for 2 .* takes it as \[\]"),
        (uneven, "keep key_0 for 3"),
        (longer, r"hypotheses of 12 tokens, .* takes it as \[8, 11, 16\]"),
    ):
        with pytest.raises(Refused, match=words):
            states_in(manifest.files[0], decoding)


def _write_changed(folder: Path, change: Any) -> None:
    document = _MANIFEST.to_json()
    document = json.loads(json.dumps(document))
    change(document)
    (folder / "manifest.json").write_text(json.dumps(document))
