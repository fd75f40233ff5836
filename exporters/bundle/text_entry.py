"""What a manifest says of text: how it becomes ids, and how an answer becomes words."""

from dataclasses import dataclass

from exporters.text.encoder import RIGHT
from exporters.text.words import Unknown


@dataclass(frozen=True)
class Text:
    """How text becomes ids, and how an answer becomes words.

    ``labels``: of a classifier, by index. ``pairs``: it labels a text and its pair, never a text
    alone. ``truncation_side``: the side of a text that is cut off where it is too long. Of a
    translator: ``target_tokenizer`` turns its tokens into text where ``tokenizer``, which reads the
    source, cannot; ``prefix`` stands before every source text; the languages are as the model names
    them, where it names any. ``source_scripts``: codes of ISO 15924 of the scripts that it was made
    for; a text without a letter of them is not translated. Empty, as in bundles made before it was
    known: of any script.
    """

    tokenizer: str
    labels: tuple[str, ...]
    pad_id: int
    target_tokenizer: str | None = None
    prefix: str = ""
    source_language: str | None = None
    target_language: str | None = None
    unknown: Unknown | None = None
    source_scripts: tuple[str, ...] = ()
    pairs: bool = False
    truncation_side: str = RIGHT
