"""What no bundle's manifest may say, whoever wrote it: the apps refuse the same, in the same words.

tests/fixtures/manifests/hostile.json holds a manifest for each rule, for all languages.
"""

import re
from collections import Counter
from collections.abc import Iterator

from exporters.bundle.decoding import Decoding
from exporters.bundle.manifest import Manifest
from exporters.errors import Refused
from exporters.tasks.names import CLASSIFICATION, TRANSLATION

LONGEST_NAME_BYTES = 255
"""What every file system takes."""
MOST_TOKENS = 1 << 20
"""Of a text, and of a translation."""
LARGEST_ID = (1 << 31) - 1
STRONGEST_PENALTY = 100.0
"""Of length, either way; models have -2 to 2."""
_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f]")
_UNFIT = re.compile(rf"{_CONTROL.pattern}|[\\:]")
_MOST_PARTS = 2
"""A name of the hub has its owner before it."""
_ADVICE = "export the bundle again"


def refuse_contradictions(manifest: Manifest, where: str) -> None:
    """``where`` names the manifest in the refusal."""
    for contradiction in _contradictions(manifest):
        raise Refused(f"{where} {contradiction}; {_ADVICE}")


def is_plain(name: str) -> bool:
    """Whether it is the name of a folder, or of one in another."""
    parts = name.split("/")
    plain = len(parts) <= _MOST_PARTS and not {"", ".", ".."} & set(parts)
    short = len(name.encode("utf-8", "surrogatepass")) <= LONGEST_NAME_BYTES
    return plain and short and not _UNFIT.search(name)


def is_obeyed(label: str) -> bool:
    """Whether there is something in it that a terminal obeys and nobody sees."""
    return bool(_CONTROL.search(label))


def _contradictions(manifest: Manifest) -> Iterator[str]:
    if not is_plain(manifest.name):
        yield f"has the name {manifest.name[:60]!r}, which is no name of a folder"
    if not manifest.files:
        yield "lists no program"
    paths = Counter(file.path for file in manifest.listed())
    yield from (f'lists "{path}" twice' for path, count in paths.items() if count > 1)
    yield from _unlisted(manifest)
    yield from _sizes(manifest)
    yield from _limits(manifest)
    yield from _task(manifest)
    if manifest.decoding is not None:
        yield from _search(manifest.decoding)


def _unlisted(manifest: Manifest) -> Iterator[str]:
    listed = {file.path for file in manifest.texts}
    shortlist = manifest.decoding and manifest.decoding.shortlist
    lists = shortlist.path if shortlist else None
    for name in (manifest.text.tokenizer, manifest.text.target_tokenizer, lists):
        if name is not None and name not in listed:
            yield f'reads its text with "{name}", which it does not list'


def _sizes(manifest: Manifest) -> Iterator[str]:
    sizes = {"unique_parameters": manifest.unique_parameters - 1}
    for file in manifest.listed():
        sizes[f"size_bytes of {file.path}"] = file.size_bytes
    for program in manifest.files:
        sizes[f"int8_bytes of {program.path}"] = program.int8_bytes
        sizes[f"ideal_bytes of {program.path}"] = program.ideal_bytes
        for dtype, size in program.stored_bytes.items():
            sizes[f"stored_bytes of {dtype} of {program.path}"] = size
        for entry in program.again:
            sizes[f"size_bytes of {entry.name} again"] = entry.size_bytes
    yield from (
        f"has a number of bytes that cannot be: {n}" for n, size in sizes.items() if size < 0
    )


def _limits(manifest: Manifest) -> Iterator[str]:
    limits = manifest.limits
    target = 1 if limits.longest_target is None else limits.longest_target
    if not 1 <= limits.shortest <= limits.longest <= MOST_TOKENS or not 1 <= target <= MOST_TOKENS:
        yield (
            f"has limits that cannot be: from {limits.shortest} to {limits.longest} tokens, and "
            f"translations of {limits.longest_target}"
        )
    if not 0 <= manifest.text.pad_id <= LARGEST_ID:
        yield f"has the pad_id {manifest.text.pad_id}, which is no id of a token"


def _task(manifest: Manifest) -> Iterator[str]:
    labels = manifest.text.labels
    if manifest.task == CLASSIFICATION and len(set(labels)) < max(2, len(labels)):
        yield f"has {len(labels)} labels, and a classifier has two or more, each once"
    if any(map(is_obeyed, labels)):
        yield "has a label with a control character, which a terminal would obey"
    if manifest.task == TRANSLATION and manifest.decoding is None:
        yield "does not say how a translation is searched for"


def _search(decoding: Decoding) -> Iterator[str]:
    settings = decoding.settings
    wrong = [token for token in settings.named_tokens if not 0 <= token <= LARGEST_ID]
    if wrong or not settings.eos_ids:
        yield f"names tokens for its search that cannot be: {wrong[:1] or 'no end'}"
    if not settings.num_beams <= decoding.hypotheses:
        yield f"searches with {settings.num_beams} beams of {decoding.hypotheses} hypotheses"
    if not 0 <= settings.min_length <= settings.max_length <= decoding.capacity + 1:
        yield (
            f"searches for {settings.min_length} to {settings.max_length} tokens, with room for "
            f"{decoding.capacity}"
        )
    ngrams = (settings.no_repeat_ngram, settings.encoder_no_repeat_ngram)
    if not all(0 <= size <= MOST_TOKENS for size in ngrams):
        yield f"forbids runs of {ngrams[0]} and {ngrams[1]} tokens, which cannot be"
    if not abs(settings.length_penalty) <= STRONGEST_PENALTY:
        yield f"has the length penalty {settings.length_penalty:g}, which cannot be"
