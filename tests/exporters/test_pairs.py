"""Token types through every family that has them, and through every format: the file computes what
the stock model computes of a pair."""

from pathlib import Path

import numpy as np
import pytest
import torch

from exporters.backend import Lowering
from exporters.capture.capture import CaptureOptions, capture
from exporters.coreml.enumerated import MaskFromIds
from exporters.errors import Refused
from exporters.formats import FORMATS
from exporters.precision.rules import Precision
from exporters.program import Program
from exporters.progress import Silent
from exporters.runtime import load
from exporters.text.encoder import TYPES, Encoded
from exporters.verify.error import relative
from tests import models
from tests.lowering.store import backend
from tests.models import LONGEST

LENGTHS = (3, 9, 17, LONGEST)
EXACT = 1e-4
"""The same sums in another order, as for single texts."""
FAMILIES = {
    "bert": {},
    "albert": {},
    "electra": {},
    "mobilebert": {},
    "deberta-v2": {"type_vocab_size": 2},
}
"""Those with a table of token types to what its config needs."""
KIN = ("albert", "electra")
"""Whose embeddings BERT's test stands for, except where every combination runs."""
CASES = [
    *(pytest.param("bert", format) for format in FORMATS),
    *(pytest.param(family, "onnx") for family in ("mobilebert", "deberta-v2")),
    *(pytest.param(family, "onnx", marks=pytest.mark.product) for family in KIN),
]


def program(family: str) -> tuple[torch.nn.Module, Program]:
    model = models.tiny(family, num_hidden_layers=1, **FAMILIES[family])
    options = CaptureOptions(LONGEST, token_types=True)
    return model, capture(model, "text-classification", options)


def drawn(tokens: int) -> Encoded:
    chance = np.random.default_rng(tokens)
    ids = chance.integers(5, models.VOCABULARY, tokens)
    return Encoded(tuple(ids.tolist()), tuple((np.arange(tokens) > tokens // 3).tolist()))


def stock(model: torch.nn.Module, encoded: Encoded) -> np.ndarray:
    given = {name: torch.from_numpy(array) for name, array in encoded.arrays().items()}
    with torch.no_grad():
        return model(**given).logits.numpy()


@pytest.mark.parametrize(("family", "format"), CASES)
def test_file_reads_token_types(family: str, format: str, tmp_path: Path) -> None:
    try:
        end = backend(format)
    except Refused as missing:
        pytest.skip(str(missing))
    model, made = program(family)
    options, path = Lowering(Precision.FP32, (LONGEST,)), tmp_path / f"model{end.suffix(1, 18)}"
    end.lower(end.quantize(made, options), path, options, Silent())
    runner = load(format, path)
    texts = [drawn(tokens) for tokens in LENGTHS]
    expected = np.concatenate([stock(model, text) for text in texts])
    for padded in (False, True):
        inputs = [t.arrays(made.pad_id, padded * (LONGEST - len(t.ids))) for t in texts]
        found = np.concatenate([runner.run("forward", each)["logits"] for each in inputs])
        assert relative(expected, found) < EXACT
    plain = np.concatenate([stock(model, Encoded(t.ids, (0,) * len(t.ids))) for t in texts])
    assert relative(expected, plain) > 0.05  # else nothing above says that types are read


@pytest.mark.parametrize("family", KIN)
def test_types_go_into_the_captured_module(family: str) -> None:
    model, made = program(family)
    (method,) = made.methods
    assert [spec.name for spec in method.inputs] == ["input_ids", "attention_mask", TYPES]
    given = [torch.from_numpy(array) for array in drawn(17).arrays().values()]
    with torch.no_grad():
        found = method.module(*given).numpy()
    np.testing.assert_allclose(found, stock(model, drawn(17)), atol=EXACT)


@pytest.mark.parametrize("family", ["distilbert", "roberta", "mpnet", "modernbert", "deberta-v2"])
def test_a_model_without_a_table_of_types_is_refused_them(family: str) -> None:
    model = models.tiny(family, num_hidden_layers=1)
    with pytest.raises(Refused, match="no table of two token types"):
        capture(model, "text-classification", CaptureOptions(LONGEST, token_types=True))


def test_a_package_for_ios_17_takes_types_at_one_length(tmp_path: Path) -> None:
    pytest.importorskip("coremltools")
    from exporters.coreml.enumerated import _inputs

    _, made = program("bert")
    (method,) = made.methods
    assert [spec.name for spec in _inputs(method, (LONGEST,))] == ["input_ids", "token_type_ids"]
    with pytest.raises(Refused, match="ask for one length, as --max-length 32, or for iOS 18"):
        _inputs(method, models.LENGTHS)
    ids, types = torch.tensor([[2, 9, 3, 0, 0]]), torch.tensor([[0, 0, 1, 0, 0]])
    inside = MaskFromIds(method.module, pad_id=0)
    given = method.module(ids[:, :3], torch.ones(1, 3, dtype=torch.int64), types[:, :3])
    torch.testing.assert_close(inside(ids, types), given, atol=1e-5, rtol=0)
