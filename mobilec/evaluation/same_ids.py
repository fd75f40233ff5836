"""Whether a bundle reads a text as its checkpoint does: with other ids no figure is of that
model."""

from exporters.bundle.bundle import Bundle
from exporters.errors import Refused
from exporters.text.words import Words
from mobilec.checkpoint.ids.texts import texts_for
from mobilec.checkpoint.load import Checkpoint
from mobilec.checkpoint.translation.check import Difference


def refuse_other_ids(bundle: Bundle, checkpoint: Checkpoint) -> None:
    """Refuses a bundle whose tokenizer gives other ids than the checkpoint's, naming the first
    text."""
    theirs = _words(checkpoint)
    ours = (
        bundle.words if checkpoint.text is not None else Words(bundle.tokenizer, bundle.tokenizer)
    )
    added = [token.content for token in theirs.source.get_added_tokens_decoder().values()]
    texts = texts_for(theirs.source.get_vocab(with_added_tokens=False), added)
    given = ((text, ours.ids(text), theirs.ids(text)) for text in texts)
    found = [Difference(text, mine, ids) for text, mine, ids in given if mine != ids]
    if found:
        raise Refused(
            f"the tokenizer of {bundle.folder} gives other ids than that of {checkpoint.source} "
            f"for {len(found)} of {len(texts)} texts: {found[0].said(checkpoint.source)}; export "
            "it again"
        )


def _words(checkpoint: Checkpoint) -> Words:
    if checkpoint.text is not None:
        return checkpoint.text.words
    return Words(checkpoint.tokenizer, checkpoint.tokenizer)
