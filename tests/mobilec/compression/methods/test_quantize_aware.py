"""quantize-aware: the int8 program answers as the model that learnt it."""

import numpy as np
import pytest
import torch
from safetensors.torch import load_file

from exporters.backend import Lowering, backend
from exporters.capture.capture import CaptureOptions, capture
from exporters.errors import Refused
from exporters.precision.rules import Precision
from exporters.progress import Silent
from exporters.runtime import load as opened
from exporters.tasks.names import CLASSIFICATION
from exporters.verify.emulated import FLIPS
from exporters.verify.emulated import HALVES as SUMS_OF_HALVES
from exporters.verify.error import relative
from mobilec.checkpoint.load import load
from mobilec.compression.data.calibration import Calibration
from mobilec.compression.execution.execute import executable
from mobilec.compression.learning.int8_seats import forms_of, int8_seats
from mobilec.compression.methods.quantize_aware import Ranges, short_text
from mobilec.training.rounding import rounding
from tests.mobilec.compression.conftest import made
from tests.mobilec.compression.methods.test_finetune import LEARN

AWARE = LEARN | {"method": "quantize-aware"}
CUT = {"method": "svd", "rank": 16}
LIBRARIES = {"executorch": "executorch", "onnx": "onnxruntime", "coreml": "coremltools"}
TOLERANCE = {"executorch": FLIPS, "onnx": FLIPS, "coreml": SUMS_OF_HALVES}
"""Relative, of all logits: activations that flip by a step, sums in float16."""


def texts(folder, data):
    """Each alone, as a model reads them."""
    batches = Calibration(data, folder, CLASSIFICATION).batches
    return tuple({n: t for n, t in each.items() if n != "labels"} for each in batches)


def lowering(precision, folder, data):
    samples = [(text["input_ids"], text["attention_mask"]) for text in texts(folder, data)]
    return Lowering(precision, lengths=(24,), samples=samples)


def of_the_file(folder, format, options, data, path):
    """(texts, labels): the logits of the exported program."""
    model, end = load(folder).model, backend(format)
    plain = executable(model, formats=(format,)).model
    program = capture(plain, CLASSIFICATION, CaptureOptions(24))
    file = path / f"program{end.suffix(1, 18)}"
    end.lower(end.quantize(program, options), file, options, Silent())
    runner = opened(format, file)
    asked = [
        {n: t.numpy() for n, t in text.items() if t.dim() == 2} for text in texts(folder, data)
    ]
    names = ("input_ids", "attention_mask")
    found = [runner.run("forward", {name: one[name] for name in names}) for one in asked]
    return np.concatenate([each["logits"] for each in found])


def of_the_model(folder, format, options, data):
    """The same of the model as it computed while it learnt."""
    model = load(folder).model
    seats = int8_seats(model, forms_of(model, "auto", format))
    static = options.precision is Precision.INT8_STATIC
    Ranges(model, seats, texts(folder, data) if static else (short_text(model),)).find()
    with torch.no_grad(), rounding(seats, backend(format).arithmetic(options)):
        return torch.cat([model(**text).logits for text in texts(folder, data)]).numpy()


@pytest.mark.parametrize(
    ("format", "precision"),
    [*((name, Precision.INT8) for name in LIBRARIES), ("onnx", Precision.INT8_STATIC)],
)
def test_the_program_answers_as_the_model_that_learnt(format, precision, bert, labelled, tmp_path):
    pytest.importorskip(LIBRARIES[format])
    step = AWARE | {"format": format, "precision": precision.value}
    given = {"data": labelled, "train": str(labelled), "evaluation": labelled}
    result = made(bert, tmp_path, CUT, step, **given)
    options = lowering(precision, result.folder, labelled)
    file = of_the_file(result.folder, format, options, labelled, tmp_path)
    model = of_the_model(result.folder, format, options, labelled)
    assert relative(model, file) < TOLERANCE[format]
    assert f"computes in the {precision.value} of {format}" in result.steps[1].plan.notes[2]


def test_a_killed_run_ends_as_it_would_have(bert, labelled, tmp_path, killed_at):
    """With ranges that are found on the way."""
    step = AWARE | {"format": "onnx", "precision": "int8-static", "epochs": 4, "save_steps": 3}
    given = {"data": labelled, "train": str(labelled), "evaluation": labelled}
    made(bert, tmp_path, CUT, step, output=tmp_path / "whole", **given)
    killed_at(5)
    with pytest.raises(KeyboardInterrupt):
        made(bert, tmp_path, CUT, step, **given)
    made(bert, tmp_path, CUT, step, **given)
    one, other = (load_file(tmp_path / name / "model.safetensors") for name in ("whole", "small"))
    assert all(torch.equal(one[name], other[name]) for name in one)


def test_a_translator_learns_in_int8(marian, parallel, tmp_path):
    step = AWARE | {"format": "onnx", "train": str(parallel), "dev": str(parallel)}
    model = load(made(marian, tmp_path, CUT, step).folder).model
    assert model.lm_head.weight is model.model.shared.weight


@pytest.mark.parametrize(
    ("keys", "message"),
    [
        ({"format": "tflite"}, "format is 'tflite'; it can be executorch, onnx, coreml"),
        ({"precision": "fp16"}, "which is float; give one of int8"),
        ({"precision": "int8-weight"}, "of executorch it can be int8, int8-static"),
        ({"precision": "int8-static"}, "int8-static is learnt for onnx alone"),
        ({"precision": "int8-static", "format": "onnx"}, "needs calibration data: give --data"),
        ({"execution": "fast"}, "it can be auto, factored, dense"),
    ],
)
def test_what_cannot_be_done_is_refused(bert, labelled, keys, message, tmp_path):
    with pytest.raises(Refused, match=message):
        made(bert, tmp_path, AWARE | keys, train=str(labelled), evaluation=labelled)
    assert not (tmp_path / "small").exists()


def test_ranges_of_a_translator_are_refused(marian, parallel, tmp_path):
    static = {"format": "onnx", "precision": "int8-static"}
    step = AWARE | static | {"train": str(parallel), "dev": str(parallel)}
    with pytest.raises(Refused, match="int8-static is of classifiers alone"):
        made(marian, tmp_path, step, data=parallel)
