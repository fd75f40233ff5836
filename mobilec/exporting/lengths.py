"""How long a text may be, where nobody asked and where the tokenizer says otherwise."""

from dataclasses import replace

from mobilec.checkpoint.cutting import Cutting
from mobilec.checkpoint.describe import Description
from mobilec.checkpoint.task import CLASSIFICATION
from mobilec.exporting.options import ExportOptions, Unasked


def settled(options: ExportOptions, about: Description) -> ExportOptions:
    """Lengths that nobody asked for end at the tokenizer's model_max_length, at which transformers
    cuts where it is told no length."""
    if about.task != CLASSIFICATION or not isinstance(options.lengths, Unasked):
        return options
    longest = about.cutting.longest
    if longest is None or longest >= options.lengths[-1]:
        return options
    shorter = (length for length in options.lengths if length < longest)
    return replace(options, lengths=Unasked((*shorter, longest)))


def cut_in_words(cutting: Cutting, options: ExportOptions) -> str:
    """Where a text is cut, for a plan."""
    cut = f"texts of more than {options.lengths[-1]} tokens, at their {_END[cutting.side]}"
    if cutting.longest is None or cutting.longest == options.lengths[-1]:
        return cut
    return (
        f"{cut}; the tokenizer's model_max_length is {cutting.longest}, --max-length has the word"
    )


def note_of_length(cutting: Cutting, options: ExportOptions) -> tuple[str, ...]:
    """What a user should know who asked for more than the tokenizer's own length."""
    if cutting.longest is None or options.lengths[-1] <= cutting.longest:
        return ()
    return (
        f"Texts go in whole up to {options.lengths[-1]} tokens, as --max-length says; told no "
        f"length, transformers cuts at the tokenizer's model_max_length, {cutting.longest}.",
    )


_END = {"right": "end", "left": "beginning"}
