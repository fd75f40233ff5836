"""Gate of the whole bundle: its tokenizer makes the ids that the goldens were made with."""

from exporters.bundle.bundle import Bundle
from exporters.bundle.golden import Golden
from exporters.errors import Refused
from exporters.text.encoder import Encoded, in_words
from exporters.verify.finding import Finding


def check(bundle: Bundle) -> Finding:
    """Every golden sentence, cut at the longest length; of pairs the token types too."""
    golden = bundle.golden
    if not isinstance(golden, Golden):
        raise Refused(f"{bundle.folder} classifies, and its goldens are of {golden.task}")
    found = [bundle.encoder.encode(sentence.asked) for sentence in golden.sentences]
    wrong = [(s, f) for s, f in zip(golden.sentences, found, strict=True) if f != s.encoded]
    message = f"{len(golden.sentences)} sentences become the ids of the goldens"
    if wrong:
        sentence, got = wrong[0]
        message = (
            f"{len(wrong)} sentences become other ids, so this is the tokenizer of another model: "
            f"{in_words(sentence.asked)} gives {_shown(got)}, not {_shown(sentence.encoded)}"
        )
    return Finding("tokenizer", "", not wrong, message)


def _shown(encoded: Encoded) -> str:
    types = f" of the types {encoded.types}" if encoded.types else ""
    return f"{encoded.ids}{types}"
