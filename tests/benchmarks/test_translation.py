"""The translation benchmark without its peer and without files: what it asks, counts and prints."""

import sys
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
import torch

from benchmarks.memory import peak_bytes
from benchmarks.timing import Latency
from benchmarks.translation.children import Began, Child, Times, answer, interleaved_children
from benchmarks.translation.files import CTRANSLATE2, ONNX, PTE, PYTORCH
from benchmarks.translation.marian_npz import MODEL, VOCABULARY, write
from benchmarks.translation.our_child import Clock
from benchmarks.translation.report import outside, ratios, share
from benchmarks.translation.shapes import Shape, marian, sources
from benchmarks.translation.table import table
from benchmarks.translation.task import END, SOURCE_TOKENS, UNKNOWN, token, word

SHAPE = Shape("small", 16, 2, 2, 1, 32, 50)


class Backwards:
    """A translator whose translation is the source, last token first."""

    def translate(self, ids: list[int]) -> list[int]:
        return ids[::-1]

    def following(self, ids: list[int], forced: list[int]) -> list[int]:
        return [ids[0] for _ in forced]

    def inside(self) -> None:
        return None


def test_a_child_answers_what_it_is_asked() -> None:
    translator, began = Backwards(), Began()
    assert answer(translator, {"ask": "tokens", "ids": [[1, 2], [3]]}, began) == [[2, 1], [3]]
    following = {"ask": "following", "ids": [[4, 0]], "forced": [[7, 8, 9]]}
    assert answer(translator, following, began) == [[4, 4, 4]]
    assert answer(translator, {"ask": "memory"}, began) == pytest.approx(peak_bytes(), rel=0.1)
    timed = answer(translator, {"ask": "times", "ids": [1], "calls": 3}, began)
    assert [each.keys() for each in timed] == [{"wall_s", "cpu_s"}] * 3
    started = answer(translator, {"ask": "started", "ids": [1]}, began)
    assert started.keys() == {"cpu_s", "wall_s", "peak_bytes"}


SERVING = """
from benchmarks.translation.children import serve

class Backwards:
    def __init__(self):
        print("what a library has to say")

    def translate(self, ids):
        print("and more of it")
        return ids[::-1]

    def inside(self):
        return 0.0

serve(Backwards)
"""


@pytest.fixture
def child() -> Iterator[Child]:
    with Child([sys.executable, "-c", SERVING], threads=1) as child:
        yield child


def test_a_child_is_asked_over_a_pipe(child: Child, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("benchmarks.translation.children.PAUSE_S", 0.0)
    assert child.ask(ask="tokens", ids=[[5, 6]]) == [[6, 5]]
    found = interleaved_children({"one": child}, [5, 6], rounds=2, calls=3)
    assert len(found["one"].latency.samples_ms) == 6
    assert found["one"].inside == (0.0,) * 6


def test_a_child_that_ends_is_an_error() -> None:
    with Child([sys.executable, "-c", "raise SystemExit(3)"], threads=1) as child:
        with pytest.raises((RuntimeError, BrokenPipeError)):
            child.ask(ask="memory")


def test_words_and_tokens_are_each_others_way_back() -> None:
    assert [token(word(each)) for each in (END, UNKNOWN, 2, 48)] == [END, UNKNOWN, 2, 48]
    assert word(END) == "</s>"


def test_the_models_are_seeded_tied_and_start_from_nothing() -> None:
    model, again = marian(SHAPE), marian(SHAPE)
    assert model.lm_head.weight is model.model.shared.weight
    assert torch.equal(model.lm_head.weight, again.lm_head.weight)
    assert not model.model.shared.weight[SHAPE.pad].any()
    assert all(len(ids) == SOURCE_TOKENS and ids[-1] == END for ids in sources(SHAPE))


def test_marians_own_file_has_every_weight_once_and_no_pad_word(tmp_path: Path) -> None:
    model = marian(SHAPE)
    write(model, SHAPE, tmp_path)
    arrays = np.load(tmp_path / MODEL)
    assert arrays["Wemb"].shape == (SHAPE.words - 1, SHAPE.width)
    layer = model.model.decoder.layers[0]
    np.testing.assert_array_equal(arrays["decoder_l1_ffn_W1"].T, layer.fc1.weight.detach())
    np.testing.assert_array_equal(
        arrays["decoder_l1_context_Wk"].T, layer.encoder_attn.k_proj.weight.detach()
    )
    written = sum(arrays[name].size for name in arrays.files if not name.startswith("special"))
    positions = sum(p.numel() for p in model.parameters() if not p.requires_grad)
    unique = sum(p.numel() for p in model.parameters()) - positions
    assert written == unique - SHAPE.width + (SHAPE.words - 1)  # less a row, and logits' bias
    lines = (tmp_path / VOCABULARY).read_text().splitlines()
    assert (lines[0], lines[-1], len(lines)) == ("</s>: 0", "w48: 48", SHAPE.words - 1)


def test_the_clock_counts_what_it_watches_and_changes_nothing() -> None:
    class Session:
        def run(self, value: int, times: int = 1) -> int:
            return sum(value for _ in range(times * 1000))

    clock = Clock()
    clock.watch_(Session, "run")
    assert Session().run(2, times=3) == 6000
    first = clock.inside_s()
    assert first > 0
    Session().run(2)
    assert clock.inside_s() > first


def _times(milliseconds: float, *inside: float) -> Times:
    return Times(Latency((milliseconds,) * 3, (milliseconds / 2,) * 3), inside)


TIMES = {
    PYTORCH: _times(400.0),
    CTRANSLATE2: _times(200.0),
    PTE: _times(100.0, 0.9, 0.95, 0.8),
    ONNX: _times(120.0, 0.7),
}


def test_ratios_are_ours_over_each_peers() -> None:
    found = ratios(TIMES, PTE)
    assert found[CTRANSLATE2] == {"median": 0.5, "p10": 0.5, "processor time": 0.5}
    assert found[PYTORCH]["median"] == 0.25
    assert found.keys() == {PYTORCH, CTRANSLATE2}


def test_outside_is_the_median_of_what_is_not_inside() -> None:
    assert outside(TIMES[PTE].inside) == pytest.approx(0.1)


def test_shares_count_equal_places() -> None:
    assert share([1, 2, 3, 4], [1, 9, 3, 4]) == 0.75
    with pytest.raises(ValueError):
        share([1, 2], [1, 2, 3])


def test_the_table_says_when_tokens_differ() -> None:
    file = {"size_bytes": 76_300_000, "wall_s": 100.0, "cpu_s": 60.0, "peak_bytes": 1.7e9}
    latency = {"median_ms": 100.0, "cpu_median_ms": 99.0}
    timed = {
        "ratios": {PTE: ratios(TIMES, PTE)},
        "outside": {PTE: 0.12},
        "latency": {CTRANSLATE2: latency, PTE: latency},
    }
    shape = {
        "unique_parameters": 74_000_000,
        "files": {PTE: file, CTRANSLATE2: {"size_bytes": 79_400_000}},
        "equal_to_generate": {PTE: True, ONNX: False},
        "agreement": {PTE: 0.97},
        "threads": {"1": timed},
    }
    lines = table({"shapes": {"opus-mt": shape}}).splitlines()
    assert lines[0] == "opus-mt: 74.0 M parameters"
    assert "76.30 MB" in lines[1] and "peak 1.70 GB" in lines[1]
    assert lines[3] == f"tokens of {PTE}: those of generate"
    assert lines[4] == f"tokens of {ONNX}: NOT those of generate"
    assert "of CTranslate2's: median 0.500" in lines[-1] and "outside: 0.120" in lines[-1]
    assert "of CTranslate2's" not in lines[-2]
