"""What the goldens of a translator cover, asked of a reference that costs nothing."""

import json
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from exporters.bundle.golden import Lengths, write_golden
from exporters.bundle.golden_file import read_golden
from exporters.bundle.translation_golden import (
    Generated,
    GoldenOptions,
    TranslationGolden,
    make_translation_golden,
    shipped_sentences,
)
from exporters.decode.settings import GenerationSettings
from exporters.errors import Refused

VOCABULARY, PAD, END = 58_101, 58_100, 0
OPTIONS = GoldenOptions(
    lengths=Lengths(1, 128),
    capacity=128,
    settings=GenerationSettings(start_id=PAD, eos_ids=(END,), num_beams=4),
    language="en",
    pad_id=PAD,
    tolerance={"onnx": 0.25},
)


class Reference:
    """Random answers, the same each time."""

    def greedy(self, input_ids: Sequence[int]) -> Generated:
        tokens = (PAD, *np.random.default_rng(len(input_ids)).integers(1, 99, 30).tolist(), END)
        return Generated(tokens, tuple(np.linspace(0.1, 9, 31).tolist()))

    def searched(self, input_ids: Sequence[int]) -> tuple[int, ...]:
        return self.greedy(input_ids).tokens[::-1]

    def logits(self, input_ids: Sequence[int], forced: Sequence[int]) -> np.ndarray:
        random = np.random.default_rng(len(input_ids))
        return random.normal(size=(len(forced), VOCABULARY)).astype(np.float32)

    def rows(self, method: str, ids: Sequence[int]) -> np.ndarray:
        return np.random.default_rng(len(method)).normal(size=(len(ids), 512))


class Letters:
    """Each letter is a token; see ``exporters.text.words.Words``."""

    def ids(self, text: str) -> list[int]:
        return [*(ord(letter) for letter in text), END]

    def text(self, tokens: Sequence[int]) -> str:
        return "".join(map(chr, tokens))


def made(**changes: object) -> TranslationGolden:
    return make_translation_golden(Reference(), Letters(), replace(OPTIONS, **changes))


@pytest.fixture(scope="module")
def golden() -> TranslationGolden:
    return made()


def test_is_small_and_read_back(tmp_path: Path, golden: TranslationGolden) -> None:
    write_golden(golden, tmp_path)
    assert (tmp_path / "golden.json").stat().st_size < 300_000
    assert read_golden(tmp_path / "golden.json") == golden


def test_sentences_have_ids_tokens_and_words(golden: TranslationGolden) -> None:
    assert len(golden.sentences) == 32
    for sentence in golden.sentences:
        assert sentence.input_ids == tuple(Letters().ids(sentence.text))
        assert len(sentence.leads) == len(sentence.greedy) - 1
        assert sentence.translation == Letters().text(sentence.searched)


def test_probes_cover_every_length_padding_and_the_last_position(
    golden: TranslationGolden,
) -> None:
    tried = {(len(p.input_ids), p.padding) for p in golden.probes}
    assert tried == {(1, 0), (1, 7), (64, 0), (64, 7), (128, 0)}
    assert max(len(p.forced) for p in golden.probes) == 128
    for probe in golden.probes:
        assert probe.input_ids[-1] == END
        assert probe.forced[0] == PAD and PAD not in probe.forced[1:]
        assert probe.positions[0] == 0 and probe.positions[-1] == len(probe.forced) - 1
        assert len(probe.logits) == len(probe.best) == len(probe.positions)
        expected = Reference().logits(probe.input_ids, probe.forced)[list(probe.positions)]
        assert probe.best == tuple(expected.argmax(axis=1))
        np.testing.assert_allclose(probe.logits, expected[:, golden.vocabulary], rtol=1e-5)


def test_the_kept_ids_have_the_end_and_what_was_said(golden: TranslationGolden) -> None:
    assert len(golden.vocabulary) == 64
    assert END in golden.vocabulary
    assert set(golden.vocabulary) & set(golden.sentences[0].greedy[1:])
    assert max(golden.vocabulary) > VOCABULARY // 2


def test_rows_are_of_both_methods(golden: TranslationGolden) -> None:
    for method in ("encode", "decode"):
        rows = [row for row in golden.rows if row.method == method]
        expected = Reference().rows(method, [row.id for row in rows])
        np.testing.assert_allclose([r.head for r in rows], expected[:, :16], rtol=1e-5)
        norms = np.linalg.norm(expected, axis=1)
        np.testing.assert_allclose([r.norm for r in rows], norms, rtol=1e-5)


def test_an_empty_text_of_several_tokens_is_tried() -> None:
    class Prefixed(Letters):
        def ids(self, text: str) -> list[int]:
            return super().ids("to German: " + text)

    found = make_translation_golden(Reference(), Prefixed(), OPTIONS)
    assert tuple(Prefixed().ids("")) in {probe.input_ids for probe in found.probes}


def test_long_sentences_lose_words_at_their_end() -> None:
    short = made(lengths=Lengths(1, 16))
    assert all(len(s.input_ids) <= 16 for s in short.sentences)
    assert "I would like a" in {s.text for s in short.sentences}


def test_a_program_too_short_for_sentences_is_refused() -> None:
    with pytest.raises(Refused, match="export it for longer sources"):
        made(lengths=Lengths(1, 3))


def test_sentences_suit_the_source() -> None:
    assert made(language="de").sentences[0].text == "Guten Morgen."
    assert made(language="xx").language == "en"
    assert len(shipped_sentences("de")[1]) == len(shipped_sentences("en")[1]) == 32
    own = tuple(f"phrase {n}" for n in range(20))
    found = made(language="xx", texts=own)
    assert (found.language, [s.text for s in found.sentences]) == ("xx", list(own))


def test_a_golden_file_of_another_task_is_refused(
    tmp_path: Path, golden: TranslationGolden
) -> None:
    write_golden(golden, tmp_path)
    path = tmp_path / "golden.json"
    path.write_text(json.dumps(json.loads(path.read_text()) | {"task": "chess"}))
    with pytest.raises(Refused, match="of the task 'chess'; known are text-classification, trans"):
        read_golden(path)
