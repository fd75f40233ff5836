"""Whether a tokenizer with fewer words still cuts texts as it did."""

from collections.abc import Sequence

from transformers import PreTrainedModel

from exporters.capture.unlisted import descriptions
from exporters.errors import Refused
from exporters.families.registry import FAMILIES
from mobilec.compression.vocabulary.numbering import Numbering
from mobilec.compression.vocabulary.opened import WordFiles
from mobilec.compression.vocabulary.settings import renumbered

Cut = tuple[int, list[int]]
"""The number of a text's numbering, and its ids."""

_SHOWN = 60


def refuse_other_ids(
    words: WordFiles,
    numberings: Sequence[Numbering],
    texts: Sequence[str],
    before: Sequence[Cut],
) -> None:
    """Every text all of whose words stayed must have the same ids, mapped."""
    for place, (text, (number, ids)) in enumerate(zip(texts, before, strict=True)):
        if not numberings[number].keeps(ids):
            continue
        expected, found = numberings[number].new_ids(ids), words.ids(text, place)[1]
        if found != expected:
            raise Refused(
                f"with fewer words the tokenizer cuts {ascii(text[:_SHOWN])} into {found[:8]}, and "
                f"{expected[:8]} was expected; ask for more words"
            )


def refuse_moved(model: PreTrainedModel, numberings: Sequence[Numbering]) -> None:
    """Refuses new ids of special tokens that the model cannot have."""
    config, pad = model.config.to_dict(), model.config.pad_token_id
    family = FAMILIES.get(config["model_type"]) or descriptions(model)[0]
    if family.positions_after_padding and pad is not None:
        new = numberings[0].new(pad)
        if new != pad:
            raise Refused(
                f"{config['model_type']} counts positions from the id of padding, {pad}, which "
                f"would become {new}"
            )
    source, target = (renumbered(config, each) for each in (numberings[0], numberings[-1]))
    if source != target:
        raise Refused(
            f"the two vocabularies would number special tokens in different ways, {source} and "
            f"{target}, and config.json has one number for both"
        )
