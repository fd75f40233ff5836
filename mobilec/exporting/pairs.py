"""Sentence pairs in an export: whether the model labels them, and what it is asked to prove it."""

from collections.abc import Sequence

from tokenizers import Tokenizer

from exporters.bundle.golden import shipped_pairs
from exporters.errors import Refused
from exporters.text.encoder import Asked
from mobilec.checkpoint.describe import Description
from mobilec.evaluation.data import has_pairs
from mobilec.evaluation.measure import Example
from mobilec.exporting.options import ExportOptions

GOLDENS = 32
"""As many as the package has sentences."""

_OF_PAIRS = frozenset(
    ("entailment", "contradiction", "not_entailment", "non_entailment", "equivalent")
    + ("not_equivalent", "paraphrase", "not_paraphrase", "duplicate", "not_duplicate")
)
"""Labels of inference and of paraphrases, which say how two texts stand to each other."""


def wants_pairs(options: ExportOptions) -> bool:
    """Whether the bundle labels pairs: it was said so, or the data of the export has them."""
    given = (options.evaluation, options.calibration)
    return options.pairs or any(data is not None and has_pairs(data) for data in given)


def refuse_pairs(options: ExportOptions, tokenizer: Tokenizer, types: bool) -> None:
    """Refuses lengths at which no pair has a place, and a package that cannot take one."""
    special = tokenizer.num_special_tokens_to_add(True)
    if options.lengths[-1] < special + 2:
        raise Refused(
            f"--max-length {options.lengths[-1]} was asked for, and a pair has {special} special "
            f"tokens beside one of each text; ask for {special + 2} at least"
        )
    several = len(options.lengths) > 1
    if types and several and options.ios == 17 and "coreml" in options.wanted_formats():
        raise Refused(
            f"--ios 17 was asked for: its packages take one input of several lengths, and pairs "
            f"want token types as a second one. Ask for one length (--max-length "
            f"{options.lengths[-1]}), or for --ios 18"
        )


def golden_pairs(examples: Sequence[Example]) -> list[Asked]:
    """Pairs of the user's data, spread over it, before those of the package."""
    step = max(1, len(examples) // GOLDENS)
    chosen = [example.asked for example in examples[::step]][:GOLDENS]
    return [*chosen, *shipped_pairs()][:GOLDENS]


def note_of_pairs(about: Description, pairs: bool) -> tuple[str, ...]:
    """What a user should know whose labels are those of pairs."""
    if pairs or not (named := [each for each in about.labels if each.lower() in _OF_PAIRS]):
        return ()
    return (
        f"The labels {', '.join(about.labels)} look like those of sentence pairs "
        f"({', '.join(named)}), and this bundle labels one text at a time: if the model was "
        f"trained on pairs, export it with --pairs, or with --eval of a file that has them.",
    )
