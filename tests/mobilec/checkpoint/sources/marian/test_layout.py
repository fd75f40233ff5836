"""Every tensor has its place, and nothing else is there."""

from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
import torch

from exporters.errors import Refused
from mobilec.checkpoint.sources.marian.layout import placed, places
from mobilec.checkpoint.sources.marian.options import Options
from tests.marian.networks import KINDS, options, tensors

MODEL = Path("model.npz")
Tensors = dict[str, np.ndarray]


def network(name: str, change: Callable[[Tensors], object] = lambda _: None) -> dict:
    arrays = tensors(KINDS[name])
    change(arrays)
    asked = Options(options(KINDS[name]), MODEL)
    config = asked.config()
    found = places(config, asked.one_table, "decoder_ff_logit_out_b" in arrays)
    return placed(config, found, arrays, MODEL)


def test_matrices_are_turned_and_biases_are_rows() -> None:
    arrays, found = tensors(KINDS["ssru"]), network("ssru")
    weight = found["model.decoder.layers.1.self_attn.forget_gate.weight"]
    assert torch.equal(weight, torch.from_numpy(arrays["decoder_l2_rnn_Wf"].T.copy()))
    bias = found["model.encoder.layers.0.fc1.bias"]
    assert torch.equal(bias, torch.from_numpy(arrays["encoder_l1_ffn_b1"][0]))
    assert len(found) == len(arrays)


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (lambda t: t.pop("decoder_l2_rnn_W"), "has no decoder_l2_rnn_W, which its options ask for"),
        (lambda t: t.update(Wpos=t["Wemb"]), "holds Wpos, for which the network"),
        (
            lambda t: t.update(encoder_l1_ffn_W1=t["encoder_l1_ffn_W1"].T),
            r"encoder_l1_ffn_W1 of \(48, 32\), and its options say \(32, 48\)",
        ),
        (
            lambda t: t.update(Wemb=t["Wemb"][:-1]),
            r"holds Wemb of \(39, 32\), and its options say \(40, 32\)",
        ),
    ],
)
def test_tensors_of_another_network_are_refused(
    change: Callable[[Tensors], object], said: str
) -> None:
    with pytest.raises(Refused, match=said):
        network("ssru", change)
