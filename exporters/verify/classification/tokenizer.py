"""Gate of the whole bundle: its tokenizer makes the ids that the goldens were made with."""

from exporters.bundle.bundle import Bundle
from exporters.verify.finding import Finding


def check(bundle: Bundle) -> Finding:
    """Every golden sentence, cut at the longest length."""
    bundle.tokenizer.enable_truncation(bundle.manifest.limits.longest)
    try:
        wrong = [s for s in bundle.golden.sentences if _ids(bundle, s.text) != s.input_ids]
    finally:
        bundle.tokenizer.no_truncation()
    message = f"{len(bundle.golden.sentences)} sentences become the ids of the goldens"
    if wrong:
        first = wrong[0]
        message = (
            f"{len(wrong)} sentences become other ids, so this is the tokenizer of another model: "
            f"{first.text!r} gives {_ids(bundle, first.text)[:8]}, not {first.input_ids[:8]}"
        )
    return Finding("tokenizer", "", not wrong, message)


def _ids(bundle: Bundle, text: str) -> tuple[int, ...]:
    return tuple(bundle.tokenizer.encode(text).ids)
