"""The gate of what a manifest says of a file: each sabotage of a sound one is found."""

from dataclasses import replace

import pytest

from exporters.bundle.bundle import Bundle
from exporters.bundle.manifest import Size
from exporters.verify.manifest import check
from exporters.verify.subject import Subject
from mobilec.exporting.export import export
from mobilec.exporting.options import ExportOptions
from tests import models


@pytest.fixture(scope="module")
def subject(tmp_path_factory):
    pytest.importorskip("onnxruntime")
    folder = tmp_path_factory.mktemp("held")
    model, output = str(models.save("bert", folder / "tiny-bert")), folder / "bundle"
    export(ExportOptions(model, ("onnx",), lengths=models.LENGTHS, output=output))
    bundle = Bundle.open(output)
    return Subject(bundle, bundle.manifest.program("onnx"))


def said(subject, **changes):
    found = check(replace(subject, file=replace(subject.file, **changes)))
    return found.passed, found.message


def test_a_sound_file_passes(subject):
    assert said(subject) == (
        True,
        "bytes, bounds and the tolerance of phones are those of the file",
    )


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"stored_bytes": {}}, "and the manifest says {}"),
        ({"stored_bytes": {"float32": 7}}, "and the manifest says {'float32': 7}"),
        ({"ideal_bytes": 10**9}, "and ideal_bytes is 1000000000"),
        ({"int8_bytes": 10**9}, "and int8_bytes is 1000000000"),
    ],
)
def test_bytes_that_are_not_there(subject, changes, words):
    passed, message = said(subject, **changes)
    assert not passed and words in message


def test_a_precision_that_is_none(subject):
    precision = replace(subject.bundle.manifest.precision, asked="x")
    manifest = replace(subject.bundle.manifest, precision=precision)
    bundle = Bundle(subject.bundle.folder, manifest)
    found = check(replace(subject, bundle=bundle))
    assert not found.passed and "is said to be made as 'x'" in found.message


def test_bounds_that_contradict(subject):
    method = subject.file.methods[0]
    first, *others = method.inputs
    shape = tuple(
        replace(s, minimum=s.minimum + 1) if isinstance(s, Size) else s for s in first.shape
    )
    assert shape != first.shape
    wrong = replace(method, inputs=(replace(first, shape=shape), *others))
    passed, message = said(subject, methods=(wrong,))
    assert not passed and "and the limits are" in message


@pytest.mark.parametrize("tolerance", [{}, {"onnx": 0.0}, {"onnx": 7.0}, {"executorch": 0.1}])
def test_a_tolerance_that_tolerates_everything(subject, tolerance):
    bundle = Bundle(subject.bundle.folder, subject.bundle.manifest)
    bundle.__dict__["golden"] = replace(subject.bundle.golden, tolerance=tolerance)
    found = check(replace(subject, bundle=bundle))
    assert not found.passed and "phones would tolerate" in found.message
