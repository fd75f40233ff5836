"""The shortlist beside a translator, by the new ids of its words."""

from collections.abc import Sequence
from pathlib import Path

import numpy as np

from exporters.text.shortlist import Shortlist, write_shortlist
from mobilec.checkpoint.shortlist import shortlist_beside
from mobilec.checkpoint.sources.marian.shortlist import read_shortlist
from mobilec.compression.vocabulary.numbering import Numbering


def renumber_shortlist_(folder: Path, numberings: Sequence[Numbering]) -> None:
    """Rewrites the file, where there is one. Words that are gone leave its lists."""
    path = shortlist_beside(folder)
    if path is None:
        return
    source, target = numberings[0], numberings[-1]
    found = read_shortlist(path, source.words, target.words)
    path.write_bytes(write_shortlist(renumbered(found, source, target)))


def renumbered(shortlist: Shortlist, source: Numbering, target: Numbering) -> Shortlist:
    """Of the words that stay. A word that every sentence may have stays one; where others have come
    before it, every sentence may have those too."""
    offsets = shortlist.offsets.astype(np.int64).tolist()
    lists = (shortlist.targets[offsets[old] : offsets[old + 1]].tolist() for old in source.kept)
    made = [sorted(target.new(word) for word in words if word in target) for words in lists]
    always = [target.new(word) for word in range(shortlist.first) if word in target]
    return Shortlist(
        first=1 + max(always, default=-1),
        best=shortlist.best,
        offsets=np.cumsum([0, *map(len, made)]).astype(np.uint64),
        targets=np.array([word for words in made for word in words], np.uint32),
    )
