"""Positions as RoBERTa and its kin count them: behind the id that their table keeps for padding.

position of token k = padding + (number of tokens up to k that are no padding), padding itself has
the position ``padding`` (``create_position_ids_from_input_ids`` of transformers, after fairseq)
"""

import torch


def after_padding(input_ids: torch.Tensor, padding: int) -> torch.Tensor:
    """(1, time) ids to (1, time) positions.

    The running sum is there for a padding token within a text, which a user may type: the tokens
    behind it count on as if it were not there.
    """
    tokens = (input_ids != padding).to(torch.int64)
    return torch.cumsum(tokens, dim=1) * tokens + padding
