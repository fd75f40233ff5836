"""A SentencePiece model and a model's own ids to one tokenizer.json."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass

from tokenizers import AddedToken, Tokenizer, decoders, models, normalizers, pre_tokenizers
from tokenizers import processors as post

from mobilec.checkpoint.translation.normalizer import normalizer
from mobilec.checkpoint.translation.piece_model import (
    BPE,
    SPACE,
    PieceModel,
    refuse_unconverted,
)

NEVER_IN_TEXT = " "
"""Begins the names of ids that no text can give: spaces have become ``▁`` before text is cut."""


@dataclass(frozen=True)
class Ids:
    """``names``: every id of the model by its name. ``special``: those that are no text.
    ``unknown``, ``end``: names of two of them; the end stands after every source. ``added``: names
    that are taken out of a text as a whole before it is cut; those not in ``special`` are text.
    """

    names: Mapping[str, int]
    special: tuple[str, ...]
    unknown: str = "<unk>"
    end: str = "</s>"
    added: tuple[AddedToken, ...] = ()

    @property
    def size(self) -> int:
        """The first id that stands for nothing."""
        return max(self.names.values()) + 1


def source_tokenizer(
    model: PieceModel, ids: Ids, before: Sequence[normalizers.Normalizer] = ()
) -> Tokenizer:
    """Cuts text as ``model`` does. Pieces for which there is no id get those from ``ids.size`` on.

    ``before``: what a family does to a text that SentencePiece does not.

    Names of ids that are no pieces of this model (a target's, in a vocabulary of both languages)
    are made such that no text contains them.
    """
    refuse_unconverted(model)
    strays = _strays(model, ids)
    cut = _bpe(model, ids) if model.kind == BPE else _unigram(model, ids, strays)
    tokenizer = Tokenizer(cut)
    tokenizer.normalizer = normalizer(model, strays, before)
    tokenizer.pre_tokenizer = pre_tokenizers.Metaspace(
        replacement=SPACE, prepend_scheme="never", split=not _spans_words(model)
    )
    return _finished(tokenizer, ids, model.byte_fallback)


def target_tokenizer(model: PieceModel, ids: Ids) -> Tokenizer:
    """Makes text of ids. It is not for cutting text: names of both languages stand in it."""
    refuse_unconverted(model)
    names = _in_order(ids.names)
    scored = [(name, model.scores.get(name, 0.0)) for name in names]
    unigram = models.Unigram(scored, unk_id=ids.names[ids.unknown], byte_fallback=False)
    return _finished(Tokenizer(unigram), ids, model.byte_fallback)


def _strays(model: PieceModel, ids: Ids) -> frozenset[str]:
    """Names made only of characters without a piece: pieces of the other language's model.

    SentencePiece hands on unknown characters as they are, so a vocabulary may know them yet.
    """
    if model.byte_fallback or model.kind == BPE:
        return frozenset()
    taken = {*ids.special, *(token.content for token in ids.added)}
    others = (name for name in ids.names if name not in taken)
    return frozenset(name for name in others if model.alphabet.isdisjoint(name))


def _in_order(names: Mapping[str, int]) -> list[str]:
    """Names by id; ids that have no name get one that no text contains."""
    by_id = {id: name for name, id in names.items()}
    return [by_id.get(id, f"{NEVER_IN_TEXT}{id}") for id in range(max(by_id) + 1)]


def _bytes(model: PieceModel) -> set[str]:
    return {f"<0x{byte:02X}>" for byte in range(256)} if model.byte_fallback else set()


def _unigram(model: PieceModel, ids: Ids, strays: Collection[str]) -> models.Unigram:
    scores = model.scores
    # Below it unknown characters are scored, so nothing may be lower. A stray takes the place of
    # unknown characters: alone, it is better than any way to cut it.
    lowest = min(scores.values())
    read = set(scores) | set(ids.special) | _bytes(model) | {token.content for token in ids.added}
    slots = []
    for name in _in_order(ids.names):
        shown = name if name in read or name in strays else NEVER_IN_TEXT + name
        slots.append((shown, lowest if name in strays else scores.get(name, 0.0)))
    slots += [(name, score) for name, score in scores.items() if name not in ids.names]
    return models.Unigram(slots, unk_id=ids.names[ids.unknown], byte_fallback=model.byte_fallback)


def _bpe(model: PieceModel, ids: Ids) -> models.BPE:
    absent = (name for name in model.scores if name not in ids.names)
    vocabulary = {**ids.names, **{name: ids.size + i for i, name in enumerate(absent)}}
    return models.BPE(
        vocabulary,
        list(_merges(model.scores)),
        unk_token=ids.unknown,
        fuse_unk=True,
        byte_fallback=model.byte_fallback,
    )


def _merges(scores: Mapping[str, float]) -> Iterator[tuple[str, str]]:
    """Every pair of pieces that makes a piece, the best piece first."""
    for whole in sorted(scores, key=lambda piece: -scores[piece]):
        for middle in range(1, len(whole)):
            left, right = whole[:middle], whole[middle:]
            if left in scores and right in scores:
                yield left, right


def _spans_words(model: PieceModel) -> bool:
    return any(SPACE in piece[1:].lstrip(SPACE) for piece in model.scores)


def _finished(tokenizer: Tokenizer, ids: Ids, has_bytes: bool) -> Tokenizer:
    tokenizer.decoder = _decoder(has_bytes)
    own = {token.content for token in ids.added}
    tokenizer.add_special_tokens(
        [
            AddedToken(name, special=True, normalized=False)
            for name in ids.special
            if name not in own
        ]
    )
    tokenizer.add_tokens(list(ids.added))
    tokenizer.post_processor = post.TemplateProcessing(
        single=["$A", ids.end], special_tokens=[(ids.end, ids.names[ids.end])]
    )
    return tokenizer


def _decoder(has_bytes: bool) -> decoders.Decoder:
    if not has_bytes:
        return decoders.Metaspace(replacement=SPACE, prepend_scheme="always", split=True)
    return decoders.Sequence(
        [
            decoders.Replace(SPACE, " "),
            decoders.ByteFallback(),
            decoders.Fuse(),
            decoders.Strip(" ", 1, 0),
        ]
    )
