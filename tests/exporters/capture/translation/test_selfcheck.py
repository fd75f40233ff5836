"""The self-check bites: each way of being another model is found."""

from dataclasses import replace

import pytest
import torch
from torch import nn
from transformers import PreTrainedModel

from exporters.capture.capture import CaptureOptions
from exporters.capture.selfcheck import Difference
from exporters.capture.translation.capture import methods_of
from exporters.capture.translation.positions import M2M100Rows, MarianRows, position_rows
from exporters.capture.translation.selfcheck import difference
from exporters.decode.state import states_of
from exporters.families.family import TranslatorFamily
from exporters.families.registry import TRANSLATORS
from exporters.program import Program
from tests import translation_models


def captured(model: PreTrainedModel, family: TranslatorFamily) -> Program:
    options = CaptureOptions(max_length=20, max_target=10, hypotheses=2)
    methods = methods_of(model, family, options)
    return Program("translation", model.config.model_type, methods, 0, 0)


def found(name: str, family: TranslatorFamily | None = None) -> Difference | None:
    model = translation_models.tiny(name)
    return difference(model, captured(model, family or TRANSLATORS[model.config.model_type]))


@pytest.mark.parametrize("name", ["marian", "t5"])
def test_equal_passes(name: str) -> None:
    assert found(name) is None


def test_a_lost_bias_is_found() -> None:
    off = found("t5", replace(TRANSLATORS["t5"], relative=False))
    assert off is not None
    assert off.largest > 100 * off.allowed


def test_positions_that_are_off_by_one_are_found() -> None:
    def later(module: nn.Module, length: int) -> nn.Module | None:
        shifted = hasattr(module, "create_weight")
        return MarianRows(module.weight[1 : length + 1]) if shifted else None

    off = found("marian", replace(TRANSLATORS["marian"], seats=(later,)))
    assert off is not None
    assert off.largest > 100 * off.allowed


def test_positions_that_count_a_typed_padding_token_are_found() -> None:
    def counting(module: nn.Module, length: int) -> nn.Module | None:
        rows = position_rows(module, length)
        return rows.counting_all() if isinstance(rows, M2M100Rows) else rows

    family = TRANSLATORS["m2m_100"]
    off = found("m2m_100", replace(family, seats=(counting, *family.seats[1:])))
    assert off is not None
    assert (off.tokens, off.padding, off.within) == (20, 0, True)
    assert off.largest > 10 * off.allowed


class LastUnseen(nn.Module):
    """The mask of a step, but the last position does not see the one before it."""

    def __init__(self, mask: nn.Module, capacity: int) -> None:
        super().__init__()
        self.mask, self.capacity = mask, capacity

    def forward(self, position: torch.Tensor) -> torch.Tensor:
        row = self.mask(position)
        if int(position) == self.capacity - 1:
            row[..., self.capacity - 2] = -1e4
        return row


def test_a_cache_that_is_wrong_at_its_last_position_is_found() -> None:
    model = translation_models.tiny("bart")
    program = captured(model, TRANSLATORS["bart"])
    decode = program.method("decode")
    decode.module.mask = LastUnseen(decode.module.mask, states_of(program).capacity)
    off = difference(model, program)
    assert off is not None
    assert off.largest > 100 * off.allowed


class Everything(nn.Module):
    """Gives ``encode`` and ``decode`` a mask of ones."""

    def __init__(self, method: nn.Module, place: int) -> None:
        super().__init__()
        self.method, self.place = method, place

    def forward(self, *inputs: torch.Tensor) -> tuple[torch.Tensor, ...]:
        ones = torch.ones_like(inputs[self.place])
        return self.method(*inputs[: self.place], ones, *inputs[self.place + 1 :])


@pytest.mark.parametrize(("method", "place"), [("encode", 1), ("decode", 2)])
def test_a_lost_mask_is_found_on_a_padded_source(method: str, place: int) -> None:
    model = translation_models.tiny("marian")
    program = captured(model, TRANSLATORS["marian"])
    modules = {m.name: m.module for m in program.methods}
    off = difference(
        model, program.with_modules(modules | {method: Everything(modules[method], place)})
    )
    assert off is not None
    assert (off.tokens, off.padding) == (1, 5)
    assert off.largest > 100 * off.allowed
