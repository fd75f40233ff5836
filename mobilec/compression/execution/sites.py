"""Where the compressed layers of a model stand, seen while it runs once: with how many rows, and
which of them read one tensor.

Query, key and value of an attention read one tensor. What they share is computed once for all
three, so their forms are chosen together.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field

import torch
from torch import nn
from transformers import PreTrainedModel

from mobilec.layers.linear_layer import CompressedLinear

TOKENS = 64
"""Of the text for which forms are chosen; of a translation one token, as a decoder runs."""


@dataclass(frozen=True)
class Site:
    """Compressed linears of one kind, by path, that read one tensor. ``input`` (..., in): as it
    was. ``times``: how often a run passes there.
    """

    layers: dict[str, CompressedLinear]
    input: torch.Tensor = field(repr=False)
    times: int

    @property
    def rows(self) -> int:
        """Vectors that go in."""
        return self.input.numel() // self.input.shape[-1]


def compressed_linears(model: nn.Module) -> dict[str, CompressedLinear]:
    """Each by its first path; what a compressed layer holds inside is its own matter."""
    found: dict[str, CompressedLinear] = {}
    inside: set[int] = set()
    for path, module in model.named_modules():
        if isinstance(module, CompressedLinear) and id(module) not in inside:
            found[path] = module
            inside |= {id(inner) for inner in module.modules()}
    return found


def sites_of(model: PreTrainedModel) -> tuple[Site, ...]:
    """In the order in which they run; layers that do not run have none."""
    paths = {id(layer): path for path, layer in compressed_linears(model).items()}
    watch = _Watch(paths)
    layers = list(compressed_linears(model).values())
    hooks = [layer.register_forward_pre_hook(watch.note) for layer in layers]
    try:
        with torch.inference_mode():
            model(**_example(model))
    finally:
        for hook in hooks:
            hook.remove()
    return tuple(watch.sites())


@dataclass
class _Watch:
    """``first``: the input of each layer's first call. Inputs are kept, so none takes the place
    of another."""

    paths: dict[int, str]
    first: dict[str, torch.Tensor] = field(default_factory=dict)
    layers: dict[str, CompressedLinear] = field(default_factory=dict)
    times: dict[str, int] = field(default_factory=dict)

    def note(self, layer: nn.Module, arguments: tuple[torch.Tensor, ...]) -> None:
        path = self.paths[id(layer)]
        assert isinstance(layer, CompressedLinear), "the hook is on compressed layers alone"
        self.first.setdefault(path, arguments[0])
        self.layers[path] = layer
        self.times[path] = self.times.get(path, 0) + 1

    def sites(self) -> Iterator[Site]:
        groups: dict[tuple[int, type], list[str]] = {}
        for path, read in self.first.items():
            groups.setdefault((id(read), type(self.layers[path])), []).append(path)
        for paths in groups.values():
            layers = {path: self.layers[path] for path in paths}
            # A copy: what was read may be an inference tensor, or a view of much more.
            yield Site(layers, self.first[paths[0]].clone(), self.times[paths[0]])


def _example(model: PreTrainedModel) -> dict[str, torch.Tensor]:
    """Ids that any vocabulary has."""
    positions = getattr(model.config, "max_position_embeddings", None) or TOKENS
    tokens = max(1, min(TOKENS, positions - 2))
    ids = torch.arange(tokens)[None] % (model.config.vocab_size - 1) + 1
    given = {"input_ids": ids, "attention_mask": torch.ones_like(ids)}
    if model.config.is_encoder_decoder:
        given["decoder_input_ids"] = ids[:, :1]
    return given
