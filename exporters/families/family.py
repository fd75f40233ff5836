"""What a family says of itself. A family is a few lines in a file of its own."""

from collections.abc import Callable
from dataclasses import dataclass

from torch import nn
from transformers import PreTrainedConfig, PreTrainedModel

from exporters.capture.network import Network, padding_id, registered
from exporters.families.attention import UNSAID, Attends, AttentionMap, unmapped
from exporters.families.language import Form
from exporters.families.layers import FeedForward, Stack, unfed, unstacked


@dataclass(frozen=True)
class Repeated:
    """Modules whose paths match ``pattern``, which a token passes ``times(config)`` times."""

    pattern: str
    times: Callable[[PreTrainedConfig], int]


@dataclass(frozen=True)
class Row:
    """``width`` numbers that a decoder's layer remembers of each hypothesis, and replaces at every
    step: what a recurrent layer has in place of keys and values."""

    name: str
    width: int


@dataclass(frozen=True, kw_only=True)
class Family:
    """What is asked of families of either task.

    ``attentions``, ``stacks``, ``feed_forwards``: maps of them. ``attends``: what an encoder's
    attention is beside softmax(Q K^T / sqrt(d) + M) V, or why another cannot take its place.
    ``positions_after_padding``: positions are counted from the id of padding. ``repeated``: what of
    it a token passes more than once; None for nothing. ``made_tables``: how the paths of modules
    end whose answer the program stores as a table.
    """

    attentions: Callable[[PreTrainedModel], tuple[AttentionMap, ...]] = unmapped
    stacks: Callable[[PreTrainedModel], tuple[Stack, ...]] = unstacked
    feed_forwards: Callable[[PreTrainedModel], tuple[FeedForward, ...]] = unfed
    attends: Attends | str = UNSAID
    positions_after_padding: bool = False
    repeated: Repeated | None = None
    made_tables: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class ClassifierFamily(Family):
    """What a family of classifiers asks of the common form.

    ``token_types``: takes token_type_ids (zeros where a text is labelled alone).
    ``positions_after_padding``: they are counted as ``exporters.capture.positions`` says and
    given as position_ids; ``padding``: the id that they are counted from, None where it is the
    config's. ``minimum_length``: the shortest input in tokens. ``network``: makes the model's copy
    for lengths up to a maximum; what cannot go through transformers' attention registry has such a
    function in its own file.
    """

    token_types: bool = False
    padding: int | None = None
    minimum_length: int = 2
    network: Callable[[PreTrainedModel, int], Network] = registered

    def counted_from(self, config: PreTrainedConfig) -> int:
        """The id behind which positions begin, where the family counts them so."""
        return padding_id(config) if self.padding is None else self.padding

    def usable_positions(self, config: PreTrainedConfig) -> int | None:
        """The longest input in tokens, by the model's config; None where it has no limit."""
        limit: int | None = getattr(config, "max_position_embeddings", None)
        if limit is None or not self.positions_after_padding:
            return limit
        return limit - self.counted_from(config) - 1


@dataclass(frozen=True, kw_only=True)
class TranslatorFamily(Family):
    """What a family of translators asks of the common form.

    ``rows``: what its decoder remembers beside keys and values, by layer. ``seats``: each is told a
    module and the longest input, and gives what takes the module's seat, or None. ``relative``:
    scores get a bias by distance. ``languages``: the forms that its tokenizers have; the first with
    codes in the vocabulary is it. Without one it translates between fixed languages, or is told by
    a prefix.

    How ids follow from a SentencePiece model is a word, for whoever converts tokenizers:
    ``pieces`` of a model alone, ``named_pieces`` where vocab.json beside it has the ids. Empty
    where nobody knows.
    """

    rows: Callable[[PreTrainedModel], tuple[Row, ...]] = lambda _: ()
    seats: tuple[Callable[[nn.Module, int], nn.Module | None], ...] = ()
    relative: bool = False
    languages: tuple[Form, ...] = ()
    pieces: str = ""
    named_pieces: str = ""

    def decoding(self, model: PreTrainedModel, role: str) -> tuple[AttentionMap, ...]:
        """The attentions of a decoder in one role, by layer."""
        return tuple(each for each in self.attentions(model) if each.role == role)

    def seat(self, module: nn.Module, length: int) -> nn.Module | None:
        """What takes the seat of ``module`` for inputs up to ``length``; None keeps it."""
        taken = (seat(module, length) for seat in self.seats)
        return next((new for new in taken if new is not None), None)
