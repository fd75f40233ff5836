"""Bundles of tiny translators whose programs PyTorch runs, with every way to spoil them."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import cache, cached_property
from pathlib import Path

import numpy as np
from tokenizers import Tokenizer, models, pre_tokenizers, processors

from exporters.bundle.bundle import Bundle
from exporters.bundle.decoding import decoding_with
from exporters.bundle.golden import Lengths
from exporters.bundle.manifest import (
    Limits,
    Manifest,
    MethodEntry,
    Precision,
    ProgramFile,
    Source,
    Tensor,
    Text,
    Tool,
)
from exporters.bundle.stock_translator import StockTranslator
from exporters.bundle.translation_golden import (
    GoldenOptions,
    TranslationGolden,
    make_translation_golden,
)
from exporters.capture.capture import CaptureOptions
from exporters.capture.translation.capture import capture_translation
from exporters.decode.generation_config import settings_from
from exporters.decode.settings import GenerationSettings
from exporters.decode.state import states_of
from exporters.eager import TorchRunner
from exporters.errors import Refused
from exporters.precision import rules
from exporters.program import Method, Program
from exporters.reading import Reading
from exporters.runtime import Arrays, Runner
from exporters.text.words import Words
from exporters.verify.translation.subject import TranslatorSubject
from tests import translation_models

LONGEST, CAPACITY, BEAMS = 24, 12, 3
FAMILIES = ("marian", "t5")


@cache
def words(end: int) -> Words:
    """Letters and digits as tokens, and the end token of a family behind them."""
    letters = {chr(32 + i): 8 + i for i in range(90)}
    core = Tokenizer(models.WordLevel({**letters, "</s>": end, "?!": 400}, unk_token="?!"))
    core.pre_tokenizer = pre_tokenizers.Split("", "isolated")
    core.add_special_tokens(["</s>"])
    core.post_processor = processors.TemplateProcessing(
        single="$A </s>", special_tokens=[("</s>", end)]
    )
    return Words(core, core, language="en")


@cache
def program(name: str) -> Program:
    options = CaptureOptions(LONGEST, CAPACITY, BEAMS)
    return capture_translation(translation_models.tiny(name), options)


@cache
def settings(name: str) -> GenerationSettings:
    own = settings_from(translation_models.tiny(name).generation_config)
    return replace(own, num_beams=BEAMS, max_length=CAPACITY + 1, no_repeat_ngram=3)


@cache
def golden(name: str) -> TranslationGolden:
    model = translation_models.tiny(name)
    model.generation_config.no_repeat_ngram_size = 3
    options = GoldenOptions(
        lengths=Lengths(1, LONGEST),
        capacity=CAPACITY,
        settings=settings(name),
        language="en",
        pad_id=program(name).pad_id,
        tolerance={"onnx": 0.1},
    )
    reference = StockTranslator(model, settings(name))
    return make_translation_golden(reference, words(settings(name).eos_ids[0]), options)


def file(name: str, **changes: object) -> ProgramFile:
    methods = tuple(_entry(method) for method in program(name).methods)
    whole = ProgramFile(
        *("model.onnx", "onnx", "torch", "2.13", "fp32", 9, "ab", methods, {}, 0, 8)
    )
    return replace(whole, **changes)


def _entry(method: Method) -> MethodEntry:
    """What a search reads of a method: what it takes, but for the sizes that follow the source."""
    fixed = (spec for spec in method.inputs if all(isinstance(size, int) for size in spec.shape))
    return MethodEntry(method.name, tuple(Tensor(s.name, "float32", s.shape) for s in fixed), ())


def manifest(name: str) -> Manifest:
    return Manifest(
        name=name,
        task="translation",
        created="2026-01-01T00:00:00Z",
        tool=Tool("0.1.0", ""),
        source=Source(name, "folder", name, name, "cd", None),
        files=(file(name),),
        texts=(),
        text=Text("tokenizer.json", (), program(name).pad_id, source_language="en"),
        limits=Limits(1, LONGEST, CAPACITY),
        precision=Precision("fp32"),
        unique_parameters=8,
        decoding=decoding_with(settings(name), states_of(program(name))),
    )


@dataclass(frozen=True)
class Spoiled(TranslatorSubject):
    """A subject whose program PyTorch runs, behind ``around``; ``stored``: what is in its file."""

    around: Callable[[Runner], Runner] = lambda runner: runner
    stored: Reading | None = None

    @cached_property
    def runner(self) -> Runner:
        return self.around(Bounded(program(self.bundle.manifest.name)))

    @cached_property
    def reading(self) -> Reading:
        assert self.stored is not None
        return self.stored


class Bounded(TorchRunner):
    """Refuses long sources, as the runners of files do; PyTorch would take them."""

    def run(self, method: str, inputs: Arrays) -> dict[str, np.ndarray]:
        if method == "encode" and inputs["input_ids"].shape[1] > LONGEST:
            raise Refused(f"{LONGEST} tokens fit")
        return super().run(method, inputs)


def subject(
    name: str,
    around: Callable[[Runner], Runner] = lambda runner: runner,
    precision: rules.Precision = rules.Precision.FP32,
    **changes: object,
) -> Spoiled:
    """A bundle of a family; ``around``: what stands between the gates and the program."""
    bundle = Bundle(Path("nowhere"), manifest(name))
    bundle.__dict__["golden"] = golden(name)
    bundle.__dict__["words"] = words(settings(name).eos_ids[0])
    return Spoiled(bundle, file(name, precision=precision.value, **changes), around=around)
