"""A classifier's tokenizer held against SentencePiece, with which its model was trained.

transformers turns user-defined symbols into added tokens, after which a word begins anew (ALBERT),
and drops rules for characters (DeBERTa); the component of tokenizer.json for such rules has faults
of its own. So the file of SentencePiece says what is right. What gives other ids is replaced by our
conversion.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tokenizers import AddedToken, Tokenizer, normalizers

from exporters.errors import Refused
from exporters.text.unknown import unknown_id
from exporters.text.words import Words
from mobilec.checkpoint.declared import added_tokens
from mobilec.checkpoint.ids.by_settings import complete_, differences
from mobilec.checkpoint.ids.held import Held
from mobilec.checkpoint.ids.settled import Settled
from mobilec.checkpoint.ids.stock import Stock
from mobilec.checkpoint.ids.texts import texts_for
from mobilec.checkpoint.translation.check import Compared, check_source, compared
from mobilec.checkpoint.translation.convert import Ids, source_tokenizer
from mobilec.checkpoint.translation.original import Original
from mobilec.checkpoint.translation.piece_model import (
    PieceModel,
    parsed,
    piece_model,
    piece_model_file,
)

_MOST_MISSING = 0.02
"""Share of a model's pieces that a vocabulary may lack: of another model's it lacks most."""

_COMMA_PENALTY = 100.0


def piece_file(folder: Path, stock: Stock) -> Path | None:
    """The SentencePiece model of a folder, if text is cut by it alone."""
    if getattr(stock.tokenizer, "split_by_punct", False):
        return None
    return piece_model_file(folder)


def settled_by_pieces(folder: Path, file: Path, own: Tokenizer | None, stock: Stock) -> Settled:
    """``own`` (tokenizer.json), or else transformers' tokenizer, where it gives SentencePiece's
    ids; a conversion of ``file`` where it does not."""
    assert stock.backend is not None, "callers have one"
    given = Tokenizer.from_str((own or stock.backend).to_str())
    complete_(given, added_tokens(folder), folder)
    given.no_truncation()
    given.no_padding()
    model = _model(file, stock)
    refuse_other_words(file, model, given)
    ids, before = _ids(given, model, stock), _before(stock)
    # Of added tokens SentencePiece knows nothing, and some are looked for in changed characters.
    texts = texts_for(model.scores, (t.content for t in ids.added if not t.normalized))
    original = Original(
        model, ids, normalizers.Sequence(before).normalize_str if before else None, _around(stock)
    )
    found = compared(Words(given, given), original, texts)
    expected = [original.ids(text) for text in texts]
    stock_differs = differences(stock.backend, expected, texts, special=True)
    against = f"SentencePiece ({file.name})"
    if found.same:
        names = (against,) if stock_differs else (against, stock.name)
        notes = (
            ()
            if own is None or not stock_differs
            else (_note(stock.name, file, len(stock_differs), texts, ""),)
        )
        return Settled(given, Held(names, len(texts), notes))
    who = stock.name if own is None else "tokenizer.json"
    return Settled(
        _converted(_Case(folder, model, ids, before, texts), original, stock.backend, found),
        Held(
            (against,),
            len(texts),
            (_note(who, file, len(found.differences), texts, _first(found)),),
        ),
    )


@dataclass(frozen=True)
class _Case:
    folder: Path
    model: PieceModel
    ids: Ids
    before: Sequence[normalizers.Normalizer]
    texts: Sequence[str]


def _converted(case: _Case, original: Original, backend: Tokenizer, found: Compared) -> Tokenizer:
    if case.model.unconverted:
        raise Refused(
            f"the tokenizer of {case.folder} gives other ids than SentencePiece for "
            f"{len(found.differences)} of {found.texts} texts: {_first(found)}; and "
            f"{case.model.path.name} {' and '.join(case.model.unconverted)}, which is not "
            "converted. Put the tokenizer.json that the model was trained with beside it, and "
            f"take {case.model.path.name} away"
        )
    made = source_tokenizer(case.model, case.ids, case.before)
    made.post_processor = backend.post_processor
    check_source(Words(made, made), original, case.texts, case.folder)
    return made


def _first(found: Compared) -> str:
    return found.differences[0].said("SentencePiece") if found.differences else "ties"


def _note(who: str, file: Path, count: int, texts: Sequence[str], first: str) -> str:
    shown = f": {first}" if first else ""
    return (
        f"The {who.removeprefix('the ')} gives other ids than SentencePiece for {count} of "
        f"{len(texts)} texts{shown}. {file.name} was followed: the model was trained with it."
    )


def _model(file: Path, stock: Stock) -> PieceModel:
    """ALBERT parts a comma from the number before it: Google's tokenizer cuts such a piece again,
    and transformers up to version 4 made it unlikely, which is what can be said here too."""
    content = parsed(file)
    if hasattr(stock.tokenizer, "keep_accents"):
        for piece in content.pieces:
            name = piece.piece
            if len(name) > 1 and name[-1] == "," and name[-2].isdigit():
                piece.score -= _COMMA_PENALTY
    return piece_model(file, content)


def _before(stock: Stock) -> list[normalizers.Normalizer]:
    """What transformers' class does to a text before SentencePiece gets it."""
    made: Any = stock.tokenizer
    return [*_steps(made)]


def _steps(made: Any) -> Iterator[normalizers.Normalizer]:
    if hasattr(made, "keep_accents"):
        yield normalizers.Replace("``", '"')
        yield normalizers.Replace("''", '"')
        if not made.keep_accents:
            yield normalizers.NFKD()
            yield normalizers.StripAccents()
    if getattr(made, "do_lower_case", False):
        yield normalizers.Lowercase()


def _ids(given: Tokenizer, model: PieceModel, stock: Stock) -> Ids:
    """The ids that the words of a tokenizer have, however it cuts text."""
    name, id = unknown_of(given, stock.name)
    names = given.get_vocab(with_added_tokens=True) | {name: id}
    return Ids(names, (), name, name, whole_tokens(given, model))


def unknown_of(given: Tokenizer, where: str) -> tuple[str, int]:
    """The name and the id of unknown characters. CamemBERT has two ids of that name."""
    id = unknown_id(given)
    if id < 0:
        raise Refused(f"{where} has no unknown token; give it the one of the model's training")
    return str(given.id_to_token(id)), id


def whole_tokens(given: Tokenizer, model: PieceModel) -> tuple[AddedToken, ...]:
    """The added tokens of a tokenizer, without the symbols that SentencePiece itself cuts out."""
    added = (token for _, token in sorted(given.get_added_tokens_decoder().items()))
    return tuple(t for t in added if t.special or t.content not in model.symbols)


def _around(stock: Stock) -> tuple[list[int], list[int]]:
    """The ids that transformers puts before and behind every text."""
    assert stock.backend is not None, "callers have one"
    made = stock.backend.encode("a")
    mask = [*made.special_tokens_mask, 0]
    first = mask.index(0)
    last = len(made.ids) - [*reversed(made.special_tokens_mask), 0].index(0)
    return made.ids[:first], made.ids[max(first, last) :]


def refuse_other_words(file: Path, model: PieceModel, given: Tokenizer) -> None:
    """Refuses a tokenizer that was not made from the SentencePiece model beside it."""
    names = given.get_vocab(with_added_tokens=True)
    missing = [piece for piece in model.scores if piece not in names]
    if len(missing) > _MOST_MISSING * len(model.scores):
        raise Refused(
            f"{file.parent} has two tokenizers: {len(missing)} of the {len(model.scores)} pieces "
            f"of {file.name} are no words of tokenizer.json, the first {missing[0]!r}; take away "
            "the one that the model was not trained with"
        )
