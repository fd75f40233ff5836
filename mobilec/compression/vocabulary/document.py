"""tokenizer.json with fewer words: WordPiece, Unigram, BPE and whole words."""

import copy
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any

from exporters.errors import Refused
from mobilec.compression.vocabulary.merging import made_by
from mobilec.compression.vocabulary.numbering import Numbering

Document = dict[str, Any]


def names_of(document: Document) -> dict[str, int]:
    """Every word by its id; an added token counts as the model has it."""
    model = document["model"]
    vocabulary = model["vocab"]
    if _kind(document) == "Unigram":
        names = {piece: id for id, (piece, _) in enumerate(vocabulary)}
    else:
        names = dict(vocabulary)
    return names | {token["content"]: token["id"] for token in document["added_tokens"]}


def special_ids(document: Document) -> frozenset[int]:
    """Ids that stay in any case: added tokens, the unknown word, what surrounds a text, bytes."""
    names, model = names_of(document), document["model"]
    added = {token["id"] for token in document["added_tokens"]}
    unknown = model.get("unk_id") if _kind(document) == "Unigram" else names.get(model["unk_token"])
    fallback = {f"<0x{byte:02X}>" for byte in range(256)} if model.get("byte_fallback") else set()
    own = {names[name] for name in fallback if name in names}
    return frozenset(added | own | ({unknown} if unknown is not None else set()))


def placed_ids(document: Document) -> int:
    """The first id behind those of the model's own words."""
    vocabulary = document["model"]["vocab"]
    return len(vocabulary) if _kind(document) == "Unigram" else max(vocabulary.values()) + 1


def needed_with(document: Document) -> Callable[[int], set[int]]:
    """From the id of a word to all that must stay with it, itself included: the pieces of which
    BPE makes it; of other models only itself."""
    if _kind(document) != "BPE":
        return lambda id: {id}
    names = names_of(document)
    words = {id: name for name, id in names.items()}
    ranks = {pair: rank for rank, pair in enumerate(_merges(document))}

    def needed(id: int) -> set[int]:
        word = words.get(id, "")
        made = made_by(word, lambda a, b: ranks.get((a, b)))
        parts = {part for pair in made for part in (*pair, "".join(pair))}
        return {id} | {names[part] for part in parts | set(word) if part in names}

    return needed


def lowest_ids(document: Document) -> frozenset[int]:
    """The least likely piece of a Unigram model: unknown characters are scored below it, so the
    score of every other cut would change without it."""
    if _kind(document) != "Unigram":
        return frozenset()
    scored = document["model"]["vocab"]
    return frozenset({min(range(len(scored)), key=lambda id: scored[id][1])})


def byte_ids(document: Document) -> frozenset[int]:
    """The single bytes of a model that cuts bytes: text with one that is gone would lose it."""
    if not _is_byte_level(document):
        return frozenset()
    return frozenset(id for name, id in names_of(document).items() if len(name) == 1)


def reduced(document: Document, numbering: Numbering) -> Document:
    """The same tokenizer with the words of ``numbering`` and their new ids."""
    made = copy.deepcopy(document)
    model, kind = made["model"], _kind(document)
    if kind == "Unigram":
        model["vocab"] = _in_place(model["vocab"], numbering)
        if model.get("unk_id") is not None:
            model["unk_id"] = numbering.new(model["unk_id"])
    else:
        kept = {name: numbering.new(id) for name, id in model["vocab"].items() if id in numbering}
        model["vocab"] = dict(sorted(kept.items(), key=lambda item: item[1]))
    if kind == "BPE":
        model["merges"] = [[*pair] for pair in _merges(document) if _stays(pair, model["vocab"])]
    for token in made["added_tokens"]:
        token["id"] = numbering.new(token["id"])
    made["added_tokens"].sort(key=lambda token: token["id"])
    _renumber_(made["post_processor"], numbering)
    if made.get("padding"):
        made["padding"]["pad_id"] = numbering.new(made["padding"]["pad_id"])
    return made


def characters_of(name: str, document: Document) -> str | None:
    """What a word says, without the marks of its model; None for bytes that are no text."""
    if _is_byte_level(document):
        from transformers.convert_slow_tokenizer import bytes_to_unicode

        inverse = {sign: byte for byte, sign in bytes_to_unicode().items()}
        try:
            return bytes(inverse[sign] for sign in name).decode()
        except (KeyError, UnicodeDecodeError):
            return None
    prefix = document["model"].get("continuing_subword_prefix") or ""
    return name.removeprefix(prefix).replace("▁", " ")


def _kind(document: Document) -> str:
    model = document["model"]
    kind = model.get("type") or ("Unigram" if isinstance(model["vocab"], list) else "BPE")
    if kind not in ("WordPiece", "Unigram", "BPE", "WordLevel"):
        raise Refused(f"a tokenizer of the kind {kind!r} cannot be given fewer words")
    if model.get("end_of_word_suffix") or (
        kind == "BPE" and model.get("continuing_subword_prefix")
    ):
        raise Refused("a BPE tokenizer that marks the ends of words cannot be given fewer words")
    return str(kind)


def _is_byte_level(document: Document) -> bool:
    cut = document.get("pre_tokenizer") or {}
    parts = cut.get("pretokenizers", [cut])
    return any(part.get("type") == "ByteLevel" for part in parts)


def _merges(document: Document) -> Iterator[tuple[str, str]]:
    for merge in document["model"]["merges"]:
        left, right = merge.split(" ") if isinstance(merge, str) else merge
        yield left, right


def _stays(pair: tuple[str, str], vocabulary: Mapping[str, int]) -> bool:
    return all(part in vocabulary for part in (*pair, "".join(pair)))


def _in_place(scored: list[Any], numbering: Numbering) -> list[Any]:
    """A Unigram model has no numbers: the place in its list is the id. Added tokens may follow."""
    kept = [old for old in numbering.kept if old < len(scored)]
    assert numbering.new_ids(kept) == list(range(len(kept))), "added tokens come last"
    return [scored[old] for old in kept]


def _renumber_(processor: Any, numbering: Numbering) -> None:
    """What a post-processor puts around a text."""
    if processor is None:
        return
    for inner in processor.get("processors", ()):
        _renumber_(inner, numbering)
    for role in ("sep", "cls"):
        if role in processor:
            processor[role][1] = numbering.new(processor[role][1])
    specials: Iterable[Any] = (processor.get("special_tokens") or {}).values()
    for special in specials:
        special["ids"] = numbering.new_ids(special["ids"])
