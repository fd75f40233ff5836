"""A bundle translates as its model does, sentence by sentence."""

from dataclasses import replace

import numpy as np
import pytest
import torch

from exporters.bundle import bundle as bundles
from exporters.bundle.bundle import Bundle
from exporters.bundle.translator import Translator, decoding_of
from exporters.eager import TorchRunner
from exporters.errors import Refused
from tests import translation_models
from tests.exporters.verify.translation.bundles import (
    BEAMS,
    CAPACITY,
    LONGEST,
    program,
    settings,
    subject,
)


@pytest.fixture
def bundle(monkeypatch: pytest.MonkeyPatch) -> Bundle:
    """Its program is run by PyTorch."""
    monkeypatch.setattr(bundles.Bundle, "runner", lambda self, _: TorchRunner(program("t5")))
    return subject("t5").bundle


def stock(ids: list[int], beams: int) -> list[int]:
    model = translation_models.tiny("t5")
    given = torch.tensor([ids])
    return model.generate(
        given,
        attention_mask=torch.ones_like(given),
        num_beams=beams,
        max_length=CAPACITY + 1,
        no_repeat_ngram_size=3,
    )[0].tolist()


@pytest.mark.parametrize("beams", [1, BEAMS])
def test_tokens_are_those_of_generate(bundle: Bundle, beams: int) -> None:
    ids = [40, 41, 42, 1]
    asked = replace(settings("t5"), num_beams=beams)
    assert Translator(bundle, "onnx", asked).tokens(ids) == stock(ids, beams)


def test_the_manifest_says_how_to_search(bundle: Bundle) -> None:
    assert Translator(bundle, "onnx").tokens([40, 1]) == stock([40, 1], BEAMS)


def test_a_text_is_translated_sentence_by_sentence(bundle: Bundle) -> None:
    translator = Translator(bundle, "onnx")
    one, two = (
        translator.words.text(stock(translator.words.ids(text), BEAMS))
        for text in ("How are you?", "I am fine.")
    )
    assert one and two
    assert translator.translate("How are you? I am fine.\n\nI am fine.\n").text == (
        f"{one} {two}\n\n{two}\n"
    )
    assert translator.translate("").text == ""


def test_a_long_sentence_is_translated_in_parts(bundle: Bundle) -> None:
    translator = Translator(bundle, "onnx")
    long = "one two three, four five six, seven eight nine"
    assert len(translator.words.ids(long)) > LONGEST
    assert translator.translate(long).text


def test_a_source_that_is_too_long_is_refused(bundle: Bundle) -> None:
    with pytest.raises(Refused, match="a source of 25 tokens was given, and the program takes 24"):
        Translator(bundle, "onnx").tokens(list(np.resize([40], LONGEST + 1)))


def test_more_beams_than_the_program_has_are_refused(bundle: Bundle) -> None:
    asked = replace(settings("t5"), num_beams=BEAMS + 1)
    with pytest.raises(Refused, match="4 beams were asked for"):
        Translator(bundle, "onnx", asked).tokens([40, 1])


def test_a_classifier_does_not_translate(bundle: Bundle) -> None:
    other = replace(bundle.manifest, decoding=None, task="text-classification")
    with pytest.raises(Refused, match="is of the task text-classification, and does not transl"):
        decoding_of(other)
