"""A translator's tokenizer.json beside the SentencePiece model that it was made from."""

from pathlib import Path

from tokenizers import Tokenizer

from exporters.errors import Refused
from exporters.text.words import Words
from mobilec.checkpoint.declared import added_tokens
from mobilec.checkpoint.ids.by_pieces import refuse_other_words, unknown_of, whole_tokens
from mobilec.checkpoint.ids.by_settings import complete_
from mobilec.checkpoint.ids.held import Held
from mobilec.checkpoint.ids.texts import texts_for
from mobilec.checkpoint.translation.check import check_source, check_target, compared
from mobilec.checkpoint.translation.convert import Ids, source_tokenizer
from mobilec.checkpoint.translation.original import Original
from mobilec.checkpoint.translation.pair import Pair
from mobilec.checkpoint.translation.piece_model import (
    PieceModel,
    parsed,
    piece_model,
    refuse_unconverted,
)

_END = "</s>"


def held_by_pieces(folder: Path, file: Path, tokenizer: Tokenizer) -> Pair:
    """``tokenizer`` where it gives the ids of ``file``, and else a conversion with the same words
    and ids. What stands around a text is left as it is."""
    complete_(tokenizer, added_tokens(folder), folder)
    model = piece_model(file, parsed(file))
    refuse_other_words(file, model, tokenizer)
    ids = _ids(tokenizer, model, folder)
    # Of added tokens SentencePiece knows nothing, and some are looked for in changed characters.
    texts = texts_for(model.scores, (t.content for t in ids.added if not t.normalized))
    original, plain = Original(model, ids, around=([], [])), _plain(tokenizer)
    found = compared(Words(plain, plain), original, texts)
    against = f"SentencePiece ({file.name})"
    if found.same:
        return Pair(tokenizer, tokenizer, None, Held((against,), len(texts)))
    refuse_unconverted(model)
    made = source_tokenizer(model, ids)
    made.post_processor = None
    check_source(Words(made, made), original, texts, folder)
    check_target(made, original, texts, folder)
    made.post_processor = tokenizer.post_processor
    first = found.differences[0].said("SentencePiece") if found.differences else "ties"
    note = (
        f"tokenizer.json gives other ids than SentencePiece for {len(found.differences)} of "
        f"{len(texts)} texts: {first}. {file.name} was followed: the model was trained with it."
    )
    return Pair(made, made, None, Held((against,), len(texts), (note,)))


def _plain(tokenizer: Tokenizer) -> Tokenizer:
    made = Tokenizer.from_str(tokenizer.to_str())
    made.post_processor = None
    return made


def _ids(tokenizer: Tokenizer, model: PieceModel, folder: Path) -> Ids:
    """The ids of tokenizer.json, special tokens and added ones apart."""
    unknown, id = unknown_of(tokenizer, f"the tokenizer.json of {folder}")
    names = tokenizer.get_vocab(with_added_tokens=True) | {unknown: id}
    if _END not in names:
        raise Refused(f"the tokenizer.json of {folder} has no {_END}; download it again")
    added = whole_tokens(tokenizer, model)
    special = tuple(token.content for token in added if token.special)
    return Ids(names, special, unknown, _END, added)
