"""A tiny seeded translator whose decoder is recurrent: all that it remembers is replaced each step.

Its layers are simpler simple recurrent units (Kim et al. 2019, section 3.1):

    f_t = sigmoid(W_f x_t + b_f),   c_t = f_t * c_(t-1) + (1 - f_t) * W x_t,   h_t = relu(c_t)

Layers differ in width, and attention over the source stands behind them.
"""

import torch
from torch import nn

from exporters.capture.masks import additive_mask
from exporters.dimension import Dimension
from exporters.program import Method, Program, TensorSpec

LONGEST, CAPACITY, HYPOTHESES, VOCABULARY = 8, 8, 3, 40
_WIDTHS = (16, 12)


class Unit(nn.Module):
    """One step of a layer."""

    def __init__(self, width: int, out: int) -> None:
        super().__init__()
        self.forget, self.take = nn.Linear(width, out), nn.Linear(width, out, bias=False)

    def forward(self, x: torch.Tensor, kept: torch.Tensor) -> torch.Tensor:
        """x (hypotheses, width), kept and what follows it (hypotheses, out)."""
        forget = torch.sigmoid(self.forget(x))
        return forget * kept + (1 - forget) * self.take(x)


class Encode(nn.Module):
    def __init__(self) -> None:
        super().__init__()
        self.words, self.layer = nn.Embedding(VOCABULARY, 16), nn.Linear(16, _WIDTHS[-1])

    def forward(self, input_ids: torch.Tensor, attention_mask: torch.Tensor) -> torch.Tensor:
        """(1, length) to (1, length, width)."""
        seen = attention_mask.to(torch.float32).reshape(1, -1, 1)
        return torch.tanh(self.layer(self.words(input_ids))) * seen


class Decode(nn.Module):
    def __init__(self) -> None:
        super().__init__()
        self.words, self.places = nn.Embedding(VOCABULARY, 16), nn.Embedding(CAPACITY, 16)
        sizes = (16, *_WIDTHS)
        self.units = nn.ModuleList(Unit(*pair) for pair in zip(sizes, sizes[1:], strict=False))
        self.head = nn.Linear(_WIDTHS[-1], VOCABULARY)

    def forward(
        self,
        token: torch.Tensor,
        position: torch.Tensor,
        attention_mask: torch.Tensor,
        memory: torch.Tensor,
        *kept: torch.Tensor,
    ) -> tuple[torch.Tensor, ...]:
        """Logits (hypotheses, vocabulary), and what follows each state (hypotheses, width)."""
        x, following = self.words(token.reshape(-1)) + self.places(position), []
        for unit, state in zip(self.units, kept, strict=True):
            following.append(unit(x, state))
            x = torch.relu(following[-1])
        scores = torch.bmm(x[None], memory.transpose(1, 2)) + additive_mask(attention_mask)[0]
        read = torch.bmm(torch.softmax(scores, dim=-1), memory)[0]
        return (self.head(x + read), *following)


def program() -> Program:
    """The same each time."""
    with torch.random.fork_rng():
        torch.manual_seed(11)
        encode, decode = Encode().eval(), Decode().eval()
        # Far from one token that is likeliest whatever was said before.
        for parameter in decode.parameters():
            nn.init.normal_(parameter)
    length = Dimension("length", 1, LONGEST)
    mask = TensorSpec("attention_mask", torch.int64, (1, length))
    memory = TensorSpec("memory", torch.float32, (1, length, _WIDTHS[-1]))
    states = [(f"cell_{at}", (HYPOTHESES, width)) for at, width in enumerate(_WIDTHS)]
    methods = (
        Method(
            "encode", encode, (TensorSpec("input_ids", torch.int64, (1, length)), mask), (memory,)
        ),
        Method(
            "decode",
            decode,
            (
                TensorSpec("token", torch.int64, (HYPOTHESES, 1)),
                TensorSpec("position", torch.int64, (1,), below=CAPACITY),
                *(mask, memory),
                *(TensorSpec(name, torch.float32, shape) for name, shape in states),
            ),
            (
                TensorSpec("logits", torch.float32, (HYPOTHESES, VOCABULARY)),
                *(TensorSpec(f"new_{name}", torch.float32, shape) for name, shape in states),
            ),
        ),
    )
    unique = sum(p.numel() for module in (encode, decode) for p in module.parameters())
    return Program("translation", "ssru", methods, pad_id=0, unique_parameters=unique)


@torch.no_grad()
def logits(made: Program, source: torch.Tensor, tokens: torch.Tensor) -> torch.Tensor:
    """Of the last of ``tokens`` (hypotheses, steps) after a source (1, length): (hypotheses,
    vocabulary), the whole sentence anew and nothing kept by anyone."""
    mask = torch.ones_like(source)
    memory = made.method("encode").module(source, mask)
    kept = [torch.zeros(HYPOTHESES, width) for width in _WIDTHS]
    for at in range(tokens.shape[1]):
        found, *kept = made.method("decode").module(
            tokens[:, at : at + 1], torch.tensor([at]), mask, memory, *kept
        )
    return found
