"""Shortlists of tiny translators, in Marian's form."""

from pathlib import Path

import numpy as np

from exporters.text.shortlist import Shortlist, write_shortlist
from tests import translation_models
from tests.models import VOCABULARY


def seeded(count: int) -> bytes:
    """So many target words for each source word."""
    random = np.random.default_rng(count)
    each = [np.sort(random.choice(VOCABULARY, count, replace=False)) for _ in range(VOCABULARY)]
    offsets = np.arange(0, count * VOCABULARY + 1, count).astype(np.uint64)
    return write_shortlist(Shortlist(4, count, offsets, np.concatenate(each).astype(np.uint32)))


def save_listed(folder: Path) -> Path:
    """A checkpoint folder with a Marian and its shortlist: few words for a short sentence, and
    nearly all for a long one."""
    translation_models.save("marian", folder, num_beams=1)
    (folder / "lex.s2t.bin").write_bytes(seeded(60))
    return folder
