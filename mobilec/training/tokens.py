"""Examples to tokens: the tokenizer of a checkpoint, and a dataset that the Trainer reads."""

from collections.abc import Sequence
from pathlib import Path

from torch.utils.data import Dataset
from transformers import AutoTokenizer, PreTrainedTokenizerFast

from exporters.errors import Refused
from mobilec.evaluation.data import Example

Encoding = dict[str, list[int] | int]
"""One unpadded example: ``input_ids`` and what else the model reads, and its ``label``."""


class TokenizedExamples(Dataset):
    """Labelled sentences as token ids, each cut to ``max_length`` tokens and not padded."""

    def __init__(
        self, examples: Sequence[Example], tokenizer: PreTrainedTokenizerFast, max_length: int
    ) -> None:
        texts = [example.text for example in examples]
        columns = tokenizer(texts, truncation=True, max_length=max_length)
        self.labels = [example.label for example in examples]
        self.columns: dict[str, list[list[int]]] = dict(columns.items())

    def __len__(self) -> int:
        return len(self.labels)

    def __getitem__(self, index: int) -> Encoding:
        row: Encoding = {name: column[index] for name, column in self.columns.items()}
        return row | {"label": self.labels[index]}

    @property
    def lengths(self) -> list[int]:
        """Tokens of each example."""
        return [len(ids) for ids in self.columns["input_ids"]]


LEFT_OVER_SETTINGS = (
    "max_length",
    "stride",
    "truncation_strategy",
    "pad_to_multiple_of",
    "pad_token_type_id",
    "is_local",
    "local_files_only",
)
"""What transformers would write to tokenizer_config.json of the truncation and padding that a
tokenizer came with, and of the place where it was found."""


def load_tokenizer(folder: Path) -> PreTrainedTokenizerFast:
    """The tokenizer of a checkpoint, with truncation and padding off.

    Some checkpoints carry both in tokenizer.json (padding to 128 tokens, for example), and would
    hand them down to everything that is made from this model, an app on a phone included.
    """
    tokenizer = AutoTokenizer.from_pretrained(folder)
    if not isinstance(tokenizer, PreTrainedTokenizerFast):
        raise Refused(f"{folder} has no tokenizer.json; save its tokenizer in the fast form first")
    tokenizer.backend_tokenizer.no_truncation()
    tokenizer.backend_tokenizer.no_padding()
    for setting in LEFT_OVER_SETTINGS:
        tokenizer.init_kwargs.pop(setting, None)
    return tokenizer
