"""A decoder that returns its likeliest token, against the one that returns logits."""

import torch

from benchmarks.translation.argmax import BEST, likeliest
from benchmarks.translation.shapes import Shape, marian
from exporters.capture.capture import CaptureOptions
from exporters.capture.translation.capture import capture_translation

SHAPE = Shape("small", 16, 2, 1, 1, 32, 50)


def test_the_likeliest_token_comes_in_place_of_the_logits() -> None:
    program = capture_translation(marian(SHAPE), CaptureOptions(8, 8, hypotheses=2))
    plain, changed = program.method("decode"), likeliest(program).method("decode")
    assert [spec.name for spec in changed.outputs][:2] == [BEST, "new_key_0"]
    inputs = plain.example({"length": 5})
    with torch.no_grad():
        logits, *new = plain.module(*inputs)
        best, *same = changed.module(*inputs)
    assert torch.equal(best, logits.argmax(dim=-1))
    assert best.shape == changed.outputs[0].shape == (2,)
    assert all(map(torch.equal, new, same))
