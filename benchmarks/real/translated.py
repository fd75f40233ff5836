"""A program's tokens for real sentences beside those of transformers' ``generate``."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
from transformers import AutoModelForSeq2SeqLM, AutoTokenizer

from benchmarks.real.asked import Answers
from exporters.bundle.bundle import Bundle
from exporters.bundle.stock_translator import StockTranslator
from exporters.bundle.translator import decoding_of, searched_model
from exporters.decode.constraints import Constraints
from exporters.decode.greedy import greedy
from exporters.decode.model import StepModel
from exporters.decode.settings import GenerationSettings
from exporters.verify.error import max_abs, relative
from mobilec.checkpoint.load import load
from mobilec.evaluation.parallel import Pair, read_parallel
from mobilec.evaluation.translation_metrics import corpus_score
from mobilec.shipped.catalogue import MODELS as SHIPPED

KEPT = 512
"""Ids of which logits are compared, spread over the vocabulary: all of them would be gigabytes."""


@dataclass(frozen=True)
class _Sentence:
    """``right``: for each token whether the program says it too. ``tokens``: its own translation.
    ``reference`` and ``output``: (steps, kept ids)."""

    ids: list[int]
    expected: tuple[int, ...]
    tokens: tuple[int, ...]
    right: np.ndarray
    reference: np.ndarray
    output: np.ndarray


def asked_translator(bundle: Bundle, folder: Path, data: Path, prefix: str, count: int) -> Answers:
    """Greedy, as beams hide where a program first differs. Sentences that are too long for the
    program are left out."""
    tokenizer = AutoTokenizer.from_pretrained(folder)
    shipped = folder in [model.folder for model in SHIPPED.values()]
    # What ships stores its weights in int8, in a form that transformers does not know.
    own = load(folder).model if shipped else AutoModelForSeq2SeqLM.from_pretrained(folder).eval()
    settings = replace(decoding_of(bundle.manifest).settings, num_beams=1, renormalize=False)
    stock = StockTranslator(own, settings)
    file = bundle.manifest.files[0]
    program = searched_model(bundle, file, bundle.runner(file.format))
    encoded = [(pair, tokenizer(prefix + pair.text).input_ids) for pair in read_parallel(data)]
    fit = [(p, ids) for p, ids in encoded if len(ids) <= bundle.manifest.limits.longest][:count]
    found = [_sentence(stock, program, ids, settings) for _, ids in fit]
    own = [bundle.words.ids(pair.text) for pair, _ in fit]
    reference = np.concatenate([s.reference for s in found])
    output = np.concatenate([s.output for s in found])
    return Answers(
        texts=len(found),
        same_ids=float(np.mean([a == s.ids for a, s in zip(own, found, strict=True)])),
        agreement=float(np.mean(np.concatenate([s.right for s in found]))),
        equal=float(np.mean([bool(s.right.all()) for s in found])),
        relative=relative(reference, output),
        max_abs=max_abs(reference, output),
        quality=_quality(tokenizer, [pair for pair, _ in fit], found),
    )


def _sentence(
    stock: StockTranslator, program: StepModel, ids: list[int], settings: GenerationSettings
) -> _Sentence:
    """The program is given transformers' beginning at each step; where it says all that, its own
    translation is the same."""
    expected = stock.greedy(ids).tokens
    logits = stock.logits(ids, expected[:-1])
    kept = np.linspace(0, logits.shape[1] - 1, KEPT).astype(int)
    constraints, said = Constraints(settings), np.array([expected])
    program.encode(np.array(ids, np.int64))
    right, output = [], []
    for at in range(len(expected) - 1):
        scores = program.step(said[:, at], at).copy()
        output.append(scores[0, kept])
        right.append(int(constraints.apply_(scores, said, at + 1)[0].argmax()) == expected[at + 1])
    same = all(right)
    tokens = expected if same else tuple(greedy(program, np.array(ids, np.int64), settings))
    return _Sentence(ids, expected, tokens, np.array(right), logits[:, kept], np.stack(output))


def _quality(
    tokenizer: AutoTokenizer, pairs: Sequence[Pair], found: Sequence[_Sentence]
) -> dict[str, tuple[float, float]]:
    references = [pair.reference for pair in pairs]
    scores = [
        corpus_score(tokenizer.batch_decode(side, skip_special_tokens=True), references, "de")
        for side in ([s.expected for s in found], [s.tokens for s in found])
    ]
    return {m: (scores[0].values[m], scores[1].values[m]) for m in scores[0].values}
