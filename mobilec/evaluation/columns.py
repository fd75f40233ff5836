"""Which columns of a row hold the text, or the text and its pair; no other text passes unread.

The names are those of GLUE, in the form of its files and of the hub, and of what is like it.
"""

from collections.abc import Iterable, Mapping
from fnmatch import fnmatchcase

TEXT_COLUMNS = ("text", "sentence")
PAIR_COLUMNS = (
    ("sentence1", "sentence2"),  # RTE, WNLI, STS-B; MRPC, MNLI and SNLI on the hub or as files
    ("#1 String", "#2 String"),  # MRPC as a file
    ("question1", "question2"),  # QQP
    ("question", "sentence"),  # QNLI
    ("premise", "hypothesis"),  # MNLI, SNLI, XNLI, CB
    ("question", "passage"),  # BoolQ
    ("query", "passage"),
    ("query", "document"),
    ("query", "text"),
    ("text", "text_pair"),
    ("text1", "text2"),
    ("text_a", "text_b"),
    ("sentence", "sentence2"),
    ("sentence_A", "sentence_B"),  # SICK
)
"""The first text of a pair and the second, in the order in which models were trained on them."""
LABEL_COLUMNS = ("label", "gold_label", "Quality", "is_duplicate")
"""As most files, MNLI, MRPC and QQP call it."""
ASIDE = (
    *("id", "idx", "index", "*_id", "*ID", "qid?", "guid", "uid"),
    *("*_parse", "label?", "label_*", "genre", "split", "source", "dataset", "lang", "language"),
    *("url", "date", "user"),
)
"""Shell patterns of columns that stand beside texts and are none: numbers of rows, MNLI's trees
and the votes of its annotators, where a text is from."""


class Unclear(Exception):
    """Which columns hold the text cannot be told; the message says what is there and what to do."""


def text_columns(names: Iterable[str]) -> tuple[str, ...]:
    """The column of the text, or of the text and of its pair, among the ``names`` of a row."""
    there = list(names)
    pairs = [pair for pair in PAIR_COLUMNS if set(pair) <= set(there)]
    known = {*TEXT_COLUMNS, *(name for pair in PAIR_COLUMNS for name in pair)}
    texts = [name for name in there if name in known]
    if len(pairs) == 1 and set(texts) == set(pairs[0]):
        return pairs[0]
    if len(texts) == 1 and texts[0] in TEXT_COLUMNS:
        return (texts[0],)
    raise Unclear(
        f"one column named {' or '.join(TEXT_COLUMNS)} is needed, or two of a pair "
        f"(text and text_pair, sentence1 and sentence2, premise and hypothesis or the like), and "
        f"the columns are {', '.join(there)}; rename what holds the text"
    )


def refuse_unread(values: Mapping[str, object], read: Iterable[str]) -> None:
    """Refuses a row with words in a column that nobody reads: they may be half of what the label is
    about."""
    for name, value in values.items():
        if name not in read and not is_aside(name) and is_text(value):
            raise Unclear(
                f"the column {name} holds text too ({str(value)[:40]!r}), and only "
                f"{' and '.join(read)} is read: the label may be about both. Where it belongs to "
                f"the text, name the two columns text and text_pair; otherwise leave it out"
            )


def is_aside(name: str) -> bool:
    """Whether a column is known to be no text that a label is about."""
    return name in LABEL_COLUMNS or any(fnmatchcase(name, pattern) for pattern in ASIDE)


def is_text(value: object) -> bool:
    """Whether a value could be read by a person: letters, alone or inside a list."""
    if isinstance(value, Mapping):
        return any(map(is_text, value.values()))
    if isinstance(value, list | tuple):
        return any(map(is_text, value))
    return isinstance(value, str) and any(map(str.isalpha, value))
