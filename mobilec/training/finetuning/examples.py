"""Examples as token ids, and several of them as one batch."""

from collections.abc import Sequence

import torch
from torch.utils.data import Dataset

from exporters.text.encoder import TYPES
from mobilec.training.measures import IGNORED

Row = dict[str, list[int] | int]
"""``input_ids``, of a pair ``token_type_ids`` where the model reads them, and ``labels``: an index,
or the ids of a translation."""


class TokenizedRows(Dataset):
    """Rows that are neither padded nor on a device."""

    def __init__(self, rows: Sequence[Row]) -> None:
        self._rows = rows

    def __len__(self) -> int:
        return len(self._rows)

    def __getitem__(self, index: int) -> Row:
        return self._rows[index]

    @property
    def lengths(self) -> list[int]:
        """Tokens of the longer side of each row."""
        return [max(_size(row["input_ids"]), _size(row["labels"])) for row in self._rows]


class Padding:
    """Makes a batch of rows: ids are filled up with ``pad_id``, labels of words with IGNORED.

    ``start_id``: what a decoder reads before the first word; None where there is no decoder.
    """

    def __init__(self, pad_id: int, start_id: int | None = None) -> None:
        self._pad_id, self._start_id = pad_id, start_id

    def __call__(self, rows: Sequence[Row]) -> dict[str, torch.Tensor]:
        """(rows, longest) each; labels of a classifier are (rows,)."""
        ids = [_listed(row["input_ids"]) for row in rows]
        labels = [row["labels"] for row in rows]
        batch = {
            "input_ids": _padded(ids, self._pad_id),
            "attention_mask": _padded([[1] * len(each) for each in ids], 0),
        }
        if any(TYPES in row for row in rows):
            types = [_listed(row.get(TYPES, [])) for row in rows]
            batch[TYPES] = _padded(types, 0, max(map(len, ids)))
        if self._start_id is None:
            return batch | {"labels": torch.tensor(labels)}
        words = [_listed(label) for label in labels]
        read = [[self._start_id, *each[:-1]] for each in words]
        return batch | {
            "decoder_input_ids": _padded(read, self._pad_id),
            "labels": _padded(words, IGNORED),
        }


def _padded(rows: Sequence[list[int]], filler: int, length: int | None = None) -> torch.Tensor:
    longest = length or max(map(len, rows))
    return torch.tensor([[*row, *[filler] * (longest - len(row))] for row in rows])


def _listed(ids: list[int] | int) -> list[int]:
    return [ids] if isinstance(ids, int) else ids


def _size(ids: list[int] | int) -> int:
    return len(_listed(ids))
