"""How long a text may be, where nobody asked and where the tokenizer says otherwise."""

from mobilec.checkpoint.cutting import Cutting
from mobilec.checkpoint.describe import Description
from mobilec.exporting.options import ExportOptions
from mobilec.exporting.task import Exporting
from mobilec.tasks.registry import task_of


def settled(options: ExportOptions, about: Description) -> ExportOptions:
    """Lengths that nobody asked for end at the first of the task's bounds."""
    exporting: Exporting = task_of(about.task).exporting()
    known = [bound for bound in exporting.bounds(about) if bound is not None]
    return options.within(min(known, default=None))


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
