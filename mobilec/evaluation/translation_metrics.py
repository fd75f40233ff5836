"""BLEU and chrF as sacrebleu computes them (Post 2018; Popović 2015), in points of 100."""

from collections.abc import Sequence

from sacrebleu.metrics import BLEU, CHRF

from exporters.text.language import sentence_language
from mobilec.evaluation.measure import Score

CHRF_NAME, BLEU_NAME = "chrF", "BLEU"

_WITHOUT_SPACES = {"zh": "zh", "ja": "char", "ko": "char", "th": "char", "my": "char", "km": "char"}
"""Languages that BLEU's usual tokenizer, 13a, would take for one word a sentence."""
_SPACED = "13a"


def corpus_score(
    translations: Sequence[str], references: Sequence[str], language: str | None
) -> Score:
    """Of a whole corpus, one reference each. ``language``: of the target, for BLEU's tokenizer."""
    if len(translations) != len(references) or not references:
        raise ValueError(f"{len(translations)} translations, {len(references)} references")
    tokenize = _WITHOUT_SPACES.get(sentence_language(language), _SPACED)
    values, signatures = {}, {}
    for name, metric in ((CHRF_NAME, CHRF()), (BLEU_NAME, BLEU(tokenize=tokenize))):
        values[name] = metric.corpus_score(list(translations), [list(references)]).score
        signatures[name] = metric.get_signature().format()
    return Score(values, signatures)


def token_agreement(tokens: Sequence[Sequence[int]], others: Sequence[Sequence[int]]) -> float:
    """The share of ``others``' tokens that stand at the same place in ``tokens``; what one side
    has more counts as different."""
    pairs = list(zip(tokens, others, strict=True))
    equal = sum(a == b for one, other in pairs for a, b in zip(one, other, strict=False))
    total = sum(max(len(one), len(other)) for one, other in pairs)
    return equal / total if total else 1.0
