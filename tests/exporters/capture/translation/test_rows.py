"""Rows handed in instead of ids: the same answers, whatever a family does with its rows."""

import numpy as np
import pytest
import torch
from torch import nn

from exporters.capture.capture import CaptureOptions
from exporters.capture.translation.capture import capture_translation
from exporters.capture.translation.rows import TakesRows, network_of, taking_rows, tied_tables
from exporters.program import Method, Program
from tests import translation_models

WIDTH = 64


def _captured(family: str) -> Program:
    return capture_translation(translation_models.tiny(family), CaptureOptions(12, 8, 3))


def _with_rows(program: Program, name: str) -> Method:
    return taking_rows(program.method(name), [t for t in tied_tables(program) if t.method == name])


def _random_inputs(method: Method) -> list[torch.Tensor]:
    inputs = list(method.example({"length": 7}))
    inputs[0] = torch.randint(8, 490, inputs[0].shape)
    return [inputs[0], *(x if x.dtype is torch.int64 else torch.randn_like(x) for x in inputs[1:])]


@pytest.mark.parametrize("name", ["encode", "decode"])
@pytest.mark.parametrize("family", ["marian", "bart", "mbart", "m2m_100", "t5"])
def test_the_same_as_with_ids(family: str, name: str) -> None:
    program = _captured(family)
    method, table = program.method(name), translation_models.tiny(family).get_input_embeddings()
    ids, *rest = _random_inputs(method)
    with torch.no_grad():
        expected = method.module(ids, *rest)
        found = _with_rows(program, name).module(nn.functional.embedding(ids, table.weight), *rest)
    for one, other in zip(expected, found, strict=True):
        torch.testing.assert_close(one, other)


def test_the_input_says_what_it_takes() -> None:
    program = _captured("marian")
    source, step = (_with_rows(program, name).inputs[0] for name in ("encode", "decode"))
    length = program.method("encode").dimensions["length"]
    assert (source.name, source.dtype) == ("source_rows", torch.float32)
    assert source.shape == (1, length, WIDTH)
    assert (step.name, step.shape) == ("token_rows", (3, 1, WIDTH))


def test_the_rows_are_read() -> None:
    """The twin of the first test: other rows, another answer."""
    method = _with_rows(_captured("marian"), "encode")
    mask = torch.ones(1, 5, dtype=torch.int64)
    with torch.no_grad():
        first, second = (method.module(torch.randn(1, 5, WIDTH), mask)[0] for _ in range(2))
    assert np.abs(first.numpy() - second.numpy()).max() > 0.1


def test_who_has_one_table_with_the_output_layer() -> None:
    tied = {name: tied_tables(_captured(name)) for name in ("bart", "marian-separate", "mt5")}
    assert {t.method for t in tied["bart"]} == {"encode", "decode"}
    assert {t.method for t in tied["marian-separate"]} == {"decode"}
    assert tied["mt5"] == ()
    assert {(t.output, t.linear) for t in tied["bart"]} == {("decode", "model.lm_head")}


def test_paths_stay_what_they_were() -> None:
    program = _captured("marian")
    method = _with_rows(program, "decode")
    assert isinstance(method.module, TakesRows)
    for each in (method, program.method("decode")):
        assert isinstance(network_of(each).get_submodule("model.lm_head"), nn.Linear)
