"""Sentence pairs in an export: whether the model labels them, and at which lengths."""

from tokenizers import Tokenizer

from exporters.errors import Refused
from mobilec.checkpoint.describe import Description
from mobilec.evaluation.data import has_pairs
from mobilec.exporting.options import ExportOptions

_OF_PAIRS = frozenset(
    ("entailment", "contradiction", "not_entailment", "non_entailment", "equivalent")
    + ("not_equivalent", "paraphrase", "not_paraphrase", "duplicate", "not_duplicate")
)
"""Labels of inference and of paraphrases, which say how two texts stand to each other."""


def wants_pairs(options: ExportOptions) -> bool:
    """Whether the bundle labels pairs: it was said so, or the data of the export has them."""
    given = (options.evaluation, options.calibration)
    asked = options.classification.pairs
    return asked or any(data is not None and has_pairs(data) for data in given)


def refuse_pairs(options: ExportOptions, tokenizer: Tokenizer, types: bool) -> None:
    """Refuses lengths at which no pair has a place, and a package that cannot take one."""
    special = tokenizer.num_special_tokens_to_add(True)
    if options.lengths[-1] < special + 2:
        raise Refused(
            f"--max-length {options.lengths[-1]} was asked for, and a pair has {special} special "
            f"tokens beside one of each text; ask for {special + 2} at least"
        )
    several = len(options.lengths) > 1
    if types and several and options.one_input_of_several_lengths:
        raise Refused(
            f"--ios 17 was asked for: its packages take one input of several lengths, and pairs "
            f"want token types as a second one. Ask for one length (--max-length "
            f"{options.lengths[-1]}), or for --ios 18"
        )


def note_of_pairs(about: Description, pairs: bool) -> tuple[str, ...]:
    """What a user should know whose labels are those of pairs."""
    if pairs or not (named := [each for each in about.labels if each.lower() in _OF_PAIRS]):
        return ()
    return (
        f"The labels {', '.join(about.labels)} look like those of sentence pairs "
        f"({', '.join(named)}), and this bundle labels one text at a time: if the model was "
        f"trained on pairs, export it with --pairs, or with --eval of a file that has them.",
    )
