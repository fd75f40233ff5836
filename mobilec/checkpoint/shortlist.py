"""The shortlist of a translator: which target words a sentence may become, by its source words."""

from collections.abc import Iterable
from pathlib import Path

from transformers import PreTrainedModel

from exporters.errors import Refused
from exporters.text.shortlist import Shortlist
from exporters.text.word_lists import WordLists, word_lists
from mobilec.checkpoint.sources.marian.shortlist import read_shortlist
from mobilec.checkpoint.sources.marian.unpack import SHORTLIST


def shortlist_beside(folder: Path) -> Path | None:
    """That of a checkpoint, where it has one."""
    return folder / SHORTLIST if (folder / SHORTLIST).is_file() else None


def lists_of(path: Path, model: PreTrainedModel, always: Iterable[int]) -> WordLists:
    """Of a translator. ``always``: words that every sentence may have, whatever the file says.

    Refused: a file that is damaged or of other vocabularies.
    """
    if not path.is_file():
        raise Refused(f"--shortlist {path}: there is no such file; mobilec shortlist makes one")
    source = model.get_encoder().get_input_embeddings().num_embeddings
    target = model.get_output_embeddings().out_features
    found: Shortlist = read_shortlist(path, source, target)
    return word_lists(found, target, always)
