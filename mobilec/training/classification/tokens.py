"""Examples to tokens: a dataset that the Trainer reads."""

from collections.abc import Sequence

from torch.utils.data import Dataset
from transformers import PreTrainedTokenizerFast

from mobilec.evaluation.data import Example

Encoding = dict[str, list[int] | int]
"""One unpadded example: ``input_ids`` and what else the model reads, and its ``label``."""


class TokenizedExamples(Dataset):
    """Labelled sentences or pairs as token ids, each cut to ``max_length`` tokens and not padded.

    ``reads_types``: whether the model is given the types of a pair.
    """

    def __init__(
        self,
        examples: Sequence[Example],
        tokenizer: PreTrainedTokenizerFast,
        max_length: int,
        reads_types: bool = False,
    ) -> None:
        texts = [example.text for example in examples]
        pairs = [example.pair for example in examples if example.pair is not None]
        columns = tokenizer(
            texts,
            pairs or None,
            truncation=True,
            max_length=max_length,
            return_token_type_ids=reads_types if pairs else None,
        )
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
