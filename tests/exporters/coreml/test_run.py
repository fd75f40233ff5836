"""The runner: which function it picks, how it pads, what it refuses."""

import shutil
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest

from exporters.coreml.functions import Signature, signatures
from exporters.coreml.package import open_package
from exporters.errors import Refused
from exporters.precision.rules import Precision
from exporters.reading import read
from exporters.runtime import load
from tests.exporters.coreml.conftest import Build, sentence

LENGTHS = (8, 16, 32)


@pytest.mark.parametrize("ios", [17, 18])
def test_signatures_ascend(build: Build, ios: int) -> None:
    package = open_package(build("bert", Precision.INT8, LENGTHS, ios=ios).path)
    found = signatures(package)
    assert [s.sizes["input_ids"] for s in found] == [(1, 8), (1, 16), (1, 32)]
    assert {s.method for s in found} == {"forward"}


def test_the_smallest_function_that_fits_is_run(
    build: Build, monkeypatch: pytest.MonkeyPatch
) -> None:
    called: list[str] = []

    class Recorder:
        def __init__(self, _: object, signature: Signature) -> None:
            self.name = signature.function

        def __call__(self, inputs: dict[str, np.ndarray]) -> dict[str, np.ndarray]:
            called.append(self.name)
            return inputs

    monkeypatch.setattr("exporters.coreml.run.Evaluated", Recorder)
    monkeypatch.setattr("sys.platform", "linux")
    runner = load("coreml", build("bert", Precision.INT8, LENGTHS).path)
    padded = [runner.run("forward", sentence(n))["attention_mask"] for n in (8, 9, 32)]
    assert called == ["forward_8", "forward_16", "forward_32"]
    assert padded[1].tolist() == [[1] * 9 + [0] * 7]
    assert padded[1].dtype == np.int32


@pytest.mark.parametrize(
    ("inputs", "words"),
    [
        (sentence(33), r"\(1, 33\).*at most"),
        ({"input_ids": sentence(4)["input_ids"]}, "takes attention_mask, input_ids"),
        (sentence(4) | {"token_type_ids": np.zeros((1, 4))}, "token_type_ids"),
        ({k: v[0] for k, v in sentence(4).items()}, r"\(4,\)"),
        ({k: np.repeat(v, 2, 0) for k, v in sentence(4).items()}, r"\(2, 4\)"),
        ({k: v.astype(np.float32) for k, v in sentence(4).items()}, "float32"),
    ],
)
def test_wrong_inputs_are_refused(build: Build, inputs: dict[str, np.ndarray], words: str) -> None:
    runner = build("bert", Precision.INT8, LENGTHS).runner
    with pytest.raises(Refused, match=words):
        runner.run("forward", inputs)


def test_an_unknown_method_is_refused(build: Build) -> None:
    with pytest.raises(Refused, match="the package has forward"):
        build("bert", Precision.INT8, LENGTHS).runner.run("encode", sentence(4))


def test_ios_17_refuses_the_padding_id_as_a_token(build: Build) -> None:
    runner = build("bert", Precision.INT8, LENGTHS, ios=17).runner
    inputs = sentence(4)
    inputs["input_ids"][0, 2] = 0
    with pytest.raises(Refused, match="padding id 0"):
        runner.run("forward", inputs)


def test_ios_17_hides_what_the_mask_hides(build: Build) -> None:
    built = build("bert", Precision.INT8, LENGTHS, ios=17)
    short, long = sentence(4), sentence(4, padding=3)
    long["input_ids"][0, 4:] = 77  # not the padding id, but hidden by the mask
    np.testing.assert_allclose(built.logits(long), built.logits(short), atol=5e-3)


def test_files_that_are_no_packages_are_refused(tmp_path: Path, build: Build) -> None:
    with pytest.raises(Refused, match="no .mlpackage"):
        load("coreml", tmp_path)
    model = tmp_path / "Data/com.apple.CoreML/model.mlmodel"
    model.parent.mkdir(parents=True)
    whole = build("bert", Precision.INT8, LENGTHS).path / model.relative_to(tmp_path)
    model.write_bytes(whole.read_bytes()[:1000])
    with pytest.raises(Refused, match="Core ML program"):
        load("coreml", tmp_path)


@pytest.mark.parametrize("left", [0, 1000])
@pytest.mark.parametrize(
    "use",
    [
        lambda path: read("coreml", path),
        lambda path: load("coreml", path).run("forward", sentence(4)),
    ],
)
def test_damaged_weights_are_refused(
    build: Build, tmp_path: Path, left: int, use: Callable[[Path], object]
) -> None:
    copy = shutil.copytree(build("bert", Precision.INT8, LENGTHS).path, tmp_path / "m.mlpackage")
    weights = copy / "Data/com.apple.CoreML/weights/weight.bin"
    weights.write_bytes(weights.read_bytes()[:left])
    with pytest.raises(Refused, match="damaged"):
        use(copy)
