"""From a translator and translated sentences to the file of its shortlist."""

from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from transformers import PreTrainedConfig

from exporters.errors import Refused
from exporters.progress import Progress, Silent
from exporters.text.shortlist import write_shortlist
from exporters.text.words import Words
from exporters.whole.file import write_whole
from mobilec.checkpoint.describe import describe
from mobilec.checkpoint.load import describe_text
from mobilec.evaluation.parallel import read_parallel
from mobilec.shortlisting.coverage import Coverage, coverage
from mobilec.shortlisting.dictionary import Ids
from mobilec.shortlisting.lists import Vocabularies, build
from mobilec.shortlisting.options import ShortlistOptions
from mobilec.shortlisting.sides import LONGEST, encoded, target_words, vocabularies

_MEASURED = 2000
"""Pairs, evenly over the file, that are looked up for what `mobilec shortlist` says."""


@dataclass(frozen=True)
class ShortlistResult:
    """What a shortlist was made of, and what it covers.

    ``pairs``: that it was learnt from; ``left_aside``: too long ones. ``seen``: source words in
    them, of ``source_words``. ``entries``: target words over all lists. ``own``: coverage of these
    pairs, which is better than that of any others; ``held_out``: of the others, if any.
    """

    path: Path
    size_bytes: int
    pairs: int
    left_aside: int
    seen: int
    source_words: int
    target_words: int
    entries: int
    own: Coverage
    held_out: Coverage | None

    def to_json(self) -> dict[str, Any]:
        return asdict(self) | {"path": str(self.path)}


@dataclass(frozen=True)
class _Given:
    """``held_out``: None where none was asked for. ``read``: all pairs of the file."""

    pairs: list[tuple[Ids, Ids]]
    held_out: list[tuple[Ids, Ids]] | None
    read: int
    sizes: Vocabularies


def shortlist(options: ShortlistOptions, progress: Progress | None = None) -> ShortlistResult:
    """Writes `options.output`, whole or not at all: Marian's binary shortlist, by the model's ids.

    Raises ``Refused``: no translator, no pairs, a file that is there already.
    """
    watch, limits = progress or Silent(), options.limits
    if options.output.exists() and not options.overwrite:
        raise Refused(f"{options.output} is there already; --overwrite replaces it")
    with watch.stage("read"):
        given = _read(options)
    with watch.stage("learn"):
        made = build(given.pairs, given.sizes, limits)
        whole = write_shortlist(made)
    with watch.stage("measure"):
        own = coverage(made, given.pairs[:: -(-len(given.pairs) // _MEASURED)])
        held_out = coverage(made, given.held_out) if given.held_out else None
    write_whole(whole, options.output)
    return ShortlistResult(
        path=options.output,
        size_bytes=len(whole),
        pairs=len(given.pairs),
        left_aside=given.read - len(given.pairs),
        seen=len({word for source, _ in given.pairs for word in source}),
        source_words=given.sizes.source_words,
        target_words=given.sizes.target_words,
        entries=len(made.targets),
        own=own,
        held_out=held_out,
    )


def _read(options: ShortlistOptions) -> _Given:
    about = describe(options.model)
    text = describe_text(about, options.languages)
    if text is None:
        raise Refused(f"{options.model} does {about.task}: shortlists are of translators")
    config, words = about.config, text.words
    read, pairs = _pairs(options.pairs, words, config)
    held_out = options.evaluation and _pairs(options.evaluation, words, config)[1]
    sizes = vocabularies(text, config, [source for source, _ in pairs], options.model)
    return _Given(pairs, held_out or None, read, sizes)


def _pairs(file: Path, words: Words, config: PreTrainedConfig) -> tuple[int, list[tuple[Ids, Ids]]]:
    """How many a file has, and those of them that are learnt from."""
    read = read_parallel(file)
    made = encoded(read, words, target_words(config))
    if not made:
        raise Refused(f"{file} has no pairs of up to {LONGEST} tokens; give sentences")
    return len(read), made
