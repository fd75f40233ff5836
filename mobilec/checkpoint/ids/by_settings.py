"""A tokenizer.json beside what transformers makes of it with the settings of its folder.

Two kinds are told apart. Those of BERT and RoBERTa transformers has always rebuilt from
tokenizer_config.json, so what that declares holds, and what it leaves to the defaults of a class
may not contradict tokenizer.json. All others (Unigram, and BPE of SentencePiece) transformers took
as they are up to version 4; version 5 rebuilds them too, and loses rules for characters:
tokenizer.json holds.
"""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from tokenizers import Tokenizer

from exporters.errors import Refused
from mobilec.checkpoint.declared import Added, added_tokens, read_settings
from mobilec.checkpoint.ids.facts import FACTS, is_rebuilt
from mobilec.checkpoint.ids.held import Held
from mobilec.checkpoint.ids.settled import Settled
from mobilec.checkpoint.ids.stock import Stock
from mobilec.checkpoint.ids.texts import texts_for
from mobilec.checkpoint.translation.check import Difference, quoted

_AS_IT_IS = (
    'or set "tokenizer_class" there to "TokenizersBackend", with which tokenizer.json is taken as '
    "it is"
)


def settled_by_settings(folder: Path, own: Tokenizer, stock: Stock, special: bool) -> Settled:
    """``own`` where transformers gives the same ids; what to follow where it does not, or a refusal
    that names the first text. ``special``: whether what stands around a text is compared too."""
    settings = read_settings(folder)
    tokens = [token.content for token in own.get_added_tokens_decoder().values()]
    declared = added_tokens(folder)
    typed = dict.fromkeys((*(added.token.content for added in declared), *tokens))
    texts = texts_for(own.get_vocab(with_added_tokens=False), typed)
    theirs = stock.ids(texts, special)
    found = differences(own, theirs, texts, special)
    if not found:
        return Settled(own, Held((stock.name,), len(texts)))
    _refuse_contradiction(folder, own, stock, settings, found[0])
    if not is_rebuilt(own):
        return _own(folder, own, stock, declared, found, len(texts))
    made = _patched(own, stock.backend)
    left = differences(made, theirs, texts, special)
    if left:
        raise Refused(
            f"the tokenizer.json of {folder} gives other ids than the {stock.name} makes of the "
            f"same folder for {len(left)} of {len(texts)} texts, and no setting says why: "
            f"{left[0].said('transformers')}. Make tokenizer_config.json say what the model was "
            f"trained with, {_AS_IT_IS}"
        )
    note = (
        f"tokenizer_config.json says more than tokenizer.json: {found[0].said('transformers')}. "
        f"The {stock.name} was followed ({len(found)} of {len(texts)} texts)."
    )
    return Settled(made, Held((stock.name,), len(texts), (note,)))


def differences(
    own: Tokenizer, theirs: Sequence[list[int]], texts: Sequence[str], special: bool
) -> list[Difference]:
    """Texts of which ``own`` makes other ids than ``theirs``."""
    given = own.encode_batch(list(texts), add_special_tokens=special)
    pairs = zip(texts, given, theirs, strict=True)
    return [Difference(text, ours.ids, ids) for text, ours, ids in pairs if ours.ids != ids]


def _refuse_contradiction(
    folder: Path, own: Tokenizer, stock: Stock, settings: Mapping[str, Any], first: Difference
) -> None:
    """What tokenizer.json does and a setting, or the default of a class, says otherwise."""
    backend = stock.backend
    if backend is None:
        return
    for key, (name, fact) in FACTS.items():
        ours, theirs, declared = fact(own), fact(backend), settings.get(key) is not None
        if ours == theirs or (declared and key != "do_lower_case" and is_rebuilt(own)):
            continue
        if not declared and not is_rebuilt(own):
            continue
        said = f"says {key}={settings[key]}" if declared else f"does not say {key}, for which "
        taken = "" if declared else f"transformers takes {theirs}"
        raise Refused(
            f"{folder}/tokenizer_config.json {said}{taken}, and tokenizer.json has {name}={ours}: "
            f"{first.said('transformers')}; make them say what the model was trained with"
        )


def _patched(own: Tokenizer, backend: Tokenizer | None) -> Tokenizer:
    """``own`` with what settings change: characters, a first space, what stands around a text, and
    tokens that were added. What it has beyond these it keeps, and differs by it."""
    made = Tokenizer.from_str(own.to_str())
    if backend is None:
        return made
    if any(fact(own) != fact(backend) for _, fact in FACTS.values()):
        made.normalizer, made.pre_tokenizer = backend.normalizer, backend.pre_tokenizer
    if own.post_processor is None:
        made.post_processor = backend.post_processor
    tokens = sorted(backend.get_added_tokens_decoder().items())
    made.add_tokens([token for _, token in tokens])
    return made


def _own(
    folder: Path,
    own: Tokenizer,
    stock: Stock,
    declared: Sequence[Added],
    found: Sequence[Difference],
    texts: int,
) -> Settled:
    """tokenizer.json, with the tokens that were added beside it."""
    made = Tokenizer.from_str(own.to_str())
    complete_(made, declared, folder)
    note = (
        f"The {stock.name} gives other ids than tokenizer.json for {len(found)} of {texts} texts, "
        f"the first {quoted(found[0].text)}. tokenizer.json was followed: the model was trained "
        "with it, and transformers 5 builds such a tokenizer anew, from its class alone."
    )
    return Settled(made, Held((), texts, (note,)))


def complete_(tokenizer: Tokenizer, declared: Sequence[Added], folder: Path) -> None:
    """Adds the declared tokens that a tokenizer lacks; each must get the id that the files give
    it."""
    for added in declared:
        content = added.token.content
        if tokenizer.token_to_id(content) is None and added.id is not None:
            tokenizer.add_tokens([added.token])
            if (given := tokenizer.token_to_id(content)) != added.id:
                raise Refused(
                    f"{folder} declares the added token {content!r} with the id {added.id}, and "
                    f"after the words of its tokenizer the next is {given}: a part of it is missing"
                )
