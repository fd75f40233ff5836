"""What a training run of a translation model is told."""

from dataclasses import dataclass
from pathlib import Path

from exporters.errors import Refused
from exporters.families.marian_nmt.config import SELF_ATTENTION, SSRU
from mobilec.training.arithmetic import Arithmetic


@dataclass(frozen=True)
class Corpus:
    """Aligned text: one file of ``source<TAB>target`` lines, or two files aligned by line.

    ``share`` is the part of its pairs that an epoch sees, drawn anew for each epoch.
    """

    files: tuple[Path, ...]
    share: float = 1.0

    def __post_init__(self) -> None:
        if len(self.files) not in (1, 2):
            raise Refused(
                f"{','.join(map(str, self.files))} names {len(self.files)} files; give one file "
                f"of source<TAB>target lines, or SOURCE,TARGET aligned by line"
            )
        if not 0 < self.share <= 1:
            raise Refused(f"the share {self.share} must be above 0, and 1 at most")


@dataclass(frozen=True)
class Shape:
    """The size of a Marian model: all embeddings and the output layer are one table.

    ``decoder``: what its layers remember by, self-attention or ssru (a row that each step replaces:
    Kim et al. 2019, see ``exporters.families.marian_nmt.ssru``).
    """

    width: int = 256
    feed_forward: int = 1024
    encoder_layers: int = 6
    decoder_layers: int = 2
    heads: int = 8
    positions: int = 256
    decoder: str = SELF_ATTENTION

    def __post_init__(self) -> None:
        if self.decoder not in (SELF_ATTENTION, SSRU):
            raise Refused(f"decoder is {self.decoder!r}; give {SELF_ATTENTION} or {SSRU}")
        if self.width % (2 * self.heads):
            raise Refused(f"a width of {self.width} gives {self.heads} heads no even width")


@dataclass(frozen=True)
class TranslationOptions:
    """One run. ``languages`` are the codes of source and target, ``held_out`` text never trained.

    ``vocabulary`` counts pieces, special ones included. ``max_pieces`` is the longest sentence
    trained, ``batch_pieces`` the padded pieces of one side in a batch. ``joined`` is the share of
    pairs in an epoch that are followed by another one, as one example. ``piece_dropout`` is the
    chance that a merge of the vocabulary is left out while training (BPE-dropout, Provilkov et
    al. 2020). ``layer_drop`` is how likely each layer is left out of a step (LayerDrop, Fan et al.
    2020), so that some can be taken away afterwards. The learning rate climbs for
    ``warmup_steps`` and then falls to 0 on a straight line. Every ``save_steps`` a checkpoint is
    written and measured; the weights of the last ``average`` ones are averaged, if that is better
    on ``dev``.
    """

    train: tuple[Corpus, ...]
    dev: Corpus
    output: Path
    languages: tuple[str, str] = ("en", "de")
    held_out: tuple[Path, ...] = ()
    shape: Shape = Shape()
    vocabulary: int = 8000
    max_pieces: int = 60
    batch_pieces: int = 2048
    joined: float = 0.1
    piece_dropout: float = 0.1
    dropout: float = 0.1
    layer_drop: float = 0.0
    label_smoothing: float = 0.1
    learning_rate: float = 1e-3
    weight_decay: float = 0.0
    steps: int = 5000
    warmup_steps: int = 1000
    save_steps: int = 500
    average: int = 5
    arithmetic: Arithmetic = Arithmetic.AUTO
    seed: int = 0

    def __post_init__(self) -> None:
        for name in ("vocabulary", "max_pieces", "batch_pieces", "learning_rate", "steps"):
            if getattr(self, name) <= 0:
                raise Refused(f"{name} is {getattr(self, name)}; give a number above 0")
        for name in ("warmup_steps", "save_steps", "average"):
            if getattr(self, name) < 1:
                raise Refused(f"{name} is {getattr(self, name)}; give 1 or more")
        for name in ("joined", "piece_dropout", "dropout", "layer_drop", "label_smoothing"):
            if not 0 <= getattr(self, name) < 1:
                raise Refused(f"{name} is {getattr(self, name)}; give a share from 0 to below 1")
        if len(self.languages) != 2:
            raise Refused(f"the languages {list(self.languages)} must be two: source and target")
        if not self.train:
            raise Refused("no text to train on; give --train FILE.tsv or --train SOURCE,TARGET")
        if self.max_pieces > min(self.shape.positions, self.batch_pieces):
            raise Refused(
                f"sentences of {self.max_pieces} pieces fit neither batches of "
                f"{self.batch_pieces} nor {self.shape.positions} positions; lower max_pieces"
            )
