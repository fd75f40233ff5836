"""MobileBERT: each token's input is made of three neighbours, so padding must look like nothing.

(Sun et al. 2020, section 3.1: trigram convolution of the embeddings)
"""

from dataclasses import replace

import torch
from torch import nn
from transformers import PreTrainedModel
from transformers.modeling_outputs import SequenceClassifierOutput

from exporters.capture.masks import additive_mask
from exporters.capture.network import Network, with_our_attention
from exporters.families import bert


class MaskedEmbeddings(nn.Module):
    """The model on word embeddings that are zero where the mask is.

    Behind the last token transformers puts zeros when nothing follows and the row of [PAD] when
    padding follows, and its logits differ (by .93 with a random row). Zero rows give the unpadded
    result at every length, so formats with fixed lengths can pad.
    """

    def __init__(self, model: PreTrainedModel) -> None:
        super().__init__()
        self.model = model

    def forward(
        self, input_ids: torch.Tensor, attention_mask: torch.Tensor, token_type_ids: torch.Tensor
    ) -> SequenceClassifierOutput:
        """input_ids, attention_mask of 0 and 1 and token_type_ids, all (1, time)."""
        words = self.model.get_input_embeddings()(input_ids)
        return self.model(
            inputs_embeds=words * attention_mask.to(words.dtype).reshape(1, -1, 1),
            attention_mask=additive_mask(attention_mask),
            token_type_ids=token_type_ids,
        )


def network(model: PreTrainedModel, max_length: int) -> Network:  # noqa: ARG001
    """The model with our attention, behind masked embeddings."""
    return Network(MaskedEmbeddings(with_our_attention(model)), nn.Identity())


FAMILY = replace(
    bert.FAMILY,
    attends="query and value of its attention read two different inputs",
    minimum_length=3,
    network=network,
)
