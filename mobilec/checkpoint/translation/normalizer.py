"""SentencePiece's normalization in the words of tokenizer.json.

SentencePiece replaces the longest sequence of characters for which it has a rule. The component of
tokenizer.json that is made for these rules, ``Precompiled``, takes the shortest one and drops the
rest of the grapheme (huggingface/tokenizers issues 2116 and 2334): of a decomposed "ắ" it keeps
"ă". It is right for single characters. So marks are held apart from their characters while it
works, and what several characters together become is written out, the longest first.
"""

from collections.abc import Collection, Iterator, Mapping, Sequence

from tokenizers import Regex, normalizers

from mobilec.checkpoint.translation.charsmap import read_rules
from mobilec.checkpoint.translation.pattern import characters, literal
from mobilec.checkpoint.translation.piece_model import SPACE, PieceModel

_APART, _NEVER_TOGETHER = "\ue9f1", "\ue9f2"
"""Private characters that no text has; they end a grapheme on both sides."""

_UNKNOWN = "\ue9f3"
"""A private character in place of several that no piece has."""

_MARK = r"\p{M}\u200c\u200d\uff9e\uff9f"
"""What makes one grapheme with the character before it, and may become a mark."""

_HANGUL = range(0xAC00, 0xD7A4)


def normalizer(
    model: PieceModel,
    strays: Collection[str] = (),
    before: Sequence[normalizers.Normalizer] = (),
) -> normalizers.Normalizer:
    """Gives each text the characters and spaces that SentencePiece gives it.

    ``strays``: names in a model's vocabulary that are made only of characters without a piece.
    ``before``: steps that come first, and are no part of SentencePiece.
    """
    steps = [*before, *(_characters(model) if model.charsmap else ())]
    if strays:
        steps.append(normalizers.Replace(Regex(_unknown_runs(model, strays)), _UNKNOWN))
    if model.strips_spaces:
        # At the end its sign for a space counts as one, also where a text came with it.
        steps.append(normalizers.Replace(Regex(r"\A +|[ \x{2581}]+\z"), ""))
        steps.append(normalizers.Replace(Regex(" {2,}"), " "))
    if model.adds_space:
        steps.append(normalizers.Prepend(SPACE))
    return normalizers.Sequence(steps)


def _characters(model: PieceModel) -> Iterator[normalizers.Normalizer]:
    rules = read_rules(model.charsmap)
    together = written_out(rules)
    if dropped := characters(key for key, value in rules.items() if not value and len(key) == 1):
        # Precompiled panics where the first character of a text is dropped.
        yield normalizers.Replace(Regex(f"[{dropped}]"), "")
    if between := _never_together(rules, together):
        yield normalizers.Replace(Regex(between), _NEVER_TOGETHER)
    yield normalizers.Replace(Regex(rf"(?<=[\s\S])(?=[{_MARK}])"), _APART)
    yield normalizers.Precompiled(model.charsmap)
    if any(_is_hangul(whole) for whole in together.values()):
        # 11,172 rules in one: apart from their marks, only Korean letters are composed here.
        yield normalizers.NFC()
    yield normalizers.Replace(_APART, "")
    for parts in sorted(together, key=len, reverse=True):
        whole = together[parts]
        if not _is_hangul(whole) and _matters(model, parts + whole):
            yield normalizers.Replace(parts, whole)
    if between:
        yield normalizers.Replace(_NEVER_TOGETHER, "")


def _unknown_runs(model: PieceModel, strays: Collection[str]) -> str:
    """A pattern for characters without a piece that follow each other.

    SentencePiece takes them as one, and a vocabulary is asked for them as one. So a name of it is
    found only where it is the whole run.
    """
    other = f"[^{characters(model.alphabet | {' '})}]"
    names = "|".join(literal(name) for name in sorted(strays) if len(name) > 1)
    not_a_name = f"(?!(?:{names})(?!{other}))" if names else ""
    return f"(?<!{other}){not_a_name}{other}{{2,}}"


def _matters(model: PieceModel, characters: str) -> bool:
    """Of characters without a piece all that counts is that they are unknown, or their bytes."""
    return model.byte_fallback or not model.alphabet.isdisjoint(characters)


def _never_together(rules: Mapping[str, str], together: Mapping[str, str]) -> str:
    """Where a character that becomes several could make more with its neighbour than it does in
    SentencePiece, which never looks again at what it has replaced: a pattern for the places."""
    several = {key: value for key, value in rules.items() if len(key) == 1 and len(value) > 1}
    firsts, seconds = ({parts[i] for parts in together} for i in (0, 1))
    before = characters(key for key, value in several.items() if value[-1] in firsts)
    after = characters(key for key, value in several.items() if value[0] in seconds)
    patterns = []
    if before:
        patterns.append(rf"(?<=[{before}])(?=[{_MARK}])")
    if after:
        patterns.append(rf"(?<=[\s\S])(?=[{after}])")
    return "|".join(patterns)


def written_out(rules: Mapping[str, str]) -> dict[str, str]:
    """What several characters become that single ones would not, each replaced by itself first."""
    single = {key: value for key, value in rules.items() if len(key) == 1}
    together = ((key, value) for key, value in rules.items() if len(key) > 1)
    apart = (("".join(single.get(c, c) for c in key), value) for key, value in together)
    return {key: value for key, value in apart if key != value}


def _is_hangul(text: str) -> bool:
    return len(text) == 1 and ord(text) in _HANGUL
