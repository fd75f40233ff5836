"""A method that brings no layer of its own is one file and one line: here it takes a layer away."""

from dataclasses import dataclass

import torch

from exporters.precision.rules import Precision
from mobilec.checkpoint.load import load
from mobilec.compressed.edits import Config, Drop
from mobilec.compressed.rebuild import rebuild_
from mobilec.compressed.step import SeatPlan, StepPlan
from mobilec.compression.options import CompressOptions
from mobilec.compression.plan.plan import plan_compression
from mobilec.compression.registry import METHODS
from mobilec.exporting.export import export
from mobilec.exporting.options import ExportOptions
from mobilec.layers.cost import NOTHING, Cost
from tests import models
from tests.mobilec.compression.conftest import made, written

LAST = "bert.encoder.layer.1"
STEPS = ({"method": "drop-last"}, {"method": "svd", "rank": 0.5})


@dataclass(frozen=True)
class _Options:
    """It is asked for nothing."""


class DropLast:
    """See ``mobilec.compression.method.Method``."""

    options = _Options

    def reads(self, options):  # noqa: ARG002
        return False

    def plan(self, model, options, context):  # noqa: ARG002
        parameters = sum(p.numel() for p in model.get_submodule(LAST).parameters())
        seat = SeatPlan(LAST, "nothing", Cost(parameters, 0, 0), NOTHING)
        edits = (Drop(LAST), Config({"num_hidden_layers": 1}))
        return StepPlan("drop-last", {}, edits, (seat,))

    def apply_(self, model, plan, context):  # noqa: ARG002
        rebuild_(model, plan.edits)
        return ()


METHOD = DropLast()


def test_it_is_planned_done_saved_loaded_and_exported(bert, tmp_path, monkeypatch):
    monkeypatch.setitem(METHODS, "drop-last", __name__)
    plan = plan_compression(CompressOptions(str(bert), written(tmp_path, *STEPS)))
    result = made(bert, tmp_path, *STEPS)
    assert plan.after == result.after
    assert result.before.parameters - result.steps[0].after.parameters == (
        result.steps[0].plan.before.parameters
    )
    monkeypatch.undo()
    small = load(result.folder)
    assert small.model.config.num_hidden_layers == len(small.model.bert.encoder.layer) == 1
    asked = ExportOptions(
        str(result.folder), ("onnx",), Precision.FP32, lengths=models.LENGTHS, output=tmp_path / "b"
    )
    assert export(asked).manifest.compression["steps"][0]["edits"][0]["edit"] == "drop"


def test_what_is_left_is_as_it_was(bert, tmp_path, monkeypatch):
    monkeypatch.setitem(METHODS, "drop-last", __name__)
    small = load(made(bert, tmp_path, STEPS[0]).folder).model
    dense = load(bert).model
    assert torch.equal(
        small.bert.encoder.layer[0].output.dense.weight,
        dense.bert.encoder.layer[0].output.dense.weight,
    )
    ids = torch.arange(5, 25)[None]
    with torch.inference_mode():
        kept = dense.bert(ids, output_hidden_states=True).hidden_states[1]
        assert torch.equal(small.bert(ids).last_hidden_state, kept)
