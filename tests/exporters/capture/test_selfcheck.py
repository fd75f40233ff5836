"""The self-check bites: each way of being another model is found."""

import pytest
import torch
from torch import nn

from exporters.capture.classifier import Classifier, forward_method
from exporters.capture.network import Network, registered
from exporters.capture.selfcheck import Difference, difference
from exporters.families.family import ClassifierFamily
from exporters.families.registry import CLASSIFIERS
from tests import models


class Everything(nn.Module):
    """A mask that masks nothing."""

    def forward(self, attention_mask: torch.Tensor) -> torch.Tensor:
        return torch.zeros(1, 1, 1, attention_mask.shape[1])


def found(name: str, family: ClassifierFamily, mask: nn.Module | None = None) -> Difference | None:
    model = models.tiny(name)
    network = registered(model, 64)
    network = Network(network.model, mask or network.mask)
    module = Classifier(network, family, model.config.pad_token_id)
    return difference(model, forward_method(module, 3, 64))


def test_equal_passes() -> None:
    assert found("bert", CLASSIFIERS["bert"]) is None


def test_positions_from_zero_in_a_roberta_are_found() -> None:
    off = found("roberta", ClassifierFamily(positions_after_padding=False, token_types=True))
    assert off is None  # counted from the ids by transformers itself
    off = found("bert", ClassifierFamily(positions_after_padding=True, token_types=True))
    assert off is not None
    assert off.largest > 1e-2


class FromOne(Classifier):
    """Positions as if no token of a text were the padding token."""

    def forward(self, input_ids: torch.Tensor, attention_mask: torch.Tensor) -> torch.Tensor:
        positions = torch.arange(input_ids.shape[1]).reshape(1, -1) + self.padding + 1
        return self.model(
            input_ids=input_ids,
            attention_mask=self.mask(attention_mask),
            position_ids=positions,
            token_type_ids=torch.zeros_like(input_ids),
        ).logits


def test_positions_that_count_a_typed_padding_token_are_found() -> None:
    model = models.tiny("roberta")
    module = FromOne(registered(model, 64), CLASSIFIERS["roberta"], model.config.pad_token_id)
    off = difference(model, forward_method(module, 3, 64))
    assert off is not None
    assert (off.tokens, off.padding, off.within) == (64, 0, True)
    assert off.largest > 100 * off.allowed
    assert "with 64 tokens (one of them the padding token)" in str(off)


def test_a_lost_mask_is_found_on_the_padded_input() -> None:
    off = found("bert", CLASSIFIERS["bert"], Everything())
    assert off is not None
    assert (off.tokens, off.padding) == (2, 5)
    assert off.largest > 100 * off.allowed
    assert "Without padding they are equal: its attention has scores beyond" in str(off)


def test_says_which_input_and_by_how_much() -> None:
    text = str(Difference(tokens=17, padding=5, largest=0.25, allowed=1e-4))
    assert text == (
        "with 17 tokens and 5 of padding its logits are off by 0.25, and 0.0001 is allowed"
    )


@pytest.mark.parametrize("nan", [float("nan")])
def test_nan_is_a_difference(nan: float) -> None:
    class Poison(nn.Module):
        def forward(self, attention_mask: torch.Tensor) -> torch.Tensor:
            return torch.full((1, 1, 1, attention_mask.shape[1]), nan)

    assert found("bert", CLASSIFIERS["bert"], Poison()) is not None
