"""Families that nobody described: which work by themselves, and what the others are told."""

import pytest

from exporters.capture.capture import CaptureOptions, capture
from exporters.errors import Refused
from tests import models

AFTER_PADDING = {"pad_token_id": 1}
NOT_ROUTED = "does not route its attention through AttentionInterface"
ANOTHER_MODEL = "is another model: with 2 tokens"


@pytest.mark.parametrize(
    ("prefix", "changes", "token_types", "positions_after_padding"),
    [
        ("Camembert", AFTER_PADDING, True, True),
        ("Data2VecText", AFTER_PADDING, True, True),
        ("RobertaPreLayerNorm", AFTER_PADDING, True, True),
        ("XLMRobertaXL", AFTER_PADDING, True, True),
        ("Ernie", {}, True, False),
        ("RoCBert", {}, True, False),
        ("NomicBert", {}, True, False),
        ("Gte", {}, True, False),
    ],
)
def test_works(
    prefix: str, changes: dict[str, object], token_types: bool, positions_after_padding: bool
) -> None:
    model = models.classifier(prefix, **changes)
    (method,) = capture(model, "text-classification", CaptureOptions(32)).methods
    assert method.module.family.token_types is token_types
    assert method.module.family.positions_after_padding is positions_after_padding


@pytest.mark.parametrize(
    ("prefix", "changes", "reason"),
    [
        ("BigBird", {}, NOT_ROUTED),
        ("Canine", {}, NOT_ROUTED),
        ("Deberta", {}, NOT_ROUTED),
        ("Longformer", {"attention_window": 8}, NOT_ROUTED),
        ("RoFormer", {}, NOT_ROUTED),
        ("LayoutLM", {}, "is given another mask"),
        ("FNet", {}, ANOTHER_MODEL),
        ("GPT2", {}, ANOTHER_MODEL),
        ("Llama", {}, ANOTHER_MODEL),
        ("Esm", AFTER_PADDING, "ValueError: too many values to unpack"),
        ("Bart", {}, "labels it by what its decoder makes of the end"),
        ("T5", {"num_layers": 1, "d_model": 64}, "labels it by what its decoder makes of the end"),
    ],
)
def test_is_refused_by_name(prefix: str, changes: dict[str, object], reason: str) -> None:
    model = models.classifier(prefix, **changes)
    name = model.config.model_type
    with pytest.raises(Refused, match=f"the family '{name}' is not served: .*{reason}"):
        capture(model, "text-classification", CaptureOptions(32))


def test_lengths_are_refused_with_both_numbers() -> None:
    model = models.classifier("Camembert", **AFTER_PADDING)
    with pytest.raises(Refused, match="129 tokens was asked for.* positions for 128"):
        capture(model, "text-classification", CaptureOptions(129))
