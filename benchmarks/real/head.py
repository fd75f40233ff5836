"""A head for an encoder: logistic regression on what it says of labelled sentences."""

from collections.abc import Sequence

import torch
from torch import nn
from torch.nn import functional
from transformers import BertForSequenceClassification, BertModel, PreTrainedTokenizerFast

from benchmarks.real.texts import Labelled

BATCH = 32
LONGEST = 128
"""Tokens, as exports take them."""
DECAY = 1e-3
"""Of the squared weights of the head, per number."""
STEPS = 100


def with_head(
    encoder: BertModel,
    tokenizer: PreTrainedTokenizerFast,
    rows: Sequence[Labelled],
    labels: tuple[str, ...],
) -> BertForSequenceClassification:
    """``encoder`` with a pooler that only scales, and a classifier that was fitted on ``rows``.

    softmax(W tanh(h / s) + b), h: the first token's hidden state, s: its spread over all rows.
    """
    states = _first_states(encoder, tokenizer, [row.text for row in rows])
    scale = float(states.std())
    expected = torch.tensor([labels.index(row.label) for row in rows])
    head = _fitted(torch.tanh(states / scale), expected, len(labels))
    encoder.config.id2label = dict(enumerate(labels))
    encoder.config.label2id = {label: at for at, label in enumerate(labels)}
    model = BertForSequenceClassification(encoder.config).eval()
    model.bert.load_state_dict(encoder.state_dict(), strict=False)
    with torch.no_grad():
        model.bert.pooler.dense.weight.copy_(torch.eye(states.shape[1]) / scale)
        model.bert.pooler.dense.bias.zero_()
        model.classifier.weight.copy_(head.weight)
        model.classifier.bias.copy_(head.bias)
    return model


@torch.inference_mode()
def _first_states(
    encoder: BertModel, tokenizer: PreTrainedTokenizerFast, texts: Sequence[str]
) -> torch.Tensor:
    """(texts, width). Texts of like lengths go together, so that little is padded."""
    order = sorted(range(len(texts)), key=lambda at: len(texts[at]))
    states = torch.empty(len(texts), encoder.config.hidden_size)
    for start in range(0, len(order), BATCH):
        chosen = order[start : start + BATCH]
        inputs = tokenizer(
            [texts[at] for at in chosen],
            padding=True,
            truncation=True,
            max_length=LONGEST,
            return_tensors="pt",
        )
        states[chosen] = encoder(**inputs).last_hidden_state[:, 0]
    return states


def _fitted(features: torch.Tensor, expected: torch.Tensor, labels: int) -> nn.Linear:
    """(rows, width) and (rows,) to the layer with the least cross entropy and weights."""
    features = features.clone()  # made without gradients, and a graph goes through it
    torch.manual_seed(0)
    head = nn.Linear(features.shape[1], labels)
    search = torch.optim.LBFGS(head.parameters(), max_iter=STEPS, line_search_fn="strong_wolfe")

    def loss() -> torch.Tensor:
        search.zero_grad()
        found = functional.cross_entropy(head(features), expected)
        found = found + DECAY * (head.weight**2).sum()
        found.backward()
        return found

    search.step(loss)
    return head.requires_grad_(False)
